// Secrets that must be read again (webhooks sign with them) are stored sealed: AES-256-GCM under a key derived from the server's own
// secret, so that a copy of the database alone signs nothing.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export interface SecretBox {
	seal(text: string): Buffer;
	/** The text, or nothing when it was sealed under another secret or was changed. */
	open(sealed: Uint8Array): string[];
}

const NONCE = 12;
const TAG = 16;

/** A box under `secret`; `purpose` keeps its key apart from others derived from the same secret. */
export function secretBox(secret: string, purpose: string): SecretBox {
	const key = Buffer.from(hkdfSync('sha256', secret, '', `weir ${purpose}`, 32));
	return {
		seal: (text) => {
			const nonce = randomBytes(NONCE);
			const cipher = createCipheriv('aes-256-gcm', key, nonce);
			const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
			return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
		},
		open: (sealed) => {
			try {
				const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE));
				decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
				return [Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString('utf8')];
			} catch {
				return [];
			}
		},
	};
}
