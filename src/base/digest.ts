// SHA-256 (FIPS 180-4) as lower-case hex. The pure implementation is the default; a host may hand in a faster one (Digest).
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** A hash of text (as UTF-8) or bytes, as lower-case hex. Must be SHA-256. */
export type Digest = (input: string | Uint8Array) => string;

const UTF8 = new TextEncoder();

/** SHA-256 in plain JavaScript. */
export const pureDigest: Digest = (input) => bytesToHex(sha256(typeof input === 'string' ? UTF8.encode(input) : input));
