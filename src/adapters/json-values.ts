// A JSON file of listings: one array, one object, or objects one after another, pretty-printed or not. Splits it into its
// records without parsing the whole: brackets and strings are followed at byte level, each record is parsed on its own, so one
// malformed record does not take its neighbours with it. Holds at most one record.
import { type Emit, join, KEPT_BYTES, LF, MAX_RECORD_BYTES, NOTHING, overLong, type Splitter } from './raw-record.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const isSpace = (byte: number): boolean => byte === 0x20 || byte === LF || byte === 0x0d || byte === 0x09;

/** Splits a JSON document into the elements of its top-level array, or into its top-level values. `limit` is in bytes. */
export function splitValues(limit = MAX_RECORD_BYTES): Splitter {
	let window: Uint8Array = NOTHING;
	let at = 0; // next byte of the window to look at
	let start = -1; // where the current record begins, or -1 between records
	let depth = 0; // inside the current record
	let inString = false;
	let escaped = false;
	let line = 1;
	let startLine = 1;
	let nth = 0; // which record of its line the current one is
	let inList = false; // inside the top-level array
	let seen = false; // anything but white space
	let discarding = false;

	const close = (end: number, emit: Emit): void => {
		if (start >= 0 && !discarding) {
			let last = end;
			while (last > start && isSpace(window[last - 1] ?? 0)) last--;
			const bytes = window.subarray(start, last);
			if (bytes.length > limit)
				emit({ line: startLine, nth, bytes: bytes.subarray(0, Math.min(KEPT_BYTES, limit)), problem: overLong('record', limit) });
			else emit({ line: startLine, nth, bytes });
		}
		start = -1;
		depth = 0;
		inString = false;
		escaped = false;
		discarding = false;
	};

	const step = (byte: number, emit: Emit): void => {
		if (start < 0) {
			if (isSpace(byte) || (inList && byte === COMMA)) return;
			if (!seen && byte === OPEN_LIST) {
				seen = true;
				inList = true;
				return;
			}
			seen = true;
			if (inList && byte === CLOSE_LIST) {
				inList = false;
				return;
			}
			start = at;
			nth = startLine === line ? nth + 1 : 1;
			startLine = line;
		}
		if (inString) {
			if (escaped) escaped = false;
			else if (byte === BACKSLASH) escaped = true;
			else if (byte === QUOTE) inString = false;
			// No JSON string spans lines: an unclosed one ends here, so that the damage stays within its record.
			else if (byte === LF) inString = false;
			return;
		}
		if (byte === QUOTE) inString = true;
		else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++;
		else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
			if (depth === 0 && inList && byte === CLOSE_LIST) {
				close(at, emit);
				inList = false;
				return;
			}
			depth = Math.max(0, depth - 1);
			if (depth === 0) close(at + 1, emit);
		} else if (depth === 0 && inList && byte === COMMA) close(at, emit);
	};

	return {
		push(chunk, emit) {
			window = join(window, chunk);
			for (; at < window.length; at++) {
				const byte = window[at] ?? 0;
				step(byte, emit);
				if (byte === LF) line++;
			}
			if (start >= 0 && !discarding && window.length - start > limit) {
				emit({ line: startLine, nth, bytes: window.slice(start, start + Math.min(KEPT_BYTES, limit)), problem: overLong('record', limit) });
				discarding = true;
			}
			const keep = start < 0 || discarding ? window.length : start;
			window = keep === window.length ? NOTHING : window.slice(keep);
			at -= keep;
			if (start >= 0) start = 0;
		},
		end(emit) {
			if (start >= 0) close(window.length, emit);
			else if (inList && seen) {
				const problem = {
					pointer: '',
					message: 'the list is not closed: the file ends early',
					fix: 'export the file again; it should end with ]',
				};
				emit({ line, nth: startLine === line ? nth + 1 : 1, bytes: NOTHING, problem });
			}
		},
	};
}
