// A self-signed certificate for one host, made here: X.509 v3 (RFC 5280) with an Ed25519 key, in as little DER as that takes.
import { generateKeyPairSync, sign } from 'node:crypto';

const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
	const body = Buffer.concat(parts);
	const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255];
	return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const SEQUENCE = 0x30;
const bytes = (...all: readonly number[]): Buffer => Buffer.from(all);
const text = (words: string): Buffer => Buffer.from(words, 'latin1');

/** 1.3.101.112 */
const ED25519 = der(SEQUENCE, der(0x06, bytes(0x2b, 0x65, 0x70)));
/** 2.5.4.3 */
const COMMON_NAME = der(0x06, bytes(0x55, 0x04, 0x03));
/** 2.5.29.17 */
const ALT_NAMES = der(0x06, bytes(0x55, 0x1d, 0x11));

/** Key and certificate as PEM, for a TLS server and for who trusts it. */
export function selfSigned(host: string): { readonly key: string; readonly cert: string } {
	const { publicKey, privateKey } = generateKeyPairSync('ed25519');
	const name = der(SEQUENCE, der(0x31, der(SEQUENCE, COMMON_NAME, der(0x0c, text(host)))));
	const validity = der(SEQUENCE, der(0x17, text('200101000000Z')), der(0x17, text('491231235959Z')));
	const names = der(SEQUENCE, ALT_NAMES, der(0x04, der(SEQUENCE, der(0x82, text(host)))));
	const signed = der(
		SEQUENCE,
		...[der(0xa0, der(0x02, bytes(2))), der(0x02, bytes(1)), ED25519, name, validity, name],
		publicKey.export({ type: 'spki', format: 'der' }),
		der(0xa3, der(SEQUENCE, names)),
	);
	const certificate = der(SEQUENCE, signed, ED25519, der(0x03, bytes(0), sign(null, signed, privateKey)));
	const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n');
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
	};
}
