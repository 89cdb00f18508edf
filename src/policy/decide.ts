// From what was detected, the law in force and what the parties are entitled to, to one verdict: the strictest outcome of all
// reasons wins, whatever their order. Pure and exhaustive. Must never end as `clear` when anything could not be evaluated.
import type { LawStanding } from '../model/law.ts';
import type { Listing } from '../model/listing.ts';
import type { DrugMention, EquipmentMatch, Errored, FamilyMatch, Match, RedFlag } from '../model/match.ts';
import {
	type Decision,
	type Duty,
	type Entitlement,
	type MixtureRule,
	type Notice,
	type OfferedAmount,
	type Policy,
	type Reason,
	SEVERITY,
	type Watched,
} from '../model/policy.ts';
import type { Facts } from '../model/policy-facts.ts';
import type { Family, Substance } from '../model/substance.ts';
import type { Obligation, VerdictKind } from '../model/verdict.ts';
import { lawFacts, listingFacts, type MatchDetail, matchFacts, sellerFacts } from './facts.ts';
import { type Identity, judge, ofFamily, ofSubstance, type Surroundings } from './identity.ts';
import { mixed } from './mixture.ts';
import { distinctObligations, equipmentObligations, obligationsOf } from './obligations.ts';
import { listingReasons, underRules } from './rules.ts';

/** What recognising found in one listing. */
export interface Evidence {
	/** What the marketplace's own rules may ask about. */
	readonly listing: Listing;
	readonly matches: readonly Match[];
	readonly families: readonly FamilyMatch[];
	readonly equipment: readonly EquipmentMatch[];
	readonly drugs: readonly DrugMention[];
	readonly redFlags: readonly RedFlag[];
	/** The text around the matches is about chemicals (words of the `chemical` context, a purity, a CAS number …). */
	readonly chemicalContext: boolean;
	readonly errored: readonly Errored[];
	/** JSON Pointers of media that were not fetched. */
	readonly unscreened: readonly string[];
	/** The listing's category as stated. */
	readonly category?: string;
	readonly offers: readonly OfferedAmount[];
	/** Entries of the policy's restricted lists that were seen. */
	readonly watched?: readonly Watched[];
}

/** What the decision rests on besides the listing. Lookups answer `undefined` for an id the catalogue does not have. */
export interface Grounds {
	readonly policy: Policy;
	readonly duties: readonly Duty[];
	readonly mixtures: readonly MixtureRule[];
	/** Verified and valid at the moment of the decision; from the register, never from the caller. */
	readonly entitlements: readonly Entitlement[];
	/** The regimes decided under, as given to the law lookup. */
	readonly regimes: readonly string[];
	/** ISO date (UTC) of the decision: exceptions expire by it. */
	readonly date: string;
	readonly substance: (id: string) => Substance | undefined;
	readonly family: (id: string) => Family | undefined;
	/** The law in force for a subject (and the form named), under `regimes`, at the moment of the decision. */
	readonly law: (subject: Substance | Family, form?: string) => LawStanding;
}

const NOTHING: Decision = Object.freeze({
	verdict: 'clear',
	reasons: Object.freeze([
		Object.freeze({
			code: 'nothing-recognised',
			outcome: 'clear',
			text: 'No regulated identity was recognised.',
			citation: 'policy: nothing',
		} as const),
	]),
	obligations: Object.freeze([]),
	notices: Object.freeze([]),
});

/** The decision for one listing. Same evidence and grounds, same decision, in whatever order the evidence comes. */
export function decide(evidence: Evidence, grounds: Grounds): Decision {
	const { rules } = grounds.policy;
	if (rules === undefined && isEmpty(evidence)) return NOTHING;
	const facts = once((): Facts => ({ listing: listingFacts(evidence.listing), seller: sellerFacts(evidence.listing), date: grounds.date }));
	const reasons: Reason[] = [];
	const obligations: Obligation[] = [];
	const notices: Notice[] = [];
	const grave = identities(evidence, grounds, facts, { reasons, obligations, notices });
	equipment(evidence.equipment, grave, grounds, { reasons, obligations, notices });
	for (const drug of evidence.drugs) reasons.push(drugReason(drug, grounds.policy));
	for (const error of evidence.errored) {
		const text = `${error.rule} could not be evaluated at ${error.field === '' ? 'the record' : error.field}: ${error.note}`;
		reasons.push({ code: 'errored', outcome: 'review', text, citation: 'policy: errored is never clear' });
	}
	if (evidence.unscreened.length > 0) reasons.push(mediaReason(evidence, grounds.policy));
	if (rules !== undefined) reasons.push(...listingReasons(rules, facts, evidence.listing, evidence.watched ?? []));
	if (reasons.every((reason) => reason.substance === undefined)) {
		for (const flag of evidence.redFlags) notices.push({ code: flag.kind, text: `${flag.note}; alone this decides nothing.` });
	}
	const ordered = distinctReasons(reasons);
	const verdict = ordered[0]?.outcome ?? 'clear';
	return {
		verdict,
		reasons: ordered.length > 0 ? ordered : NOTHING.reasons,
		obligations: distinctObligations(obligations),
		notices: distinctNotices(notices),
	};
}

function isEmpty(evidence: Evidence): boolean {
	return (
		evidence.matches.length === 0 &&
		evidence.families.length === 0 &&
		evidence.equipment.length === 0 &&
		evidence.drugs.length === 0 &&
		evidence.redFlags.length === 0 &&
		evidence.errored.length === 0 &&
		evidence.unscreened.length === 0
	);
}

// Facts cost little, but most listings under most policies need none.
function once<T>(make: () => T): () => T {
	let made: { readonly value: T } | undefined;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
}

interface Out {
	readonly reasons: Reason[];
	readonly obligations: Obligation[];
	readonly notices: Notice[];
}

/** Judges every substance and class; true when one of them is grave (tier 1 or 2, not explained away). */
function identities(evidence: Evidence, grounds: Grounds, facts: () => Facts, out: Out): boolean {
	const around: Surroundings = {
		policy: grounds.policy,
		redFlags: evidence.redFlags,
		chemicalContext: evidence.chemicalContext,
		offers: evidence.offers,
		entitlements: grounds.entitlements,
		obligations: (law, name) => obligationsOf(law, name, evidence.offers, grounds.duties),
	};
	let grave = false;
	const add = (identity: Identity, detail: MatchDetail): void => {
		const judged = judge(identity, around);
		const { rules } = grounds.policy;
		if (rules === undefined || !judged.stands) out.reasons.push(...judged.reasons);
		else {
			const about: Facts = { ...facts(), match: matchFacts(identity, detail), law: lawFacts(identity.law) };
			out.reasons.push(...underRules(rules, { ...identity, reasons: judged.reasons, facts: about }));
		}
		out.obligations.push(...judged.obligations);
		out.notices.push(...judged.notices);
		grave ||= judged.grave;
	};
	for (const match of evidence.matches) {
		const substance = grounds.substance(match.substance);
		if (substance === undefined) {
			out.reasons.push(unknownSubject(match.substance));
			continue;
		}
		// A disguised listing's own statement of concentration is not believed.
		const percent = match.evasion.length > 0 ? undefined : match.percent;
		const { standing, notices } = mixed(grounds.law(substance, match.form), percent, grounds.mixtures);
		if (match.excused === undefined) out.notices.push(...notices);
		add(ofSubstance(match, substance, standing, grounds.policy), { kind: 'substance', ...match });
	}
	for (const match of evidence.families) {
		if (match.substance !== undefined) continue;
		const family = grounds.family(match.family);
		if (family === undefined) out.reasons.push(unknownSubject(match.family));
		else add(ofFamily(match, family, grounds.law(family), grounds.policy), { kind: 'family', ...match });
	}
	return grave;
}

const unknownSubject = (id: string): Reason => ({
	code: 'unknown-subject',
	outcome: 'review',
	text: `The catalogue has no entry "${id}"; what was recognised cannot be evaluated.`,
	citation: 'policy: errored is never clear',
	substance: id,
});

function equipment(matches: readonly EquipmentMatch[], grave: boolean, grounds: Grounds, out: Out): void {
	const { policy } = grounds;
	const real: EquipmentMatch[] = [];
	for (const match of matches) {
		if (match.excused === undefined) real.push(match);
		else
			out.reasons.push({
				code: `excused-${match.excused.reason}`,
				outcome: 'clear',
				text: `${match.equipment}: ${match.excused.note}`,
				citation: 'policy: excused',
			});
	}
	const certain = real.filter((match) => match.certainty === 'certain');
	const press = certain.find((match) => policy.equipment.presses.includes(match.equipment));
	const imprint = certain.find((match) => match.imprint === true);
	for (const match of real) {
		const obligations = equipmentObligations(match.equipment, grounds.regimes, grounds.duties);
		out.obligations.push(...obligations);
		const citation = obligations[0]?.citation ?? 'unknown';
		const push = (code: string, outcome: VerdictKind, text: string): void =>
			void out.reasons.push({ code, outcome, text: `${match.equipment}: ${text}`, citation });
		push('equipment', policy.equipment.alone, 'regulated equipment; the buyer is identified and the sale reported.');
		if (grave) push('equipment-with-substance', policy.equipment.withSubstance, 'offered together with a regulated substance.');
		if (match.imprint === true) push('imprint', policy.equipment.imprint, 'a marking that copies a medicine or brand.');
		if (press !== undefined && imprint !== undefined)
			push('press-with-imprint', policy.equipment.pressWithImprint, 'a press offered together with a counterfeit imprint.');
	}
}

function drugReason(drug: DrugMention, policy: Policy): Reason {
	const citation = `${drug.list} (${drug.source})`;
	if (drug.excused === undefined)
		return { code: 'drug', outcome: policy.drugs.named, text: `${drug.name} is a controlled drug (${drug.list}).`, citation };
	return {
		code: `drug-${drug.excused.reason}`,
		outcome: policy.drugs.excused,
		text: `${drug.name} (${drug.list}): ${drug.excused.note}`,
		citation,
	};
}

function mediaReason(evidence: Evidence, policy: Policy): Reason {
	const chemical = evidence.chemicalContext || isChemicalCategory(evidence.category, policy.media.categories);
	const places = evidence.unscreened.join(', ');
	const outcome = chemical ? policy.media.chemical : policy.media.elsewhere;
	return {
		code: 'media-unscreened',
		outcome,
		text: `Media not screened: ${places}.`,
		citation: `policy: media.${chemical ? 'chemical' : 'elsewhere'}`,
	};
}

const LETTER = /\p{L}/u;
const UNSPACED = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}/u;

/** Does the stated category open a word with one of the policy's words? Case and width are ignored. */
export function isChemicalCategory(category: string | undefined, words: readonly string[]): boolean {
	if (category === undefined) return false;
	const text = category.normalize('NFKC').toLowerCase();
	return words.some((word) => {
		for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
			if (at === 0 || UNSPACED.test(word) || !LETTER.test(text.charAt(at - 1))) return true;
		}
		return false;
	});
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

// Strictest first; then a fixed order, so that the evidence's order never shows.
function distinctReasons(reasons: readonly Reason[]): Reason[] {
	const distinct = new Map(
		reasons.map((reason) => [`${reason.code}\n${reason.substance ?? ''}\n${reason.outcome}\n${reason.text}`, reason]),
	);
	return [...distinct]
		.sort(([a, first], [b, second]) => SEVERITY[second.outcome] - SEVERITY[first.outcome] || byText(a, b))
		.map(([, reason]) => reason);
}

function distinctNotices(notices: readonly Notice[]): Notice[] {
	const distinct = new Map(notices.map((notice) => [`${notice.code}\n${notice.substance ?? ''}\n${notice.text}`, notice]));
	return [...distinct].sort(([a], [b]) => byText(a, b)).map(([, notice]) => notice);
}
