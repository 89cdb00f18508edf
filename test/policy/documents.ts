// Policy documents for the tests: a small valid one to change, and a language of three words in place of CEL.
import assert from 'node:assert/strict';
import { pureDigest } from '../../src/base/digest.ts';
import { bad, ok, type Result } from '../../src/base/result.ts';
import type { Condition, Held, Policy, VersionedPolicy } from '../../src/model/policy.ts';
import type { Facts } from '../../src/model/policy-facts.ts';
import type { Tier } from '../../src/model/substance.ts';
import type { ConditionLanguage } from '../../src/policy/condition-language.ts';
import { readPolicyDocument } from '../../src/policy/document.ts';
import type { PolicyContext } from '../../src/policy/policy-context.ts';

const TIERS: Readonly<Record<string, Tier>> = { t1: 1, t2: 2, u2: 2, t3: 3, f1: 1, f2: 2, open: 1 };

/** Per listing: `yes`, `no`, `fails`, `media`. Per match: `tier N`, `law certain`, `fails-here`. */
const WORDS: Readonly<Record<string, (facts: Facts) => Held>> = {
	yes: () => true,
	no: () => false,
	fails: () => ({ errored: 'it failed' }),
	media: ({ listing }) => listing.images > 0,
	'tier 1': ({ match }) => match?.tier === 1,
	'tier 2': ({ match }) => match?.tier === 2,
	'law certain': ({ law }) => law?.certain === true,
	'fails-here': () => ({ errored: 'it failed here' }),
};

export const wordLanguage: ConditionLanguage = {
	compile(text): Result<Condition> {
		const holds = WORDS[text];
		if (holds === undefined) return bad('', `no word "${text}"`, 'use another');
		return ok({ text, perMatch: !['yes', 'no', 'fails', 'media'].includes(text), holds });
	},
};

export const CONTEXT: PolicyContext = {
	digest: pureDigest,
	language: wordLanguage,
	tierOf: (id) => TIERS[id],
	subjects: Object.keys(TIERS),
	regimes: ['US', 'EU', 'UN'],
};

export const BASE = { name: 'market', version: 1, summary: 'A test.' };
export const PEOPLE = ['ada', 'grace'];

export const exception = (change: object = {}) => ({
	id: 'lab',
	substances: ['t2'],
	outcome: 'clear',
	reason: 'a known laboratory',
	approvedBy: PEOPLE,
	on: '2026-01-01',
	expires: '2026-12-31',
	...change,
});

export const condition = (change: object = {}) => ({ id: 'rule', when: 'yes', outcome: 'review', reason: 'our rule', ...change });

export function read(document: object, context: Partial<PolicyContext> = {}): VersionedPolicy {
	const result = readPolicyDocument({ ...BASE, ...document }, { ...CONTEXT, ...context });
	assert.ok(result.ok, JSON.stringify(result, null, 1));
	return result.value;
}

export const policy = (document: object, context: Partial<PolicyContext> = {}): Policy => read(document, context).policy;

/** `pointer: message` of every problem. */
export function problemsOf(document: unknown, context: Partial<PolicyContext> = {}): string[] {
	const result = readPolicyDocument(document, { ...CONTEXT, ...context });
	return result.ok ? [] : result.problems.map((one) => `${one.pointer}: ${one.message}`);
}
