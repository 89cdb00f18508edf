// What the address of a page may say after the question mark; whatever else it says is ignored.

/** The allowed value that is given, if any. */
export const oneOf = <T extends string | number>(value: unknown, allowed: readonly T[]): T | undefined =>
	allowed.find((one) => one === value);

/** What the queue's address may say. */
export interface QueueSearch {
	readonly state?: 'open' | 'mine' | 'decided' | 'all';
	readonly tier?: number;
	readonly verdict?: 'review' | 'block';
}
