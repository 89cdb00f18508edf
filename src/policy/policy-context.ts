// What a policy document is read against: the ids of a catalogue, the compiled regimes, and the expression language.
import type { Digest } from '../base/digest.ts';
import type { WatchList } from '../model/policy.ts';
import type { ConditionLanguage } from './condition-language.ts';
import type { TierOf } from './settings.ts';

/** What a document is read against. */
export interface PolicyContext {
	readonly digest: Digest;
	/** Without it, a document with expressions is refused. */
	readonly language?: ConditionLanguage;
	readonly tierOf: TierOf;
	/** Ids of substances and families, for "did you mean". */
	readonly subjects: readonly string[];
	/** Ids of the regimes that are compiled. */
	readonly regimes: readonly string[];
	/** The restricted lists at hand. */
	readonly watchLists?: readonly WatchList[];
}
