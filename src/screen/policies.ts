// What a policy document is read against in an engine: the ids of its catalogue, its regimes, and what the host brings along.
import type { Digest } from '../base/digest.ts';
import type { Result } from '../base/result.ts';
import type { RegimeTable } from '../model/law.ts';
import type { VersionedPolicy, WatchList } from '../model/policy.ts';
import type { Catalogue, Tier } from '../model/substance.ts';
import type { ConditionLanguage } from '../policy/condition-language.ts';
import { readPolicyDocument } from '../policy/document.ts';
import type { PolicyContext } from '../policy/policy-context.ts';

export interface PolicyPorts {
	/** Reads the expressions of policy documents; without it, a document that has any is refused. */
	readonly conditions?: ConditionLanguage;
	/** The restricted lists that policies may refer to. */
	readonly watchLists?: readonly WatchList[];
	/** The policy document to decide by; without one, the catalogue's default policy. */
	readonly policy?: unknown;
}

/** Policy documents as one catalogue understands them. */
export interface PolicyReader {
	/** The policy, or every problem in the document. `watchLists`: instead of those the host brought along. */
	read(document: unknown, watchLists?: readonly WatchList[]): Result<VersionedPolicy>;
	/** The tier the catalogue gives a substance or family. */
	tierOf(id: string): Tier | undefined;
}

export function policyReader(catalogue: Catalogue, table: RegimeTable, ports: PolicyPorts, digest: Digest): PolicyReader {
	const tiers = new Map([...catalogue.substances, ...catalogue.families].map((one) => [one.id, one.tier]));
	const context: PolicyContext = {
		digest,
		tierOf: (id) => tiers.get(id),
		subjects: [...tiers.keys()],
		regimes: table.regimes.map((regime) => regime.id),
		...(ports.conditions === undefined ? {} : { language: ports.conditions }),
		...(ports.watchLists === undefined ? {} : { watchLists: ports.watchLists }),
	};
	return {
		read: (document, watchLists) => readPolicyDocument(document, watchLists === undefined ? context : { ...context, watchLists }),
		tierOf: context.tierOf,
	};
}
