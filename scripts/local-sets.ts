// Larger sets on this machine that weights may be fitted on (`--data DIR`). Their rows never leave it: what is committed is the hash of
// the bytes that were read.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface Row {
	readonly id: string;
	readonly text: string;
	readonly [key: string]: unknown;
}

export class LocalSets {
	private readonly folder: string | undefined;
	private readonly digest = createHash('sha256');

	/** `args`: the command line; without `--data DIR` every set is empty. */
	constructor(args: readonly string[]) {
		this.folder = args.includes('--data') ? args[args.indexOf('--data') + 1] : undefined;
	}

	/** Rows of `evasion/<name>.jsonl.gz`, without those whose `split` is "dev": the benches measure on them. */
	rows(name: string): Row[] {
		return this.lines(`evasion/${name}.jsonl.gz`)
			.map((line) => JSON.parse(line) as Row)
			.filter((row) => row['split'] !== 'dev');
	}

	/** Titles of `titles/benign_titles.csv.gz`. */
	titles(): string[] {
		return this.lines('titles/benign_titles.csv.gz')
			.slice(1)
			.map((line) => line.replace(/,[^,]*,[^,]*,[^,]*,[^,]*$/, ''));
	}

	/** SHA-256 of all that was read, or a word that says nothing was given. */
	get hash(): string {
		return this.folder === undefined ? 'shipped only' : this.digest.copy().digest('hex');
	}

	private lines(path: string): string[] {
		const full = this.folder === undefined ? '' : join(this.folder, path);
		if (full === '' || !existsSync(full)) return [];
		const bytes = readFileSync(full);
		this.digest.update(bytes);
		return gunzipSync(bytes).toString('utf8').trim().split('\n');
	}
}
