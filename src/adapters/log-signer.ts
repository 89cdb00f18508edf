// The log's private key on a server: made from the system's random source, and used through node:crypto, which signs without holding
// up the event loop for long. The text of a signer key is a secret; it must never be logged or leave the machine.
import { createPrivateKey, randomBytes, sign } from 'node:crypto';
import { Fault } from '../base/fault.ts';
import { formatSignerKey, type KeyKind, parseSignerKey, type Signer } from '../log/key.ts';

// PKCS #8 around an Ed25519 seed (RFC 8410, section 7).
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;

/** A new signer key as text, for a key file. */
export function newSignerKey(name: string, kind: KeyKind = 'ed25519'): string {
	return formatSignerKey(name, kind, randomBytes(SEED_BYTES));
}

/** The signer of a key's text. @throws Fault `input-invalid` that does not repeat the key. */
export function openSigner(text: string): Signer {
	const parsed = parseSignerKey(text.trim());
	if (!parsed.ok)
		throw new Fault('input-invalid', `The signer key cannot be used: ${parsed.problems[0]?.message}; ${parsed.problems[0]?.fix}.`);
	const seed = Buffer.from(text.trim().split('+').slice(4).join('+'), 'base64').subarray(1);
	const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
	return { key: parsed.value.key, sign: (message) => sign(null, message, key) };
}
