// A statement of reasons in words, in the seller's language, from the templates of tables/cases/notices.yaml. Every template is checked
// when the table is read: an unknown or forgotten placeholder never reaches a seller.
import Type, { type Static } from 'typebox';
import { ok, type Problem, type Result } from '../base/result.ts';
import { LANGUAGES, type Language } from '../model/casework.ts';
import { checkShape } from '../model/shape.ts';
import type { Statement } from './statement.ts';

const text = Type.String({ minLength: 1 });
const closed = { additionalProperties: false } as const;
const WORDS = Type.Object(
	{
		headings: Type.Object({ restriction: text, facts: text, means: text, ground: text, redress: text }, closed),
		subject: Type.Object({ refuse: text, hold: text }, closed),
		restriction: Type.Object({ refuse: text, hold: text }, closed),
		territory: Type.Object({ everywhere: text, countries: text }, closed),
		duration: Type.Object({ refuse: text, hold: text, until: text }, closed),
		source: Type.Object({ own: text, notice: text, flagger: text }, closed),
		means: Type.Object({ detection: text, software: text, person: text }, closed),
		ground: Type.Object({ law: text, terms: text }, closed),
		redress: Type.Object({ complaint: text, outOfCourt: text, court: text }, closed),
	},
	closed,
);
const TABLE = Type.Object({ en: WORDS, zh: WORDS, es: WORDS, ru: WORDS }, closed);

export type NoticeWords = Readonly<Record<Language, Static<typeof WORDS>>>;

/**
 * What a marketplace says about itself in every notice. `complaints`: where to complain; `outOfCourt`: certified bodies under Article
 * 21, or where they are listed.
 */
const PLATFORM = Type.Object(
	{ name: text, terms: Type.Object({ title: text, url: text }, closed), complaints: text, outOfCourt: text, courts: text },
	closed,
);
export type Platform = Static<typeof PLATFORM>;

/** The particulars of a marketplace, or what is wrong with them. */
export const parsePlatform = (value: unknown): Result<Platform> => checkShape(PLATFORM, value, 'particulars of the marketplace');

export interface Notice {
	readonly subject: string;
	readonly sections: readonly { readonly heading: string; readonly text: string }[];
}

/** The templates, or what is wrong with them: each language fills the same places as English. */
export function parseNoticeWords(value: unknown): Result<NoticeWords> {
	const shape = checkShape(TABLE, value, 'words of notices');
	if (!shape.ok) return shape;
	const problems: Problem[] = [];
	const expected = places(shape.value.en);
	for (const language of LANGUAGES) {
		const found = places(shape.value[language]);
		for (const [pointer, names] of expected) {
			if (found.get(pointer) !== names) {
				problems.push({
					pointer: `/${language}${pointer}`,
					message: `fills ${found.get(pointer)}, English fills ${names}`,
					fix: 'use the same {names}',
				});
			}
		}
	}
	return problems.length > 0 ? { ok: false, problems } : ok(shape.value);
}

/** The notice of a statement. Dates are given as days in UTC. */
export function noticeOf(statement: Statement, language: Language, words: NoticeWords, platform: Platform): Notice {
	const say = words[language];
	const { outcome, reason, territory } = statement;
	const values: Readonly<Record<string, string>> = {
		listing: statement.listing.id,
		revision: String(statement.listing.revision),
		platform: platform.name,
		countries: territory.join(', '),
		from: statement.from.slice(0, 10),
		until: statement.until?.slice(0, 10) ?? '',
		citations: statement.citations.join('; '),
		terms: platform.terms.title,
		url: platform.terms.url,
		appealUntil: statement.appealUntil.slice(0, 10),
		complaints: platform.complaints,
		outOfCourt: platform.outOfCourt,
		courts: platform.courts,
	};
	const section = (heading: keyof typeof say.headings, ...templates: string[]) => ({
		heading: say.headings[heading],
		text: templates.map((template) => fill(template, values)).join(' '),
	});
	return {
		subject: fill(say.subject[outcome], values),
		sections: [
			section(
				'restriction',
				say.restriction[outcome],
				territory.length === 0 ? say.territory.everywhere : say.territory.countries,
				statement.until === undefined ? say.duration[outcome] : say.duration.until,
			),
			section('facts', reason.seller[language], say.source[statement.source]),
			section('means', say.means.detection, say.means[statement.decidedBy]),
			section('ground', say.ground[statement.ground]),
			section('redress', say.redress.complaint, say.redress.outOfCourt, say.redress.court),
		],
	};
}

/** A notice as plain text. */
export const noticeText = ({ subject, sections }: Notice): string =>
	[subject, ...sections.map(({ heading, text: body }) => `${heading}\n${body}`)].join('\n\n');

const PLACE = /\{([a-zA-Z]{1,20})\}/g;

// One pass, so that a value that looks like a placeholder stays what it is.
const fill = (template: string, values: Readonly<Record<string, string>>): string =>
	template.replace(PLACE, (place, name: string) => values[name] ?? place);

/** Pointer → the names a template fills, sorted. */
function places(words: Static<typeof WORDS>): Map<string, string> {
	const found = new Map<string, string>();
	for (const [group, templates] of Object.entries(words)) {
		for (const [key, template] of Object.entries(templates)) {
			found.set(
				`/${group}/${key}`,
				[...template.matchAll(PLACE)]
					.map((match) => match[1])
					.sort()
					.join(' '),
			);
		}
	}
	return found;
}
