// Cuts a field's text at the borders of its findings, so that overlapping findings can be marked without ever rewriting the text.
import type { Finding } from '../model/verdict.ts';

/** A run of text and the findings that cover all of it, by their place in the verdict. */
export interface Segment {
	readonly text: string;
	readonly findings: readonly number[];
}

/** The segments of `text`, in order; joined they are `text` again. Findings of other fields and empty spans mark nothing. */
export function segmentsOf(text: string, field: string, findings: readonly Finding[]): Segment[] {
	const here = findings
		.map((finding, index) => ({ index, field: finding.field, start: Math.max(0, finding.start), end: Math.min(text.length, finding.end) }))
		.filter((one) => one.field === field && one.start < one.end);
	const borders = [...new Set([0, text.length, ...here.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
	const segments: Segment[] = [];
	for (const [place, start] of borders.entries()) {
		const end = borders[place + 1];
		if (end === undefined) break;
		const covering = here.filter((one) => one.start <= start && one.end >= end).map((one) => one.index);
		segments.push({ text: text.slice(start, end), findings: covering });
	}
	return segments;
}

/** Characters that leave no ink or turn the line round, made visible by name so that a reviewer sees what the reader saw. */
export const unseen = (text: string): string[] =>
	[...text].filter((letter) => /^[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]$/u.test(letter));
