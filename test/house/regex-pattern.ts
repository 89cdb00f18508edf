// Reads a regular expression (ECMA-262, all flags) into atoms, sequences, choices and repetitions. Assertions read no character
// and are left out of the sequence; what stands inside a lookaround is returned apart, to be checked on its own.

export type Piece =
	| { readonly kind: 'atom'; readonly source: string }
	| { readonly kind: 'sequence'; readonly parts: readonly Piece[] }
	| { readonly kind: 'choice'; readonly parts: readonly Piece[] }
	| { readonly kind: 'repeat'; readonly min: number; readonly max: number; readonly body: Piece };

export interface Pattern {
	readonly body: Piece;
	/** The insides of lookarounds. */
	readonly asides: readonly Piece[];
	readonly backreference: boolean;
	/** True when every alternative opens with an assertion (`^`, `\b`, a lookbehind), so that a failed match is not retried inside a run. */
	readonly guarded: boolean;
	/** True when an alternative ends with an assertion (`$`, `\b`, a lookahead), so that a match may fail after its last character. */
	readonly conditional: boolean;
}

/** Reads a pattern that the engine has already accepted. `sets`: the `v` flag, where classes nest. */
export function parsePattern(source: string, sets: boolean): Pattern {
	let at = 0;
	let backreference = false;
	const asides: Piece[] = [];
	let depth = 0;
	let alternatives = 1;
	let guards = 0;
	let conditional = false;

	const choice = (): Piece => {
		depth++;
		const parts = [sequence()];
		while (source[at] === '|') {
			at++;
			if (depth === 1) alternatives++;
			parts.push(sequence());
		}
		depth--;
		return parts.length === 1 ? (parts[0] as Piece) : { kind: 'choice', parts };
	};

	const sequence = (): Piece => {
		const parts: Piece[] = [];
		const outer = depth === 1;
		let opening = true;
		let assertionLast = false;
		while (at < source.length && source[at] !== '|' && source[at] !== ')') {
			const piece = term();
			assertionLast = piece === null;
			if (piece === null) {
				if (outer && opening) guards++;
				opening = false;
				continue;
			}
			opening = false;
			parts.push(quantified(piece));
		}
		if (outer && assertionLast) conditional = true;
		return { kind: 'sequence', parts };
	};

	// null for an assertion.
	const term = (): Piece | null => {
		const char = source[at] as string;
		if (char === '^' || char === '$') {
			at++;
			return null;
		}
		if (char === '(') return group();
		if (char === '[') return atom(classEnd());
		if (char !== '\\') return atom(at + ((source.codePointAt(at) as number) > 0xffff ? 2 : 1));
		const next = source[at + 1] as string;
		if (next === 'b' || next === 'B') {
			at += 2;
			return null;
		}
		if (/[1-9k]/.test(next)) {
			backreference = true;
			return atom(at + 2);
		}
		const braced = /^\\(?:u\{[0-9a-fA-F]{1,6}\}|[pPq]\{[^}]{0,200}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z])/.exec(
			source.slice(at, at + 210),
		);
		return atom(at + (braced === null ? 2 : braced[0].length));
	};

	const atom = (end: number): Piece => {
		const piece: Piece = { kind: 'atom', source: source.slice(at, end) };
		at = end;
		return piece;
	};

	const group = (): Piece | null => {
		const look = /^\(\?<?[=!]/.exec(source.slice(at, at + 4));
		if (look !== null) {
			at += look[0].length;
			asides.push(choice());
			at++;
			return null;
		}
		const open = /^\((?:\?<[^>]{1,100}>|\?[ims-]{0,8}:)?/.exec(source.slice(at, at + 110));
		at += open === null ? 1 : open[0].length;
		const body = choice();
		at++;
		return body;
	};

	const classEnd = (): number => {
		let level = 0;
		for (let i = at; i < source.length; i++) {
			if (source[i] === '\\') i++;
			else if (source[i] === '[' && (sets || i === at)) level++;
			else if (source[i] === ']' && --level === 0) return i + 1;
		}
		return source.length;
	};

	const quantified = (body: Piece): Piece => {
		const found = /^(?:[*+?]|\{(\d{1,9})(,)?(\d{0,9})\})\??/.exec(source.slice(at, at + 24));
		if (found === null) return body;
		at += found[0].length;
		const sign = found[0][0];
		if (sign === '*') return { kind: 'repeat', min: 0, max: Number.POSITIVE_INFINITY, body };
		if (sign === '+') return { kind: 'repeat', min: 1, max: Number.POSITIVE_INFINITY, body };
		if (sign === '?') return { kind: 'repeat', min: 0, max: 1, body };
		const min = Number(found[1]);
		const max = found[2] === undefined ? min : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3]);
		return { kind: 'repeat', min, max, body };
	};

	const body = choice();
	return { body, asides, backreference, guarded: guards === alternatives, conditional };
}
