// What a policy document says about days, ids and places, held against the calendar and the catalogue. Must never accept an id that
// means nothing here: an exception for a misspelt substance would look like a decision and be none.
import type { Problem } from '../base/result.ts';
import { isCountry } from '../model/country.ts';
import { nearest } from '../model/nearest.ts';
import { isDate } from '../model/parse-listing.ts';
import type { PolicyDocument } from '../model/policy-schema.ts';
import type { PolicyContext } from './policy-context.ts';

const MOST_DAYS = 366;

/** Every problem with the days, ids and places of a document. */
export const statementProblems = (document: PolicyDocument, context: PolicyContext): Problem[] => [
	...dates(document),
	...ids(document, context),
	...places(document, context),
];

const days = (from: string, to: string): number => (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;

function* dates({ exceptions, relaxations }: PolicyDocument): Generator<Problem> {
	const dated = [
		...(relaxations ?? []).map(({ on }, index) => ({ pointer: `/relaxations/${index}/on`, date: on })),
		...(exceptions ?? []).flatMap(({ on, expires }, index) => [
			{ pointer: `/exceptions/${index}/on`, date: on },
			{ pointer: `/exceptions/${index}/expires`, date: expires },
		]),
	];
	for (const { pointer, date } of dated)
		if (!isDate(date)) yield { pointer, message: `${date} is not a day of the calendar`, fix: 'write YYYY-MM-DD' };
	for (const [index, { on, expires }] of (exceptions ?? []).entries()) {
		const pointer = `/exceptions/${index}/expires`;
		if (expires < on) yield { pointer, message: `it expires on ${expires}, before it was approved`, fix: 'correct one of the two dates' };
		else if (days(on, expires) > MOST_DAYS)
			yield { pointer, message: 'an exception lasts at most a year', fix: `let it expire within ${MOST_DAYS} days of its approval` };
	}
}

function* ids(document: PolicyDocument, { tierOf, subjects }: PolicyContext): Generator<Problem> {
	const named = [
		...Object.keys(document.retiered ?? {}).map((id) => ({ pointer: `/retiered/${id}`, id })),
		...(document.exceptions ?? []).flatMap((one, index) =>
			one.substances.map((id, at) => ({ pointer: `/exceptions/${index}/substances/${at}`, id })),
		),
	];
	for (const { pointer, id } of named) {
		if (tierOf(id) !== undefined) continue;
		const close = nearest(id, subjects);
		yield {
			pointer,
			message: `the catalogue has no substance or family "${id}"`,
			fix: close === undefined ? 'use an id of "weir catalogue show"' : `did you mean "${close}"?`,
		};
	}
	for (const key of ['exceptions', 'conditions'] as const) {
		const seen = new Set<string>();
		for (const [index, { id }] of (document[key] ?? []).entries()) {
			if (seen.has(id)) yield { pointer: `/${key}/${index}/id`, message: `the id ${id} appears twice`, fix: 'rename one of them' };
			seen.add(id);
		}
	}
	// Compared by their names: of two under one name only one would be.
	const watched = new Set<string>();
	for (const [index, { list }] of (document.watch ?? []).entries()) {
		if (watched.has(list))
			yield { pointer: `/watch/${index}/list`, message: `the list ${list} is named twice`, fix: 'name one version of each list' };
		watched.add(list);
	}
}

function* places({ regimes }: PolicyDocument, { regimes: known }: PolicyContext): Generator<Problem> {
	const { platform = [], unstated } = regimes ?? {};
	const country = (code: string, pointer: string): Problem[] =>
		isCountry(code) ? [] : [{ pointer, message: `${code} is not a country`, fix: 'use two letters of ISO 3166-1, such as GB' }];
	for (const [index, code] of platform.entries()) yield* country(code, `/regimes/platform/${index}`);
	if (unstated === 'platform' && platform.length === 0)
		yield { pointer: '/regimes/unstated', message: 'the platform names no country', fix: 'name the countries under regimes.platform' };
	for (const key of ['sellers', 'destinations'] as const) {
		for (const [code, list] of Object.entries(regimes?.[key] ?? {})) {
			yield* country(code, `/regimes/${key}/${code}`);
			for (const [index, id] of list.entries()) {
				if (known.includes(id)) continue;
				yield {
					pointer: `/regimes/${key}/${code}/${index}`,
					message: `no regime ${id} is compiled`,
					fix: `use ${known.join(', ')}`,
				};
			}
		}
	}
}
