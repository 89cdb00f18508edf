// Who wants to know when a listing or a case has changed: the console's live view. Told after the fact is stored, never before.

export interface Change {
	readonly kind: 'listing' | 'case';
	readonly id: string;
	/** RFC 3339 UTC. */
	readonly at: string;
	/** State of the listing or status of the case. */
	readonly state?: string;
	readonly seq?: number;
}

/** Called with every change; `isOurs` when this process told it, false when another did. */
export type Listener = (change: Change, isOurs: boolean) => void;

export class Changes {
	readonly #listeners = new Set<Listener>();

	get listeners(): number {
		return this.#listeners.size;
	}

	/** Calls `listener` for every change from now on; the returned function ends that. */
	listen(listener: Listener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Something changed here. */
	tell(change: Change): void {
		for (const listener of this.#listeners) listener(change, true);
	}

	/** Another process says that something changed. */
	hear(change: Change): void {
		for (const listener of this.#listeners) listener(change, false);
	}
}
