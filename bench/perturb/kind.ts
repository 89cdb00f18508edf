// What a perturbation kind is. A kind is a generic operation on text: it knows nothing about chemistry, holds no code words,
// and returns null when it does not apply (too short, nothing to change), so that no case is counted that was not disturbed.
import type { Random } from './random.ts';

/** `fit` kinds may be trained on; `held-out` kinds are only ever measured. */
export type Split = 'fit' | 'held-out';

/** What the kind works on: a name in Latin letters, in Cyrillic, in Chinese, a CAS number, a SMILES or an InChIKey. */
export type Subject = 'name' | 'cyrillic-name' | 'chinese-name' | 'cas' | 'smiles' | 'inchikey';

export type Apply = (text: string, random: Random) => string | null;

export interface Kind {
	/** Unique, `class/name`. */
	readonly id: string;
	readonly class: string;
	readonly split: Split;
	readonly subject: Subject;
	readonly apply: Apply;
}

/** Rows of one class: name → [split, operation]. */
export function kindsOf(group: string, subject: Subject, rows: Readonly<Record<string, readonly [Split, Apply]>>): Kind[] {
	return Object.entries(rows).map(([name, [split, apply]]) => ({ id: `${group}/${name}`, class: group, split, subject, apply }));
}

const LETTER = /\p{L}/u;

/** Indexes of code points that are letters. */
export function letterIndexes(points: readonly string[]): number[] {
	const indexes: number[] = [];
	for (const [at, point] of points.entries()) if (LETTER.test(point)) indexes.push(at);
	return indexes;
}

/** Replaces each code point through `map` with probability `p`; at least one replacement, or null when none is possible. */
export function substitute(text: string, map: (point: string) => string | undefined, p: number, random: Random): string | null {
	const points = [...text];
	const open = points.flatMap((point, at) => (map(point) === undefined ? [] : [at]));
	if (open.length === 0) return null;
	const chosen = new Set(open.filter(() => random.chance(p)));
	if (chosen.size === 0) chosen.add(random.pick(open));
	return points.map((point, at) => (chosen.has(at) ? (map(point) ?? point) : point)).join('');
}

/** A look-up over two strings of equal length in code points, lower and upper case alike when `upper` is given. */
export function table(from: string, to: string): (point: string) => string | undefined {
	const targets = [...to];
	const map = new Map([...from].map((point, at) => [point, targets[at] ?? point]));
	return (point) => map.get(point);
}
