// A restricted list, kept apart from the public catalogue and from the policy, which names it by its hash. Must never appear in an
// error message beyond the place of the mistake.
import Type from 'typebox';
import type { Digest } from '../base/digest.ts';
import { canonicalJson } from '../base/json.ts';
import { ok, type Problem, type Result } from '../base/result.ts';
import { isCas } from '../chem/cas.ts';
import type { WatchList } from '../model/policy.ts';
import { checkShape } from '../model/shape.ts';

const WATCH_LIST = Type.Object(
	{
		name: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80 }),
		substances: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { maxItems: 10_000 })),
		cas: Type.Optional(Type.Array(Type.String(), { maxItems: 10_000 })),
	},
	{ additionalProperties: false },
);

/** A restricted list from parsed YAML or JSON: catalogue ids, and CAS numbers in their ordinary form. */
export function parseWatchList(value: unknown): Result<WatchList> {
	const shaped = checkShape(WATCH_LIST, value, 'restricted list');
	if (!shaped.ok) return shaped;
	const { name, substances = [], cas = [] } = shaped.value;
	const problems: Problem[] = cas.flatMap((number, index) =>
		isCas(number) ? [] : [{ pointer: `/cas/${index}`, message: 'not a CAS number', fix: 'check its digits' }],
	);
	return problems.length > 0 ? { ok: false, problems } : ok({ name, substances, cas });
}

/** The SHA-256 by which a policy names the list. */
export const watchListHash = (list: WatchList, digest: Digest): string =>
	digest(canonicalJson({ name: list.name, substances: [...list.substances], cas: [...list.cas] }));
