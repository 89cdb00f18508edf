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

export class Changes {
	readonly #listeners = new Set<(change: Change) => void>();

	get listeners(): number {
		return this.#listeners.size;
	}

	/** Calls `listener` for every change from now on; the returned function ends that. */
	listen(listener: (change: Change) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	tell(change: Change): void {
		for (const listener of this.#listeners) listener(change);
	}
}
