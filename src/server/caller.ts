// Who is calling: an API key, or a person with a session. Keys are remembered for a few seconds, so that a busy caller does not cost
// a query per request; ending a key in this server forgets it at once, another server learns of it within that time.
import type { FastifyRequest } from 'fastify';
import type { Db } from '../adapters/postgres/database.ts';
import type { InstallationKind } from '../adapters/postgres/installation.ts';
import { findKey, type KeyRow, noteKeyUse, readKeyText, sameHash } from '../adapters/postgres/keys.ts';
import type { Actor, Role } from '../model/actor.ts';
import { Refused } from './problems.ts';

export interface Caller {
	readonly actor: Actor & { readonly role: Role };
	readonly name: string;
	/** The one seller a key speaks for. */
	readonly seller?: string;
	/** A person's session, and when they signed in. */
	readonly session?: { readonly id: string; readonly startedAt: string };
}

/** Whoever has the role of a seller or a buyer sees state and reason code: never a score, a span or a finding. */
export const isSeller = ({ actor }: Caller): boolean => actor.role === 'seller' || actor.role === 'buyer';

/** Finds the person behind a session cookie; undefined when there is none. */
export type Sessions = (request: FastifyRequest) => Promise<Caller | undefined>;

const REMEMBER_MS = 3_000;
const NOTE_USE_MS = 60_000;
const MOST = 10_000;

const otherKind = (kind: InstallationKind): Refused =>
	new Refused(
		'not-signed-in',
		kind === 'sandbox'
			? 'This server is a sandbox, and the key is one of production: keep it there. Make a key of the sandbox (weirtest_…).'
			: 'The key is one of a sandbox (weirtest_…), and this server is no sandbox.',
		{ code: 'other-installation' },
	);

type Known = KeyRow & { readonly hash: string };

export class Callers {
	readonly #db: Db;
	readonly #sessions: Sessions;
	readonly #now: () => number;
	readonly #kind: InstallationKind;
	readonly #keys = new Map<string, { readonly key: Known | undefined; readonly readAt: number }>();
	readonly #used = new Map<string, number>();

	constructor(db: Db, sessions: Sessions, now: () => number, kind: InstallationKind) {
		this.#kind = kind;
		this.#db = db;
		this.#sessions = sessions;
		this.#now = now;
	}

	/** @throws Refused `not-signed-in` without a word about what was nearly right. */
	async identify(request: FastifyRequest): Promise<Caller> {
		const { authorization } = request.headers;
		if (authorization === undefined) {
			const person = await this.#sessions(request);
			if (person !== undefined) return person;
			throw new Refused('not-signed-in', 'Send "Authorization: Bearer KEY", or sign in to the console.');
		}
		const presented = /^Bearer ([\w-]{1,200})$/i.exec(authorization)?.[1];
		const read = presented === undefined ? undefined : readKeyText(presented);
		if (read !== undefined && read.kind !== this.#kind) throw otherKind(this.#kind);
		const key = read === undefined ? undefined : await this.#key(read.id);
		if (read === undefined || key === undefined || !sameHash(key.hash, read.hash))
			throw new Refused('not-signed-in', 'The key is not valid.');
		const now = this.#now();
		if (key.revokedAt !== undefined && Date.parse(key.revokedAt) <= now) throw new Refused('not-signed-in', 'The key was revoked.');
		if (key.expiresAt !== undefined && Date.parse(key.expiresAt) <= now) throw new Refused('not-signed-in', 'The key has expired.');
		this.#noteUse(key.id, now);
		return {
			actor: {
				...{ kind: 'key', id: key.id, role: key.role },
				...(key.createdBy === undefined ? {} : { person: key.createdBy }),
				...(key.scopes === undefined ? {} : { scopes: key.scopes }),
			},
			name: key.name,
			...(key.seller === undefined ? {} : { seller: key.seller }),
		};
	}

	/** Makes the next use of a key read it again. */
	forget(id: string): void {
		this.#keys.delete(id);
	}

	async #key(id: string): Promise<Known | undefined> {
		const now = this.#now();
		const known = this.#keys.get(id);
		if (known !== undefined && now - known.readAt < REMEMBER_MS) return known.key;
		const key = await findKey(this.#db, id);
		if (this.#keys.size >= MOST) this.#keys.clear();
		this.#keys.set(id, { key, readAt: now });
		return key;
	}

	#noteUse(id: string, now: number): void {
		if (now - (this.#used.get(id) ?? 0) < NOTE_USE_MS) return;
		this.#used.set(id, now);
		// Worth knowing, not worth failing a request for.
		noteKeyUse(this.#db, id, new Date(now).toISOString()).catch(() => undefined);
	}
}
