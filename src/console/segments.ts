// Cuts a field's text at the borders of its findings, so that overlapping findings can be marked without ever rewriting the text.
import type { Medium } from '../model/media.ts';
import type { Finding } from '../model/verdict.ts';

/** A run of text and the findings that cover all of it, by their place in the verdict. */
export interface Segment {
	readonly text: string;
	readonly findings: readonly number[];
}

/** Whether a finding stands in this field, or in this part of the image or attachment that the field names. */
export const covers = ({ field, media }: Finding, pointer: string, medium?: Medium): boolean =>
	field === pointer && media?.kind === medium?.kind && media?.page === medium?.page;

/** The segments of `text`, in order; joined they are `text` again. Findings of other texts and empty spans mark nothing. */
export function segmentsOf(text: string, field: string, findings: readonly Finding[], medium?: Medium): Segment[] {
	const here = findings
		.map((finding, index) => ({ index, finding, start: Math.max(0, finding.start), end: Math.min(text.length, finding.end) }))
		.filter(({ finding, start, end }) => covers(finding, field, medium) && start < end)
		// A file may have several parts of one kind on one page: the words tell which one is meant.
		.filter(({ finding, start, end }) => medium === undefined || text.slice(start, end) === finding.text);
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

/** A letter of the text as written, and whether it was read as another one. */
export interface Letter {
	readonly at: number;
	readonly text: string;
	readonly changed: boolean;
}

/** The letters of a span beside how it was read. Only where both have the same length is it plain which letter became which. */
export function lettersOf(text: string, read: string): Letter[] {
	const written = [...text];
	const other = [...read];
	const fold = (letter: string | undefined): string | undefined => letter?.toLowerCase();
	return written.map((letter, at) => ({ at, text: letter, changed: written.length === other.length && fold(letter) !== fold(other[at]) }));
}

/** Characters that leave no ink or turn the line round, made visible by name so that a reviewer sees what the reader saw. */
export const unseen = (text: string): string[] =>
	[...text].filter((letter) =>
		/^[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]$/u.test(
			letter,
		),
	);
