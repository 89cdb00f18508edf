// Work that is cheaper in batches: items wait while a batch is under way and leave together in the next one. Under light load a
// batch is one item and nothing waits; under heavy load batches grow by themselves.

export interface LaneOptions<Item, Outcome> {
	/** Items of one batch. */
	readonly size: number;
	/** Batches under way at once. */
	readonly lanes: number;
	/** One outcome for each item, in order. A rejection is handed to every item of the batch. */
	readonly run: (items: readonly Item[]) => Promise<readonly Outcome[]>;
	/** Items with the same key never share a batch and keep their order. */
	readonly keyOf?: (item: Item) => string;
	/** More waiting items than this are refused by `add` returning undefined. */
	readonly most: number;
}

interface Waiting<Item, Outcome> {
	readonly item: Item;
	readonly settle: (outcome: Outcome) => void;
	readonly fail: (error: unknown) => void;
}

export class Lanes<Item, Outcome> {
	readonly #options: LaneOptions<Item, Outcome>;
	#waiting: Waiting<Item, Outcome>[] = [];
	readonly #underWay = new Set<string>();
	#running = 0;
	#scheduled = false;
	#idle: (() => void)[] = [];

	constructor(options: LaneOptions<Item, Outcome>) {
		this.#options = options;
	}

	/** How many items wait or are under way. */
	get load(): number {
		return this.#waiting.length + this.#running * this.#options.size;
	}

	/** The item's outcome; undefined when too many are waiting already. */
	add(item: Item): Promise<Outcome> | undefined {
		if (this.#waiting.length >= this.#options.most) return undefined;
		const outcome = new Promise<Outcome>((settle, fail) => this.#waiting.push({ item, settle, fail }));
		this.#schedule();
		return outcome;
	}

	/** Resolves when nothing waits and nothing is under way. */
	drained(): Promise<void> {
		if (this.#waiting.length === 0 && this.#running === 0) return Promise.resolve();
		return new Promise((resolve) => this.#idle.push(resolve));
	}

	// Once per turn of the event loop, so that requests that arrived together leave together.
	#schedule(): void {
		if (this.#scheduled || this.#running >= this.#options.lanes) return;
		this.#scheduled = true;
		setImmediate(() => {
			this.#scheduled = false;
			while (this.#running < this.#options.lanes) {
				const batch = this.#take();
				if (batch.length === 0) break;
				void this.#run(batch);
			}
		});
	}

	#take(): Waiting<Item, Outcome>[] {
		const { size, keyOf } = this.#options;
		if (keyOf === undefined) return this.#waiting.splice(0, size);
		const batch: Waiting<Item, Outcome>[] = [];
		const left: Waiting<Item, Outcome>[] = [];
		const blocked = new Set(this.#underWay);
		for (const one of this.#waiting) {
			const key = keyOf(one.item);
			if (batch.length < size && !blocked.has(key)) batch.push(one);
			else left.push(one);
			blocked.add(key);
		}
		this.#waiting = left;
		return batch;
	}

	async #run(batch: readonly Waiting<Item, Outcome>[]): Promise<void> {
		const { run, keyOf } = this.#options;
		const keys = keyOf === undefined ? [] : batch.map(({ item }) => keyOf(item));
		for (const key of keys) this.#underWay.add(key);
		this.#running++;
		try {
			const outcomes = await run(batch.map(({ item }) => item));
			for (const [i, one] of batch.entries()) one.settle(outcomes[i] as Outcome);
		} catch (error) {
			for (const one of batch) one.fail(error);
		}
		this.#running--;
		for (const key of keys) this.#underWay.delete(key);
		if (this.#waiting.length > 0) this.#schedule();
		else if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve();
	}
}
