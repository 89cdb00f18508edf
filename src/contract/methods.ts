// Which methods an address has, read off the table of routes: what an answer 405 names in its Allow header (RFC 9110, 10.2.1).
import type { Route } from './route.ts';
import { ROUTES } from './routes.ts';

const TABLE: readonly Route[] = Object.values(ROUTES);
const WITH_VERBS: ReadonlySet<string | undefined> = new Set(
	TABLE.filter(({ path }) => path.includes('}:')).map(({ path }) => path.split(':', 1)[0]),
);

/** Whether things at this path of the table have verbs (`/v1/cases/{id}` has `:claim`), so that no id of theirs holds a colon. */
export const hasVerbs = (path: string): boolean => WITH_VERBS.has(path);

const PATTERNS: readonly (readonly [pattern: RegExp, method: Route['method']])[] = TABLE.map(({ path, method }) => [
	patternOf(path),
	method,
]);

/** The methods of an address (its path, without a query), in alphabetical order; none when nothing is there. */
export function methodsAt(address: string): readonly Route['method'][] {
	const methods = PATTERNS.filter(([pattern]) => pattern.test(address)).map(([, method]) => method);
	return [...new Set(methods)].sort();
}

function patternOf(path: string): RegExp {
	const one = path.endsWith('/{path}') ? '.+' : path.includes(':') || hasVerbs(path) ? '[^:/]+' : '[^/]+';
	const parts = path.split(/\{[a-zA-Z]{1,40}\}/).map((part) => part.replaceAll('.', '\\.'));
	return new RegExp(`^${parts.join(one)}$`);
}
