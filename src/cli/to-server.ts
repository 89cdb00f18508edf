// Commands that ask a running server: where it is, the key they act by, and what it refuses, in one sentence.
import { readFileSync } from 'node:fs';
import { unreadable } from '../adapters/input-file.ts';
import { Fault } from '../base/fault.ts';
import { type Client, openClient, WeirProblem } from '../client/client.ts';
import type { Deps } from './io.ts';
import type { Args, OptionSpec } from './options.ts';

export const SERVER_OPTIONS: Readonly<Record<string, OptionSpec>> = {
	server: { value: 'URL', help: 'address of the server, for what asks one' },
	token: { value: 'FILE', help: 'file with the API key for it (default: the variable WEIR_KEY)' },
	reason: { value: 'TEXT', help: 'propose: why; it stands in the record' },
};

/** A catalogue is opened and tried out before the answer. */
const TIMEOUT_MS = 300_000;

export interface Server {
	readonly url: string;
	readonly client: Client;
}

/** @throws Fault `usage` when the address or the key is missing. */
export function serverOf(args: Args, { key }: Deps): Server {
	const url = args.one('server');
	if (url === undefined || !/^https?:\/\/[^/]/.test(url)) throw new Fault('usage', 'Name the server: --server http://127.0.0.1:8420');
	const file = args.one('token');
	const found = file === undefined ? key : readKey(file);
	if (found === undefined || found === '') throw new Fault('usage', 'Give the key in the variable WEIR_KEY, or in a file: --token FILE');
	return { url: url.replace(/\/$/, ''), client: openClient({ url, key: found, timeoutMs: TIMEOUT_MS }) };
}

/** @throws Fault `usage` when there is none. */
export function reasonOf(args: Args): string {
	const reason = args.one('reason')?.trim();
	if (reason === undefined || reason === '') throw new Fault('usage', 'Say why: --reason TEXT');
	return reason;
}

/** What `ask` answers. @throws Fault with what the server refused, or that it cannot be reached. */
export async function asked<T>(url: string, ask: () => Promise<T>): Promise<T> {
	try {
		return await ask();
	} catch (error) {
		if (error instanceof WeirProblem) {
			const { detail, errors = [] } = error.problem;
			const each = errors.map(({ pointer, message, fix }) => `${pointer} ${message}: ${fix}`.trim());
			throw new Fault('server-refused', [detail, ...each].join('; '), { cause: error });
		}
		const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
		throw new Fault('server-refused', `${url} does not answer: ${cause instanceof Error ? cause.message : String(cause)}`, {
			cause: error,
		});
	}
}

function readKey(path: string): string {
	try {
		return readFileSync(path, 'utf8').trim();
	} catch (error) {
		throw unreadable(path, error);
	}
}
