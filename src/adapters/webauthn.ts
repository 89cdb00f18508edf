// Answers of authenticators (WebAuthn Level 3), checked by @simplewebauthn/server. Everything here comes from outside: what does not
// hold is refused with a reason, never thrown. The library is only loaded with this file, which is loaded when an answer comes.
import { createHash } from 'node:crypto';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject, isoBase64URL, parseAuthenticatorData } from '@simplewebauthn/server/helpers';
import type { AddedCredential, Assertion } from '../contract/passkeys.ts';
import type { Credential } from './postgres/passkeys.ts';

/** Whom passkeys are for: the site, and the one address its pages have. */
export interface RelyingParty {
	/** RP id: a host name. */
	readonly id: string;
	readonly origin: string;
}

/** Why an answer was refused. */
export type PasskeyRefusal =
	| 'malformed'
	/** Not the answer to what was asked: adding for signing in, or the reverse. */
	| 'wrong-ceremony'
	| 'other-origin'
	| 'other-site'
	| 'person-not-verified'
	/** It names certificates, or a form that nobody asked for. */
	| 'attestation-refused'
	| 'wrong-signature';

export type Checked<T> = { readonly kind: 'good'; readonly value: T } | { readonly kind: 'refused'; readonly why: PasskeyRefusal };

/** What an answer has to hold for. */
export interface Asked {
	readonly challenge: string;
	readonly site: RelyingParty;
}

/** Of the browser's own words (5.8.1), as much as is read here. */
interface ClientWords {
	readonly type: unknown;
	readonly challenge: string;
	readonly origin: unknown;
	readonly crossOrigin: unknown;
}

const refused = (why: PasskeyRefusal) => ({ kind: 'refused', why }) as const;

/** The challenge that an answer says it answers; undefined when it cannot be read. */
export const challengeIn = (clientDataJson: string): string | undefined => readWords(clientDataJson)?.challenge;

/** What an authenticator made, once it holds for this challenge. */
export async function checkAdded(
	answer: AddedCredential,
	{ challenge, site, algorithms }: Asked & { /** COSE algorithm numbers. */ readonly algorithms: readonly number[] },
): Promise<Checked<Credential>> {
	const { clientDataJSON, attestationObject, transports = [] } = answer.response;
	const wrong = clientProblem(clientDataJSON, 'webauthn.create', site) ?? attestationProblem(attestationObject, site);
	if (wrong !== undefined) return refused(wrong);
	try {
		const made = await verifyRegistrationResponse({
			// Transports are only handed back to the browser as a hint, so any word will do.
			response: { ...answer, clientExtensionResults: {}, response: { clientDataJSON, attestationObject } },
			expectedChallenge: challenge,
			expectedOrigin: site.origin,
			expectedRPID: site.id,
			supportedAlgorithmIDs: [...algorithms],
		});
		if (!made.verified) return refused('wrong-signature');
		const { credential, credentialBackedUp } = made.registrationInfo;
		const { id, publicKey, counter } = credential;
		if (id !== answer.id) return refused('malformed');
		return { kind: 'good', value: { credentialId: id, publicKey, counter, transports, synced: credentialBackedUp } };
	} catch {
		return refused('malformed');
	}
}

/** The count of signatures in an answer that the owner of this key gave to this challenge. Whether it went up is not looked at. */
export async function checkAssertion(
	answer: Assertion,
	{ challenge, site, publicKey }: Asked & { /** COSE key. */ readonly publicKey: Uint8Array },
): Promise<Checked<number>> {
	const { clientDataJSON, authenticatorData } = answer.response;
	const wrong = clientProblem(clientDataJSON, 'webauthn.get', site) ?? authenticatorProblem(bytesOf(authenticatorData), site);
	if (wrong !== undefined) return refused(wrong);
	try {
		const used = await verifyAuthenticationResponse({
			response: { ...answer, clientExtensionResults: {} },
			expectedChallenge: challenge,
			expectedOrigin: site.origin,
			expectedRPID: site.id,
			// The database compares the count in the statement that keeps it, so that two answers at once cannot both pass.
			credential: { id: answer.id, publicKey: new Uint8Array(publicKey), counter: 0 },
		});
		return used.verified ? { kind: 'good', value: used.authenticationInfo.newCounter } : refused('wrong-signature');
	} catch {
		return refused('wrong-signature');
	}
}

function readWords(text: string): ClientWords | undefined {
	try {
		const read: unknown = JSON.parse(isoBase64URL.toUTF8String(text));
		if (typeof read !== 'object' || read === null) return undefined;
		const { type, challenge, origin, crossOrigin } = read as Readonly<Record<string, unknown>>;
		return typeof challenge === 'string' ? { type, challenge, origin, crossOrigin } : undefined;
	} catch {
		return undefined;
	}
}

function clientProblem(text: string, type: string, rp: RelyingParty): PasskeyRefusal | undefined {
	const words = readWords(text);
	if (words === undefined) return 'malformed';
	if (words.type !== type) return 'wrong-ceremony';
	// A page of ours inside another's would let the other choose what the person agrees to.
	return words.origin === rp.origin && words.crossOrigin !== true ? undefined : 'other-origin';
}

// None is asked for, so a browser leaves it out. Certificates are refused unread: checking them could make the server fetch addresses
// that they name. What is left is a signature by the passkey itself ("packed" without x5c).
function attestationProblem(text: string, rp: RelyingParty): PasskeyRefusal | undefined {
	const bytes = bytesOf(text);
	if (bytes === undefined) return 'malformed';
	try {
		const object = decodeAttestationObject(bytes);
		const format = object.get('fmt');
		const plain = format === 'none' || (format === 'packed' && object.get('attStmt').get('x5c') === undefined);
		return plain ? authenticatorProblem(object.get('authData'), rp) : 'attestation-refused';
	} catch {
		return 'malformed';
	}
}

function authenticatorProblem(bytes: Uint8Array<ArrayBuffer> | undefined, rp: RelyingParty): PasskeyRefusal | undefined {
	if (bytes === undefined) return 'malformed';
	try {
		const { rpIdHash, flags } = parseAuthenticatorData(bytes);
		if (!createHash('sha256').update(rp.id).digest().equals(rpIdHash)) return 'other-site';
		return flags.up && flags.uv ? undefined : 'person-not-verified';
	} catch {
		return 'malformed';
	}
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> | undefined {
	try {
		return isoBase64URL.toBuffer(text);
	} catch {
		return undefined;
	}
}
