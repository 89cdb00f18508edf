// What one route is: the row type of the table in routes.ts. Server, typed client, OpenAPI document and the test that walks the
// permissions all read these rows, so that they cannot disagree.
import type { TSchema } from 'typebox';
import type { Action } from '../policy/permissions.ts';

/** Who may call: anyone; anyone signed in; or whoever the permission table lets do the action. */
export type Access = 'public' | 'signed-in' | Action;

export interface Route {
	readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
	/** OpenAPI notation; a colon is literal: `/v1/listings:screen`. */
	readonly path: string;
	readonly access: Access;
	/** Heading under which the documentation shows it. */
	readonly tag: string;
	readonly summary: string;
	readonly description?: string;
	readonly params?: TSchema;
	readonly query?: TSchema;
	readonly body?: TSchema;
	/** A body that is accepted as it stands; the documentation shows it. */
	readonly example?: Readonly<Record<string, unknown>>;
	/** Request headers with a meaning of their own, by name, with their description. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Status → body, null for none. Problems (RFC 9457) may come from every route and are not listed. */
	readonly answers: Readonly<Record<number, TSchema | null>>;
	/** Media type of the successful answer; JSON unless stated. */
	readonly produces?: string;
	/** Media types of the body; JSON unless stated. */
	readonly consumes?: readonly string[];
}

/** Keeps the literal types of a table of routes while checking its rows. */
export const routes = <T extends Readonly<Record<string, Route>>>(table: T): T => table;

/** The names of the placeholders in a path: `id` in `/v1/cases/{id}:claim`. */
export function placeholders(path: string): string[] {
	return [...path.matchAll(/\{([a-zA-Z]{1,40})\}/g)].map((found) => found[1] as string);
}
