// The encoding of an input: a byte order mark decides (UTF-8, UTF-16 LE or BE), then what its reader said, UTF-8 otherwise. Everything
// downstream sees UTF-8. A lone surrogate of UTF-16 becomes a byte sequence that strict UTF-8 decoding refuses, so it is reported with
// its record instead of being replaced silently.
import { ForeignText } from './foreign-text.ts';

export interface Encoding {
	/** As the WHATWG Encoding Standard names it, in lower case. */
	readonly name: string;
	/** Bytes of the byte order mark. */
	readonly mark: number;
}

/** The encoding of an input with this beginning, of which somebody may have said that it is `named`. */
export function encodingOf(head: Uint8Array, named = 'utf-8'): Encoding {
	if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { name: 'utf-8', mark: 3 };
	if (head[0] === 0xff && head[1] === 0xfe) return { name: 'utf-16le', mark: 2 };
	if (head[0] === 0xfe && head[1] === 0xff) return { name: 'utf-16be', mark: 2 };
	return { name: named, mark: 0 };
}

/** The stream, which has no byte order mark any more, as UTF-8 bytes. */
export async function* toUtf8(chunks: AsyncIterable<Uint8Array>, { name, mark }: Encoding): AsyncGenerator<Uint8Array> {
	if (name === 'utf-8') {
		yield* chunks;
		return;
	}
	const text = name === 'utf-16le' || name === 'utf-16be' ? new Utf16(name === 'utf-16be') : new ForeignText(name, mark);
	for await (const chunk of chunks) {
		const utf8 = text.push(chunk);
		if (utf8.length > 0) yield utf8;
	}
	const last = text.end();
	if (last.length > 0) yield last;
}

/** Whether bytes that are said to be something else read as UTF-8 throughout, with more than ASCII in them. */
export function looksLikeUtf8(head: Uint8Array): boolean {
	if (!head.some((byte) => byte >= 0x80)) return false;
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
		return true;
	} catch {
		return false;
	}
}

class Utf16 {
	readonly #big: boolean;
	#held: Buffer<ArrayBufferLike> = Buffer.alloc(0);
	constructor(big: boolean) {
		this.#big = big;
	}

	push(chunk: Uint8Array): Uint8Array {
		const all = Buffer.concat([this.#held, chunk]);
		let whole = all.length - (all.length % 2);
		// A high surrogate at the end waits for its other half.
		if (whole >= 2 && isHigh(all[this.#big ? whole - 2 : whole - 1] ?? 0)) whole -= 2;
		this.#held = Buffer.from(all.subarray(whole));
		const units = Buffer.from(all.subarray(0, whole));
		return wtf8((this.#big ? units.swap16() : units).toString('utf16le'));
	}

	/** What never got its other half; an odd byte can only be refused. */
	end(): Uint8Array {
		return this.#held.length === 0 ? this.#held : Buffer.from([0xff]);
	}
}

const isHigh = (highByte: number): boolean => highByte >= 0xd8 && highByte <= 0xdb;

// UTF-8, with lone surrogates as three bytes (which UTF-8 forbids).
function wtf8(text: string): Uint8Array {
	if (text.isWellFormed()) return Buffer.from(text, 'utf8');
	const parts: Buffer[] = [];
	for (const character of text) {
		const point = character.codePointAt(0) ?? 0;
		const lone = point >= 0xd800 && point <= 0xdfff;
		parts.push(
			lone ? Buffer.from([0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f)]) : Buffer.from(character, 'utf8'),
		);
	}
	return Buffer.concat(parts);
}

// Signatures of files that are certainly not text; each with what to do about it.
const SIGNATURES: readonly { readonly bytes: readonly number[]; readonly what: string; readonly fix: string }[] = [
	{
		bytes: [0x50, 0x4b, 3, 4],
		what: 'a ZIP archive or an Excel workbook (.xlsx)',
		fix: 'save the sheet as "CSV UTF-8" and screen that file',
	},
	{ bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Excel or Office file', fix: 'save the sheet as "CSV UTF-8" and screen that file' },
	{ bytes: [0x1f, 0x8b], what: 'a gzip file', fix: 'decompress it first: gzip -dc FILE | weir screen -' },
	{ bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'a Zstandard file', fix: 'decompress it first: zstd -dc FILE | weir screen -' },
	{ bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF', fix: 'export the listings as CSV or JSON Lines' },
	{ bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG image', fix: 'export the listings as CSV or JSON Lines' },
	{ bytes: [0xff, 0xd8, 0xff], what: 'a JPEG image', fix: 'export the listings as CSV or JSON Lines' },
	{ bytes: [0x50, 0x41, 0x52, 0x31], what: 'a Parquet file', fix: 'export the listings as CSV or JSON Lines' },
	{ bytes: [0x7f, 0x45, 0x4c, 0x46], what: 'a program', fix: 'export the listings as CSV or JSON Lines' },
];

/**
 * What a file that is not text looks like, with the fix; undefined for anything that may be text. `named`: what its reader says it is,
 * where one can.
 */
export function notText(head: Uint8Array, named?: string): { readonly what: string; readonly fix: string } | undefined {
	if (encodingOf(head).name !== 'utf-8') return undefined;
	const known = SIGNATURES.find((signature) => signature.bytes.every((byte, i) => head[i] === byte));
	if (known !== undefined) return known;
	if (named?.startsWith('utf-16') === true) return undefined;
	// Text holds no zero bytes; one stray zero is left to its record, many mean that no record can be told.
	const sample = head.subarray(0, 8192);
	let zeros = 0;
	for (const byte of sample) if (byte === 0) zeros++;
	if (zeros * 10 <= sample.length || sample.length === 0) return undefined;
	const fix = named === undefined ? 'save it as UTF-8 text' : 'save it as UTF-8 text, or say that it is UTF-16: --encoding utf-16le';
	return { what: 'a binary file, or UTF-16 without a byte order mark', fix };
}
