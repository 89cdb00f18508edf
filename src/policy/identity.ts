// One recognised identity (a listed substance or a legal class) under the law in force: the reasons it gives for a verdict, its
// obligations and notices. Design rules: tiers, evasion, entitlement, excuses, abbreviations, uncertain law. Must never let an
// uncertain identity or an uncertain line of law block, and never let either clear in silence.
import { type ControlInForce, type LawStanding, marksInWords, type RegimeStanding } from '../model/law.ts';
import type { Excuse, FamilyMatch, Match, RedFlag } from '../model/match.ts';
import { type Entitlement, type Notice, type OfferedAmount, type Policy, type Reason, SEVERITY, type TierRule } from '../model/policy.ts';
import type { Family, Substance, Tier } from '../model/substance.ts';
import type { Basis, EvasionKind, Obligation, VerdictKind } from '../model/verdict.ts';
import { compare, isEveryQuantity } from './threshold.ts';

/** How firmly the identity stands: `certain` may block; `uncertain` and `abbreviated` at most go to a person. */
export type Standing = 'certain' | 'uncertain' | 'abbreviated';

export interface Identity {
	readonly id: string;
	readonly name: string;
	readonly tier: Tier;
	readonly standing: Standing;
	/** A class whose legal wording is open-ended. */
	readonly openClass: boolean;
	readonly evasion: readonly EvasionKind[];
	readonly excused?: Excuse;
	readonly law: LawStanding;
	/** What the match rests on besides the text itself; said in the reason when the identity is uncertain. */
	readonly basis: readonly Basis[];
}

export interface Judged {
	readonly reasons: Reason[];
	readonly notices: Notice[];
	readonly obligations: Obligation[];
	/** A tier 1 or 2 identity that is not explained away: what regulated equipment beside it makes worse. */
	readonly grave: boolean;
	/** Nothing explains it away: neither an excuse nor the lack of a chemical context. A marketplace's rules ask about it. */
	readonly stands: boolean;
}

export interface Surroundings {
	readonly policy: Policy;
	readonly redFlags: readonly RedFlag[];
	readonly chemicalContext: boolean;
	readonly offers: readonly OfferedAmount[];
	readonly entitlements: readonly Entitlement[];
	readonly obligations: (law: LawStanding, name: string) => readonly Obligation[];
}

const MODEL_ONLY: ReadonlySet<Basis> = new Set<Basis>(['semantic', 'context']);

/** A match as an identity. A model's word alone, or an identity row of low confidence, is never certain. */
export function ofSubstance(match: Match, substance: Substance, law: LawStanding, policy: Policy): Identity {
	const doubtful = match.certainty !== 'certain' || substance.confidence === 'low' || match.basis.every((basis) => MODEL_ONLY.has(basis));
	return {
		id: substance.id,
		name: substance.names['en']?.[0] ?? substance.id,
		tier: policy.retiered[substance.id] ?? substance.tier,
		standing: match.certainty === 'possible' ? 'abbreviated' : doubtful ? 'uncertain' : 'certain',
		openClass: false,
		evasion: match.evasion,
		...(match.excused === undefined ? {} : { excused: match.excused }),
		law,
		basis: match.basis,
	};
}

/** A class match as an identity. */
export function ofFamily(match: FamilyMatch, family: Family, law: LawStanding, policy: Policy): Identity {
	return {
		id: family.id,
		name: family.title,
		tier: policy.retiered[family.id] ?? family.tier,
		standing: match.certainty === 'possible' ? 'abbreviated' : match.certainty === 'probable' ? 'uncertain' : 'certain',
		openClass: family.reviewOnly,
		evasion: match.evasion,
		...(match.excused === undefined ? {} : { excused: match.excused }),
		law,
		basis: ['family'],
	};
}

/** The reasons, obligations and notices one identity gives. */
export function judge(identity: Identity, around: Surroundings): Judged {
	const { policy } = around;
	const rule = policy.tiers[identity.tier];
	const lines = identity.law.regimes.flatMap((regime) => regime.inForce);
	const replaced = around.redFlags.find((flag) => flag.kind === 'replacement' && flag.substance === identity.id);
	if (identity.excused !== undefined) return excused(identity, identity.excused, lines, rule, replaced);
	if (identity.standing === 'abbreviated' && !around.chemicalContext && replaced === undefined) return outOfContext(identity, policy);

	const cap: VerdictKind =
		identity.standing === 'abbreviated' ? policy.abbreviation.chemical : identity.standing === 'uncertain' ? 'review' : 'block';
	const reasons: Reason[] = [];
	const push = (code: string, outcome: VerdictKind, text: string, citation?: string): void => {
		const capped = SEVERITY[outcome] > SEVERITY[cap] ? cap : outcome;
		reasons.push({ code, outcome: capped, text, citation: citation ?? citationOf(lines), substance: identity.id });
	};
	baseReasons(identity, lines, rule, around, push);
	if (identity.evasion.length > 0) disguise(identity, lines, rule, push);
	if (lines.length > 0) {
		for (const flag of around.redFlags) {
			if (flag.kind === 'replacement' && flag.substance !== undefined && flag.substance !== identity.id) continue;
			const outcome = flag.kind === 'replacement' ? rule.replacement : rule.stealth;
			push(
				flag.kind,
				outcome,
				`${identity.name}: ${flag.note}.`,
				`policy: tiers.${identity.tier}.${flag.kind === 'replacement' ? 'replacement' : 'stealth'}`,
			);
		}
		const unread = unreadOffer(lines, around.offers);
		if (unread !== undefined) {
			push(
				'unreadable-unit',
				policy.unreadableUnit,
				`${identity.name}: "${unread.quantity} ${unread.unit}" cannot be read as a mass or volume.`,
				'policy: unreadableUnit',
			);
		}
	}
	if (identity.standing !== 'certain') {
		const how = identity.standing === 'abbreviated' ? 'an abbreviation' : `not certain (${identity.basis.join(', ') || 'no basis'})`;
		push(
			identity.standing === 'abbreviated' ? 'abbreviation' : 'identity-uncertain',
			'clear',
			`${identity.name}: the identity is ${how}; alone it never blocks.`,
			'policy: identity',
		);
	}
	return {
		reasons,
		notices: noticesOf(identity),
		obligations: identity.standing === 'abbreviated' ? [] : [...around.obligations(identity.law, identity.name)],
		grave: identity.tier < 3 && (lines.length > 0 || identity.tier === 1),
		stands: true,
	};
}

type Push = (code: string, outcome: VerdictKind, text: string, citation?: string) => void;

function baseReasons(identity: Identity, lines: readonly ControlInForce[], rule: TierRule, around: Surroundings, push: Push): void {
	const { name, law, tier } = identity;
	const firm = law.regimes.filter((regime) => regime.inForce.some((line) => line.firm));
	const uncertain = law.regimes.filter((regime) => regime.inForce.length > 0 && !firm.includes(regime));
	if (identity.openClass && lines.length > 0) {
		push('open-class', around.policy.openClass, `${name}: the legal wording is open-ended (${listed(lines)}); a person decides.`);
		return;
	}
	if (firm.length > 0) {
		const entitlement = coveredBy(identity, firm, around.entitlements);
		if (entitlement === undefined)
			push('listed', rule.declared, `${name} (tier ${tier}) is on ${listed(lines)}; no verified entitlement covers it.`);
		else push('entitled', rule.entitled, `${name} (tier ${tier}) is on ${listed(lines)}; covered by ${entitlement}.`);
	}
	if (uncertain.length > 0) {
		const doubtful = uncertain.flatMap((regime) => regime.inForce);
		push(
			'law-uncertain',
			rule.uncertainLaw,
			`${name}: the law is uncertain (${listed(doubtful)}); a person decides.`,
			citationOf(doubtful),
		);
	}
	if (lines.length > 0) return;
	const watched = law.regimes.flatMap((regime) => regime.notApplied.filter((row) => row.why === 'watch'));
	const foreign = law.regimes.filter((regime) => !regime.known).map((regime) => regime.regime);
	const asked = law.regimes.map((regime) => regime.regime).join(', ');
	if (identity.openClass) push('not-controlled', 'clear', `${name}: no class control in ${asked} on the date.`, 'unknown');
	else if (watched[0] !== undefined)
		push(
			'watched',
			rule.watched,
			`${name}: watched, not controlled (${watched[0].control.regime} ${watched[0].control.list}).`,
			watched[0].control.citation,
		);
	else if (foreign.length > 0)
		push(
			'law-not-compiled',
			rule.notCompiled,
			`${name}: the law of ${foreign.join(', ')} is not compiled; that is not the same as free.`,
			'unknown',
		);
	else push('not-controlled', rule.notControlled, `${name} (tier ${tier}): no control in force in ${asked} on the date.`, 'unknown');
}

/** How a listing was written, in the words of a sentence for people. */
const WRITTEN: Readonly<Record<EvasionKind, string>> = {
	homoglyph: 'look-alike letters',
	invisible: 'invisible characters',
	spacing: 'letters set apart',
	split: 'a word broken up',
	leet: 'digits or signs for letters',
	misspelling: 'a misspelling',
	phonetic: 'a spelling by sound',
	mask: 'covered letters',
	reversed: 'letters in reverse',
	encoding: 'encoded letters',
	transliteration: 'letters of another script',
	'cas-format': 'its CAS number in disguise',
	'cas-near-miss': 'a CAS number one slip away',
	'identifier-format': 'its identifier in disguise',
};

function disguise(identity: Identity, lines: readonly ControlInForce[], rule: TierRule, push: Push): void {
	const text = `${identity.name}: written with ${identity.evasion.map((kind) => WRITTEN[kind]).join(', ')}; what is declared and what is detected disagree.`;
	if (lines.length === 0) push('disguised', rule.disguisedElsewhere, text, `policy: tiers.${identity.tier}.disguisedElsewhere`);
	else if (identity.openClass || identity.standing !== 'certain' || !lines.some((line) => line.firm))
		push('disguised', rule.disguisedUncertain, text);
	else push('disguised', rule.disguised, text);
}

function excused(
	identity: Identity,
	excuse: Excuse,
	lines: readonly ControlInForce[],
	rule: TierRule,
	replaced: RedFlag | undefined,
): Judged {
	const reasons: Reason[] = [
		{
			code: `excused-${excuse.reason}`,
			outcome: 'clear',
			text: `${identity.name}: ${excuse.note}`,
			citation: 'policy: excused',
			substance: identity.id,
		},
	];
	if (replaced !== undefined && lines.length > 0) {
		const citation = `policy: tiers.${identity.tier}.replacement`;
		reasons.push({
			code: 'replacement',
			outcome: atMostReview(rule.replacement),
			text: `${identity.name}: ${replaced.note}.`,
			citation,
			substance: identity.id,
		});
	}
	return { reasons, notices: [], obligations: [], grave: false, stands: false };
}

const atMostReview = (outcome: VerdictKind): VerdictKind => (outcome === 'block' ? 'review' : outcome);

function outOfContext(identity: Identity, policy: Policy): Judged {
	const text = `${identity.name}: only an abbreviation outside a chemical context; it has other meanings.`;
	const reason: Reason = {
		code: 'abbreviation',
		outcome: policy.abbreviation.elsewhere,
		text,
		citation: 'policy: abbreviation.elsewhere',
		substance: identity.id,
	};
	return { reasons: [reason], notices: [], obligations: [], grave: false, stands: false };
}

// Every regime that issues permits must be covered by an entitlement to exactly this; where only regimes without permits of
// their own (the UN) control it, one entitlement is enough. Tier 1 needs the whole route licensed.
function coveredBy(identity: Identity, firm: readonly RegimeStanding[], entitlements: readonly Entitlement[]): string | undefined {
	const own = entitlements.filter((one) => one.substance === identity.id && (identity.tier !== 1 || one.kind === 'licensed-route'));
	if (own.length === 0) return undefined;
	const needed = firm.filter((regime) => regime.permits);
	const covering = needed.map((regime) => own.find((one) => one.regimes.includes(regime.regime)));
	if (covering.includes(undefined)) return undefined;
	const ids = needed.length === 0 ? [own[0]?.id] : covering.map((one) => one?.id);
	return [...new Set(ids)].join(', ');
}

function unreadOffer(lines: readonly ControlInForce[], offers: readonly OfferedAmount[]): OfferedAmount | undefined {
	for (const { control } of lines) {
		const { threshold } = control;
		if (threshold === undefined || isEveryQuantity(threshold)) continue;
		const unread = offers.find((offer) => compare(offer, threshold) === 'unread');
		if (unread !== undefined) return unread;
	}
	return undefined;
}

function listed(lines: readonly ControlInForce[]): string {
	return lines
		.map((line) => {
			const marks = line.marks.length === 0 ? '' : ` (${marksInWords(line.marks)})`;
			return `${line.control.regime} ${line.control.list}${line.family === undefined ? '' : ` as a member of ${line.family}`}${marks}`;
		})
		.join('; ');
}

// The first citation the data gives, firm lines first.
function citationOf(lines: readonly ControlInForce[]): string {
	const known = lines.filter((line) => line.control.citation !== 'unknown');
	return (known.find((line) => line.firm) ?? known[0])?.control.citation ?? 'unknown';
}

function noticesOf(identity: Identity): Notice[] {
	const { id: substance, name, law } = identity;
	const notices: Notice[] = [];
	for (const regime of law.regimes) {
		for (const line of regime.upcoming) {
			const days = line.daysLeft === 1 ? '1 day' : `${line.daysLeft} days`;
			const doubt = line.uncertain ? '; the date is of low confidence' : '';
			notices.push({
				code: 'control-upcoming',
				text: `${name}: ${regime.regime} ${line.control.list} takes effect on ${line.from} (${days} left${doubt}).`,
				substance,
			});
		}
		for (const row of regime.notApplied) {
			if (row.why === 'lapsed' || row.why === 'mixture-exempt') continue;
			notices.push({ code: `law-${row.why}`, text: `${name}: ${regime.regime} ${row.control.list}: ${row.note}.`, substance });
		}
	}
	const gaps = law.regimes.filter((regime) => !regime.compiled).map((regime) => regime.regime);
	if (gaps.length > 0)
		notices.push({
			code: 'not-compiled',
			text: `${name}: no line compiled for ${gaps.join(', ')}; that is not a statement that it is free.`,
			substance,
		});
	return notices;
}
