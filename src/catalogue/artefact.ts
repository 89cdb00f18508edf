// The compiled catalogue's container: named binary sections behind a magic number, a table of contents and a SHA-256 over all
// that follows. A truncated or altered file is refused, never half-read.
//   "WEIR" | u32 format | 32 bytes SHA-256 of the rest | u32 contents length | contents (JSON: [[name, length], …]) | sections

import type { Digest } from '../base/digest.ts';
import { Fault } from '../base/fault.ts';

const MAGIC = 0x52494557;
const FORMAT = 1;
const HEADER = 40;

export interface Artefact {
	/** First 16 hex digits of the SHA-256: the catalogue version. */
	readonly version: string;
	readonly sections: ReadonlyMap<string, Uint8Array>;
}

/** Packs sections in the order given. The same sections give the same bytes. */
export function packArtefact(sections: ReadonlyMap<string, Uint8Array>, digest: Digest): Uint8Array {
	const contents = new TextEncoder().encode(JSON.stringify([...sections].map(([name, bytes]) => [name, bytes.length])));
	// Sections start on 8-byte boundaries so that typed arrays can view them in place.
	const offsets: number[] = [];
	let size = align(HEADER + 4 + contents.length);
	for (const bytes of sections.values()) {
		offsets.push(size);
		size = align(size + bytes.length);
	}
	const out = new Uint8Array(size);
	const view = new DataView(out.buffer);
	view.setUint32(0, MAGIC, true);
	view.setUint32(4, FORMAT, true);
	view.setUint32(HEADER, contents.length, true);
	out.set(contents, HEADER + 4);
	for (const [i, bytes] of [...sections.values()].entries()) out.set(bytes, offsets[i]);
	const hash = digest(out.subarray(HEADER));
	for (let i = 0; i < 32; i++) out[8 + i] = Number.parseInt(hash.slice(2 * i, 2 * i + 2), 16);
	return out;
}

/** Reads an artefact. @throws Fault `artefact-invalid` when it is not one, is truncated or was altered. */
export function unpackArtefact(bytes: Uint8Array, digest: Digest): Artefact {
	const refuse = (why: string): never => {
		throw new Fault('artefact-invalid', `The compiled catalogue ${why}; run "weir catalogue compile" or reinstall.`);
	};
	if (bytes.length < HEADER + 4) refuse(`is truncated (${bytes.length} bytes)`);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (view.getUint32(0, true) !== MAGIC) refuse('is not a Weir catalogue (wrong magic number)');
	if (view.getUint32(4, true) !== FORMAT) refuse(`has format ${view.getUint32(4, true)}, this engine reads ${FORMAT}`);
	const stated = Array.from(bytes.subarray(8, HEADER), (byte) => byte.toString(16).padStart(2, '0')).join('');
	if (digest(bytes.subarray(HEADER)) !== stated) refuse('is truncated or was altered (its SHA-256 does not match)');
	const length = view.getUint32(HEADER, true);
	if (length > bytes.length - HEADER - 4) refuse('states more contents than it has');
	const contents = readContents(bytes.subarray(HEADER + 4, HEADER + 4 + length));
	if (contents === null) return refuse('has contents that cannot be read');
	const sections = new Map<string, Uint8Array>();
	let at = align(HEADER + 4 + length);
	for (const [name, size] of contents) {
		if (at + size > bytes.length) refuse(`lacks part of its section "${name}"`);
		sections.set(name, bytes.subarray(at, at + size));
		at = align(at + size);
	}
	return { version: stated.slice(0, 16), sections };
}

/** A section that must be there. */
export function requireSection(artefact: Artefact, name: string): Uint8Array {
	const bytes = artefact.sections.get(name);
	if (bytes === undefined)
		throw new Fault('artefact-invalid', `The compiled catalogue lacks its section "${name}"; run "weir catalogue compile".`);
	return bytes;
}

const align = (n: number): number => (n + 7) & ~7;

// Name and size of each section, or null when the text is not that.
function readContents(bytes: Uint8Array): readonly (readonly [string, number])[] | null {
	let parsed: unknown;
	try {
		parsed = JSON.parse(new TextDecoder().decode(bytes));
	} catch {
		return null;
	}
	if (!Array.isArray(parsed)) return null;
	const isRow = (row: unknown): row is [string, number] =>
		Array.isArray(row) && row.length === 2 && typeof row[0] === 'string' && Number.isSafeInteger(row[1]) && row[1] >= 0;
	return parsed.every(isRow) ? parsed : null;
}
