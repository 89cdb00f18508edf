// For the splitter tests: runs a splitter over an input cut in a given way and collects what comes out as plain values.
import type { RawRecord, Splitter } from '../../src/adapters/raw-record.ts';

export interface Split {
	readonly line: number;
	readonly text: string;
	readonly problem?: string;
}

export function split(splitter: Splitter, input: string | Uint8Array, sizes: readonly number[]): Split[] {
	const bytes = typeof input === 'string' ? Buffer.from(input) : input;
	const found: Split[] = [];
	const emit = (record: RawRecord): void => {
		found.push({
			line: record.line,
			text: Buffer.from(record.bytes).toString('utf8'),
			...(record.problem === undefined ? {} : { problem: record.problem.message }),
		});
	};
	let at = 0;
	for (let i = 0; at < bytes.length; i++) {
		const size = Math.max(1, sizes[i % sizes.length] ?? 1);
		splitter.push(Uint8Array.from(bytes.subarray(at, at + size)), emit);
		at += size;
	}
	splitter.end(emit);
	return found;
}

export const WHOLE = [1_000_000_000];
