// What is asked of the engine and how an answer is judged. A probe is one listing with what a right verdict would contain; judging is
// a pure function of probe and verdict, so that engine and baselines are scored by the same rule.
import type { Listing } from '../../src/model/listing.ts';
import type { Substance, Tier } from '../../src/model/substance.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import type { Split } from '../perturb/kind.ts';

/** A listed identity, plain or disguised. */
export interface PositiveProbe {
	readonly id: string;
	/** `class/name` of the perturbation. */
	readonly kind: string;
	readonly class: string;
	readonly kindSplit: Split;
	readonly substanceSplit: Split;
	readonly tier: Tier;
	readonly language: string;
	readonly expect: readonly string[];
	/** Openly declared, of tier 3 or controlled by no list in force: then `clear` with obligations or a notice is the right verdict. */
	readonly mayPass: boolean;
	readonly listing: Listing;
	/** The disturbed identity and where it stands in the title; -1 when not known. */
	readonly x: string;
	readonly start: number;
	readonly end: number;
}

/** A listing that should pass. */
export interface NegativeProbe {
	readonly id: string;
	readonly set: string;
	readonly listing: Listing;
}

/** Kinds that hide nothing: the identity is written as honest sellers and their exports write it. */
const OPEN_KINDS: ReadonlySet<string> = new Set([
	'clean/clean',
	'clean/clean-cyrillic',
	'chinese/plain',
	'case/upper',
	'case/lower',
	'case/title',
	'case/random',
	'case/alternating',
	'spacing/brackets',
	'spacing/camel-case',
	'spacing/joined',
	'spacing/glued',
	'spacing/underscored-words',
	'spacing/dotted-words',
	'encoding/html-named',
	'transliteration/russian-passport',
	'transliteration/russian-typed',
	'chinese/traditional',
	'chinese/traditional-hk',
	'cas/plain',
	'cas/bare',
	'cas/label',
	'structure/smiles',
	'structure/smiles-label',
	'structure/inchikey',
	'structure/smiles-reordered',
	'structure/inchikey-label',
	'structure/inchikey-first-block',
	'code/clean',
	'lang/lex_foreign',
]);

/** May the listing be `clear` although the substance is recognised? `kind`: how its identity is written. */
export const mayPass = (kind: string, substances: readonly (Substance | undefined)[]): boolean =>
	OPEN_KINDS.has(kind) &&
	substances.every((one) => one?.tier === 3 || (one?.tier === 2 && one.controls.every((control) => control.status !== 'in-force')));

export interface PositiveScore {
	/** The counted answer: an expected substance is named, and the verdict is not `clear` unless the listing may pass. */
	readonly found: boolean;
	/** Looser: an expected substance is named, whatever the verdict. */
	readonly named: boolean;
	/** Other direction: anything made the verdict not `clear`. */
	readonly flagged: boolean;
	/** An expected substance has the highest confidence (ties count); only meaningful when named. */
	readonly top: boolean;
	/** A finding about an expected substance overlaps the span; only meaningful when named and the span is known. */
	readonly overlaps: boolean;
	/** Intersection over union of the best such finding. */
	readonly overlap: number;
	/** Every finding's text is the slice it points at. */
	readonly faithful: boolean;
	readonly confidence: number;
}

export function judgePositive(probe: PositiveProbe, verdict: Verdict): PositiveScore {
	const wanted = new Set(probe.expect);
	const named = verdict.substances.filter((substance) => wanted.has(substance.id));
	const flagged = verdict.verdict !== 'clear';
	const best = Math.max(0, ...verdict.substances.map((substance) => substance.confidence));
	const confidence = Math.max(0, ...named.map((substance) => substance.confidence));
	let overlap = 0;
	let faithful = true;
	for (const finding of verdict.findings) {
		if (finding.field !== '/title') continue;
		if (probe.listing.title.slice(finding.start, finding.end) !== finding.text) faithful = false;
		if (finding.subject === undefined || !wanted.has(finding.subject) || probe.start < 0) continue;
		const shared = Math.min(finding.end, probe.end) - Math.max(finding.start, probe.start);
		const whole = Math.max(finding.end, probe.end) - Math.min(finding.start, probe.start);
		overlap = Math.max(overlap, shared > 0 ? shared / whole : 0);
	}
	return {
		found: named.length > 0 && (flagged || probe.mayPass),
		named: named.length > 0,
		flagged,
		top: named.length > 0 && confidence >= best,
		overlaps: overlap > 0,
		overlap,
		faithful,
		confidence,
	};
}

/** `flagged` is the false positive; `named` is the stricter count: any substance mentioned at all, even in a `clear` verdict. */
export const judgeNegative = (verdict: Verdict): { readonly flagged: boolean; readonly blocked: boolean; readonly named: boolean } => ({
	flagged: verdict.verdict !== 'clear',
	blocked: verdict.verdict === 'block',
	named: verdict.substances.length > 0,
});
