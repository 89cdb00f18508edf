// What stands around one sighting, read once: the sentence, trade and mention words, quantities, a negation that reaches the name. The
// rules of excuse (context.ts) and the intent model's features both look at nothing else.
import { comparedBy, isOffered, isPercentage, isQuantity, segment } from './context.ts';
import { type Negation, negationOf } from './negation.ts';
import { countHeld, endsWithWords, isWordChar, type Phrases } from './phrases.ts';
import type { Sighting } from './sighting.ts';

export interface Surrounding {
	/** JSON Pointer of the field. */
	readonly field: string;
	readonly alone: boolean;
	readonly opens: boolean;
	/** Counts up to three. */
	readonly offers: number;
	/** Words of trade outside the sentence. */
	readonly offersFar: number;
	readonly mentions: number;
	readonly chemical: number;
	readonly quantity: boolean;
	readonly purity: boolean;
	/** A weight, a volume or a percentage stands beside the name, the next short sentence included. */
	readonly offered: boolean;
	readonly price: boolean;
	readonly listed: boolean;
	readonly numberBeside: boolean;
	readonly othersBeside: boolean;
	readonly identifier: boolean;
	readonly negation: Negation | null;
	readonly negationFar: boolean;
	readonly mentionBefore: boolean;
	readonly mentionAfter: boolean;
	/** The phrase by which the title or the category is about something else, or ''. */
	readonly heading: string;
	readonly pieces: boolean;
	readonly comparedBy: string | null;
	readonly question: boolean;
	readonly quoted: boolean;
	readonly prepositionBefore: boolean;
	readonly disguised: boolean;
	readonly tier: number | undefined;
	readonly evasive: boolean;
}

/** What is known of the whole listing. */
export interface ListingSetting {
	readonly heading: string;
	readonly evasive: boolean;
	/** Identities sighted, by field. */
	readonly byField: ReadonlyMap<string, ReadonlySet<string>>;
	/** Identity → the different notations (a name, a number …) by which the listing gives it. */
	readonly notations: ReadonlyMap<string, number>;
	readonly phrases: Phrases;
	readonly tierOf: (substance: string) => number | undefined;
}

/** How far outside the sentence words of trade are looked for. */
const BEYOND = 80;

const PRICE = /(?:[$€£¥₽]|\b(?:usd|eur|gbp|cny|rmb|rub)\b) ?\d|\d ?(?:[$€£¥₽元]|usd\b|eur\b|руб)/u;
const PIECES =
	/\d ?(?:-?pages?|pp\.|pcs|pieces?|packs?|sets?|pairs?|sheets?|seiten|stück|páginas|piezas|hojas|pièces|feuilles|шт|стр|страниц|页|个|张|条|片|盒|册)(?!\p{L})|\b(?:pack|box|set|roll|case) of \d|\bsize \w{1,3}\b|\b[aа][2-6]\b/u;
const QUOTES = '"“”„«»「」『』';
const PREPOSITIONS = /(?:^|\s)(?:of|on|to|about|against|regarding|by|from|de|del|sobre|du|des|über|von|gegen|о|об|про|к|关于)\s?$/u;

/** Reads what stands around `one` in its field. */
export function surroundingOf(
	one: Sighting,
	field: { readonly pointer: string; readonly text: string },
	setting: ListingSetting,
): Surrounding {
	const { text, pointer } = field;
	const { phrases } = setting;
	const { before, after } = segment(text, one.start, one.end);
	const [left, right] = [before.slice(-14), after.slice(0, 32)];
	const near = `${before.slice(-48)} ${after.slice(0, 48)}`;
	const [from, to] = [one.start - before.length, one.end + after.length];
	const beyond = `${text.slice(Math.max(0, from - BEYOND), from)} ${text.slice(to, to + BEYOND)}`.toLowerCase();
	const quantity = isQuantity(left) || isQuantity(right);
	const purity = isPercentage(left) || isPercentage(right);
	const measured = quantity || purity;
	const offers = countHeld(near, phrases.offer, 3);
	const traded = measured || countHeld(after.slice(0, 24), phrases.offer, 1) > 0;
	const negation = negationOf({ before, after, offered: measured, traded }, phrases);
	return {
		field: pointer,
		alone: !/\p{L}/u.test(text.slice(0, one.start)) && !/\p{L}{3}/u.test(text.slice(one.end)),
		opens: !/[\p{L}\p{N}]/u.test(text.slice(0, one.start)),
		offers,
		offersFar: countHeld(beyond, phrases.offer, 3),
		mentions: countHeld(`${before.slice(-64)} ${after.slice(0, 64)}`, phrases.mention, 3),
		chemical: countHeld(near, phrases.chemical, 3),
		quantity,
		purity,
		offered: isOffered(text, one.start, one.end),
		price: PRICE.test(before) || PRICE.test(after),
		listed: /[,|(;]\s?$/.test(before) || /^\s?[,|)(;]/.test(after),
		numberBeside: (setting.notations.get(one.id) ?? 1) > 1,
		othersBeside: (setting.byField.get(pointer)?.size ?? 1) > 1,
		identifier: one.basis !== 'name',
		negation: negation === 'far' ? null : negation,
		negationFar: negation === 'far',
		mentionBefore: endsWithMention(before, phrases),
		mentionAfter: beginsWithMention(after.trimStart(), phrases),
		heading: setting.heading,
		pieces: PIECES.test(before) || PIECES.test(after),
		comparedBy: one.kind === 'substance' ? comparedBy(text, one.start, phrases) : null,
		question: text[one.end + after.length] === '?' || text[one.end + after.length] === '？',
		quoted: QUOTES.includes(before.at(-1) ?? ' ') && QUOTES.includes(after[0] ?? ' '),
		prepositionBefore: PREPOSITIONS.test(before.slice(-12)),
		disguised: one.undone.length > 0,
		tier: one.kind === 'substance' ? setting.tierOf(one.id) : undefined,
		evasive: setting.evasive,
	};
}

function endsWithMention(before: string, phrases: Phrases): boolean {
	let text = before;
	for (let i = 0; i < 2; i++) text = endsWithWords(text, phrases.filler);
	text = text.replace(/[\s:"“„«-]{1,4}$/u, '').replace(PREPOSITIONS, '');
	return endsWithWords(text, phrases.mention) !== text;
}

const beginsWithMention = (after: string, phrases: Phrases): boolean =>
	phrases.mention.some(
		(phrase) => after.startsWith(phrase) && (!isWordChar(after[phrase.length]) || !isWordChar(phrase.at(-1)) || IDEOGRAPHIC.test(phrase)),
	);

const IDEOGRAPHIC = /[\u3400-\u9fff]/;
