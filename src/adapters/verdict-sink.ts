// Verdicts as text (JSON Lines, JSON, CSV) and the stream they are written to: with back-pressure, and with a reader that
// goes away (`| head`) treated as the end rather than as a failure.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { Fault } from '../base/fault.ts';
import type { Verdict } from '../model/verdict.ts';
import { printableJson } from './terminal.ts';

/** How verdicts are laid out in a stream: `head`, verdicts with `between` them, `tail`. */
export interface Layout {
	readonly head: string;
	readonly between: string;
	readonly tail: string;
	readonly render: (verdict: Verdict) => string;
}

export const JSONL: Layout = { head: '', between: '\n', tail: '\n', render: (verdict) => printableJson(JSON.stringify(verdict)) };
export const JSON_LIST: Layout = { head: '[\n', between: ',\n', tail: '\n]\n', render: JSONL.render };

const CSV_COLUMNS: readonly (readonly [name: string, read: (verdict: Verdict) => string])[] = [
	['listingId', (v) => v.listingId],
	['verdict', (v) => v.verdict],
	['score', (v) => String(v.score)],
	['substances', (v) => v.substances.map((substance) => substance.id).join('; ')],
	['tiers', (v) => v.substances.map((substance) => substance.tier).join('; ')],
	['families', (v) => v.families.join('; ')],
	['evasion', (v) => v.evasion.join('; ')],
	['obligations', (v) => v.obligations.map((obligation) => `${obligation.regime} ${obligation.code}`).join('; ')],
	['reasons', (v) => v.reasons.map((reason) => reason.text).join('; ')],
	[
		'evidence',
		(v) =>
			v.findings
				.filter((finding) => finding.outcome === 'match')
				.map((finding) => `${finding.field} ${finding.start}-${finding.end}: ${finding.text}`)
				.join('; '),
	],
	['read', (v) => v.findings.map((finding) => finding.read).join('; ')],
	['notes', (v) => v.findings.map((finding) => finding.note).join('; ')],
	['unscreened', (v) => v.unscreened.join('; ')],
	['catalogueVersion', (v) => v.catalogueVersion],
	['engineVersion', (v) => v.engineVersion],
	['policyVersion', (v) => v.policyVersion],
	['inputHash', (v) => v.inputHash],
	['decidedAt', (v) => v.decidedAt],
];

export const CSV: Layout = {
	head: `${CSV_COLUMNS.map(([name]) => name).join(',')}\r\n`,
	between: '\r\n',
	tail: '\r\n',
	render: (verdict) => CSV_COLUMNS.map(([, read]) => csvCell(read(verdict))).join(','),
};

/**
 * One CSV cell that no spreadsheet takes for a formula: a cell that starts with = + - @ (also in full width), tab or CR
 * gets an apostrophe in front. Control characters are shown as \xNN.
 */
export function csvCell(text: string): string {
	let cell = text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
	if (/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(cell)) cell = `'${cell}`;
	return /[",;\t\r\n']/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Thrown by a sink when its reader has gone; ends the run quietly. */
export class ReaderGone extends Error {
	override readonly name = 'ReaderGone';
}

/** Writes text in order and waits when the other side is slow. @throws ReaderGone, or Fault `output-failed`. */
export class Sink {
	readonly #stream: Writable;
	readonly #name: string;
	#failure: Error | undefined;
	#begun = false;
	readonly #owned: boolean;
	readonly #layout: Pick<Layout, 'head' | 'between' | 'tail'>;

	/** `owned`: the stream is a file to close at the end, not standard output. */
	constructor(stream: Writable, name: string, layout: Pick<Layout, 'head' | 'between' | 'tail'>, owned: boolean) {
		this.#owned = owned;
		this.#stream = stream;
		this.#name = name;
		this.#layout = layout;
		stream.on('error', (error) => this.#fail(error));
	}

	/** Verdicts already rendered and joined with `between`. In a format of lines each line is complete when it is written. */
	async write(text: string): Promise<void> {
		const { head, between, tail } = this.#layout;
		const before = this.#begun ? between : head;
		await this.#push(between === tail ? (this.#begun ? '' : head) + text + tail : before + text);
		this.#begun = true;
	}

	/** Writes the tail. Without any verdict a JSON list is still a list and a CSV still has its header. */
	async finish(): Promise<void> {
		const { head, between, tail } = this.#layout;
		if (!this.#begun) await this.#push(between === tail ? head : head + tail.trimStart());
		else if (between !== tail) await this.#push(tail);
	}

	/** Closes a file; leaves standard output open. */
	async close(): Promise<void> {
		const stream = this.#stream;
		if (this.#owned && !stream.destroyed) {
			await new Promise<void>((resolve) => {
				stream.once('error', () => resolve());
				stream.end(() => resolve());
			});
		}
		// A short file is written only while it closes, and the stream knows of a failure before it tells.
		if (stream.errored !== null && stream.errored !== undefined) this.#fail(stream.errored);
		if (this.#failure !== undefined) throw this.#failure;
	}

	#fail(error: NodeJS.ErrnoException): void {
		this.#failure ??= error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED' ? new ReaderGone() : failed(this.#name, error);
	}

	async #push(text: string): Promise<void> {
		if (this.#failure !== undefined) throw this.#failure;
		if (text === '') return;
		if (!this.#stream.write(text)) {
			try {
				await once(this.#stream, 'drain');
			} catch (error) {
				throw this.#failure ?? failed(this.#name, error);
			}
		}
		if (this.#failure !== undefined) throw this.#failure;
	}
}

/** A sink on a file, replaced when it exists. @throws Fault `output-failed` when it cannot be created. */
export async function fileStream(path: string): Promise<Writable> {
	const stream = createWriteStream(path);
	try {
		await once(stream, 'open');
	} catch (error) {
		throw failed(path, error, 'cannot be written');
	}
	return stream;
}

const WHY: Readonly<Record<string, string>> = {
	ENOSPC: 'the disk is full',
	EDQUOT: 'the disk quota is used up',
	EACCES: 'permission is denied',
	EPERM: 'permission is denied',
	EISDIR: 'it is a directory',
	ENOENT: 'its folder does not exist',
	ENOTDIR: 'a part of the path is not a folder',
	EROFS: 'the file system is read-only',
	EFBIG: 'it grew too large for the file system',
	EIO: 'the device reported an error',
};

function failed(name: string, error: unknown, what = 'could not be written to the end'): Fault {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return new Fault('output-failed', `${name} ${what}: ${WHY[code] ?? (error instanceof Error ? error.message : String(error))}.`, {
		cause: error,
	});
}
