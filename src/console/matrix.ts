// Law by jurisdiction and date: which line of which list holds on each day that something changes. A date the sources do not give
// counts as in force and is marked, as the engine does.
import type { SubstanceDetail } from '../contract/catalogue.ts';

type ControlRow = SubstanceDetail['controls'][number];

export interface Cell {
	readonly kind: 'none' | 'in-force' | 'date-unknown' | 'upcoming' | 'proposed' | 'ended';
	readonly lists: readonly string[];
	/** Columns over which it stays the same. */
	readonly span: number;
}

export interface Matrix {
	/** ISO dates, oldest first; `today` is one of them. */
	readonly dates: readonly string[];
	readonly rows: readonly { readonly regime: string; readonly cells: readonly Cell[] }[];
}

const MAX_DATES = 7;

/** Only a year or month is known: read as its first day, which never calls a law later than it is. */
const firstDay = (date: string): string => (/^\d{4}$/.test(date) ? `${date}-01-01` : /^\d{4}-\d{2}$/.test(date) ? `${date}-01` : date);
const isDate = (date: string): boolean => /^\d{4}(?:-\d{2}){0,2}$/.test(date);

/** The matrix of some controls as seen on `today` (ISO date). Past columns beyond the cap are left out, future ones never. */
export function matrixOf(controls: readonly ControlRow[], today: string): Matrix {
	const changes = controls.flatMap(({ effective, until }) => [effective, until ?? ''].filter(isDate).map(firstDay));
	const past = [...new Set(changes.filter((date) => date < today))].sort().slice(-MAX_DATES + 1);
	const dates = [...past, today, ...[...new Set(changes.filter((date) => date > today))].sort()];
	const regimes = [...new Set(controls.map(({ regime }) => regime))].sort();
	return {
		dates,
		rows: regimes.map((regime) => ({
			regime,
			cells: merged(
				dates.map((date) =>
					cellOn(
						controls.filter((one) => one.regime === regime),
						date,
					),
				),
			),
		})),
	};
}

function merged(cells: readonly Cell[]): Cell[] {
	const found: Cell[] = [];
	for (const cell of cells) {
		const last = found.at(-1);
		if (last !== undefined && last.kind === cell.kind && last.lists.join() === cell.lists.join())
			found[found.length - 1] = { ...last, span: last.span + 1 };
		else found.push(cell);
	}
	return found;
}

function cellOn(controls: readonly ControlRow[], date: string): Cell {
	const standing = controls.map((control) => ({ list: control.list, kind: standingOn(control, date) }));
	for (const kind of ['in-force', 'date-unknown', 'proposed', 'upcoming', 'ended'] as const) {
		const lists = standing.filter((one) => one.kind === kind).map((one) => one.list);
		if (lists.length > 0) return { kind, lists: [...new Set(lists)], span: 1 };
	}
	return { kind: 'none', lists: [], span: 1 };
}

function standingOn({ status, effective, until }: ControlRow, date: string): Cell['kind'] {
	if (status !== 'in-force') return 'proposed';
	if (until !== undefined && isDate(until) && firstDay(until) < date) return 'ended';
	if (!isDate(effective)) return 'date-unknown';
	return firstDay(effective) <= date ? 'in-force' : 'upcoming';
}
