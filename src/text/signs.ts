// Letters drawn with signs (`@cet0n€`, `|)io><ane`) or hidden behind one at the edge of a word (`azinan*`, `p_peridine`): a further
// reading of a text in which such words stand. It only rewrites; whether the letters make a name is for retrieval to say. The signs
// are a published table (tables/fold.yaml). Linear: a drawing has at most four characters.
import { decodeAt } from './decode.ts';
import { HIDDEN_LETTER } from './fold-table.ts';
import { HOW_DRAWN, HOW_HIDDEN, Rewriter, type Rewriting } from './rewriting.ts';
import { CLOSER, DIGIT, type Drawing, LETTER, MASK, OPENER, PART, PLAIN, SIGN, type SignTable } from './sign-table.ts';

/** Signs that stand for a letter at the edge of a word even alone; others there are punctuation. */
const EDGE_SIGNS = '@€$';
const [HASH, PERCENT, STAR, LESS, MORE, QUESTION, UNDERSCORE, BAR] = [35, 37, 42, 60, 62, 63, 95, 124];

/** The text with drawn and hidden letters in their places, or null when no word of it has any. Ordinary text costs one pass. */
export function undrawn(text: string, table: SignTable): Rewriting | null {
	if (!isDrawn(text, table)) return null;
	const rewriting = rewrite(text, table);
	return rewriting.how.some((how) => how !== 0) ? rewriting : null;
}

function isDrawn(text: string, table: SignTable): boolean {
	const { classes } = table;
	let open = 0;
	for (let i = 0; i < text.length; i++) {
		const own = classes[text.charCodeAt(i)] ?? 0;
		if (own < SIGN) continue;
		let next = i + 1;
		while (next < text.length && (classes[text.charCodeAt(next)] ?? 0) >= SIGN) next++;
		// A hyphen, a slash: most runs are one of these.
		if (own === PLAIN && next === i + 1) continue;
		if (isDrawnRun(text, i, next, table)) return true;
		for (let k = i; k < next; k++) {
			const sign = classes[text.charCodeAt(k)] ?? 0;
			if ((sign & OPENER) !== 0) open++;
			else if ((sign & CLOSER) !== 0 && open > 0) open--;
		}
		i = next - 1;
	}
	if (open === 0) return false;
	for (const at of unclosed(text, table)) if (classes[text.charCodeAt(at + 1)] === LETTER) return true;
	return false;
}

// Signs [from, to): a letter's sign between letters, several that draw one, or a mark that hides one.
function isDrawnRun(text: string, from: number, to: number, { classes, drawings }: SignTable): boolean {
	const code = text.charCodeAt(from);
	const left = from > 0 ? (classes[text.charCodeAt(from - 1)] ?? 0) : 0;
	const right = to < text.length ? (classes[text.charCodeAt(to)] ?? 0) : 0;
	if ((left | right) === 0) return false;
	if (((left | right) & LETTER) !== 0) {
		if (((classes[code] ?? 0) & SIGN) !== 0 && code !== HASH && code !== LESS && left !== 0 && right !== 0) return true;
		if (code === UNDERSCORE) return true;
		if (code === LESS && left === LETTER && right === LETTER && decodeAt(text, from, false) === null) return true;
	}
	for (let k = from; k < to; k++) {
		const sign = text.charCodeAt(k);
		if (isEdgeMark(sign, classes[sign] ?? 0, k > from ? SIGN : left, k + 1 < to ? SIGN : right)) return true;
		// `><` is also where two tags meet.
		if (sign !== MORE && drawsSeveral(text, k, drawings)) return true;
	}
	return false;
}

// A letter on one side of the sign, and neither letter nor digit on the other.
function isEdgeMark(code: number, own: number, left: number, right: number): boolean {
	const opens = left !== LETTER && left !== DIGIT;
	if (opens ? right !== LETTER : left !== LETTER || right === LETTER || right === DIGIT) return false;
	// List marks, hashtags, question and percent marks stand at the edges of honest words.
	if ((own & MASK) !== 0) return code !== HASH && code !== QUESTION && code !== PERCENT && (code === STAR || !opens);
	return EDGE_SIGNS.includes(String.fromCharCode(code));
}

function drawsSeveral(text: string, at: number, drawings: SignTable['drawings']): boolean {
	for (const [drawing] of drawings.get(text.charCodeAt(at)) ?? []) if (drawing.length > 1 && text.startsWith(drawing, at)) return true;
	return false;
}

/** Opening brackets that nothing closes; `()` encloses nothing, and the bracket of `|)` belongs to the bar. */
function unclosed(text: string, { classes }: SignTable): Set<number> {
	const open: number[] = [];
	for (let i = 0; i < text.length; i++) {
		const own = classes[text.charCodeAt(i)] ?? 0;
		if ((own & OPENER) !== 0) {
			if (i + 1 < text.length && ((classes[text.charCodeAt(i + 1)] ?? 0) & CLOSER) !== 0) i++;
			else open.push(i);
		} else if ((own & CLOSER) !== 0 && text.charCodeAt(i - 1) !== BAR) open.pop();
	}
	return new Set(open);
}

/** One letter of a word as written, drawn or hidden. */
interface Item {
	readonly from: number;
	readonly to: number;
	readonly kind: number;
	/** The letter drawn, if it is. */
	readonly letter: string;
}

function rewrite(text: string, table: SignTable): Rewriting {
	const decoded = decodedPlaces(text);
	const drawn = choose(text, table, decoded);
	const kindAt = (i: number): number => {
		if (drawn[i] !== undefined) return SIGN;
		const own = decoded[i] === 1 ? LETTER : (table.classes[text.charCodeAt(i)] ?? 0);
		if (own < SIGN) return own;
		return (own & MASK) !== 0 || text.charCodeAt(i) === UNDERSCORE ? MASK : 0;
	};
	const out = new Rewriter(text);
	for (let i = 0; i < text.length; ) {
		let end = i;
		let signs = false;
		for (let kind = kindAt(i); kind !== 0; kind = end < text.length ? kindAt(end) : 0) {
			signs ||= kind >= SIGN;
			end += drawn[end]?.[0].length ?? 1;
		}
		if (signs) writeWord(text, itemsOf(i, end, drawn, kindAt), out);
		else {
			// With the character that ends the word.
			end = Math.min(end + 1, text.length);
			out.copy(i, end);
		}
		i = end;
	}
	return out.finish();
}

function itemsOf(from: number, to: number, drawn: readonly (Drawing | undefined)[], kindAt: (i: number) => number): Item[] {
	const items: Item[] = [];
	for (let i = from; i < to; ) {
		const end = i + (drawn[i]?.[0].length ?? 1);
		items.push({ from: i, to: end, kind: kindAt(i), letter: drawn[i]?.[1] ?? '' });
		i = end;
	}
	return items;
}

// Escapes and markup are read as what they stand for: their signs draw nothing.
function decodedPlaces(text: string): Uint8Array {
	const places = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		const width = code === 38 || code === LESS || code === 92 ? (decodeAt(text, i, false)?.width ?? 0) : 0;
		// "/\n" draws an a before an n.
		if (width > 2) places.fill(1, i, i + width);
		if (width > 2) i += width - 1;
	}
	return places;
}

// The cut into drawings that leaves the fewest signs over, then the fewest drawings: `|_|)` is "ld", `|_|` alone "u".
function choose(text: string, table: SignTable, decoded: Uint8Array): (Drawing | undefined)[] {
	const { classes, drawings } = table;
	const open = unclosed(text, table);
	const cost = new Int32Array(text.length + 1);
	const chosen: (Drawing | undefined)[] = new Array(text.length);
	for (let i = text.length - 1; i >= 0; i--) {
		const code = text.charCodeAt(i);
		const own = classes[code] ?? 0;
		const closed = (own & OPENER) !== 0 && !open.has(i);
		let best = (cost[i + 1] ?? 0) + (closed || decoded[i] === 1 ? 0 : leftOver(text.charAt(i), own));
		for (const drawing of decoded[i] === 1 ? [] : (drawings.get(code) ?? [])) {
			const { length } = drawing[0];
			if ((closed && length === 1) || !text.startsWith(drawing[0], i)) continue;
			const total = 1 + (cost[i + length] ?? 0);
			if (total >= best) continue;
			best = total;
			chosen[i] = drawing;
		}
		cost[i] = best;
	}
	return chosen;
}

// A sign that draws nothing costs more than a drawing; a bracket or low line, which may be honest, less than a stroke.
const leftOver = (char: string, own: number): number =>
	own < SIGN || own === PLAIN ? 0 : (own & (PART | CLOSER)) !== 0 && char !== '\\' ? 2 : 3;

function writeWord(text: string, word: readonly Item[], out: Rewriter): void {
	let from = 0;
	let to = word.length;
	const char = (at: number): string => text.charAt(word[at]?.from ?? text.length);
	const isMask = (at: number): boolean => word[at]?.kind === MASK;
	while (to > from && '!?¡'.includes(char(to - 1))) to--;
	while (from < to && isMask(from) && char(from) !== '*' && char(from) !== '_') from++;
	// Emphasis.
	if (to > from && isMask(from) && isMask(to - 1)) {
		while (from < to && isMask(from)) from++;
		while (to > from && isMask(to - 1)) to--;
	}
	if (!isWord(text, word.slice(from, to))) [from, to] = [0, 0];
	let first = from;
	while (first < to && isMask(first)) first++;
	let last = to;
	while (last > first && isMask(last - 1)) last--;
	word.forEach((item, at) => {
		if (at < from || at >= to || (item.kind !== MASK && item.kind !== SIGN)) out.copy(item.from, item.to);
		else if (item.kind === SIGN) out.write(item.letter, item.from, item.to, HOW_DRAWN);
		else if (at < first || at >= last) out.write(HIDDEN_LETTER, item.from, item.to, HOW_HIDDEN);
		else if (char(at) === '_') out.write('*', item.from, item.to, HOW_HIDDEN);
		else out.copy(item.from, item.to);
	});
}

// Signs make a word with letters, or where several together draw one; one sign again and again only spaces letters out.
function isWord(text: string, word: readonly Item[]): boolean {
	let letters = 0;
	let together = false;
	let long = 0;
	const signs = new Set<string>();
	word.forEach((item, at) => {
		const isSign = item.kind === SIGN || item.kind === MASK;
		if (item.kind === LETTER) letters++;
		if (item.to > item.from + 1) long++;
		if (isSign) signs.add(text.slice(item.from, item.to));
		else if (at > 0 && word[at - 1]?.kind !== SIGN && word[at - 1]?.kind !== MASK) together = true;
	});
	if (letters === 0 && long < 2) return false;
	return together || signs.size !== 1 || word.length < 5;
}
