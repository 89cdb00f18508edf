// Comma-separated values (RFC 4180), read as marketplaces write them: comma, semicolon, tab or pipe; LF, CRLF or CR; quoted
// cells with line breaks; spaces after a closing quote. Rows are found at byte level with bounded buffering. A quote that is
// never closed costs one line, not the rest of the file: the first line is reported and reading resumes on the next.
import type { Problem } from '../base/result.ts';
import { CR, type Emit, join, KEPT_BYTES, LF, MAX_RECORD_BYTES, NOTHING, overLong, type Splitter } from './raw-record.ts';

const QUOTE = 0x22;
const SPACE = 0x20;

const CELL_START = 0;
const UNQUOTED = 1;
const QUOTED = 2;
const AFTER_QUOTE = 3;
const SKIPPING = 4; // the rest of a line already reported
const BROKEN = 5; // the rest of a line known to be malformed

export type Delimiter = ',' | ';' | '\t' | '|';

const UNCLOSED: Problem = {
	pointer: '',
	message: 'a quoted cell is not closed, or text follows its closing quote',
	fix: 'double the quotes inside a quoted cell ("") and close it before the delimiter',
};

/** Splits CSV into rows; blank rows are skipped but counted. The first row emitted is the header. `limit` is in bytes. */
export function splitRows(delimiter: Delimiter, limit = MAX_RECORD_BYTES, firstLine = 1): Splitter {
	const delimiterByte = delimiter.charCodeAt(0);
	let window: Uint8Array = NOTHING;
	let at = 0;
	let start = 0;
	let state = CELL_START;
	let line = firstLine; // the line of byte `at`
	let startLine = firstLine;
	let afterCr = false;

	const begin = (next: number): void => {
		start = next;
		startLine = line;
		state = CELL_START;
	};
	const row = (end: number, emit: Emit): void => {
		const bytes = window.subarray(start, end);
		if (state === BROKEN || state === QUOTED) emit({ line: startLine, bytes, problem: UNCLOSED });
		else if (!isBlank(bytes, delimiterByte)) emit({ line: startLine, bytes });
	};
	// Reports the first physical line of the row and goes back to its end. False when that end has not arrived yet.
	const giveUp = (emit: Emit): boolean => {
		let end = start;
		while (end < window.length && window[end] !== LF && window[end] !== CR) end++;
		const tooLong = end - start > limit;
		if (end === window.length && !tooLong) return false;
		emit({
			line: startLine,
			bytes: window.subarray(start, Math.min(end, start + Math.min(KEPT_BYTES, limit))),
			problem: tooLong ? overLong('line', limit) : UNCLOSED,
		});
		at = end;
		start = end;
		line = startLine;
		afterCr = false;
		state = SKIPPING;
		return true;
	};
	// At LF or CR.
	const lineEnd = (byte: number, emit: Emit): void => {
		if (state !== SKIPPING && state !== QUOTED && at - start > limit && giveUp(emit)) return;
		afterCr = byte === CR;
		line++;
		at++;
		if (state === QUOTED) return;
		if (state !== SKIPPING) row(at - 1, emit);
		begin(at);
	};
	const scan = (emit: Emit): void => {
		while (at < window.length) {
			const byte = window[at] ?? 0;
			if (afterCr) {
				afterCr = false;
				if (byte === LF) {
					at++;
					if (state !== QUOTED) start = at;
					continue;
				}
			}
			if (byte === LF || byte === CR) {
				lineEnd(byte, emit);
				continue;
			}
			if (state === SKIPPING) start = at + 1;
			else if (state === QUOTED) {
				if (byte === QUOTE) state = AFTER_QUOTE;
			} else if (state !== BROKEN) {
				if (byte === delimiterByte) state = CELL_START;
				else if (byte === QUOTE && (state === CELL_START || (state === AFTER_QUOTE && window[at - 1] === QUOTE))) state = QUOTED;
				else if (state === AFTER_QUOTE && byte !== SPACE) {
					if (giveUp(emit)) continue;
					state = BROKEN;
				} else if (state === CELL_START && byte !== SPACE) state = UNQUOTED;
			}
			at++;
		}
	};

	return {
		push(chunk, emit) {
			window = join(window, chunk);
			scan(emit);
			while (window.length - start > limit && giveUp(emit)) scan(emit);
			window = start === window.length ? NOTHING : window.slice(start);
			at -= start;
			start = 0;
		},
		end(emit) {
			while (state === QUOTED && giveUp(emit)) scan(emit);
			if (state !== SKIPPING && start < window.length) row(window.length, emit);
			window = NOTHING;
		},
	};
}

function isBlank(bytes: Uint8Array, delimiter: number): boolean {
	for (const byte of bytes) if (byte !== SPACE && byte !== delimiter && byte !== 0x09) return false;
	return true;
}

/** The cells of one row. Quotes are removed and doubled quotes halved; unquoted cells keep their spaces. */
export function splitCells(row: string, delimiter: Delimiter): string[] {
	const cells: string[] = [];
	let at = 0;
	while (true) {
		let open = at;
		while (row[open] === ' ') open++;
		let cell: string;
		if (row[open] === '"') {
			let close = open + 1;
			while (true) {
				close = row.indexOf('"', close);
				if (close < 0) close = row.length;
				if (row[close + 1] !== '"') break;
				close += 2;
			}
			cell = row.slice(open + 1, close).replaceAll('""', '"');
			at = row.indexOf(delimiter, close + 1);
		} else {
			const end = row.indexOf(delimiter, at);
			cell = end < 0 ? row.slice(at) : row.slice(at, end);
			at = end;
		}
		cells.push(cell);
		if (at < 0) return cells;
		at++;
	}
}

/** The delimiter that cuts the header into the most cells; a comma when none does. */
export function sniffDelimiter(header: string): Delimiter {
	const outside = header.replace(/"[^"]*"/g, '');
	let best: Delimiter = ',';
	let most = 0;
	for (const delimiter of [',', ';', '\t', '|'] as const) {
		const count = outside.split(delimiter).length - 1;
		if (count > most) {
			most = count;
			best = delimiter;
		}
	}
	return best;
}
