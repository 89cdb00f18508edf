// Law and policy of the compiled catalogue, each part checked by its own parser, with the version that names them all.
import type { Digest } from '../base/digest.ts';
import { Fault } from '../base/fault.ts';
import { canonicalJson, type Json } from '../base/json.ts';
import { describeProblem, type Result } from '../base/result.ts';
import { parseRegimeTable } from '../catalogue/law-table.ts';
import type { RegimeTable } from '../model/law.ts';
import type { Duty, MixtureRule, Policy } from '../model/policy.ts';
import { parseDuties, parseMixtures, parsePolicy } from '../policy/parse.ts';

/** Law and policy as parsed YAML; each part is checked by its own parser. */
export interface LawSources {
	readonly regimes: unknown;
	readonly policy: unknown;
	readonly duties: unknown;
	readonly mixtures: unknown;
}

export interface LawParts {
	readonly table: RegimeTable;
	readonly policy: Policy;
	readonly duties: readonly Duty[];
	readonly mixtures: readonly MixtureRule[];
	/** SHA-256 of all four. */
	readonly hash: string;
}

/** @throws Fault `catalogue-invalid` when a part of law or policy is malformed. */
export function parseLaw(law: LawSources, digest: Digest): LawParts {
	return {
		table: required('regimes', parseRegimeTable(law.regimes)),
		policy: required('policy', parsePolicy(law.policy)),
		duties: required('obligations', parseDuties(law.duties)),
		mixtures: required('mixtures', parseMixtures(law.mixtures)),
		hash: digest(canonicalJson(law as unknown as Json)),
	};
}

function required<T>(name: string, result: Result<T>): T {
	if (result.ok) return result.value;
	throw new Fault('catalogue-invalid', `${name}: ${result.problems.map(describeProblem).join('; ')}`);
}
