// Cursors of lists: the sort key of the last row, as opaque text. A cursor that was not made here is refused, not guessed at.
import { Refused } from './problems.ts';

export function writeCursor(values: readonly (string | number)[]): string {
	return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The values of a cursor, each of the type named. @throws Refused `input-invalid`. */
export function readCursor(cursor: string, types: readonly ('string' | 'number')[]): readonly (string | number)[] {
	try {
		const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
		if (Array.isArray(values) && values.length === types.length && values.every((value, i) => typeof value === types[i])) return values;
	} catch {
		// said below
	}
	const problem = {
		pointer: '?cursor',
		message: 'is not a cursor of this list',
		fix: 'pass nextCursor of the page before, or leave it out',
	};
	throw new Refused('input-invalid', 'The cursor is not one of this list.', { errors: [problem] });
}

/** A page of at most `limit` items out of one row more than that. */
export function pageOf<T, I>(
	rows: readonly T[],
	limit: number,
	item: (row: T) => I,
	key: (row: T) => readonly (string | number)[],
): { items: I[]; nextCursor?: string } {
	const shown = rows.slice(0, limit);
	const last = shown.at(-1);
	return { items: shown.map(item), ...(rows.length > limit && last !== undefined ? { nextCursor: writeCursor(key(last)) } : {}) };
}
