// The readable form of a verdict: one row, and beneath it what a person needs to agree or disagree: the evidence in its
// surroundings, what was undone to read it, and what must exist before the offer may proceed.
import picocolors from 'picocolors';
import type { Colors } from 'picocolors/types.js';
import { clean, displayWidth, fit, truncate } from '../adapters/terminal.ts';
import type { Listing } from '../model/listing.ts';
import type { Finding, Obligation, Verdict, VerdictKind } from '../model/verdict.ts';
import { excerpt } from './evidence.ts';

export interface TableStyle {
	readonly width: number;
	readonly color: boolean;
}

const BADGE = 8;
const ID = 16;
const MAX_FINDINGS = 3;

/** The badge of a verdict, eight columns wide. */
export function badge(kind: VerdictKind, colors: Colors): string {
	const text = ` ${kind.toUpperCase().padEnd(6)}`;
	const paint = {
		clear: colors.green,
		review: (s: string) => colors.black(colors.bgYellow(s)),
		block: (s: string) => colors.white(colors.bgRed(colors.bold(s))),
	}[kind];
	return `${paint(text)} `;
}

/** The heading above the rows. */
export function tableHead(style: TableStyle): string {
	const { title, found } = widths(style);
	return picocolors
		.createColors(style.color)
		.dim(`${fit(' VERDICT', BADGE + 1)}${fit('ID', ID)} ${fit('TITLE', title)} ${truncate('RECOGNISED', found)}`.trimEnd());
}

function widths(style: TableStyle): { title: number; found: number } {
	const rest = Math.max(24, style.width - BADGE - ID - 3);
	const title = Math.floor(rest * 0.58);
	return { title, found: rest - title };
}

/** The row of one verdict with its evidence lines. `listing` is absent when the record could not be read. */
export function renderRow(verdict: Verdict, listing: Listing | undefined, style: TableStyle): string {
	const colors = picocolors.createColors(style.color);
	const { title, found } = widths(style);
	const recognised = verdict.substances.map((one) => `${one.name} (tier ${one.tier}, ${percent(one.confidence)})`).concat(verdict.families);
	const name = listing === undefined ? '(unreadable record)' : clean(listing.title.slice(0, 1000)).trim();
	const id = fit(clean(verdict.listingId), ID);
	const lines = [`${badge(verdict.verdict, colors)} ${id} ${fit(name, title)} ${truncate(clean(recognised.join(', ')), found)}`.trimEnd()];
	const indent = ' '.repeat(BADGE + 1);
	const width = style.width - indent.length;
	if (verdict.verdict !== 'clear') {
		for (const finding of verdict.findings.slice(0, MAX_FINDINGS))
			lines.push(...evidenceLines(finding, listing, width, colors).map((line) => indent + line));
		const more = verdict.findings.length - MAX_FINDINGS;
		if (more > 0) lines.push(indent + colors.dim(`… and ${more} more finding${more === 1 ? '' : 's'}`));
	}
	const [why] = verdict.reasons;
	if (verdict.verdict !== 'clear' && why !== undefined) lines.push(`${indent}${truncate(clean(`why: ${why.text}`), width)}`);
	const needed = obligationLine(verdict.obligations);
	if (needed !== '') lines.push(indent + colors.dim(truncate(needed, width)));
	return lines.join('\n');
}

function evidenceLines(finding: Finding, listing: Listing | undefined, width: number, colors: Colors): string[] {
	const note = truncate(clean(finding.note), width - 2);
	const page = finding.media?.page === undefined ? '' : ` p. ${finding.media.page}`;
	const where = clean(finding.field === '' ? '(record)' : finding.field + page);
	if (finding.outcome === 'errored')
		return [
			`${colors.magenta('not evaluated')}: ${truncate(finding.field === '' ? clean(finding.note) : `${where} ${clean(finding.note)}`, width - 15)}`,
		];
	const head = `${where.slice(0, 24)}: `;
	const lines = [`${colors.dim(head)}${excerpt(finding, listing, Math.max(12, width - displayWidth(head)), colors)}`];
	const undone = finding.undone === undefined || finding.undone.length === 0 ? '' : `, undone: ${finding.undone.join(', ')}`;
	if (clean(finding.read) !== clean(finding.text) || undone !== '')
		lines.push(`  ${truncate(`read as "${clean(finding.read)}"${undone}`, width - 2)}`);
	if (note !== '') lines.push(colors.dim(`  ${note}`));
	return lines;
}

function obligationLine(obligations: readonly Obligation[]): string {
	if (obligations.length === 0) return '';
	const shown = obligations.slice(0, 4).map((one) => `${one.regime} ${one.text}`);
	const more = obligations.length - shown.length;
	return clean(`needs: ${shown.join(' · ')}${more > 0 ? ` · and ${more} more` : ''}`);
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** The closing lines of a run. */
export function summaryLines(counts: Readonly<Record<VerdictKind, number>>, seconds: number, unreadable: number, colors: Colors): string[] {
	const total = counts.clear + counts.review + counts.block;
	const rate = seconds > 0 ? Math.round(total / seconds) : total;
	const parts = [
		`${number(total)} listing${total === 1 ? '' : 's'}`,
		colors.green(`${number(counts.clear)} clear`),
		colors.yellow(`${number(counts.review)} review`),
		colors.red(`${number(counts.block)} block`),
	];
	const lines = [`${parts.join(' · ')}   ${colors.dim(`${seconds.toFixed(1)} s, ${number(rate)}/s`)}`];
	if (unreadable > 0)
		lines.push(`${number(unreadable)} record${unreadable === 1 ? '' : 's'} could not be read (reported above, counted as review)`);
	return lines;
}

export const number = (n: number): string => n.toLocaleString('en-US');
export const counted = (n: number, noun: string): string => `${number(n)} ${noun}${n === 1 ? '' : 's'}`;
