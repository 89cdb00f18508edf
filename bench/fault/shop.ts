// A marketplace that keeps books: every listing it sends, every answer it gets. It sends again what was not answered, as a client
// must, and never takes an answer for granted that did not come.
import type { Random } from '../perturb/random.ts';
import { Connection } from '../server/client.ts';
import { http } from '../server/process.ts';

export interface Answered {
	readonly revision: number;
	readonly state: string;
	readonly verdict: string;
	readonly inputHash: string;
}

export interface Book {
	readonly id: string;
	/** Bodies in the order sent; each is sent again until it is answered. */
	readonly bodies: string[];
	/** One answer for each body that got one. */
	readonly answers: Answered[];
}

const TITLES = [
	'Oak chair',
	'Garden hose 20 m',
	'Piperidine, 25 kg drum, technical grade',
	'4-ANPP 99% powder',
	'Acetone nail polish remover',
];

export class Shop {
	readonly books: Book[] = [];
	readonly #random: Random;
	readonly #name: string;
	readonly #padding: string;
	/** How many PUTs were answered with success, over all runs. */
	acknowledged = 0;
	refused = 0;

	constructor(name: string, random: Random, padding = 0) {
		this.#name = name;
		this.#random = random;
		this.#padding = 'x'.repeat(padding);
	}

	/** Listings whose last body was not answered. */
	get open(): readonly Book[] {
		return this.books.filter(({ bodies, answers }) => answers.length < bodies.length);
	}

	/** Sends new listings and edits on `connections` until `until` says stop or the server is gone. */
	async trade(port: number, key: string, connections: number, until: () => boolean): Promise<void> {
		await Promise.all(
			Array.from({ length: connections }, async (_, lane) => {
				const connection = await Connection.open('127.0.0.1', port).catch(() => undefined);
				const mine = this.books.filter((book, i) => i % connections === lane && book.bodies.length === book.answers.length);
				try {
					while (connection !== undefined && !until()) {
						const edit = mine.length > 0 && this.#random.chance(0.3);
						const book = edit ? this.#random.pick(mine) : this.#begin();
						if (!edit) mine.push(book);
						const n = book.bodies.length + 1;
						book.bodies.push(JSON.stringify({ title: `${this.#random.pick(TITLES)} ${book.id} ${n}`, description: this.#scrambled() }));
						if (!(await this.#send(connection, key, book))) mine.splice(mine.indexOf(book), 1);
					}
				} catch {
					// The server is gone; what was under way stays open in the books.
				}
				connection?.close();
			}),
		);
	}

	/** Sends again what was not answered. */
	async retry(port: number, key: string): Promise<void> {
		const connection = await Connection.open('127.0.0.1', port);
		for (const book of this.open) await this.#send(connection, key, book);
		connection.close();
	}

	#begin(): Book {
		const book: Book = { id: `${this.#name}-${this.books.length}`, bodies: [], answers: [] };
		this.books.push(book);
		return book;
	}

	// Texts that do not compress fill a disk as fast as they say.
	#scrambled(): string {
		return this.#padding.replaceAll('x', () => String.fromCharCode(0x4e00 + this.#random.below(5000)));
	}

	async #send(connection: Connection, key: string, book: Book): Promise<boolean> {
		const { status, body } = await connection.send(http('PUT', `/v1/listings/${book.id}`, key, book.bodies.at(-1) ?? ''));
		if (status >= 300) {
			this.refused++;
			return false;
		}
		const { revision, state, verdict } = JSON.parse(body) as {
			readonly revision: number;
			readonly state: string;
			readonly verdict: { readonly verdict: string; readonly inputHash: string };
		};
		book.answers.push({ revision, state, verdict: verdict.verdict, inputHash: verdict.inputHash });
		this.acknowledged++;
		return true;
	}
}
