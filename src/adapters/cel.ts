// Policy conditions in CEL (https://cel.dev), by @bufbuild/cel: parsed, checked (cel-check.ts), planned once, then asked for each
// listing. Must never let an expression that failed pass for false.
import { type CelResult, celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { bad, ok, type Result } from '../base/result.ts';
import type { Condition, Held } from '../model/policy.ts';
import type { Facts } from '../model/policy-facts.ts';
import type { ConditionLanguage } from '../policy/condition-language.ts';
import { type Checked, checkExpression, Refusal } from './cel-check.ts';

const MOST_CHARACTERS = 1000;
// The parser calls itself for every bracket and every sign before a value.
const MOST_BRACKETS = 60;

const environment = celEnv({ funcs: strings.filter((one) => one.name === 'lowerAscii') });

export const cel: ConditionLanguage = { compile };

function compile(text: string): Result<Condition> {
	const refuse = (message: string, fix: string) => bad('', message, fix);
	if (text.length > MOST_CHARACTERS) return refuse(`the expression is longer than ${MOST_CHARACTERS} characters`, 'split it');
	if ((text.match(/[([{!-]/g)?.length ?? 0) > MOST_BRACKETS) return refuse('the expression is too deeply nested', 'split it');
	let parsed: ReturnType<typeof parse>;
	try {
		parsed = parse(text);
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return refuse(
			`it is not a CEL expression (${why.replace(/^<input>:/, 'line ').slice(0, 200)})`,
			'docs/policy.md shows how one is written',
		);
	}
	let checked: Checked;
	try {
		checked = checkExpression(parsed.expr);
	} catch (error) {
		if (error instanceof Refusal) return refuse(error.message, error.fix);
		throw error;
	}
	const run = plan(environment, parsed);
	return ok({ text, perMatch: checked.perMatch, holds: (facts) => answer(run, facts) });
}

function answer(run: (facts: Record<string, never>) => CelResult, facts: Facts): Held {
	try {
		// Facts are plain records, lists, texts, numbers and booleans: what CEL takes as its values.
		const value = run(facts as unknown as Record<string, never>);
		if (typeof value === 'boolean') return value;
		return { errored: isCelError(value) ? value.message : 'the expression did not answer true or false' };
	} catch (error) {
		return { errored: error instanceof Error ? error.message : String(error) };
	}
}
