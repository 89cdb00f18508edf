// Every fact of consequence leaves an entry in the transparency log, in the transaction that stores the fact. The entry names ids,
// states and versions; whatever could be personal stands only in the opening of its commitment, which can be erased.
import { Fault } from '../base/fault.ts';
import type { Json } from '../base/json.ts';
import { describeProblem } from '../base/result.ts';
import { commit, encodeEntry } from '../log/entry.ts';
import { type Actor, recorded } from '../model/actor.ts';

/** Fresh ids and salts; the one source of chance that flows have. */
export interface Dice {
	/** A new UUID. */
	id(): string;
	/** 32 random bytes as hex. */
	salt(): string;
}

/** An entry on its way into the log. */
export interface LogRow {
	readonly id: string;
	readonly subject: string;
	readonly entry: Uint8Array;
	/** RFC 3339 UTC. */
	readonly at: string;
	readonly salt: string;
	/** JSON. */
	readonly content: string;
}

export interface Recorded {
	readonly at: string;
	readonly kind: string;
	readonly subject: string;
	readonly actor: Actor;
	/** What the entry commits to. */
	readonly content: Json;
	/** What it says in the open. */
	readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

/** The log row of a fact. @throws Fault `impossible` when the entry is not well-formed: its makers are all in this folder. */
export function record({ at, kind, subject, actor, content, facts }: Recorded, dice: Dice): LogRow {
	const salt = dice.salt();
	const encoded = encodeEntry({
		v: 1,
		at,
		kind,
		subject,
		actor: recorded(actor),
		hash: commit({ salt, content }),
		...(facts === undefined ? {} : { facts }),
	});
	if (!encoded.ok) throw new Fault('impossible', `A log entry is not well-formed: ${encoded.problems.map(describeProblem).join('; ')}`);
	return { id: dice.id(), subject, entry: encoded.value, at, salt, content: JSON.stringify(content) };
}
