// Keys of C2SP signed notes, as text: a verifier key is `name+id+base64(type || public key)`, a signer key
// `PRIVATE+KEY+name+id+base64(type || seed)` as in Go's sumdb/note. The id is four bytes of a hash over name, type and public key.
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bad, ok, type Result } from '../base/result.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { concatBytes } from './tile.ts';

/** `ed25519` signs the text of a note; `cosignature` is a witness's timestamped signature (C2SP tlog-cosignature, cosignature/v1). */
export type KeyKind = 'ed25519' | 'cosignature';

export interface VerifierKey {
	readonly name: string;
	readonly kind: KeyKind;
	/** First four bytes of SHA-256(name, newline, type, public key), as a number. */
	readonly id: number;
	/** 32 bytes (RFC 8032). */
	readonly publicKey: Uint8Array;
}

/** Signs as `key` says. The port for whatever holds the private key. */
export interface Signer {
	readonly key: VerifierKey;
	/** The Ed25519 signature (RFC 8032) of these bytes, 64 bytes. */
	readonly sign: (message: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

const TYPES: Readonly<Record<KeyKind, number>> = { ed25519: 0x01, cosignature: 0x04 };
const PRIVATE = 'PRIVATE+KEY+';
const UTF8 = new TextEncoder();

/** Whether a text can be the name of a key: not empty, no white space, no plus sign. */
export function isKeyName(name: string): boolean {
	return name !== '' && name.isWellFormed() && !/[\p{White_Space}+\p{Cc}]/u.test(name);
}

/** The key of this name and kind with its id worked out. */
export function verifierKey(name: string, kind: KeyKind, publicKey: Uint8Array): VerifierKey {
	const digest = sha256(concatBytes([UTF8.encode(`${name}\n`), Uint8Array.of(TYPES[kind]), publicKey]));
	return { name, kind, id: new DataView(digest.buffer, digest.byteOffset).getUint32(0), publicKey };
}

/** `example.com/log+1a2b3c4d+AQ…`. */
export function formatVerifierKey(key: VerifierKey): string {
	return `${key.name}+${formatKeyId(key.id)}+${toBase64(concatBytes([Uint8Array.of(TYPES[key.kind]), key.publicKey]))}`;
}

export const formatKeyId = (id: number): string => id.toString(16).padStart(8, '0');

/** Reads a verifier key. Its id must be the one that name and key give. */
export function parseVerifierKey(text: string): Result<VerifierKey> {
	const read = readKey(text);
	if (!read.ok) return read;
	const { name, id, kind, bytes } = read.value;
	const key = verifierKey(name, kind, bytes);
	return key.id === id ? ok(key) : bad('', 'the id of the key does not fit its name and key', 'copy the whole key again from its source');
}

/** Reads a signer key (`PRIVATE+KEY+…`) into a signer in plain JavaScript. */
export function parseSignerKey(text: string): Result<Signer> {
	if (!text.startsWith(PRIVATE)) return bad('', 'not a signer key', `it begins with ${PRIVATE}`);
	const read = readKey(text.slice(PRIVATE.length));
	if (!read.ok) return read;
	const { name, id, kind, bytes } = read.value;
	const signer = signerFromSeed(name, kind, bytes);
	return signer.key.id === id ? ok(signer) : bad('', 'the id of the key does not fit its name and seed', 'copy the whole key again');
}

/** The text of a signer key. Whoever has it can sign in the log's name. */
export function formatSignerKey(name: string, kind: KeyKind, seed: Uint8Array): string {
	const { key } = signerFromSeed(name, kind, seed);
	return `${PRIVATE}${name}+${formatKeyId(key.id)}+${toBase64(concatBytes([Uint8Array.of(TYPES[kind]), seed]))}`;
}

/** A signer in plain JavaScript from a seed of 32 random bytes. */
export function signerFromSeed(name: string, kind: KeyKind, seed: Uint8Array): Signer {
	return { key: verifierKey(name, kind, ed25519.getPublicKey(seed)), sign: (message) => ed25519.sign(message, seed) };
}

function readKey(text: string): Result<{ name: string; id: number; kind: KeyKind; bytes: Uint8Array }> {
	const [name = '', id = '', ...rest] = text.split('+');
	const material = fromBase64(rest.join('+'));
	const fix = 'a key is name+id+base64, such as example.com/log+1a2b3c4d+AQ…';
	if (!isKeyName(name)) return bad('', 'the key has no proper name', fix);
	if (!/^[0-9a-f]{8}$/.test(id)) return bad('', 'the key has no id of eight hexadecimal digits', fix);
	if (material === undefined) return bad('', 'the key is not Base 64', fix);
	const kind = (Object.keys(TYPES) as KeyKind[]).find((known) => TYPES[known] === material[0]);
	if (kind === undefined)
		return bad('', `keys of type ${material[0] ?? 'none'} are not supported`, 'use Ed25519 (1) or cosignature/v1 (4)');
	if (material.length !== 33) return bad('', `the key is ${material.length - 1} bytes long`, 'an Ed25519 key has 32');
	return ok({ name, id: Number.parseInt(id, 16), kind, bytes: material.slice(1) });
}
