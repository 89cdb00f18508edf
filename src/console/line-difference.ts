// Which lines of a text are gone and which are new against an earlier one: the longest common subsequence of lines.

export interface Line {
	readonly kind: 'same' | 'gone' | 'new';
	readonly text: string;
}

/** A line with its place among all lines of the difference. */
export interface PlacedLine extends Line {
	readonly at: number;
}

/** Above this many pairs of lines the middle is shown as replaced, so that typing stays quick. */
const MOST_PAIRS = 4_000_000;

const linesOf = (text: string): string[] => (text.trimEnd() === '' ? [] : text.trimEnd().split('\n'));

/** Every line of both texts, in order; of a replaced stretch the old lines first. */
export function differLines(before: string, after: string): Line[] {
	const [old, now] = [linesOf(before), linesOf(after)];
	let start = 0;
	while (start < old.length && start < now.length && old[start] === now[start]) start++;
	let end = 0;
	while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
	const same = (lines: readonly string[]): Line[] => lines.map((text) => ({ kind: 'same', text }));
	const middle = differMiddle(old.slice(start, old.length - end), now.slice(start, now.length - end));
	return [...same(old.slice(0, start)), ...middle, ...same(old.slice(old.length - end))];
}

function differMiddle(old: readonly string[], now: readonly string[]): Line[] {
	const gone = (text: string): Line => ({ kind: 'gone', text });
	const fresh = (text: string): Line => ({ kind: 'new', text });
	if (old.length * now.length > MOST_PAIRS) return [...old.map(gone), ...now.map(fresh)];
	// common[i][j]: how many lines old[i…] and now[j…] have in common, in one flat row after the other.
	const width = now.length + 1;
	const common = new Uint32Array((old.length + 1) * width);
	const at = (i: number, j: number): number => common[i * width + j] ?? 0;
	for (let i = old.length - 1; i >= 0; i--)
		for (let j = now.length - 1; j >= 0; j--)
			common[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
	const lines: Line[] = [];
	let [i, j] = [0, 0];
	while (i < old.length || j < now.length) {
		if (i < old.length && j < now.length && old[i] === now[j]) {
			lines.push({ kind: 'same', text: old[i++] as string });
			j++;
		} else if (j >= now.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) lines.push(gone(old[i++] as string));
		else lines.push(fresh(now[j++] as string));
	}
	return lines;
}

/** Only what changed, with `around` lines on both sides; a stretch left out is an empty place between two pieces. */
export function piecesOf(lines: readonly Line[], around = 3): PlacedLine[][] {
	const pieces: PlacedLine[][] = [];
	let last = -1;
	for (const [at, line] of lines.entries()) {
		if (line.kind === 'same' && !nearChange(lines, at, around)) continue;
		if (pieces.length === 0 || last !== at - 1) pieces.push([]);
		pieces.at(-1)?.push({ ...line, at });
		last = at;
	}
	return pieces;
}

const nearChange = (lines: readonly Line[], at: number, around: number): boolean =>
	lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same');
