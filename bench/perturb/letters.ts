// Homoglyph kinds: letters drawn from another alphabet or another Unicode style. Tables follow Unicode 16 blocks (Mathematical
// Alphanumeric Symbols, Enclosed Alphanumerics, Halfwidth and Fullwidth Forms) and plain visual likeness.
import { type Apply, type Kind, kindsOf, substitute, table } from './kind.ts';

const CYRILLIC_CLOSE = table('aceopxyijsABCEHKMOPTXYIJS', 'асеорхуіјѕАВСЕНКМОРТХУІЈЅ');
const CYRILLIC_LOOSE = table('aceopxyijshkmtnbdlqwvgruABCEHKMOPTXYIJSNDLGRU', 'асеорхуіјѕһкмтпьԁӏԛԝѵԍгцАВСЕНКМОРТХУІЈЅИДЛГЯЦ');
const GREEK = table('abeiknoptuvxywmdAEIKNOPTXYZBHM', 'αβεικηορτυνχγωμδΑΕΙΚΝΟΡΤΧΥΖΒΗΜ');
const SMALL_CAPS = table('abcdefghijklmnoprstuvwyz', 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ');
const SUPERSCRIPT = table('abcdefghijklmnoprstuvwxyz0123456789-()', 'ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁽⁾');
const SUBSCRIPT = table('aehijklmnoprstuvx0123456789-()', 'ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ₀₁₂₃₄₅₆₇₈₉₋₍₎');
const LATIN_ALIKE = table('abcdefghilmnopqrstuvwxyz', 'ɑЬⅽⅾеfɡһıⅼⅿոорqгѕтսⅴѡⅹуᴢ');
const ACCENTED = table('aceginorsuyzACEINOSUYZ', 'áçéğíñóŕšúýžÁÇÉÍÑÓŠÚÝŽ');
const UPSIDE_DOWN = table('abcdefghijklmnopqrstuvwxyz()[]', 'ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz)(][');

/** Offsets of one styled alphabet: code points of `A`, `a`, `0`, and the holes Unicode filled elsewhere. */
interface Style {
	readonly upper: number;
	readonly lower: number;
	readonly digit?: number;
	readonly holes?: Readonly<Record<string, string>>;
}

const STYLES = {
	bold: { upper: 0x1d400, lower: 0x1d41a, digit: 0x1d7ce },
	italic: { upper: 0x1d434, lower: 0x1d44e, holes: { h: 'ℎ' } },
	script: {
		upper: 0x1d49c,
		lower: 0x1d4b6,
		holes: { B: 'ℬ', E: 'ℰ', F: 'ℱ', H: 'ℋ', I: 'ℐ', L: 'ℒ', M: 'ℳ', R: 'ℛ', e: 'ℯ', g: 'ℊ', o: 'ℴ' },
	},
	boldScript: { upper: 0x1d4d0, lower: 0x1d4ea },
	fraktur: { upper: 0x1d504, lower: 0x1d51e, holes: { C: 'ℭ', H: 'ℌ', I: 'ℑ', R: 'ℜ', Z: 'ℨ' } },
	doubleStruck: { upper: 0x1d538, lower: 0x1d552, digit: 0x1d7d8, holes: { C: 'ℂ', H: 'ℍ', N: 'ℕ', P: 'ℙ', Q: 'ℚ', R: 'ℝ', Z: 'ℤ' } },
	sansBold: { upper: 0x1d5d4, lower: 0x1d5ee, digit: 0x1d7ec },
	monospace: { upper: 0x1d670, lower: 0x1d68a, digit: 0x1d7f6 },
	circled: { upper: 0x24b6, lower: 0x24d0, holes: { 0: '⓪' }, digit: 0x245f },
	parenthesised: { upper: 0x1f110, lower: 0x249c },
	negativeSquared: { upper: 0x1f170, lower: 0x1f170 },
} as const satisfies Record<string, Style>;

function styled(style: Style): (point: string) => string | undefined {
	return (point) => {
		const hole = style.holes?.[point];
		if (hole !== undefined) return hole;
		const code = point.charCodeAt(0);
		if (point.length > 1 || code > 127) return undefined;
		if (code >= 65 && code <= 90) return String.fromCodePoint(style.upper + code - 65);
		if (code >= 97 && code <= 122) return String.fromCodePoint(style.lower + code - 97);
		if (code >= 48 && code <= 57 && style.digit !== undefined) return String.fromCodePoint(style.digit + code - 48);
		return undefined;
	};
}

const fullwidth = (point: string): string | undefined => {
	const code = point.charCodeAt(0);
	return point.length === 1 && code > 32 && code < 127 ? String.fromCharCode(code + 0xfee0) : undefined;
};

const regional = (point: string): string | undefined =>
	/^[a-z]$/i.test(point) ? `${String.fromCodePoint(0x1f1e6 + point.toLowerCase().charCodeAt(0) - 97)}\u200a` : undefined;

const always =
	(map: (point: string) => string | undefined): Apply =>
	(text, random) =>
		substitute(text, map, 1, random);

const partly =
	(map: (point: string) => string | undefined, p: number): Apply =>
	(text, random) =>
		substitute(text, map, p, random);

/** Each letter from a table drawn at random, so that one word mixes scripts. */
const mixed: Apply = (text, random) =>
	substitute(text, (point) => random.pick([CYRILLIC_CLOSE, GREEK, LATIN_ALIKE, fullwidth])(point), 0.6, random);

export const HOMOGLYPH_KINDS: readonly Kind[] = kindsOf('homoglyph', 'name', {
	'cyrillic-partial': ['fit', partly(CYRILLIC_CLOSE, 0.5)],
	'cyrillic-loose': ['fit', partly(CYRILLIC_LOOSE, 0.5)],
	'cyrillic-full': ['held-out', always(CYRILLIC_LOOSE)],
	'greek-partial': ['held-out', partly(GREEK, 0.4)],
	fullwidth: ['fit', always(fullwidth)],
	'math-bold': ['fit', always(styled(STYLES.bold))],
	'math-italic': ['held-out', always(styled(STYLES.italic))],
	'math-script': ['held-out', always(styled(STYLES.script))],
	'math-bold-script': ['fit', always(styled(STYLES.boldScript))],
	'math-fraktur': ['held-out', always(styled(STYLES.fraktur))],
	'double-struck': ['held-out', always(styled(STYLES.doubleStruck))],
	'sans-bold': ['fit', always(styled(STYLES.sansBold))],
	monospace: ['held-out', always(styled(STYLES.monospace))],
	circled: ['held-out', always(styled(STYLES.circled))],
	parenthesised: ['held-out', always(styled(STYLES.parenthesised))],
	'negative-squared': ['held-out', always(styled(STYLES.negativeSquared))],
	'small-caps': ['held-out', always(SMALL_CAPS)],
	superscript: ['fit', always(SUPERSCRIPT)],
	subscript: ['held-out', always(SUBSCRIPT)],
	'regional-indicators': ['held-out', (text, random) => substitute(text, regional, 1, random)?.trimEnd() ?? null],
	accents: ['fit', partly(ACCENTED, 0.4)],
	'latin-alike': ['held-out', partly(LATIN_ALIKE, 0.6)],
	'mixed-scripts': ['held-out', mixed],
	'upside-down': [
		'held-out',
		(text, random) => [...(substitute(text.toLowerCase(), UPSIDE_DOWN, 1, random) ?? '')].reverse().join('') || null,
	],
});

/** Fullwidth and styled digits, used for registry numbers. */
export const DIGIT_STYLES = {
	fullwidth,
	circled: styled(STYLES.circled),
	superscript: SUPERSCRIPT,
	subscript: SUBSCRIPT,
	mathBold: styled(STYLES.bold),
};
