// Reads listings from a byte stream of any size with constant memory: recognises the format, finds the records, hands them
// out in batches. Every record of the input leaves here, readable or not; decoding a record never throws.
import { Fault } from '../base/fault.ts';
import { bad, ok, type Problem, type Result } from '../base/result.ts';
import type { Listing } from '../model/listing.ts';
import { LIMITS } from '../model/listing-limits.ts';
import { parseListing } from '../model/parse-listing.ts';
import { chain, concat, Lookahead, once, prepend, skip } from './byte-stream.ts';
import { encodingOf, looksLikeUtf8, notText, toUtf8 } from './byte-text.ts';
import { type Delimiter, sniffDelimiter, splitCells, splitRows } from './csv.ts';
import { type Column, type ColumnField, readColumns, rowToValue } from './csv-columns.ts';
import { markedPlace, withoutMarks } from './foreign-text.ts';
import { splitValues } from './json-values.ts';
import { splitLines } from './jsonl.ts';
import { type Emit, LF, placeOf, type RawRecord, type Splitter } from './raw-record.ts';

export type InputFormat = 'jsonl' | 'csv' | 'json';

/** How to decode one record; plain values, so that it can be sent to a worker. */
export type RecordShape = (
	| { readonly kind: 'json' }
	| { readonly kind: 'csv'; readonly delimiter: Delimiter; readonly columns: readonly Column[] }
) & {
	/** What the input's bytes were read as, where whoever reads it can say; UTF-8 otherwise. */
	readonly encoding?: string;
};

export interface Batch {
	/** The records' bytes are views of one buffer that belongs to this batch. */
	readonly records: readonly RawRecord[];
	/** Input bytes read up to here (after decoding to UTF-8). */
	readonly bytesRead: number;
}

export interface ListingSource {
	readonly format: InputFormat;
	readonly shape: RecordShape;
	/** The whole input fitted in the first read. */
	readonly small: boolean;
	/** Nothing but white space. */
	readonly empty: boolean;
	/** Set when the input reads as UTF-8 although it was said to be something else. */
	readonly doubtful?: boolean;
	readonly batches: AsyncIterable<Batch>;
}

export interface SourceOptions {
	/** For the extension; `-` or '' when there is none. */
	readonly name: string;
	readonly format?: InputFormat;
	readonly map?: ReadonlyMap<string, ColumnField>;
	/** What the input is without a byte order mark, a name of foreign-text.ts; states that whoever reads it can say so. */
	readonly encoding?: string;
	/** Override for tests. */
	readonly limit?: number;
}

const BATCH_RECORDS = 128;
const BATCH_BYTES = 512 * 1024;

/**
 * Opens a stream of listings.
 * @throws Fault `input-invalid` when a CSV header has no title column, `usage` when --map does not fit the file.
 */
export async function openListings(chunks: AsyncIterable<Uint8Array>, options: SourceOptions): Promise<ListingSource> {
	const input = new Lookahead(chunks[Symbol.asyncIterator]());
	const head = await input.head();
	const beginning = concat(head.chunks);
	const foreign = notText(beginning, options.encoding);
	if (foreign !== undefined) {
		const problem: Problem = { pointer: '', message: `the input is ${foreign.what}, not text`, fix: foreign.fix };
		const records = [{ line: 1, bytes: beginning.slice(0, 1024), problem }];
		return { format: 'jsonl', shape: { kind: 'json' }, small: true, empty: false, batches: once({ records, bytesRead: head.bytes }) };
	}
	const encoding = encodingOf(beginning, options.encoding);
	const text = toUtf8(skip(chain(head.chunks, input.rest()), encoding.mark), encoding);
	const first = await firstText(text);
	const start = Buffer.from(concat(first)).toString('utf8');
	const format = options.format ?? formatOfName(options.name, start) ?? sniff(start);
	const doubtful = !encoding.name.startsWith('utf-') && looksLikeUtf8(beginning);
	const source = { format, small: head.ended, empty: start.trim() === '' && head.ended, doubtful };
	const rest = chain(first, text);
	const read = options.encoding === undefined ? {} : { encoding: encoding.name };
	if (format === 'csv' && !source.empty) return { ...source, ...(await openCsv(rest, start, { ...options, ...read })) };
	const splitter = format === 'json' ? splitValues(options.limit) : splitLines(options.limit);
	return { ...source, shape: { kind: 'json', ...read }, batches: batches(rest, splitter) };
}

async function openCsv(
	rest: AsyncGenerator<Uint8Array>,
	start: string,
	options: SourceOptions,
): Promise<Pick<ListingSource, 'shape' | 'batches'>> {
	// Spreadsheets may write a first line "sep=;" that names the delimiter.
	const declared = /^sep=([,;\t|])\r?\n/.exec(start);
	const header =
		start
			.slice(declared?.[0].length ?? 0)
			.replace(/^[\r\n\s]*[\r\n]/, '')
			.split(/\r\n|\r|\n/, 1)[0] ?? '';
	const delimiter =
		(declared?.[1] as Delimiter | undefined) ?? (options.name.toLowerCase().endsWith('.tsv') ? '\t' : sniffDelimiter(header));
	const body = declared === null ? rest : skip(rest, declared[0].length);
	const splitter = splitRows(delimiter, options.limit, declared === null ? 1 : 2);
	const rows = batches(body, splitter);
	const first = await rows.next();
	const [top, ...others] = first.done === true ? [] : first.value.records;
	if (top === undefined || top.problem !== undefined)
		throw new Fault('input-invalid', `The header row cannot be read: ${top?.problem?.message ?? 'it is missing'}.`);
	const { encoding } = options;
	const names = decodeText(top.bytes, encoding);
	if (!names.ok) {
		const [{ message, fix } = { message: 'cannot be read', fix: 'save the file as UTF-8' }] = names.problems;
		throw new Fault('input-invalid', `The header row ${message.replace('the record', 'the row')}; ${fix}.`);
	}
	const columns = readColumns(splitCells(names.value, delimiter), options.map ?? new Map());
	const bytesRead = first.done === true ? 0 : first.value.bytesRead;
	return {
		shape: { kind: 'csv', delimiter, columns, ...(encoding === undefined ? {} : { encoding }) },
		batches: others.length === 0 ? rows : prepend({ records: others, bytesRead }, rows),
	};
}

/** A record decoded: its listing or its problems, and the id its verdict carries. */
export interface DecodedRecord {
	readonly listingId: string;
	readonly listing: Result<Listing>;
	/** The record as text, undecodable bytes replaced; for hashing and showing what could not be read. */
	readonly raw: string;
}

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes one record. Never throws; whatever is wrong with it is in `listing.problems`. */
export function decodeRecord(record: RawRecord, shape: RecordShape): DecodedRecord {
	const byLine = `line:${placeOf(record)}`;
	if (record.problem !== undefined) {
		return { listingId: byLine, listing: { ok: false, problems: [record.problem] }, raw: Buffer.from(record.bytes).toString('utf8') };
	}
	const text = decodeText(record.bytes, shape.encoding);
	if (!text.ok) {
		const shown = Buffer.from(record.bytes).toString('utf8');
		return { listingId: byLine, listing: text, raw: shape.encoding === undefined ? shown : withoutMarks(shown) };
	}
	const raw = text.value;
	const value = shape.kind === 'json' ? parseJson(raw, record.nth !== undefined) : parseRow(raw, shape);
	if (!value.ok) return { listingId: byLine, listing: value, raw };
	return { listingId: idOf(value.value) ?? byLine, listing: parseListing(value.value), raw };
}

function decodeText(bytes: Uint8Array, encoding?: string): Result<string> {
	try {
		return ok(STRICT.decode(bytes));
	} catch {
		if (encoding !== undefined && encoding !== 'utf-8') {
			const place = markedPlace(bytes);
			const where = place === undefined ? '' : ` at byte ${place} of the input`;
			return bad('', `is not valid ${encoding}${where}`, 'name another --encoding, or save the file as UTF-8 and leave --encoding out');
		}
		const replaced = Buffer.from(Buffer.from(bytes).toString('utf8'), 'utf8');
		let at = 0;
		while (at < bytes.length && replaced[at] === bytes[at]) at++;
		const fix = encoding === undefined ? 'save the file as UTF-8' : 'save the file as UTF-8, or name its encoding: --encoding windows-1252';
		return bad('', `is not valid UTF-8 at byte ${at + 1} of the record`, fix);
	}
}

// `within`: a record of a JSON document, which may take several lines.
function parseJson(text: string, within: boolean): Result<unknown> {
	try {
		return ok(JSON.parse(text));
	} catch (error) {
		const why = error instanceof Error ? error.message.replace(/ \(line \d+ column \d+\)$/, '') : String(error);
		if (text.trimStart().startsWith('[')) {
			return bad('', `is not valid JSON: ${why}`, 'for a file that is one JSON array use --input-format json');
		}
		return bad('', `is not valid JSON: ${why}`, within ? 'check its commas, quotes and brackets' : 'write one JSON object per line');
	}
}

function parseRow(text: string, shape: RecordShape & { kind: 'csv' }): Result<unknown> {
	if (text.includes('\0')) return bad('', 'holds a zero byte, which text never does', 'save the file as UTF-8 text');
	return rowToValue(splitCells(text, shape.delimiter), shape.columns);
}

function idOf(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
	const id = value.id;
	return typeof id === 'string' && id !== '' && id.length <= LIMITS.id && id.isWellFormed() ? id : undefined;
}

function formatOfName(name: string, start: string): InputFormat | undefined {
	const extension = /\.([a-z]+)$/.exec(name.toLowerCase())?.[1];
	if (extension === 'jsonl' || extension === 'ndjson') return 'jsonl';
	if (extension === 'csv' || extension === 'tsv') return 'csv';
	// Many files called .json hold one object per line.
	if (extension === 'json') return linesOfJson(start) ? 'jsonl' : 'json';
	return undefined;
}

function sniff(start: string): InputFormat {
	const text = start.trimStart();
	if (text.startsWith('[')) return 'json';
	if (linesOfJson(text)) return 'jsonl';
	return text.startsWith('{') ? 'json' : 'csv';
}

// One of the first lines is an object complete in itself, or a lone line looks like one cut short.
function linesOfJson(start: string): boolean {
	const lines = start
		.split(/\r?\n/, 20)
		.map((line) => line.trim())
		.filter((line) => line !== '');
	if (start.trimStart().startsWith('[')) return false;
	if (lines.some((line) => line.startsWith('{') && line.endsWith('}'))) return true;
	return lines.length === 1 && lines[0]?.startsWith('{') === true;
}

async function* batches(chunks: AsyncIterable<Uint8Array>, splitter: Splitter): AsyncGenerator<Batch> {
	let records: RawRecord[] = [];
	let bytes = 0;
	let bytesRead = 0;
	const full: Batch[] = [];
	const emit: Emit = (record) => {
		records.push(record);
		bytes += record.bytes.length;
		if (records.length >= BATCH_RECORDS || bytes >= BATCH_BYTES) close();
	};
	const close = (): void => {
		if (records.length > 0) full.push({ records: own(records, bytes), bytesRead });
		records = [];
		bytes = 0;
	};
	for await (const chunk of chunks) {
		bytesRead += chunk.length;
		splitter.push(chunk, emit);
		// What has arrived is handed out at once, so that a slow pipe gets its verdicts as it goes.
		close();
		yield* full.splice(0);
	}
	splitter.end(emit);
	close();
	yield* full;
}

// Copies the records into one buffer: they outlive the chunk, and a worker receives no more than it needs.
function own(records: readonly RawRecord[], bytes: number): RawRecord[] {
	const buffer = new Uint8Array(bytes);
	let at = 0;
	return records.map((record) => {
		buffer.set(record.bytes, at);
		const view = buffer.subarray(at, at + record.bytes.length);
		at += record.bytes.length;
		return { ...record, bytes: view };
	});
}

// Enough text to recognise the format.
async function firstText(text: AsyncGenerator<Uint8Array>): Promise<Uint8Array[]> {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	while (bytes < 65_536) {
		const next = await text.next();
		if (next.done === true) break;
		chunks.push(next.value);
		bytes += next.value.length;
		if (next.value.includes(LF)) break;
	}
	return chunks;
}
