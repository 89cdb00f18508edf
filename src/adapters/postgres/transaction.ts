// A transaction that makes few round trips: statements leave at once, one behind the other on one connection, and are prepared under
// names. What is read is waited for; what is written is not: its failure comes out at the end, when nothing has been committed.
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { Fault } from '../../base/fault.ts';
import { asFault, type Row } from './database.ts';

/**
 * Everything in such a transaction is looked up by key. Its statements are planned once per connection, perhaps while tables are all but
 * empty and reading them whole is cheapest: that plan must not stay when they have grown.
 */
const BEGIN = 'begin; set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off';

/** One name per text, the same on every connection. */
const NAMES = new Map<string, string>();

function nameOf(text: string): string {
	let name = NAMES.get(text);
	if (name === undefined) {
		name = `weir_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
		NAMES.set(text, name);
	}
	return name;
}

export class Transaction {
	readonly #client: pg.PoolClient;
	readonly #written: Promise<unknown>[] = [];

	constructor(client: pg.PoolClient) {
		this.#client = client;
	}

	/** One statement; texts are few and fixed, since each is prepared once per connection. */
	async run(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
		const { rows } = await this.#client.query<Row>({ name: nameOf(text), text, values: [...values] });
		return rows;
	}

	/** Goes on without waiting for this write; `written` does. */
	later(writing: Promise<unknown>): Promise<void> {
		writing.catch(() => undefined);
		this.#written.push(writing);
		return Promise.resolve();
	}

	/** Waits for every write, in order. @throws whatever the first that failed threw. */
	async written(): Promise<void> {
		for (const writing of this.#written) await writing;
	}
}

/**
 * Runs work in one transaction: the round trips of its reads, and one for all it writes with the commit.
 * @throws Fault `database-unavailable` when the database is away; nothing is stored then.
 */
export async function pipelined<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
	const client = await pool.connect().catch((error: unknown) => Promise.reject(asFault(error)));
	const tx = new Transaction(client);
	let broken = false;
	try {
		void tx.later(client.query(BEGIN));
		const result = await work(tx);
		const ended = client.query('commit');
		ended.catch(() => undefined);
		await tx.written();
		// A transaction in which a statement failed is answered with ROLLBACK, not with an error.
		if ((await ended).command !== 'COMMIT') throw new Fault('impossible', 'A transaction ended without being committed.');
		return result;
	} catch (error) {
		await client.query('rollback').catch(() => {
			broken = true;
		});
		throw asFault(error);
	} finally {
		client.release(broken);
	}
}
