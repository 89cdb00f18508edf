// C2SP signed notes: a text and lines of signatures over it. The text of a note means nothing until a known key's signature on it has
// been verified; a bad signature of a known key spoils the whole note.
import { ed25519 } from '@noble/curves/ed25519.js';
import { bad, ok, type Result } from '../base/result.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { formatKeyId, isKeyName, type Signer, type VerifierKey } from './key.ts';
import { concatBytes } from './tile.ts';

/** One line of a note: whose key, and the bytes after the key id. */
export interface NoteSignature {
	readonly name: string;
	readonly id: number;
	readonly signature: Uint8Array;
}

export interface Note {
	/** Ends with a newline. */
	readonly text: string;
	readonly signatures: readonly NoteSignature[];
}

/** A signature that was checked. `time` (seconds since 1970, UTC) is when a witness cosigned. */
export interface VerifiedSignature {
	readonly key: VerifierKey;
	readonly time?: number;
}

const DASH = '— ';
const MAX_SIGNATURES = 100;
const MAX_NOTE_BYTES = 1_000_000;
const SIGNATURE_BYTES = 64;
const UTF8 = new TextEncoder();

const malformed = (message: string): { ok: false; problems: { pointer: string; message: string; fix: string }[] } =>
	bad('', message, 'fetch the note again as it was published');

/** Reads a note without checking any signature. */
export function parseNote(input: Uint8Array | string): Result<Note> {
	const bytes = typeof input === 'string' ? UTF8.encode(input) : input;
	if (bytes.length > MAX_NOTE_BYTES) return malformed(`the note is longer than ${MAX_NOTE_BYTES} bytes`);
	let whole: string;
	try {
		whole = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return malformed('the note is not UTF-8');
	}
	if (/[\0-\t\v-\x1f]/.test(whole)) return malformed('the note holds a control character');
	const split = whole.lastIndexOf('\n\n');
	if (split < 0 || !whole.endsWith('\n') || split + 2 === whole.length) return malformed('the note has no signatures after an empty line');
	const lines = whole.slice(split + 2, -1).split('\n');
	if (lines.length > MAX_SIGNATURES) return malformed(`the note has more than ${MAX_SIGNATURES} signatures`);
	const signatures: NoteSignature[] = [];
	for (const line of lines) {
		const signature = parseLine(line);
		if (signature === undefined) return malformed(`a line of the note is not a signature: "${line.slice(0, 60)}"`);
		signatures.push(signature);
	}
	return ok({ text: whole.slice(0, split + 1), signatures });
}

function parseLine(line: string): NoteSignature | undefined {
	if (!line.startsWith(DASH)) return undefined;
	const [name = '', base64 = '', ...more] = line.slice(DASH.length).split(' ');
	const bytes = fromBase64(base64);
	if (!isKeyName(name) || more.length > 0 || bytes === undefined || bytes.length < 5) return undefined;
	return { name, id: new DataView(bytes.buffer).getUint32(0), signature: bytes.slice(4) };
}

/** The note as it is published. */
export function formatNote({ text, signatures }: Note): string {
	return `${text}\n${signatures.map(formatLine).join('')}`;
}

function formatLine({ name, id, signature }: NoteSignature): string {
	const head = new Uint8Array(4);
	new DataView(head.buffer).setUint32(0, id);
	return `${DASH}${name} ${toBase64(concatBytes([head, signature]))}\n`;
}

/**
 * The signatures by these keys, each verified. Lines of unknown keys are ignored. A problem when a line of a known key does not
 * verify; no signature by any of them is an empty list, which the caller must refuse.
 */
export function verifyNote(note: Note, keys: readonly VerifierKey[]): Result<VerifiedSignature[]> {
	const verified = new Map<VerifierKey, VerifiedSignature>();
	for (const line of note.signatures) {
		for (const key of keys.filter(({ name, id }) => name === line.name && id === line.id)) {
			const found = verifyLine(note.text, line, key);
			if (found === undefined) return malformed(`the signature by ${key.name}+${formatKeyId(key.id)} is not valid`);
			if (!verified.has(key)) verified.set(key, found);
		}
	}
	return ok([...verified.values()]);
}

function verifyLine(text: string, { signature }: NoteSignature, key: VerifierKey): VerifiedSignature | undefined {
	switch (key.kind) {
		case 'ed25519':
			return isSignature(key, UTF8.encode(text), signature) ? { key } : undefined;
		case 'cosignature': {
			if (signature.length !== 8 + SIGNATURE_BYTES) return undefined;
			const time = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0));
			// The specification's bound is 2^63 - 1; a time past 2^53 would not survive as a number, and is no time.
			if (!Number.isSafeInteger(time)) return undefined;
			return isSignature(key, cosigned(text, time), signature.subarray(8)) ? { key, time } : undefined;
		}
	}
}

// RFC 8032, strict: not the laxer rules under which one text may have several valid signatures.
function isSignature(key: VerifierKey, message: Uint8Array, signature: Uint8Array): boolean {
	if (signature.length !== SIGNATURE_BYTES) return false;
	try {
		return ed25519.verify(signature, message, key.publicKey, { zip215: false });
	} catch {
		return false; // the public key is no point of the curve
	}
}

// The message a witness signs (C2SP tlog-cosignature): it states when the witness saw this tree.
const cosigned = (text: string, time: number): Uint8Array => UTF8.encode(`cosignature/v1\ntime ${time}\n${text}`);

/** Signs a text: a note with one line, or `note` with this signer's line added. */
export async function signNote(note: Note | string, signer: Signer): Promise<Note> {
	const { text, signatures } = typeof note === 'string' ? { text: note, signatures: [] } : note;
	return { text, signatures: [...others(signatures, signer.key), line(signer.key, await signer.sign(UTF8.encode(text)))] };
}

/** What a witness does: states that it saw this tree at `time` (seconds since 1970, UTC). The signer's key is of kind `cosignature`. */
export async function cosignNote(note: Note, signer: Signer, time: number): Promise<Note> {
	const stamp = new Uint8Array(8);
	new DataView(stamp.buffer).setBigUint64(0, BigInt(time));
	const signature = concatBytes([stamp, await signer.sign(cosigned(note.text, time))]);
	return { text: note.text, signatures: [...others(note.signatures, signer.key), line(signer.key, signature)] };
}

const line = ({ name, id }: VerifierKey, signature: Uint8Array): NoteSignature => ({ name, id, signature });
const others = (signatures: readonly NoteSignature[], { name, id }: VerifierKey): NoteSignature[] =>
	signatures.filter((one) => one.name !== name || one.id !== id);

/** The note with the cosignatures of known witnesses added; lines of other keys are dropped. A problem when one does not verify. */
export function acceptCosignatures(note: Note, offered: readonly NoteSignature[], witnesses: readonly VerifierKey[]): Result<Note> {
	const known = offered.filter((one) => witnesses.some(({ name, id }) => name === one.name && id === one.id));
	const verified = verifyNote({ text: note.text, signatures: known }, witnesses);
	if (!verified.ok) return verified;
	const kept = note.signatures.filter((one) => !known.some(({ name, id }) => name === one.name && id === one.id));
	return ok({ text: note.text, signatures: [...kept, ...known] });
}
