// What must exist before goods may move: the duties of each list in force, its threshold and its exemption ceiling, as short
// obligations with the citation the data gives. Must never compose a duty or a citation: what is not compiled is said to be so.
import { compareDecimals } from '../chem/quantity.ts';
import { type ControlInForce, type LawStanding, marksInWords } from '../model/law.ts';
import { type Duty, isList, type OfferedAmount } from '../model/policy.ts';
import type { Control, Threshold } from '../model/substance.ts';
import type { Obligation } from '../model/verdict.ts';
import { compare, isEveryQuantity } from './threshold.ts';

/** The obligations of one substance or class under the law in force, for the quantities on offer. */
export function obligationsOf(
	standing: LawStanding,
	name: string,
	offers: readonly OfferedAmount[],
	duties: readonly Duty[],
): Obligation[] {
	const found: Obligation[] = [];
	for (const regime of standing.regimes) {
		for (const line of regime.inForce) found.push(...ofControl(line, name, offers, duties));
	}
	return found;
}

function* ofControl(line: ControlInForce, name: string, offers: readonly OfferedAmount[], duties: readonly Duty[]): Generator<Obligation> {
	const { control } = line;
	const doubt = line.firm ? '' : ` (uncertain: ${marksInWords(line.marks)})`;
	const own = duties.filter((duty) => duty.regime === control.regime && duty.lists?.some((list) => isList(control.list, list)) === true);
	for (const duty of own) yield { code: duty.code, regime: duty.regime, citation: duty.citation, text: `${duty.text}${doubt}` };
	if (own.length === 0) {
		const text = `${name} is on ${control.regime} ${control.list}; the duties of this list are not compiled.${doubt}`;
		yield { code: 'duties-not-compiled', regime: control.regime, citation: control.citation, text };
	}
	if (control.threshold !== undefined) yield ofThreshold(control, control.threshold, name, offers);
	if (control.exemption !== undefined) {
		const { quantity, unit, note } = control.exemption;
		const text =
			compareDecimals(quantity, '0') === 0
				? `${name}: no quantity is exempt (${note}).`
				: `${name}: up to ${quantity} ${unit} is exempt (${note}).`;
		yield { code: 'exemption-ceiling', regime: control.regime, citation: control.citation, text };
	}
}

function ofThreshold(control: Control, threshold: Threshold, name: string, offers: readonly OfferedAmount[]): Obligation {
	const base = { regime: control.regime, citation: threshold.citation };
	if (isEveryQuantity(threshold)) return { ...base, code: 'every-quantity', text: `${name}: every quantity is regulated.` };
	const basis = [threshold.basis, threshold.note].find((text) => text !== undefined && text !== 'unknown');
	const doubt = threshold.confidence === 'high' ? '' : `, confidence ${threshold.confidence}`;
	const figure = `${threshold.quantity} ${threshold.unit}${basis === undefined ? '' : ` (${basis}${doubt})`}`;
	const offered = offers.map((offer) => ({ offer, result: compare(offer, threshold) }));
	const say = (offer: OfferedAmount): string => `${offer.quantity} ${offer.unit}`;
	const reached = offered.find(({ result }) => result === 'reached');
	if (reached !== undefined)
		return { ...base, code: 'threshold-reached', text: `${name}: an offer of ${say(reached.offer)} reaches the threshold of ${figure}.` };
	const doubtful = offered.find(({ result }) => result === 'unread' || result === 'incomparable');
	if (doubtful !== undefined)
		return {
			...base,
			code: 'threshold-not-compared',
			text: `${name}: ${say(doubtful.offer)} cannot be compared with the threshold of ${figure}.`,
		};
	if (offered.length > 0)
		return { ...base, code: 'below-threshold', text: `${name}: each offer is below the threshold of ${figure}; orders add up.` };
	return { ...base, code: 'threshold', text: `${name}: regulated from ${figure}.` };
}

/** The duties that come with equipment in the asked regimes. */
export function equipmentObligations(equipment: string, regimes: readonly string[], duties: readonly Duty[]): Obligation[] {
	return duties
		.filter((duty) => duty.equipment?.includes(equipment) === true && regimes.includes(duty.regime))
		.map((duty) => ({ code: duty.code, regime: duty.regime, citation: duty.citation, text: duty.text }));
}

/** One of each, by regime, then code, then text. */
export function distinctObligations(all: readonly Obligation[]): Obligation[] {
	const distinct = new Map(all.map((one) => [`${one.regime}\n${one.code}\n${one.text}\n${one.citation}`, one]));
	return [...distinct].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
}
