// Text on a terminal. A listing is written by strangers: nothing of it may reach the terminal as a control sequence, and
// invisible or direction-changing characters are shown, not obeyed. Widths are columns (East Asian wide characters take two).

/** One thing to draw: what is shown, how many columns it takes, and where in the original it came from. */
export interface Cell {
	readonly shown: string;
	readonly width: number;
	/** UTF-16 offset in the original. */
	readonly at: number;
}

// Control, format, separator, surrogate and unassigned characters: everything that could act instead of appear.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\u2028\u2029\u115f\u1160\u3164\uffa0]/u;
const ZERO_WIDTH = /^[\p{Mn}\p{Me}]$/u;
// Printable ASCII needs no work.
const PLAIN = /^[\x20-\x7e]*$/;

/** The text cell by cell, with every unsafe character replaced by its code in angle brackets, line breaks and tabs by a space. */
export function toCells(text: string): Cell[] {
	const cells: Cell[] = [];
	let at = 0;
	for (const character of text) {
		const shown = show(character);
		cells.push({ shown, width: shown === character ? characterWidth(character) : shown.length, at });
		at += character.length;
	}
	return cells;
}

/** The text made safe to print on one line. */
export function clean(text: string): string {
	if (PLAIN.test(text)) return text;
	let out = '';
	for (const character of text) out += show(character);
	return out;
}

function show(character: string): string {
	if (character === '\n' || character === '\t' || character === '\r') return ' ';
	if (!UNSAFE.test(character)) return character;
	return `<${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** Columns the text takes once printed; `text` must be clean. */
export function displayWidth(text: string): number {
	if (PLAIN.test(text)) return text.length;
	let width = 0;
	for (const character of text) width += characterWidth(character);
	return width;
}

// Unicode East_Asian_Width W and F (UAX #11), in ranges; emoji presentation counts as wide.
const WIDE: readonly (readonly [number, number])[] = [
	[0x1100, 0x115f],
	[0x231a, 0x231b],
	[0x23e9, 0x23ec],
	[0x2e80, 0x303e],
	[0x3041, 0x33ff],
	[0x3400, 0x4dbf],
	[0x4e00, 0x9fff],
	[0xa000, 0xa4cf],
	[0xa960, 0xa97f],
	[0xac00, 0xd7a3],
	[0xf900, 0xfaff],
	[0xfe30, 0xfe6f],
	[0xff01, 0xff60],
	[0xffe0, 0xffe6],
	[0x1f300, 0x1f64f],
	[0x1f680, 0x1f6ff],
	[0x1f900, 0x1f9ff],
	[0x20000, 0x3fffd],
];

function characterWidth(character: string): number {
	const point = character.codePointAt(0) ?? 0;
	if (point < 0x300) return 1;
	if (ZERO_WIDTH.test(character)) return 0;
	for (const [from, to] of WIDE) if (point >= from && point <= to) return 2;
	return 1;
}

/** At most `columns` wide, with an ellipsis when something was cut; `text` must be clean. */
export function truncate(text: string, columns: number): string {
	if (displayWidth(text) <= columns) return text;
	let out = '';
	let width = 0;
	for (const character of text) {
		const next = characterWidth(character);
		if (width + next > columns - 1) break;
		out += character;
		width += next;
	}
	return `${out}…`;
}

/** Cut or filled with spaces to exactly `columns`. */
export function fit(text: string, columns: number): string {
	const cut = truncate(text, columns);
	return cut + ' '.repeat(Math.max(0, columns - displayWidth(cut)));
}

/** Words on lines of at most `columns`; `text` must be clean. A word longer than a line is cut. */
export function wrap(text: string, columns: number): string[] {
	const lines: string[] = [];
	let line = '';
	let width = 0;
	for (let word of text.split(' ')) {
		while (displayWidth(word) > columns) {
			const cut = truncate(word, columns);
			const part = cut.endsWith('…') ? cut.slice(0, -1) : cut;
			if (part === '') break;
			if (width > 0) lines.push(line);
			lines.push(part);
			line = '';
			width = 0;
			word = word.slice(part.length);
		}
		const wordWidth = displayWidth(word);
		if (width > 0 && width + 1 + wordWidth > columns) {
			lines.push(line);
			line = word;
			width = wordWidth;
		} else {
			line = width > 0 ? `${line} ${word}` : word;
			width += (width > 0 ? 1 : 0) + wordWidth;
		}
	}
	if (line !== '' || lines.length === 0) lines.push(line);
	return lines;
}

/** JSON text that is safe to print: C1 controls and DEL, which JSON leaves as they are, are escaped too. */
export function printableJson(json: string): string {
	return /[\x7f-\x9f\u2028\u2029]/.test(json)
		? json.replace(/[\x7f-\x9f\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
		: json;
}
