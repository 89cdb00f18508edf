// What an answer of the DSA Transparency Database means for the statements of one call (its interface, version 1, many at a time). Only 201
// counts as filed; a call answered otherwise created none of its statements. Must never take a statement for filed on less.
import type { Problem } from '../base/result.ts';

/** Where the database keeps a statement, as far as it said so. */
export interface FiledAs {
	readonly uuid?: string;
	readonly permalink?: string;
}

/** What a call came to. */
export type Filing =
	/** By puid; one that is missing was filed and its place not told. */
	| { readonly kind: 'filed'; readonly places: ReadonlyMap<string, FiledAs> }
	/** Some are there already, some it will not have; the others can go again at once, without these. */
	| {
			readonly kind: 'sorted';
			readonly existing: ReadonlyMap<string, FiledAs>;
			readonly refused: ReadonlyMap<string, readonly Problem[]>;
	  }
	/** It will not have the call and does not say for which statement. */
	| { readonly kind: 'unsorted'; readonly problems: readonly Problem[] }
	| { readonly kind: 'failed'; readonly error: string };

const MOST_TEXT = 300;
const FIX = 'correct the words or the particulars it is made from, then send it again';

/** What the answer to a call with the statements of these puids, in their order, comes to. */
export function filingOf(status: number, text: string, puids: readonly string[]): Filing {
	const body = objectIn(text);
	if (status === 201) return { kind: 'filed', places: placesIn(body['statements'], puids) };
	if (status !== 422) return { kind: 'failed', error: `answered ${status}${HINTS[status] ?? ''}` };
	const errors = asObject(body['errors']);
	const existing = existingIn(body, errors, puids);
	const refused = refusedIn(errors, puids);
	for (const puid of existing.keys()) refused.delete(puid);
	if (existing.size > 0 || refused.size > 0) return { kind: 'sorted', existing, refused };
	const problems = problemsIn(errors);
	return { kind: 'unsorted', problems: problems.length > 0 ? problems : [{ pointer: '', message: words(body['message']), fix: FIX }] };
}

const HINTS: Readonly<Record<number, string>> = {
	401: ': the token is not accepted; make a new one in the database and give it to Weir',
	403: ': the token may not create statements; ask for it in the database',
	404: ': nothing is at this address; check WEIR_TRANSPARENCY_URL',
	405: ': the address takes no statements; check WEIR_TRANSPARENCY_URL',
	429: ': too many calls',
};

function placesIn(statements: unknown, puids: readonly string[]): Map<string, FiledAs> {
	const places = new Map<string, FiledAs>();
	for (const one of Array.isArray(statements) ? statements.map(asObject) : []) {
		const puid = one['puid'];
		if (typeof puid === 'string' && puids.includes(puid)) places.set(puid, placeOf(one));
	}
	return places;
}

function existingIn(body: Members, errors: Members, puids: readonly string[]): Map<string, FiledAs> {
	const found = new Map<string, FiledAs>();
	// A list, or what is left of one when it was filtered: an object with its indexes.
	for (const puid of Object.values(asObject(errors['existing_puids'])))
		if (typeof puid === 'string' && puids.includes(puid)) found.set(puid, {});
	const one = asObject(body['existing']);
	const puid = one['puid'];
	if (typeof puid === 'string' && puids.includes(puid)) found.set(puid, placeOf(one));
	return found;
}

const INDEXED = /^(?:statement_|statements\.)(\d{1,3})(?:\.([a-z_]{1,60}))?$/;

// `statement_3: {field: [words]}`, or `statements.3.field: [words]`.
function refusedIn(errors: Members, puids: readonly string[]): Map<string, readonly Problem[]> {
	const refused = new Map<string, readonly Problem[]>();
	for (const [key, told] of Object.entries(errors)) {
		const [, place, field] = INDEXED.exec(key) ?? [];
		const puid = place === undefined ? undefined : puids[Number(place)];
		if (puid === undefined) continue;
		const problems = problemsIn(field === undefined ? asObject(told) : { [field]: told });
		refused.set(puid, [
			...(refused.get(puid) ?? []),
			...(problems.length > 0 ? problems : [{ pointer: '', message: words(told), fix: FIX }]),
		]);
	}
	return refused;
}

const problemsIn = (errors: Members): Problem[] =>
	Object.entries(errors).map(([field, told]) => ({ pointer: `/${field.slice(0, 60)}`, message: words(told), fix: FIX }));

const placeOf = (one: Members): FiledAs => ({
	...(typeof one['uuid'] === 'string' ? { uuid: one['uuid'].slice(0, 100) } : {}),
	...(typeof one['permalink'] === 'string' && /^https?:\/\//.test(one['permalink']) ? { permalink: one['permalink'].slice(0, 500) } : {}),
});

type Members = Readonly<Record<string, unknown>>;

const asObject = (value: unknown): Members => (typeof value === 'object' && value !== null ? (value as Members) : {});

function objectIn(text: string): Members {
	try {
		return asObject(JSON.parse(text));
	} catch {
		return {};
	}
}

// What somebody else's machine says, as one line of bounded length.
function words(told: unknown): string {
	const parts = Array.isArray(told) ? told.filter((one) => typeof one === 'string') : typeof told === 'string' ? [told] : [];
	const line = parts.join(' ').replaceAll(/\s+/g, ' ').trim().slice(0, MOST_TEXT);
	return line === '' ? 'was refused without a reason' : line;
}
