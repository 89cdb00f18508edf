// The settings of a policy, one by one, and what may not be said in them: nothing below the hard floors, nothing laxer than the
// policy built in without a listed relaxation by two people.
import type { Problem } from '../base/result.ts';
import { type Policy, type Relaxation, SEVERITY } from '../model/policy.ts';
import type { Tier } from '../model/substance.ts';
import type { VerdictKind } from '../model/verdict.ts';
import { HARD_FLOORS, STRICT } from './strict.ts';

/** One setting of a policy beside the same one of another. */
export interface Setting {
	/** Dotted path, e.g. `tiers.2.declared`. */
	readonly path: string;
	readonly value: VerdictKind;
	readonly other: VerdictKind;
}

/** Every setting that both have, in the order of `other`. */
export function* settings(policy: unknown, other: unknown, path = ''): Generator<Setting> {
	if (isVerdict(policy) && isVerdict(other)) yield { path, value: policy, other };
	else if (isRecord(policy) && isRecord(other)) {
		for (const key of Object.keys(other)) yield* settings(policy[key], other[key], path === '' ? key : `${path}.${key}`);
	}
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const isVerdict = (value: unknown): value is VerdictKind => value === 'clear' || value === 'review' || value === 'block';

/** The tier the catalogue gives a substance or family; undefined when it has none of that id. */
export type TierOf = (id: string) => Tier | undefined;

/** What is wrong with the settings. Where the catalogue's tier is not known, every tier but 1 counts as a relaxation. */
export const settingProblems = (policy: Policy, tierOf: TierOf = () => undefined): Problem[] => [
	...floorProblems(policy),
	...relaxationProblems(policy, tierOf),
];

function* floorProblems(policy: Policy): Generator<Problem> {
	for (const { path, value, other } of settings(policy, HARD_FLOORS)) {
		if (SEVERITY[value] < SEVERITY[other]) {
			yield {
				pointer: `/${path.replaceAll('.', '/')}`,
				message: `${path} cannot be laxer than ${other}`,
				fix: `set it to ${other} or stricter`,
			};
		}
	}
}

function* relaxationProblems(policy: Policy, tierOf: TierOf): Generator<Problem> {
	const lax = new Set<string>();
	for (const { path, value, other } of settings(policy, STRICT)) if (SEVERITY[value] < SEVERITY[other]) lax.add(path);
	for (const [id, tier] of Object.entries(policy.retiered)) if (tier > (tierOf(id) ?? 1)) lax.add(`retiered.${id}`);
	if (policy.rules?.regimes.unstated === 'platform') lax.add('regimes.unstated');
	for (const [key, mine, strict] of [
		['equipment.presses', policy.equipment.presses, STRICT.equipment.presses],
		['media.categories', policy.media.categories, STRICT.media.categories],
	] as const) {
		if (strict.some((word) => !mine.includes(word))) lax.add(key);
	}
	for (const path of lax) {
		if (!policy.relaxations.some((one) => one.setting === path)) {
			yield {
				pointer: `/${path.replaceAll('.', '/')}`,
				message: `${path} is laxer than the built-in policy`,
				fix: `list it under relaxations with a reason and two people, or make it stricter`,
			};
		}
	}
	for (const [index, one] of policy.relaxations.entries() as ArrayIterator<[number, Relaxation]>) {
		if (!lax.has(one.setting))
			yield {
				pointer: `/relaxations/${index}/setting`,
				message: `${one.setting} is not relaxed`,
				fix: 'remove the entry or correct the path',
			};
	}
}
