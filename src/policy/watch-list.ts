// A restricted list, kept apart from the public catalogue and from the policy, which names it by its hash. Must never appear in an
// error message beyond the place of the mistake.
import Type from 'typebox';
import type { Digest } from '../base/digest.ts';
import { canonicalJson } from '../base/json.ts';
import { ok, type Problem, type Result } from '../base/result.ts';
import { isCas } from '../chem/cas.ts';
import type { VersionedPolicy, WatchList } from '../model/policy.ts';
import { checkShape } from '../model/shape.ts';

const MOST = 10_000;

const WATCH_LIST = Type.Object(
	{
		name: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80 }),
		substances: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: MOST })),
		cas: Type.Optional(Type.Array(Type.String({ maxLength: 20 }), { maxItems: MOST })),
		names: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: MOST })),
	},
	{ additionalProperties: false },
);

/** A restricted list from parsed YAML or JSON: catalogue ids, CAS numbers in their ordinary form, and names of chemicals. */
export function parseWatchList(value: unknown): Result<WatchList> {
	const shaped = checkShape(WATCH_LIST, value, 'restricted list');
	if (!shaped.ok) return shaped;
	const { name, substances = [], cas = [], names = [] } = shaped.value;
	const problems: Problem[] = [
		...cas.flatMap((number, index) =>
			isCas(number) ? [] : [{ pointer: `/cas/${index}`, message: 'not a CAS number', fix: 'check its digits' }],
		),
		...names.flatMap((one, index) =>
			isName(one)
				? []
				: [{ pointer: `/names/${index}`, message: 'too short to be looked for', fix: 'give the whole name, or a CAS number' }],
		),
	];
	if (problems.length > 0) return { ok: false, problems };
	return ok({ name, substances, cas, ...(names.length === 0 ? {} : { names }) });
}

// Fewer letters than these would be found inside everything.
const isName = (text: string): boolean =>
	text.isWellFormed() && (/\p{L}/u.test(text) ? (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= (UNSPACED.test(text) ? 2 : 4) : false);

const UNSPACED = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Thai}/u;

/** The SHA-256 by which a policy names the list. */
export const watchListHash = ({ name, substances, cas, names = [] }: WatchList, digest: Digest): string =>
	digest(canonicalJson({ name, substances: [...substances], cas: [...cas], ...(names.length === 0 ? {} : { names: [...names] }) }));

/** Whether everything on the first list is on the second. */
export function isKept(was: WatchList, is: WatchList): boolean {
	const [substances, cas, names] = [new Set(is.substances), new Set(is.cas), new Set(is.names)];
	return (
		was.substances.every((id) => substances.has(id)) &&
		was.cas.every((number) => cas.has(number)) &&
		(was.names ?? []).every((name) => names.has(name))
	);
}

/** The same policy, under the same version, as it decides where restricted lists are not consulted. */
export function withoutLists(one: VersionedPolicy): VersionedPolicy {
	const { rules } = one.policy;
	return rules === undefined || rules.watch.length === 0 ? one : { ...one, policy: { ...one.policy, rules: { ...rules, watch: [] } } };
}
