// Words of the console in the reader's language, and dates and numbers as that language writes them. The sentences are data
// (messages/*.json); English comes with the page, the others when they are chosen. Text of listings and laws is never translated.
import { createContext, useContext } from 'react';
import english from './messages/en.json';

export type Key = keyof typeof english;
export type Messages = Readonly<Record<Key, string>>;
export type Values = Readonly<Record<string, string | number>>;

export const LANGUAGES = { en: 'English', zh: '中文', es: 'Español', ru: 'Русский' } as const;
export type Language = keyof typeof LANGUAGES;

const LOADERS: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ readonly default: Messages }>>> = {
	zh: () => import('./messages/zh.json'),
	es: () => import('./messages/es.json'),
	ru: () => import('./messages/ru.json'),
};

const KEPT = 'weir.language';
const isLanguage = (text: string | null | undefined): text is Language => text != null && Object.hasOwn(LANGUAGES, text);

/** The chosen language, else the first one of the browser's that is spoken here, else English. */
export function preferredLanguage(): Language {
	const kept = localStorage.getItem(KEPT);
	if (isLanguage(kept)) return kept;
	return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

export const keepLanguage = (language: Language): void => localStorage.setItem(KEPT, language);

export const loadMessages = async (language: Language): Promise<Messages> =>
	language === 'en' ? english : (await LOADERS[language]()).default;

/** Fills `{name}` places. A place without a value stays visible, so that the mistake is seen. */
export const fill = (text: string, values: Values = {}): string =>
	text.replace(/\{([a-z]{1,20})\}/gi, (place, name: string) => (name in values ? String(values[name]) : place));

export interface Words {
	readonly language: Language;
	readonly choose: (language: Language) => void;
	readonly say: (key: Key, values?: Values) => string;
	/** The text for a key made at run time (`state.${state}`), or the value itself when there is none. */
	readonly name: (prefix: string, value: string) => string;
	readonly number: (value: number, options?: Intl.NumberFormatOptions) => string;
	readonly dateTime: (iso: string) => string;
	readonly date: (iso: string) => string;
	/** How far `iso` is from `now`, in the two largest sensible steps: "in 3 h", "2 d ago". */
	readonly distance: (iso: string, now: number) => string;
}

// Some browsers pass on the system's own name of the language ("en-US@posix"), which Intl refuses.
function isLocale(tag: string): boolean {
	try {
		return Intl.getCanonicalLocales(tag).length > 0;
	} catch {
		return false;
	}
}

const STEPS: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
];

export function wordsIn(language: Language, messages: Messages, choose: (language: Language) => void): Words {
	const say = (key: Key, values?: Values): string => fill(messages[key], values);
	// The reader's own region where it goes with the language: en-GB writes 14:00, en-US 2:00 PM.
	const locale = navigator.languages.find((tag) => tag.slice(0, 2).toLowerCase() === language && isLocale(tag)) ?? language;
	const both = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
	const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
	const far = new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'always' });
	return {
		language,
		choose,
		say,
		name: (prefix, value) => messages[`${prefix}.${value}` as Key] ?? value,
		number: (value, options) => new Intl.NumberFormat(locale, options).format(value),
		dateTime: (iso) => (Number.isNaN(Date.parse(iso)) ? iso : both.format(new Date(iso))),
		date: (iso) => (/^\d{4}-\d{2}-\d{2}/.test(iso) ? day.format(new Date(iso.slice(0, 10))) : iso),
		distance: (iso, now) => {
			const ms = Date.parse(iso) - now;
			if (Number.isNaN(ms)) return iso;
			const [unit, size] = STEPS.find(([, one]) => Math.abs(ms) >= one * 1.5) ?? (['minute', 60_000] as const);
			return far.format(Math.trunc(ms / size), unit);
		},
	};
}

const WordsContext = createContext<Words | undefined>(undefined);
export const WordsProvider = WordsContext.Provider;

/** The words of the language in use. */
export function useWords(): Words {
	const words = useContext(WordsContext);
	if (words === undefined) throw new Error('useWords outside WordsProvider');
	return words;
}
