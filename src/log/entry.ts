// What one entry of the log says: who did what to which subject, when, and a commitment to the content. Canonical JSON (RFC 8785), so
// that one entry has one spelling. Must never carry personal data: subjects and actors are ids, content is a commitment whose opening
// is kept elsewhere and can be erased.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { canonicalJson, type Json } from '../base/json.ts';
import { bad, ok, type Problem, type Result } from '../base/result.ts';
import { MAX_ENTRY_BYTES } from './bundle.ts';
import { concatBytes } from './tile.ts';

export interface Entry {
	readonly v: 1;
	/** RFC 3339 UTC with milliseconds. */
	readonly at: string;
	/** What happened: words joined by hyphens, in groups joined by dots, such as `listing.screened`. */
	readonly kind: string;
	/** The id of what it happened to, such as `case/42`. */
	readonly subject: string;
	readonly actor: EntryActor;
	/** SHA-256 commitment to the content, as hex: see `commit`. */
	readonly hash: string;
	/** What may be said in the open: versions, outcomes, counts. Never a name, an address, or text that people wrote. */
	readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

export interface EntryActor {
	readonly kind: 'person' | 'key' | 'system';
	readonly id: string;
	readonly role?: string;
	/** The id of the person behind a key. */
	readonly person?: string;
}

/** What opens a commitment. Erasing it makes the commitment meaningless to everyone, for good. */
export interface Opening {
	/** 32 random bytes as hex. */
	readonly salt: string;
	readonly content: Json;
}

const UTF8 = new TextEncoder();
const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const SALT = /^[0-9a-f]{64}$/;
const AT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const KIND = /^[a-z][a-z0-9]{0,30}(?:[-.][a-z0-9]{1,31}){0,6}$/;
const MAX_ID = 512;
const MAX_FACTS = 32;
const MAX_FACT = 512;
const ACTORS = ['person', 'key', 'system'];

/** SHA-256(salt || canonical JSON of the content), as hex. @throws RangeError when the salt is not 32 bytes as hex. */
export function commit({ salt, content }: Opening): string {
	// One length of salt, so that no byte can move from the salt to the content.
	if (!SALT.test(salt)) throw new RangeError('The salt of a commitment is 32 bytes as hexadecimal digits');
	return bytesToHex(sha256(concatBytes([hexToBytes(salt), UTF8.encode(canonicalJson(content))])));
}

/** Whether an opening is the one that an entry commits to. */
export function opens(opening: Opening, entry: Pick<Entry, 'hash'>): boolean {
	return SALT.test(opening.salt) && commit(opening) === entry.hash;
}

/** The bytes of an entry as they enter the log, or what is wrong with it. */
export function encodeEntry(entry: Entry): Result<Uint8Array> {
	const problems = check(entry);
	if (problems.length > 0) return { ok: false, problems };
	const bytes = UTF8.encode(canonicalJson(entry as unknown as Json));
	return bytes.length <= MAX_ENTRY_BYTES ? ok(bytes) : bad('', 'the entry is longer than 65,535 bytes', 'shorten its facts');
}

/** Reads an entry. Bytes that are not the canonical form of what they say are refused. */
export function parseEntry(bytes: Uint8Array): Result<Entry> {
	let text: string;
	let value: unknown;
	try {
		text = STRICT.decode(bytes);
		value = JSON.parse(text);
	} catch {
		return bad('', 'the entry is not JSON in UTF-8', 'an entry is one JSON object');
	}
	const problems = check(value);
	if (problems.length > 0) return { ok: false, problems };
	return canonicalJson(value as Json) === text
		? ok(value as Entry)
		: bad('', 'the entry is not in canonical form', 'write it as RFC 8785 prescribes');
}

function check(value: unknown): Problem[] {
	if (!isRecord(value)) return bad('', 'the entry is not an object', 'an entry is one JSON object').problems;
	const problems: Problem[] = [];
	const demand = (holds: boolean, pointer: string, fix: string): void => {
		if (!holds) problems.push({ pointer, message: 'missing or not of its form', fix });
	};
	const { v, at, kind, subject, actor, hash, facts, ...more } = value;
	demand(v === 1, '/v', 'it is 1');
	demand(typeof at === 'string' && isTime(at), '/at', 'a time such as 2026-01-31T08:30:00.000Z');
	demand(typeof kind === 'string' && KIND.test(kind), '/kind', 'lower-case words joined by hyphens and dots');
	demand(isText(subject, MAX_ID), '/subject', `an id of up to ${MAX_ID} characters`);
	demand(typeof hash === 'string' && SALT.test(hash), '/hash', 'a SHA-256 commitment as 64 hexadecimal digits');
	if (!isRecord(actor)) demand(false, '/actor', 'an object with kind and id');
	else {
		const { kind: actorKind, id, role, person, ...others } = actor;
		demand(typeof actorKind === 'string' && ACTORS.includes(actorKind), '/actor/kind', `one of ${ACTORS.join(', ')}`);
		demand(isText(id, MAX_ID), '/actor/id', `an id of up to ${MAX_ID} characters`);
		demand(role === undefined || isText(role, 64), '/actor/role', 'a role of up to 64 characters, or none');
		demand(person === undefined || isText(person, MAX_ID), '/actor/person', `an id of up to ${MAX_ID} characters, or none`);
		for (const key of Object.keys(others)) problems.push(unknownKey(`/actor/${key}`));
	}
	if (facts !== undefined) {
		const rows = isRecord(facts) ? Object.entries(facts) : [];
		demand(isRecord(facts) && rows.length <= MAX_FACTS, '/facts', `an object of up to ${MAX_FACTS} facts, or none`);
		for (const [key, fact] of rows) demand(isText(key, 64) && isFact(fact), `/facts/${key}`, `a short text, a number, true or false`);
	}
	for (const key of Object.keys(more)) problems.push(unknownKey(`/${key}`));
	return problems;
}

const unknownKey = (pointer: string): Problem => ({ pointer, message: 'not a key of an entry', fix: 'remove it, or state it under facts' });
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown, most: number): value is string =>
	typeof value === 'string' && value !== '' && value.length <= most && value.isWellFormed();
const isFact = (value: unknown): boolean =>
	typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) || value === '' || isText(value, MAX_FACT);
const isTime = (text: string): boolean => {
	const time = AT.test(text) ? Date.parse(text) : Number.NaN;
	return !Number.isNaN(time) && new Date(time).toISOString() === text;
};
