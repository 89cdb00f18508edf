// Law in force: which regimes apply to a listing, and what each of them says about one substance or class on one local date.
// Dates switch at local midnight of the regime's stated time zone. Must never read a clock, and must never turn "not compiled"
// into "free": what is unknown stays in the answer, marked.
import { Fault } from '../base/fault.ts';
import {
	type At,
	type ControlInForce,
	isFirm,
	type LawMark,
	type LawStanding,
	type NotApplied,
	type RegimeStanding,
	type RegimeTable,
	type UpcomingControl,
} from '../model/law.ts';
import type { Control, Family, Substance } from '../model/substance.ts';

/** What ties a listing to bodies of law. Countries are ISO 3166-1 alpha-2; `asked` are regime ids. */
export interface Nexus {
	readonly asked?: readonly string[];
	readonly seller?: string;
	readonly destinations?: readonly string[];
	readonly platform?: readonly string[];
}

export interface LawQuestion {
	readonly regimes: readonly string[];
	readonly at: At;
	/** The form the listing names when it is not the substance itself (Match.form). */
	readonly form?: string;
}

/**
 * The regimes to decide under, in the table's order: those asked for, else those of seller, destinations and platform (with
 * the universal ones), else all. A country that no regime names stays in the answer under its own code: its law is not
 * compiled, which is not the same as no law.
 */
export function regimesFor(nexus: Nexus, table: RegimeTable): readonly string[] {
	const order = table.regimes.map((regime) => regime.id);
	const known = new Set<string>();
	const unknown = new Set<string>();
	const add = (id: string): void => void (order.includes(id) ? known : unknown).add(id);
	if (nexus.asked !== undefined && nexus.asked.length > 0) {
		for (const id of nexus.asked) add(id.trim().toUpperCase());
	} else {
		const countries = [nexus.seller, ...(nexus.destinations ?? []), ...(nexus.platform ?? [])];
		for (const country of countries) {
			if (country === undefined || country === '') continue;
			const code = country.trim().toUpperCase();
			add(table.regimes.find((regime) => regime.countries.includes(code))?.id ?? code);
		}
		if (known.size + unknown.size === 0) return order;
		for (const regime of table.regimes) if (regime.universal) known.add(regime.id);
	}
	return [...order.filter((id) => known.has(id)), ...[...unknown].sort()];
}

const DAY = 86_400_000;

interface Calendar {
	readonly format: Intl.DateTimeFormat;
	/** The last second asked about, since listings come many in a second, and its date. */
	second: number;
	date: string;
}

const CALENDARS = new Map<string, Calendar>();

/** The calendar date (ISO 8601) that `at` is in a time zone; an `asOf` date is local everywhere. */
export function localDate(at: At, timeZone: string): string {
	if ('asOf' in at) return at.asOf;
	const instant = Date.parse(at.instant);
	if (Number.isNaN(instant)) throw new Fault('input-invalid', `"${at.instant}" is not an RFC 3339 instant`);
	let calendar = CALENDARS.get(timeZone);
	if (calendar === undefined) {
		calendar = { format: calendarOf(timeZone), second: Number.NaN, date: '' };
		CALENDARS.set(timeZone, calendar);
	}
	const second = Math.floor(instant / 1000);
	if (calendar.second !== second) {
		calendar.date = dateBy(calendar.format, instant);
		calendar.second = second;
	}
	return calendar.date;
}

const calendarOf = (timeZone: string): Intl.DateTimeFormat =>
	new Intl.DateTimeFormat('en', {
		timeZone,
		calendar: 'iso8601',
		numberingSystem: 'latn',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
	});

function dateBy(format: Intl.DateTimeFormat, instant: number): string {
	let [year, month, day] = ['', '', ''];
	for (const part of format.formatToParts(instant)) {
		if (part.type === 'year') year = part.value.padStart(4, '0');
		else if (part.type === 'month') month = part.value;
		else if (part.type === 'day') day = part.value;
	}
	return `${year}-${month}-${day}`;
}

const daysBetween = (from: string, to: string): number =>
	Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);

/** From a stated date to the days it may mean. */
export interface Period {
	readonly first: string;
	readonly last: string;
}

/** "2001" and "2001-05" stand for any day of that year or month; "unknown" has no period. */
export function period(effective: string): Period | undefined {
	const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(effective);
	if (parts === null) return undefined;
	const [, year, month, day] = parts;
	if (day !== undefined) return { first: effective, last: effective };
	if (month === undefined) return { first: `${year}-01-01`, last: `${year}-12-31` };
	const days = (Date.UTC(Number(year), Number(month), 1) - Date.UTC(Number(year), Number(month) - 1, 1)) / DAY;
	return { first: `${year}-${month}-01`, last: `${year}-${month}-${days}` };
}

/**
 * What every asked regime says about a substance or a class. Pure: the same question always has the same answer.
 * A substance that belongs to a class is also controlled through it in regimes that have no firm line of its own that day.
 */
export function lawInForce(subject: Substance | Family, question: LawQuestion, table: RegimeTable): LawStanding {
	return { subject: subject.id, regimes: question.regimes.map((regime) => standing(subject, regime, question, table)) };
}

function standing(subject: Substance | Family, id: string, question: LawQuestion, table: RegimeTable): RegimeStanding {
	const regime = table.regimes.find((candidate) => candidate.id === id);
	const date = localDate(question.at, regime?.timeZone ?? 'Etc/UTC');
	const own = 'controls' in subject ? subject.controls.filter((control) => control.regime === id) : familyControls(subject, id, table);
	const inForce: ControlInForce[] = [];
	const upcoming: UpcomingControl[] = [];
	const notApplied: NotApplied[] = [];
	const sort = (control: Control, family?: string): void => {
		const reach = reaches(subject, control, question.form);
		if (control.status === 'proposed') notApplied.push({ control, why: 'proposed', note: 'a proposal; shown, never applied' });
		else if (reach === 'no')
			notApplied.push({ control, why: 'form-outside', note: `the wording does not extend to this form (${question.form})` });
		else place(control, reach === 'unknown', family);
	};
	const place = (control: Control, reachUnknown: boolean, family?: string): void => {
		const day = onDay(control, date, table.uncertainDays);
		if (day.upcoming !== undefined) upcoming.push(day.upcoming);
		if (!day.inForce) return;
		if (control.status === 'watch') {
			notApplied.push({ control, why: 'watch', note: 'watched, not controlled' });
			return;
		}
		const marks: LawMark[] = [...day.marks];
		if (control.confidence === 'low') marks.push('low-confidence');
		if (reachUnknown) marks.push('reach-unknown');
		inForce.push({ control, marks, firm: isFirm(marks), ...(family === undefined ? {} : { family }) });
	};
	for (const control of own) sort(control);
	if ('controls' in subject && subject.family !== null && !inForce.some((line) => line.firm)) {
		for (const line of table.classes) if (line.family === subject.family && line.regime === id) sort(line, line.family);
	}
	return {
		regime: id,
		localDate: date,
		known: regime !== undefined,
		compiled: own.length > 0 || inForce.length + upcoming.length > 0,
		permits: regime?.permits ?? true,
		...withoutLapsed(inForce, notApplied),
		upcoming,
	};
}

// A temporary control whose term has ended only matters while nothing firm has followed it.
function withoutLapsed(
	inForce: readonly ControlInForce[],
	notApplied: readonly NotApplied[],
): Pick<RegimeStanding, 'inForce' | 'notApplied'> {
	if (!inForce.some((line) => line.firm)) return { inForce, notApplied };
	const lapsed = inForce.filter((line) => line.marks.includes('term-ended'));
	return {
		inForce: inForce.filter((line) => !lapsed.includes(line)),
		notApplied: [
			...notApplied,
			...lapsed.map(({ control }): NotApplied => ({ control, why: 'lapsed', note: `ended after ${control.until}` })),
		],
	};
}

interface OnDay {
	readonly inForce: boolean;
	readonly marks: readonly LawMark[];
	readonly upcoming?: UpcomingControl;
}

function onDay(control: Control, date: string, uncertainDays: number): OnDay {
	const term: readonly LawMark[] = control.until !== undefined && date > control.until ? ['term-ended'] : [];
	const when = period(control.effective);
	if (when === undefined) return { inForce: true, marks: ['date-unknown', ...term] };
	const uncertain = control.effectiveConfidence === 'low';
	const daysLeft = daysBetween(date, when.first);
	if (daysLeft > 0) {
		const upcoming: UpcomingControl = { control, from: when.first, daysLeft, uncertain };
		return uncertain && daysLeft <= uncertainDays
			? { inForce: true, marks: ['date-uncertain'], upcoming }
			: { inForce: false, marks: [], upcoming };
	}
	if (when.first !== when.last && date <= when.last) return { inForce: true, marks: ['date-partial', ...term] };
	if (uncertain && daysBetween(when.last, date) <= uncertainDays) return { inForce: true, marks: ['date-uncertain', ...term] };
	return { inForce: true, marks: term };
}

const ESTER = /ester|酯/iu;

// Does the wording extend to the form? Only esters are worded differently from regime to regime: lists cover salts as a rule,
// and a substance's own forms are the substance.
function reaches(subject: Substance | Family, control: Control, form: string | undefined): 'yes' | 'no' | 'unknown' {
	if (form === undefined || !('controls' in subject)) return 'yes';
	const ester = ESTER.test(form);
	const limited = subject.limited?.find((entry) => entry.form === form || (ester && ESTER.test(entry.form)));
	if (limited?.regimes.includes(control.regime) === true) return 'yes';
	if (limited === undefined && !ester) return 'yes';
	if (control.wording === 'unknown') return 'unknown';
	if (limited !== undefined) return 'no';
	return ESTER.test(control.wording) ? 'yes' : 'no';
}

// The lines of a class. A regime that is said to state the class, but has no dated line, counts as in force, marked.
function familyControls(family: Family, regime: string, table: RegimeTable): readonly Control[] {
	const lines = table.classes.filter((line) => line.family === family.id && line.regime === regime);
	if (lines.length > 0 || !family.regimes.includes(regime) || table.namedOnly[family.id]?.includes(regime)) return lines;
	return [
		{
			regime,
			list: family.title,
			citation: 'unknown',
			wording: family.wording,
			effective: 'unknown',
			effectiveConfidence: 'low',
			status: 'in-force',
			confidence: 'medium',
			sources: family.sources,
		},
	];
}

/**
 * `lawInForce` with a bounded memory of its answers, for callers that ask again and again on the same day.
 * The memory belongs to the returned function; answers must be treated as read-only.
 */
export function lawLookup(table: RegimeTable, limit = 4096): (subject: Substance | Family, question: LawQuestion) => LawStanding {
	const zones = [...new Set(['Etc/UTC', ...table.regimes.map((regime) => regime.timeZone)])];
	const answers = new Map<string, LawStanding>();
	let instant = '';
	let dates = '';
	return (subject, question) => {
		if ('instant' in question.at && question.at.instant !== instant) {
			const at = question.at;
			dates = zones.map((zone) => localDate(at, zone)).join();
			instant = question.at.instant;
		}
		const day = 'asOf' in question.at ? question.at.asOf : dates;
		const key = `${subject.id}\n${question.form ?? ''}\n${question.regimes.join()}\n${day}`;
		const known = answers.get(key);
		if (known !== undefined) return known;
		if (answers.size >= limit) answers.clear();
		const answer = lawInForce(subject, question, table);
		answers.set(key, answer);
		return answer;
	};
}
