// Reads a listing from parsed JSON. Only `title` is required; an unknown key is an error that names it. One pass, nothing is
// copied or repaired: the listing returned is the value given. Hand-written because this runs once per record on the hot path;
// listing-schema.ts is the published form of the same rules and a property test holds the two together.
import type { Problem, Result } from '../base/result.ts';
import { parseCountry } from './country.ts';
import type { Listing } from './listing.ts';
import { CURRENCY, DECIMAL, ISO_DATE, LIMITS, MAX_TEXT } from './listing-limits.ts';
import { nearest, plain } from './nearest.ts';

/** Every key a listing may have, in the order of the documentation. */
// biome-ignore format: one glance
export const LISTING_KEYS = [
	'id', 'revision', 'title', 'description', 'attributes', 'tags', 'category', 'cas', 'smiles', 'inchi', 'inchikey', 'hsCode',
	'language', 'seller', 'shipsTo', 'offers', 'images', 'imageAlts', 'attachments', 'asOf',
] as const;

// Names other systems use for the same thing; only ever suggested, never applied.
// biome-ignore format: one glance
const MEANT: Readonly<Record<string, string>> = {
	name: 'title', productname: 'title', subject: 'title', body: 'description', text: 'description', details: 'description',
	casnumber: 'cas', casno: 'cas', casrn: 'cas', sku: 'id', listingid: 'id', keywords: 'tags', labels: 'tags', photos: 'images',
	pictures: 'images', alt: 'imageAlts', alttext: 'imageAlts', alttexts: 'imageAlts', files: 'attachments', documents: 'attachments', price: 'offers', quantity: 'offers', variants: 'offers',
	vendor: 'seller', sellerid: 'seller', shipping: 'shipsTo', hs: 'hsCode', tariff: 'hsCode', lang: 'language', properties: 'attributes',
	specs: 'attributes', date: 'asOf',
};

// A hostile record can hold thousands of mistakes; nobody reads more than these.
const MAX_PROBLEMS = 20;

/**
 * A listing, or what is wrong with it (at most 20 problems, each with field, limit and fix).
 * Units are not judged here: an unknown unit is the engine's to route to review.
 */
export function parseListing(value: unknown): Result<Listing> {
	const reader = new Reader();
	reader.listing(value);
	if (reader.problems.length > 0) return { ok: false, problems: reader.problems };
	return { ok: true, value: value as Listing };
}

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

class Reader {
	readonly problems: Problem[] = [];
	#text = 0;

	listing(value: unknown): void {
		if (!isObject(value)) {
			this.#bad('', `is ${kindOf(value)}, not a listing`, 'give a JSON object such as {"title": "Acetone, 5 L"}');
			return;
		}
		if (value.title === undefined) this.#bad('/title', 'is missing', 'every listing needs a "title"');
		for (const key of Object.keys(value)) {
			const member = value[key];
			if (member === undefined) continue;
			this.#member(key, member);
			if (this.problems.length >= MAX_PROBLEMS) return;
		}
		if (this.#text > MAX_TEXT) {
			this.#bad(
				'',
				`holds ${count(this.#text)} characters of text; the limit is ${count(MAX_TEXT)}`,
				'split the listing or shorten its fields',
			);
		}
	}

	#member(key: string, value: unknown): void {
		switch (key) {
			case 'title':
				if (this.#string(value, '/title', LIMITS.title) && !/\S/.test(value as string)) {
					this.#bad('/title', 'is empty', 'give the title the seller shows to buyers');
				}
				return;
			case 'id':
				if (this.#string(value, '/id', LIMITS.id) && value === '') this.#bad('/id', 'is empty', 'leave it out or give an id');
				return;
			case 'description':
			case 'category':
			case 'cas':
			case 'smiles':
			case 'inchi':
			case 'inchikey':
			case 'hsCode':
			case 'language':
				this.#string(value, `/${key}`, LIMITS[key]);
				return;
			case 'revision':
				if (!Number.isSafeInteger(value) || (value as number) < 0) {
					this.#bad('/revision', `is ${kindOf(value)}`, 'give a whole number from 0 to 9007199254740991, without quotes');
				}
				return;
			case 'attributes':
				return this.#attributes(value);
			case 'tags':
				return this.#list(value, '/tags', LIMITS.tags, (tag, pointer) => this.#string(tag, pointer, LIMITS.tag));
			case 'images':
			case 'attachments':
				return this.#list(value, `/${key}`, LIMITS.media, (path, pointer) => {
					if (this.#string(path, pointer, LIMITS.mediaPath) && path === '') this.#bad(pointer, 'is empty', 'remove the entry');
				});
			case 'imageAlts':
				return this.#list(value, '/imageAlts', LIMITS.media, (text, pointer) => this.#string(text, pointer, LIMITS.imageAlt));
			case 'shipsTo':
				return this.#list(value, '/shipsTo', LIMITS.shipsTo, (country, pointer) => this.#country(country, pointer));
			case 'seller':
				return this.#seller(value);
			case 'offers':
				return this.#list(value, '/offers', LIMITS.offers, (offer, pointer) => this.#offer(offer, pointer));
			case 'asOf':
				if (typeof value !== 'string' || !isDate(value)) {
					this.#bad('/asOf', `${shown(value)} is not a date`, 'write a calendar date as "YYYY-MM-DD"');
				}
				return;
			default:
				this.#unknown(key, '', LISTING_KEYS);
		}
	}

	#attributes(value: unknown): void {
		if (!isObject(value)) return this.#bad('/attributes', `is ${kindOf(value)}, not an object`, 'write {"name": "value", …}');
		const names = Object.keys(value);
		if (names.length > LIMITS.attributes) {
			return this.#bad(
				'/attributes',
				`has ${count(names.length)} entries; the limit is ${count(LIMITS.attributes)}`,
				'drop or merge attributes',
			);
		}
		for (const name of names) {
			const pointer = `/attributes/${escapePointer(name)}`;
			if (!this.#string(name, '/attributes', LIMITS.attributeName)) continue;
			this.#string(value[name], pointer, LIMITS.attributeValue);
		}
	}

	#seller(value: unknown): void {
		if (!isObject(value)) return this.#bad('/seller', `is ${kindOf(value)}, not an object`, 'write {"id": "…", "country": "US"}');
		for (const key of Object.keys(value)) {
			if (key !== 'id' && key !== 'country') this.#unknown(key, '/seller', ['id', 'country']);
		}
		if (value.id === undefined) this.#bad('/seller/id', 'is missing', 'give the id of the seller, or leave the seller out');
		else if (this.#string(value.id, '/seller/id', LIMITS.sellerId) && value.id === '')
			this.#bad('/seller/id', 'is empty', 'give the id of the seller');
		if (value.country !== undefined) this.#country(value.country, '/seller/country');
	}

	#offer(value: unknown, pointer: string): void {
		if (!isObject(value)) return this.#bad(pointer, `is ${kindOf(value)}, not an offer`, 'write {"quantity": "25", "unit": "kg"}');
		for (const key of Object.keys(value)) {
			if (!OFFER_KEYS.includes(key)) this.#unknown(key, pointer, OFFER_KEYS);
		}
		if (value.quantity === undefined) this.#bad(`${pointer}/quantity`, 'is missing', 'give the amount on offer, such as "25"');
		else this.#decimal(value.quantity, `${pointer}/quantity`);
		if (value.unit === undefined) this.#bad(`${pointer}/unit`, 'is missing', 'give the unit, such as "kg"');
		else if (this.#string(value.unit, `${pointer}/unit`, LIMITS.unit) && value.unit === '') {
			this.#bad(`${pointer}/unit`, 'is empty', 'give the unit, such as "kg"');
		}
		if (value.price !== undefined) this.#decimal(value.price, `${pointer}/price`);
		if (value.currency !== undefined && !(typeof value.currency === 'string' && CURRENCY.test(value.currency))) {
			this.#bad(
				`${pointer}/currency`,
				`${shown(value.currency)} is not a currency code`,
				'give three upper-case letters of ISO 4217, such as "USD"',
			);
		}
	}

	// A JSON number is refused: its digits after a round trip through binary floating point are not the seller's digits.
	#decimal(value: unknown, pointer: string): void {
		if (typeof value === 'number') {
			return this.#bad(pointer, `is the number ${value}; quantities and money are decimal strings`, `write "${value}" in quotes`);
		}
		if (typeof value !== 'string' || value.length > LIMITS.decimal || !DECIMAL.test(value)) {
			this.#bad(pointer, `${shown(value)} is not a decimal number`, 'write digits with a point, no thousands separator, such as "1250.50"');
		}
	}

	#country(value: unknown, pointer: string): void {
		const country = parseCountry(value, pointer);
		if (!country.ok) for (const problem of country.problems) this.#bad(problem.pointer, problem.message, problem.fix);
	}

	#list(value: unknown, pointer: string, limit: number, each: (item: unknown, pointer: string) => void): void {
		if (!Array.isArray(value)) return this.#bad(pointer, `is ${kindOf(value)}, not a list`, 'write it in square brackets: […]');
		if (value.length > limit)
			return this.#bad(pointer, `has ${count(value.length)} entries; the limit is ${count(limit)}`, 'shorten the list');
		for (let i = 0; i < value.length && this.problems.length < MAX_PROBLEMS; i++) each(value[i], `${pointer}/${i}`);
	}

	/** Counts the text and answers whether the value is a usable string. */
	#string(value: unknown, pointer: string, limit: number): boolean {
		if (typeof value !== 'string') {
			const fix =
				value === null
					? 'leave the key out when there is no value'
					: typeof value === 'number'
						? `write "${value}" in quotes`
						: 'write text in quotes';
			this.#bad(pointer, `is ${kindOf(value)}, not text`, fix);
			return false;
		}
		this.#text += value.length;
		if (value.length > limit) {
			const more = pointer === '/title' ? 'shorten it, or move the text to "description"' : 'shorten it';
			this.#bad(pointer, `has ${count(value.length)} characters; the limit is ${count(limit)}`, more);
			return false;
		}
		if (!value.isWellFormed()) {
			this.#bad(pointer, `is not well-formed Unicode (lone surrogate at offset ${loneSurrogate(value)})`, 'export the text again as UTF-8');
			return false;
		}
		return true;
	}

	#unknown(key: string, parent: string, known: readonly string[]): void {
		const meant = parent === '' && Object.hasOwn(MEANT, plain(key)) ? MEANT[plain(key)] : undefined;
		const close = meant ?? nearest(key, known);
		const name = JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key);
		const elsewhere = key === 'listings' ? 'give each listing of the list by itself' : 'put other product properties under "attributes"';
		const otherwise = parent === '' ? elsewhere : `known keys: ${known.join(', ')}`;
		this.#bad(
			`${parent}/${escapePointer(key.slice(0, 60))}`,
			`unknown key ${name}`,
			close === undefined ? otherwise : `did you mean "${close}"?`,
		);
	}

	#bad(pointer: string, message: string, fix: string): void {
		if (this.problems.length < MAX_PROBLEMS) this.problems.push({ pointer, message, fix });
	}
}

const OFFER_KEYS: readonly string[] = ['quantity', 'unit', 'price', 'currency'];

/** RFC 6901: `~` and `/` inside a key. */
export const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** True for an ISO 8601 calendar date that exists (2024-02-29 does, 2023-02-29 does not). */
export function isDate(text: string): boolean {
	if (!ISO_DATE.test(text)) return false;
	const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
	const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
	const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
	return day >= 1 && day <= days;
}

const count = (n: number): string => n.toLocaleString('en-US');

function kindOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	if (typeof value === 'string') return 'text';
	return typeof value === 'number' ? `the number ${value}` : String(value);
}

function shown(value: unknown): string {
	return typeof value === 'string' ? JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value) : kindOf(value);
}

function loneSurrogate(text: string): number {
	for (let i = 0; i < text.length; i++) {
		const unit = text.codePointAt(i) ?? 0;
		if (unit > 0xffff) i++;
		else if (unit >= 0xd800 && unit <= 0xdfff) return i;
	}
	return -1;
}
