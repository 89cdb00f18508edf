// Text under a right-to-left override (Unicode UAX #9, U+202E) is drawn from its end to its beginning. Its rewriting stands in the
// order a person sees, brackets mirrored. Overrides inside overrides are read as one after another.
import { HOW_TURNED, Rewriter, type Rewriting } from './rewriting.ts';

const OVERRIDE = '\u202e';
/** What ends an override: a pop, another embedding or override, the end of the line. */
const ENDS = new Set([0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 10, 13, 0x2028, 0x2029]);
const MIRRORED = '()[]{}<>';

/** The text as it is drawn, or null when nothing in it is turned round. */
export function turned(text: string): Rewriting | null {
	let opened = text.indexOf(OVERRIDE);
	if (opened < 0) return null;
	const out = new Rewriter(text);
	let from = 0;
	while (opened >= 0) {
		out.copy(from, opened);
		let end = opened + 1;
		while (end < text.length && !ENDS.has(text.charCodeAt(end))) end++;
		turn(text, opened + 1, end, out);
		from = end;
		opened = text.indexOf(OVERRIDE, end);
	}
	out.copy(from, text.length);
	return out.finish();
}

// Writes the characters of [from, to), last first, each with its marks (rule L3).
function turn(text: string, from: number, to: number, out: Rewriter): void {
	let end = to;
	for (let start = to - 1; start >= from; start--) {
		const code = text.charCodeAt(start);
		const low = code >= 0xdc00 && code < 0xe000 && start > from;
		if (low || (start > from && isMark(code))) continue;
		const char = text.slice(start, end);
		const at = char.length === 1 ? MIRRORED.indexOf(char) : -1;
		out.write(at < 0 ? char : MIRRORED.charAt(at ^ 1), start, end, HOW_TURNED);
		end = start;
	}
}

const isMark = (code: number): boolean => code >= 0x300 && /^\p{M}$/u.test(String.fromCharCode(code));
