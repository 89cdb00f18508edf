// Expected outcomes are values. A Result is either `{ok: true, value}` or `{ok: false, problems}`; no chaining library.

/** One thing wrong with an input: where (RFC 6901 JSON Pointer), what, and how to mend it. */
export interface Problem {
	readonly pointer: string;
	readonly message: string;
	readonly fix: string;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const bad = (pointer: string, message: string, fix: string): { ok: false; problems: Problem[] } => ({
	ok: false,
	problems: [{ pointer, message, fix }],
});

/** One line for a terminal: `/offers/0/unit: unknown unit "sack"; use kg, g, L or mL`. */
export function describeProblem(problem: Problem): string {
	return `${problem.pointer === '' ? '(record)' : problem.pointer}: ${problem.message}; ${problem.fix}`;
}
