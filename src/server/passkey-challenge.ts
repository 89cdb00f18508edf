// What both ceremonies of passkeys share: the site they are for, challenges that are answered once and in time, and the words for
// every way in which an answer does not hold.
import { randomBytes } from 'node:crypto';
import type { Db } from '../adapters/postgres/database.ts';
import { addChallenge, type Challenge, takeChallenge } from '../adapters/postgres/passkeys.ts';
import type { PasskeyRefusal, RelyingParty } from '../adapters/webauthn.ts';
import { addMinutes, isBefore } from '../base/time.ts';
import { Refused } from './problems.ts';
import { relyingParty } from './relying-party.ts';
import type { World } from './world.ts';

const GOOD_MINUTES = 5;
export const GOOD_MS = GOOD_MINUTES * 60_000;
const CHALLENGE_BYTES = 32;

/** @throws Refused `conflict` where passkeys cannot work at all. */
export function requireSite({ publicUrl }: Pick<World, 'publicUrl'>): RelyingParty {
	const site = relyingParty(publicUrl());
	if (site !== undefined) return site;
	throw new Refused(
		'conflict',
		`Passkeys need a host name and https; this server is known as ${publicUrl()}. Set WEIR_PUBLIC_URL to the https address people use.`,
		{ code: 'no-host-name' },
	);
}

/** A new challenge for this purpose, which only whoever it is bound to can answer. */
export async function giveChallenge(db: Db, bound: Omit<Challenge, 'challenge'>, now: string): Promise<string> {
	const challenge = randomBytes(CHALLENGE_BYTES).toString('base64url');
	await addChallenge(db, { ...bound, challenge }, addMinutes(now, GOOD_MINUTES));
	return challenge;
}

/** Uses a challenge up. @throws Refused when it was not given for this, was answered before, or its time is over. */
export async function useChallenge(
	db: Db,
	challenge: string | undefined,
	bound: Omit<Challenge, 'challenge'>,
	now: string,
): Promise<string> {
	if (challenge === undefined) throw refusedAnswer('malformed');
	const until = await takeChallenge(db, { ...bound, challenge });
	if (until === undefined)
		throw new Refused('conflict', 'This was answered before, or was not asked in this session or browser; begin again.', {
			code: 'challenge-unknown',
		});
	if (!isBefore(now, until))
		throw new Refused('conflict', `This was not answered within ${GOOD_MINUTES} minutes; begin again.`, { code: 'challenge-expired' });
	return challenge;
}

const CLIENT = '/credential/response/clientDataJSON';

/** Why → where in the answer, what is wrong with it, what to do. */
const WORDS: Readonly<Record<PasskeyRefusal, readonly [pointer: string, message: string, fix: string]>> = {
	malformed: ['/credential/response', 'is not what an authenticator answers', 'send what the browser gave you, unchanged'],
	'wrong-ceremony': [CLIENT, 'answers another question', 'use the answer to what this address asked for'],
	'other-origin': [CLIENT, 'comes from the pages of another address', 'open this server at its public address'],
	'other-site': ['/credential/response', 'is for another site', 'use a passkey that was made for this server'],
	'person-not-verified': ['/credential/response', 'does not say that the person was verified', 'use finger, face or PIN on the device'],
	'attestation-refused': ['/credential/response/attestationObject', 'names certificates, for which nobody asked', 'ask for none'],
	'wrong-signature': ['/credential/response', 'is not signed by this passkey', 'use the passkey itself, or remove it and add it again'],
};

/** The problem with an answer that does not hold. */
export function refusedAnswer(why: PasskeyRefusal, kind: 'input-invalid' | 'not-signed-in' = 'input-invalid'): Refused {
	const [pointer, message, fix] = WORDS[why];
	const shown = why === 'other-origin' ? 'not-permitted' : why === 'malformed' ? 'input-invalid' : kind;
	return new Refused(shown, 'The passkey was not accepted.', { code: why, errors: [{ pointer, message, fix }] });
}
