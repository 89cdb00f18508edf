// Decodes one character written as an entity, percent escape, backslash escape or hidden behind markup. Bounded look-ahead, no
// backtracking.

export interface Decoded {
	/** 0 when the sequence shows nothing (a markup tag). */
	readonly codePoint: number;
	/** UTF-16 code units consumed. */
	readonly width: number;
}

const NAMED: Readonly<Record<string, number>> = {
	amp: 38,
	lt: 60,
	gt: 62,
	quot: 34,
	apos: 39,
	nbsp: 32,
	shy: 173,
	zwj: 0x200d,
	zwnj: 0x200c,
	ndash: 45,
	mdash: 45,
	hyphen: 45,
	dash: 45,
	lpar: 40,
	rpar: 41,
	comma: 44,
	period: 46,
	alpha: 0x3b1,
	beta: 0x3b2,
	gamma: 0x3b3,
	delta: 0x3b4,
	prime: 39,
	num: 35,
	lbrack: 91,
	rbrack: 93,
	lsqb: 91,
	rsqb: 93,
	lbrace: 123,
	rbrace: 125,
	lowbar: 95,
	plus: 43,
	equals: 61,
	ZeroWidthSpace: 0x200b,
	NoBreak: 0x2060,
	colon: 58,
	semi: 59,
	sol: 47,
	ensp: 32,
	emsp: 32,
	thinsp: 32,
};

const hexValue = (code: number): number => {
	if (code >= 48 && code <= 57) return code - 48;
	const lower = code | 32;
	return lower >= 97 && lower <= 102 ? lower - 87 : -1;
};

const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** Reads up to `max` digits of base 10 or 16 from `i`; value -1 when there is none. */
function number(text: string, i: number, base: 10 | 16, max: number): { value: number; digits: number } {
	let value = 0;
	let digits = 0;
	while (digits < max) {
		const digit = hexValue(text.charCodeAt(i + digits));
		if (!(digit >= 0 && digit < base)) break;
		value = value * base + digit;
		digits++;
	}
	return { value: digits === 0 || value > 0x10ffff ? -1 : value, digits };
}

// indexOf without a limit would make a run of openers quadratic.
function find(text: string, code: number, from: number, to: number): number {
	const stop = Math.min(to, text.length);
	for (let k = from; k < stop; k++) if (text.charCodeAt(k) === code) return k;
	return -1;
}

/** Decodes at `i`, or null when the character there is itself. `running`: the character before was decoded too. */
export function decodeAt(text: string, i: number, running: boolean): Decoded | null {
	switch (text.charCodeAt(i)) {
		case 38:
			return entity(text, i);
		case 37:
			return percent(text, i, running);
		case 61:
			return quoted(text, i, running);
		case 92:
			return backslash(text, i);
		case 60:
			return markup(text, i);
		default:
			return null;
	}
}

function entity(text: string, i: number): Decoded | null {
	if (text.charCodeAt(i + 1) === 35) {
		const hex = (text.charCodeAt(i + 2) | 32) === 120;
		const from = i + (hex ? 3 : 2);
		const { value, digits } = number(text, from, hex ? 16 : 10, 8);
		if (value < 0) return null;
		const closed = text.charCodeAt(from + digits) === 59;
		return { codePoint: value, width: from + digits + (closed ? 1 : 0) - i };
	}
	const close = find(text, 59, i + 1, i + 20);
	if (close < 0) return null;
	const codePoint = NAMED[text.slice(i + 1, close)];
	return codePoint === undefined ? null : { codePoint, width: close + 1 - i };
}

function percent(text: string, i: number, running: boolean): Decoded | null {
	const first = number(text, i + 1, 16, 2);
	if (first.digits < 2 || first.value < 0) return null;
	const another = text.charCodeAt(i + 3) === 37 && number(text, i + 4, 16, 2).digits === 2;
	const separator = first.value === 0x20 || first.value === 0x2d;
	// "p%69peridine" hides a letter in a word; "50%be" is a percentage.
	const letter =
		(first.value >= 0x41 && first.value <= 0x5a) ||
		(first.value >= 0x61 && first.value <= 0x7a) ||
		(first.value >= 0x28 && first.value <= 0x39);
	const inside = letter && (isLetter(text.charCodeAt(i - 1)) || isLetter(text.charCodeAt(i + 3)));
	if (!another && !running && !separator && !inside) return null;
	const extra = first.value >= 0xf0 ? 3 : first.value >= 0xe0 ? 2 : first.value >= 0xc0 ? 1 : 0;
	let codePoint = extra === 0 ? first.value : first.value & (0x3f >> extra);
	for (let k = 1; k <= extra; k++) {
		const next = number(text, i + 3 * k + 1, 16, 2);
		if (text.charCodeAt(i + 3 * k) !== 37 || next.digits < 2 || (next.value & 0xc0) !== 0x80) return null;
		codePoint = (codePoint << 6) | (next.value & 0x3f);
	}
	return { codePoint, width: 3 * (extra + 1) };
}

// Quoted-printable (RFC 2045): two upper-case hex digits after an equals sign, in a run or inside a word.
function quoted(text: string, i: number, running: boolean): Decoded | null {
	const { value, digits } = number(text, i + 1, 16, 2);
	if (digits < 2 || value < 0x20 || value > 0x7e || /[a-f]/.test(text.slice(i + 1, i + 3))) return null;
	const another = text.charCodeAt(i + 3) === 61 && number(text, i + 4, 16, 2).digits === 2;
	const inside = isLetter(text.charCodeAt(i - 1)) && isLetter(text.charCodeAt(i + 3));
	return another || running || inside ? { codePoint: value, width: 3 } : null;
}

function backslash(text: string, i: number): Decoded | null {
	const kind = text.charCodeAt(i + 1) | 32;
	if (kind === 117) {
		const braced = text.charCodeAt(i + 2) === 123;
		const { value, digits } = number(text, i + (braced ? 3 : 2), 16, braced ? 6 : 4);
		if (value < 0 || (!braced && digits < 4) || (braced && text.charCodeAt(i + 3 + digits) !== 125)) return null;
		return { codePoint: value, width: digits + (braced ? 4 : 2) };
	}
	if (kind === 120) {
		const { value, digits } = number(text, i + 2, 16, 2);
		return value < 0 || digits < 2 ? null : { codePoint: value, width: 4 };
	}
	return kind === 110 || kind === 116 ? { codePoint: 32, width: 2 } : null;
}

const BREAKING_TAGS = ['br', 'p>', 'p ', 'li', 'div', 'td', 'tr'];

// A tag inside a word shows nothing; a tag that breaks lines separates.
function markup(text: string, i: number): Decoded | null {
	const first = text.charCodeAt(i + 1) | 32;
	const comment = text.startsWith('<!--', i);
	if (!comment && text.charCodeAt(i + 1) !== 47 && !(first >= 97 && first <= 122)) return null;
	const end = find(text, 62, i + 1, i + (comment ? 200 : 120));
	if (end < 0) return null;
	const name = text.slice(i + 1, i + 5).toLowerCase();
	const breaks = BREAKING_TAGS.some((tag) => name.startsWith(tag) || name.startsWith(tag, 1));
	return { codePoint: breaks ? 10 : 0, width: end + 1 - i };
}
