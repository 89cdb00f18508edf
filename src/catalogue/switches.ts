// The days on which law moves: when lines of law begin, end, or become doubtful for the engine. Pure: both moments are arguments.
import type { RegimeTable } from '../model/law.ts';
import type { Catalogue, Control } from '../model/substance.ts';
import { localDate, period } from './law.ts';

export interface LawSwitch {
	/** ISO date, local to the regime. */
	readonly on: string;
	/** Id of the substance or family. */
	readonly subject: string;
	readonly regime: string;
	readonly list: string;
	readonly citation: string;
	readonly moves: 'begins' | 'ends';
	/** The date is stated in part, or with low confidence. */
	readonly uncertain: boolean;
}

/** Every line of law that moves after `from`, up to and including `to` (RFC 3339), each at local midnight; earliest first. */
export function lawSwitches(catalogue: Catalogue, table: RegimeTable, from: string, to: string): LawSwitch[] {
	const days = new Map(
		table.regimes.map((regime) => [
			regime.id,
			{ after: localDate({ instant: from }, regime.timeZone), until: localDate({ instant: to }, regime.timeZone) },
		]),
	);
	const lines: (readonly [string, Control])[] = [
		...catalogue.substances.flatMap((one) => one.controls.map((control) => [one.id, control] as const)),
		...table.classes.map((line) => [line.family, line] as const),
	];
	const found = lines.flatMap(([subject, control]) => {
		const span = days.get(control.regime);
		if (span === undefined || control.status === 'proposed') return [];
		const { regime, list, citation } = control;
		return daysOf(control, table.uncertainDays)
			.filter(({ on }) => on > span.after && on <= span.until)
			.map((day) => ({ ...day, subject, regime, list, citation }));
	});
	return found.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

type Day = Pick<LawSwitch, 'on' | 'moves' | 'uncertain'>;

// Every day on which law.ts answers differently from the day before.
function daysOf(control: Control, uncertainDays: number): Day[] {
	const days: Day[] = control.until === undefined ? [] : [{ on: dayAfter(control.until, 1), moves: 'ends', uncertain: false }];
	const when = period(control.effective);
	if (when === undefined) return days;
	const low = control.effectiveConfidence === 'low';
	const uncertain = low || when.first !== when.last;
	days.push({ on: when.first, moves: 'begins', uncertain });
	if (when.first !== when.last) days.push({ on: dayAfter(when.last, 1), moves: 'begins', uncertain });
	if (low) {
		days.push({ on: dayAfter(when.first, -uncertainDays), moves: 'begins', uncertain });
		days.push({ on: dayAfter(when.last, uncertainDays + 1), moves: 'begins', uncertain });
	}
	return days;
}

const dayAfter = (date: string, days: number): string =>
	new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
