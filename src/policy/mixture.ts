// Goods that contain a listed substance at a stated concentration: which controls still cover them. Must never exempt what the
// regime's compiled rules do not exempt; a rule of low confidence leaves the control in place, marked.
import { type ControlInForce, isFirm, type LawStanding, type NotApplied, type RegimeStanding } from '../model/law.ts';
import { isList, type MixtureRule, type Notice } from '../model/policy.ts';
import type { Control } from '../model/substance.ts';

export interface Mixed {
	readonly standing: LawStanding;
	readonly notices: readonly Notice[];
}

/** The standing of goods that are `percent` per cent of the substance. At 100 % nothing changes. */
export function mixed(standing: LawStanding, percent: number | undefined, rules: readonly MixtureRule[]): Mixed {
	if (percent === undefined || percent >= 100) return { standing, notices: [] };
	const notices: Notice[] = [];
	const regimes = standing.regimes.map((regime) => mixedRegime(regime, standing.subject, percent, rules, notices));
	return { standing: { ...standing, regimes }, notices };
}

function mixedRegime(
	regime: RegimeStanding,
	substance: string,
	percent: number,
	rules: readonly MixtureRule[],
	notices: Notice[],
): RegimeStanding {
	const inForce: ControlInForce[] = [];
	const notApplied: NotApplied[] = [...regime.notApplied];
	for (const line of regime.inForce) {
		const rule = ruleFor(line.control, substance, rules);
		const where = `${line.control.regime} ${line.control.list}`;
		if (rule === undefined) {
			notices.push({
				code: 'mixture-not-compiled',
				text: `Mixture limits of ${where} are not compiled; the goods count as covered.`,
				substance,
			});
			inForce.push(line);
		} else if (rule.effect === 'any' || rule.effect === 'extractable' || !exempts(rule, percent)) {
			notices.push({ code: 'mixture-covered', text: `At ${percent} % the goods are covered by ${where} (${ruleText(rule)}).`, substance });
			inForce.push(line);
		} else if (rule.confidence === 'low') {
			notices.push({
				code: 'mixture-uncertain',
				text: `At ${percent} % ${where} may not cover the goods (${ruleText(rule)}); the rule is of low confidence.`,
				substance,
			});
			const marks = [...line.marks, 'mixture-uncertain'] as const;
			inForce.push({ ...line, marks, firm: isFirm(marks) });
		} else {
			const note = `${ruleText(rule)}, ${rule.citation}`;
			notices.push({ code: 'mixture-exempt', text: `At ${percent} % the goods are outside ${where} (${note}).`, substance });
			notApplied.push({ control: line.control, why: 'mixture-exempt', note });
		}
	}
	return { ...regime, inForce, notApplied };
}

// A rule that names the substance is more specific than one for the whole list.
function ruleFor(control: Control, substance: string, rules: readonly MixtureRule[]): MixtureRule | undefined {
	const fitting = rules.filter((rule) => rule.regime === control.regime && rule.lists.some((name) => isList(control.list, name)));
	return fitting.find((rule) => rule.substances.includes(substance)) ?? fitting.find((rule) => rule.substances.length === 0);
}

function exempts(rule: MixtureRule, percent: number): boolean {
	const limit = Number(rule.percent);
	if (Number.isNaN(limit)) return false;
	return rule.effect === 'covered-from' ? percent < limit : percent <= limit;
}

function ruleText(rule: MixtureRule): string {
	switch (rule.effect) {
		case 'any':
			return 'every concentration counts';
		case 'exempt-to':
			return `exempt at or below ${rule.percent} %`;
		case 'covered-over':
			return `covered above ${rule.percent} %`;
		case 'covered-from':
			return `covered from ${rule.percent} %`;
		case 'extractable':
			return 'covered unless the substance cannot be easily used or extracted';
	}
}
