// Where passkeys work: a passkey belongs to a host name and to pages that came safely (https, or this machine itself), so an address
// of digits has none. This machine under 127.0.0.1 goes by the name that every browser knows for it.
import { isIP } from 'node:net';
import type { RelyingParty } from '../adapters/webauthn.ts';

const LOOPBACK = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/** The site that passkeys are made for at this public address; undefined when there can be none. */
export function relyingParty(publicUrl: string): RelyingParty | undefined {
	const { protocol, hostname, port, origin } = new URL(publicUrl);
	if (LOOPBACK.test(hostname)) return { id: 'localhost', origin: `${protocol}//localhost${port === '' ? '' : `:${port}`}` };
	if (hostname === '' || hostname.startsWith('[') || isIP(hostname) !== 0) return undefined;
	const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
	return protocol === 'https:' || isLocal ? { id: hostname, origin } : undefined;
}
