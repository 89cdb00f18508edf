// Draws evidence: the original text with the spans that were recognised, for the table (one line) and for explain (whole
// text with markers beneath). Offsets are UTF-16 into the original; what is drawn is always the cleaned text.
import type { Colors } from 'picocolors/types.js';
import { type Cell, toCells } from '../adapters/terminal.ts';
import type { Listing } from '../model/listing.ts';
import type { Finding } from '../model/verdict.ts';

/** The text a JSON Pointer (RFC 6901) names in a listing; undefined when it names none. */
export function fieldText(listing: Listing, pointer: string): string | undefined {
	let value: unknown = listing;
	for (const part of pointer.split('/').slice(1)) {
		const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
		value = Reflect.get(value, key);
	}
	return typeof value === 'string' ? value : undefined;
}

/** One line: the span marked inside as much of its surroundings as fits. */
export function excerpt(finding: Finding, listing: Listing | undefined, columns: number, colors: Colors): string {
	const text = listing === undefined || finding.media !== undefined ? undefined : fieldText(listing, finding.field);
	const fits = text !== undefined && text.slice(finding.start, finding.end) === finding.text;
	const whole = fits ? text : finding.text;
	const start = fits ? finding.start : 0;
	const end = fits ? finding.end : finding.text.length;
	// Only the neighbourhood is looked at: a field can be a million characters long.
	const from = Math.max(0, start - columns);
	const cells = toCells(whole.slice(from, end + columns));
	const inside = (cell: Cell): boolean => cell.at + from >= start && cell.at + from < end;
	let first = cells.findIndex(inside);
	let last = cells.findLastIndex(inside);
	if (first < 0) return draw(cells, columns);
	let width = sum(cells.slice(first, last + 1)) + (colors.isColorSupported ? 0 : 4);
	if (width > columns) {
		const kept = cells.slice(first, last + 1);
		while (width > columns - 1 && kept.length > 1) width -= kept.pop()?.width ?? 0;
		return `${mark(draw(kept, columns), colors)}…`;
	}
	// Grow on both sides in turn, a little more in front.
	while (true) {
		const before = cells[first - 1];
		const after = cells[last + 1];
		if (before !== undefined && width + before.width <= columns - 2) {
			width += before.width;
			first--;
		}
		if (after !== undefined && width + after.width <= columns - 2) {
			width += after.width;
			last++;
		}
		if (cells[first - 1] === before && cells[last + 1] === after) break;
	}
	const part = cells.slice(first, last + 1);
	const front = part.filter((cell) => cell.at + from < start);
	const back = part.filter((cell) => cell.at + from >= end);
	const cutFront = first > 0 || from > 0 ? '…' : '';
	const cutBack = last < cells.length - 1 || end + columns < whole.length ? '…' : '';
	return `${cutFront}${draw(front, columns)}${mark(draw(part.filter(inside), columns), colors)}${draw(back, columns)}${cutBack}`;
}

const mark = (text: string, colors: Colors): string => (colors.isColorSupported ? colors.inverse(text) : `[[${text}]]`);
const sum = (cells: readonly Cell[]): number => cells.reduce((width, cell) => width + cell.width, 0);

function draw(cells: readonly Cell[], columns: number): string {
	let width = 0;
	let out = '';
	for (const cell of cells) {
		if (width + cell.width > columns) return `${out}…`;
		out += cell.shown;
		width += cell.width;
	}
	return out;
}

export interface Span {
	readonly start: number;
	readonly end: number;
	readonly label: string;
	readonly paint: (text: string) => string;
}

/** The whole text, wrapped, with each span painted and underlined by carets that carry its label. */
export function drawMarked(text: string, spans: readonly Span[], columns: number): string[] {
	const lines: string[] = [];
	for (const row of rows(toCells(text), columns)) {
		let drawn = '';
		for (const cell of row) {
			const span = spans.find((one) => cell.at >= one.start && cell.at < one.end);
			drawn += span === undefined ? cell.shown : span.paint(cell.shown);
		}
		lines.push(drawn, ...markers(row, spans));
	}
	return lines;
}

function rows(cells: readonly Cell[], columns: number): Cell[][] {
	const all: Cell[][] = [];
	let row: Cell[] = [];
	let width = 0;
	for (const cell of cells) {
		if (width + cell.width > columns && row.length > 0) {
			// Break after the last space when that does not waste half of the line.
			const space = row.findLastIndex((one) => one.shown === ' ');
			const carried = space > row.length / 2 ? row.splice(space + 1) : [];
			all.push(row);
			row = carried;
			width = sum(carried);
		}
		row.push(cell);
		width += cell.width;
	}
	if (row.length > 0) all.push(row);
	return all;
}

function markers(row: readonly Cell[], spans: readonly Span[]): string[] {
	const lines: string[] = [];
	for (const span of spans) {
		let from = -1;
		let to = 0;
		let column = 0;
		for (const cell of row) {
			if (cell.at >= span.start && cell.at < span.end) {
				if (from < 0) from = column;
				to = column + cell.width;
			}
			column += cell.width;
		}
		if (from < 0) continue;
		const drawn = `${'^'.repeat(Math.max(1, to - from))}${span.label}`;
		const free = lines.findIndex((line) => line.length < from);
		if (free < 0) lines.push(' '.repeat(from) + drawn);
		else lines[free] = (lines[free] ?? '').padEnd(from) + drawn;
	}
	return lines;
}
