// Which methods an address has, read off the table of routes: what an answer 405 names in its Allow header (RFC 9110, 10.2.1).
import type { Route } from './route.ts';
import { ROUTES } from './routes.ts';

const TABLE: readonly Route[] = Object.values(ROUTES);
const WITH_VERBS: ReadonlySet<string | undefined> = new Set(
	TABLE.filter(({ path }) => path.includes('}:')).map(({ path }) => path.split(':', 1)[0]),
);

/** Whether things at this path of the table have verbs (`/v1/cases/{id}` has `:claim`), so that no id of theirs holds a colon. */
export const hasVerbs = (path: string): boolean => WITH_VERBS.has(path);

/** The methods of an address (its path, without a query), in alphabetical order; none when nothing is there. */
export function methodsAt(address: string): readonly Route['method'][] {
	const parts = address.split('/');
	const methods = TABLE.filter(({ path }) => fits(parts, path)).map(({ method }) => method);
	return [...new Set(methods)].sort();
}

function fits(parts: readonly string[], path: string): boolean {
	const wanted = path.split('/');
	const isLong = wanted.at(-1) === '{path}';
	if (isLong ? parts.length < wanted.length : parts.length !== wanted.length) return false;
	const colon = !path.includes(':') && !hasVerbs(path);
	return wanted.every((part, at) => (isLong && at === wanted.length - 1 ? parts[at] !== '' : fitsPart(parts[at] ?? '', part, colon)));
}

// A part of a path is text, or text after a placeholder (`{id}.svg`, `{id}:claim`), which stands for a letter or more.
function fitsPart(part: string, wanted: string, colon: boolean): boolean {
	const end = wanted.indexOf('}');
	if (end < 0) return part === wanted;
	const tail = wanted.slice(end + 1);
	const id = part.slice(0, part.length - tail.length);
	return id !== '' && part.endsWith(tail) && (colon || !id.includes(':'));
}
