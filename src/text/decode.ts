// Decodes one character written as an entity, percent escape, backslash escape or hidden behind markup. Bounded look-ahead, no
// backtracking.

export interface Decoded {
	/** 0 when the sequence shows nothing (a markup tag). */
	readonly codePoint: number;
	/** UTF-16 code units consumed. */
	readonly width: number;
}

/** Named references (HTML) that are not letters. */
const NAMED = new Map<string, number>(
	Object.entries({
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
		minus: 45,
		hyphen: 45,
		dash: 45,
		lpar: 40,
		rpar: 41,
		comma: 44,
		period: 46,
		prime: 39,
		Prime: 34,
		lsquo: 39,
		rsquo: 39,
		ldquo: 34,
		rdquo: 34,
		num: 35,
		ast: 42,
		midast: 42,
		bull: 0x2022,
		middot: 0xb7,
		deg: 0xb0,
		commat: 64,
		dollar: 36,
		verbar: 124,
		excl: 33,
		quest: 63,
		bsol: 92,
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
		aelig: 0xe6,
		AElig: 0xc6,
		oelig: 0x153,
		OElig: 0x152,
		szlig: 0xdf,
		oslash: 0xf8,
		Oslash: 0xd8,
		lstrok: 0x142,
		Lstrok: 0x141,
		dstrok: 0x111,
		Dstrok: 0x110,
		eth: 0xf0,
		ETH: 0xd0,
		thorn: 0xfe,
		THORN: 0xde,
		inodot: 0x131,
		micro: 0xb5,
	}),
);
/** Greek letters in the order of Unicode, and the marks that name a letter with its accent (`&eacute;`). */
'Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho Sigmaf Sigma Tau Upsilon Phi Chi Psi Omega'
	.split(' ')
	.forEach((name, at) => {
		if (name !== 'Sigmaf') NAMED.set(name, 0x391 + at);
		NAMED.set(name.toLowerCase(), 0x3b1 + at);
	});
const ACCENTS: Readonly<Record<string, string>> = {
	grave: '\u0300',
	acute: '\u0301',
	circ: '\u0302',
	tilde: '\u0303',
	macr: '\u0304',
	breve: '\u0306',
	dot: '\u0307',
	uml: '\u0308',
	ring: '\u030a',
	dblac: '\u030b',
	caron: '\u030c',
	cedil: '\u0327',
	ogon: '\u0328',
};

/** The character a reference names, or undefined. */
function named(name: string): number | undefined {
	const accent = ACCENTS[name.slice(1)];
	if (accent === undefined) return NAMED.get(name);
	const letter = (name.charAt(0) + accent).normalize('NFC');
	return letter.length === 1 ? letter.charCodeAt(0) : undefined;
}

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
	const codePoint = named(text.slice(i + 1, close));
	return codePoint === undefined ? null : { codePoint, width: close + 1 - i };
}

/** Reads bytes written one by one behind `lead` as one character of UTF-8 (RFC 3629), or null when they are none. */
function character(text: string, i: number, lead: string): Decoded | null {
	const width = lead.length + 2;
	const byteAt = (k: number): number => {
		const at = i + k * width;
		const { value, digits } = text.startsWith(lead, at) ? number(text, at + lead.length, 16, 2) : { value: -1, digits: 0 };
		return digits < 2 ? -1 : value;
	};
	const first = byteAt(0);
	const extra = first < 0x80 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
	let codePoint = extra === 0 ? first : first & (0x3f >> extra);
	for (let k = 1; k <= extra; k++) {
		const next = byteAt(k);
		if ((next & 0xc0) !== 0x80 || next < 0) return null;
		codePoint = (codePoint << 6) | (next & 0x3f);
	}
	const shortest = [0, 0x80, 0x800, 0x10000][extra] ?? 0;
	const whole = codePoint >= shortest && codePoint <= 0x10ffff && (first < 0x80 || first >= 0xc2) && !isSurrogate(codePoint);
	return whole ? { codePoint, width: width * (extra + 1) } : null;
}

const isSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xe000;

function percent(text: string, i: number, running: boolean): Decoded | null {
	const found = character(text, i, '%');
	if (found === null) return null;
	const { codePoint: value } = found;
	const another = text.charCodeAt(i + 3) === 37 && number(text, i + 4, 16, 2).digits === 2;
	const separator = value === 0x20 || value === 0x2c || value === 0x2d;
	// "p%69peridine" hides a letter in a word, "(%31-" a locant; "50%be" is a percentage.
	const letter = isLetter(value) || (value >= 0x28 && value <= 0x39);
	const inside = letter && (isLetter(text.charCodeAt(i - 1)) || isLetter(text.charCodeAt(i + 3)));
	const locant = value >= 0x28 && value <= 0x39 && i > 0 && '-,()[]'.includes(text.charAt(i - 1));
	return another || running || separator || inside || locant ? found : null;
}

// Quoted-printable (RFC 2045): upper-case hex digits after an equals sign, in a run or inside a word.
function quoted(text: string, i: number, running: boolean): Decoded | null {
	const found = character(text, i, '=');
	if (found === null || found.codePoint < 0x20 || found.codePoint === 0x7f || /[a-f]/.test(text.slice(i, i + found.width))) return null;
	const another = text.charCodeAt(i + 3) === 61 && number(text, i + 4, 16, 2).digits === 2;
	const inside = isLetter(text.charCodeAt(i - 1)) && isLetter(text.charCodeAt(i + 3));
	return another || running || inside ? found : null;
}

function backslash(text: string, i: number): Decoded | null {
	const kind = text.charCodeAt(i + 1) | 32;
	if (kind === 117) {
		const braced = text.charCodeAt(i + 2) === 123;
		const { value, digits } = number(text, i + (braced ? 3 : 2), 16, braced ? 6 : 4);
		if (value < 0 || (!braced && digits < 4) || (braced && text.charCodeAt(i + 3 + digits) !== 125)) return null;
		if (!braced && value >= 0xd800 && value < 0xdc00) return paired(text, i, value);
		return { codePoint: value, width: digits + (braced ? 4 : 2) };
	}
	if (kind === 120) {
		const { value, digits } = number(text, i + 2, 16, 2);
		// Bytes that are no UTF-8 are characters of Latin-1.
		return value < 0 || digits < 2 ? null : (character(text, i, text.slice(i, i + 2)) ?? { codePoint: value, width: 4 });
	}
	return kind === 110 || kind === 116 ? { codePoint: 32, width: 2 } : null;
}

// The two halves of a character above U+FFFF, each escaped.
function paired(text: string, i: number, high: number): Decoded {
	const { value, digits } = number(text, i + 8, 16, 4);
	const low = digits === 4 && value >= 0xdc00 && value < 0xe000 && (text.charCodeAt(i + 7) | 32) === 117 && text.charCodeAt(i + 6) === 92;
	return low ? { codePoint: 0x10000 + ((high - 0xd800) << 10) + (value - 0xdc00), width: 12 } : { codePoint: high, width: 6 };
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
