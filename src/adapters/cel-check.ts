// Checks a parsed CEL expression before it may run: every name, member, operator and type, against the documented facts. What passes
// cannot miss a member at work (an optional one must be behind `has()`), and its work is bounded: no patterns, no arithmetic, no
// loops within loops, texts searched for literals only. https://github.com/google/cel-spec/blob/master/doc/langdef.md
import type { parse } from '@bufbuild/cel';
import { FACT_TYPES, type FactRecord, type FactType } from '../model/policy-facts.ts';

type Expr = ReturnType<typeof parse>['expr'];
type Comprehension = Extract<Expr['exprKind'], { case: 'comprehensionExpr' }>['value'];

/** Thrown inside the check only: what is wrong, and how to mend it. */
export class Refusal extends Error {
	readonly fix: string;
	constructor(message: string, fix: string) {
		super(message);
		this.fix = fix;
	}
}

export interface Checked {
	/** It asks about one identity (`match` or `law`). */
	readonly perMatch: boolean;
}

const MOST_PARTS = 200;
const MOST_DEPTH = 40;
const SEARCHES = new Set(['contains', 'startsWith', 'endsWith']);
const ORDERED = new Set(['_<_', '_<=_', '_>_', '_>=_']);

/** @throws Refusal */
export function checkExpression(expr: Expr): Checked {
	const check = new Check();
	const type = check.typeOf(expr, new Set(), 0);
	if (type !== 'truth') throw new Refusal(`the expression is ${describe(type)}, not true or false`, 'compare it with something');
	return { perMatch: check.perMatch };
}

const describe = (type: FactType): string => {
	if (typeof type === 'string') return { text: 'a text', number: 'a number', truth: 'true or false' }[type];
	return 'list' in type ? 'a list' : 'a record';
};

const same = (a: FactType, b: FactType): boolean => typeof a === 'string' && a === b;

class Check {
	perMatch = false;
	#parts = 0;
	/** The variable of the list being walked, and its type. */
	#walked: { readonly name: string; readonly type: FactType } | undefined;

	/** The type of an expression. `known` holds the optional members that are present here. */
	typeOf(expr: Expr | undefined, known: ReadonlySet<string>, depth: number): FactType {
		if (expr === undefined) throw new Refusal('the expression is empty', 'write a condition');
		if (++this.#parts > MOST_PARTS || depth > MOST_DEPTH)
			throw new Refusal('the expression is too large', 'split it into several conditions');
		const { exprKind: kind } = expr;
		switch (kind.case) {
			case 'constExpr':
				switch (kind.value.constantKind.case) {
					case 'stringValue':
						return 'text';
					case 'boolValue':
						return 'truth';
					case 'int64Value':
					case 'uint64Value':
					case 'doubleValue':
						return 'number';
					default:
						throw new Refusal('null, bytes and times are not used here', 'use a text, a number, true or false');
				}
			case 'identExpr':
				return this.#variable(kind.value.name);
			case 'selectExpr': {
				const { operand, field, testOnly } = kind.value;
				const path = pathOf(expr);
				const type = this.#member(this.typeOf(operand, known, depth + 1), field, path);
				if (testOnly) return 'truth';
				if (type.optional && !known.has(path))
					throw new Refusal(`${path} may be absent`, `write has(${path}) && … before it, so that an absent value is not taken for false`);
				return type.type;
			}
			case 'listExpr': {
				const types = kind.value.elements.map((one) => this.typeOf(one, known, depth + 1));
				const first = types[0];
				if (first === undefined || types.some((one) => !same(one, first)))
					throw new Refusal('a list needs elements of one kind', 'write for example ["CN", "IN"]');
				return { list: first };
			}
			case 'callExpr':
				return this.#call(kind.value.function, kind.value.target, kind.value.args, known, depth);
			case 'comprehensionExpr':
				return this.#walk(kind.value, known, depth);
			default:
				throw new Refusal('maps and messages are not used here', 'use lists, texts and numbers');
		}
	}

	#variable(name: string): FactType {
		if (this.#walked?.name === name) return this.#walked.type;
		const type = Object.hasOwn(FACT_TYPES, name) ? FACT_TYPES[name] : undefined;
		if (type === undefined) throw new Refusal(`there is no variable "${name}"`, `use ${Object.keys(FACT_TYPES).join(', ')}`);
		if (name === 'match' || name === 'law') this.perMatch = true;
		return type;
	}

	#member(type: FactType, field: string, path: string): { readonly type: FactType; readonly optional: boolean } {
		if (typeof type === 'string' || !('record' in type))
			throw new Refusal(`${describe(type)} has no member "${field}"`, 'a list is asked with exists() or "in"');
		const { record } = type;
		for (const optional of [false, true]) {
			const found = member(record, optional ? `${field}?` : field);
			if (found !== undefined) return { type: found, optional };
		}
		const members = Object.keys(record).map((name) => name.replace('?', ''));
		throw new Refusal(`there is no "${path}"`, `use ${members.join(', ')}`);
	}

	#call(name: string, target: Expr | undefined, args: readonly Expr[], known: ReadonlySet<string>, depth: number): FactType {
		const [first, second, third] = args;
		const of = (one: Expr | undefined, here = known): FactType => this.typeOf(one, here, depth + 1);
		const truth = (one: Expr | undefined, here = known): void => {
			const type = of(one, here);
			if (type !== 'truth') throw new Refusal(`${describe(type)} stands where true or false is needed`, 'compare it with something');
		};
		if (target === undefined) {
			if (name === '_&&_' || name === '_||_') {
				truth(first);
				truth(second, given(known, first, name === '_&&_'));
				return 'truth';
			}
			if (name === '!_') {
				truth(first);
				return 'truth';
			}
			if (name === '_?_:_') {
				truth(first);
				const yes = of(second, given(known, first, true));
				if (!same(yes, of(third, given(known, first, false))))
					throw new Refusal('the two answers of "? :" differ in kind', 'give both the same kind');
				return yes;
			}
			if (name === '_==_' || name === '_!=_' || ORDERED.has(name)) {
				const [left, right] = [of(first), of(second)];
				if (!same(left, right) || (ORDERED.has(name) && left === 'truth'))
					throw new Refusal(
						`${describe(left)} cannot be compared with ${describe(right)}`,
						'compare texts with texts and numbers with numbers',
					);
				return 'truth';
			}
			if (name === '@in') {
				const [element, list] = [of(first), of(second)];
				if (typeof list === 'string' || !('list' in list) || !same(element, list.list))
					throw new Refusal('"in" needs a list of the same kind', 'write for example seller.country in ["CN", "IN"]');
				return 'truth';
			}
		}
		if (name === 'size' && args.length === (target === undefined ? 1 : 0)) {
			const type = of(target ?? first);
			if (typeof type === 'string' || !('list' in type))
				throw new Refusal(`size() counts lists, not ${describe(type)}`, 'use it on a list');
			return 'number';
		}
		if (target !== undefined && name === 'lowerAscii' && args.length === 0) {
			this.#text(name, target, of(target));
			return 'text';
		}
		if (target !== undefined && SEARCHES.has(name) && args.length === 1) {
			this.#text(name, target, of(target));
			if (first?.exprKind.case !== 'constExpr' || of(first) !== 'text')
				throw new Refusal(`${name}() needs a text in quotes`, `write for example ${name}("sample")`);
			return 'truth';
		}
		throw new Refusal(
			`"${written(name)}" is not used here`,
			'use && || ! ? == != < <= > >= in has() size() exists() all() contains() startsWith() endsWith() lowerAscii()',
		);
	}

	// Inside a walk only the element is searched: a long description times a thousand tags would take too long.
	#text(name: string, target: Expr, type: FactType): void {
		if (type !== 'text') throw new Refusal(`${name}() needs a text, not ${describe(type)}`, 'use it on a text');
		if (this.#walked !== undefined && rootOf(target) !== this.#walked.name)
			throw new Refusal(`${name}() searches the same text again for every element`, 'search it outside of exists() or all()');
	}

	// exists() and all(), as the parser unfolds them; everything else that walks a list is refused.
	#walk(loop: Comprehension, known: ReadonlySet<string>, depth: number): FactType {
		const step = loop.loopStep?.exprKind;
		const [accumulated, body] = step?.case === 'callExpr' ? step.value.args : [];
		const plain = step?.case === 'callExpr' && (step.value.function === '_||_' || step.value.function === '_&&_');
		const result = loop.result?.exprKind;
		if (!plain || loop.iterVar2 !== '' || rootOf(accumulated) !== loop.accuVar || result?.case !== 'identExpr')
			throw new Refusal('of the words that walk a list only exists() and all() are used here', 'write list.exists(one, condition)');
		if (this.#walked !== undefined) throw new Refusal('a walk within a walk', 'split it into several conditions');
		const range = this.typeOf(loop.iterRange, known, depth + 1);
		if (typeof range === 'string' || !('list' in range))
			throw new Refusal(`exists() and all() walk lists, not ${describe(range)}`, 'use a list');
		if (Object.hasOwn(FACT_TYPES, loop.iterVar))
			throw new Refusal(`"${loop.iterVar}" is a variable already`, 'give the element another name');
		this.#walked = { name: loop.iterVar, type: range.list };
		const type = this.typeOf(body, known, depth + 1);
		this.#walked = undefined;
		if (type !== 'truth') throw new Refusal(`the condition in exists() or all() is ${describe(type)}`, 'compare it with something');
		return 'truth';
	}
}

const member = (record: FactRecord, name: string): FactType | undefined => (Object.hasOwn(record, name) ? record[name] : undefined);

/** `known`, and the optional members that must be present when `expr` is `outcome`. */
function given(known: ReadonlySet<string>, expr: Expr | undefined, outcome: boolean): ReadonlySet<string> {
	const more = presentWhen(expr, outcome);
	return more.length === 0 ? known : new Set([...known, ...more]);
}

function presentWhen(expr: Expr | undefined, outcome: boolean): readonly string[] {
	if (expr?.exprKind.case === 'selectExpr') return outcome && expr.exprKind.value.testOnly ? [pathOf(expr)] : [];
	if (expr?.exprKind.case !== 'callExpr') return [];
	const { function: name, args } = expr.exprKind.value;
	if (name === '!_') return presentWhen(args[0], !outcome);
	if (name === (outcome ? '_&&_' : '_||_')) return args.flatMap((one) => presentWhen(one, outcome));
	return [];
}

function pathOf(expr: Expr | undefined): string {
	if (expr?.exprKind.case === 'identExpr') return expr.exprKind.value.name;
	if (expr?.exprKind.case === 'selectExpr') return `${pathOf(expr.exprKind.value.operand)}.${expr.exprKind.value.field}`;
	return '(…)';
}

function rootOf(expr: Expr | undefined): string | undefined {
	switch (expr?.exprKind.case) {
		case 'identExpr':
			return expr.exprKind.value.name;
		case 'selectExpr':
			return rootOf(expr.exprKind.value.operand);
		case 'callExpr':
			return rootOf(expr.exprKind.value.target);
		default:
			return undefined;
	}
}

// `_+_` is how the parser names an operator.
const written = (name: string): string => name.replaceAll('_', '').replace('@', '') || name;
