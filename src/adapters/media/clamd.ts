// Asks a ClamAV daemon about bytes: the commands PING and INSTREAM of clamd(8) over TCP or a local socket. Whatever is not a plain answer
// within the time is "failed", never "clean". The bytes leave this machine if the daemon is on another: where to is the operator's choice.
import { connect, type Socket } from 'node:net';

/** Where a daemon listens. */
export type ClamdAddress = { readonly host: string; readonly port: number } | { readonly path: string };

export type Scan =
	| { readonly kind: 'clean' }
	/** `what`: the name that the daemon's signatures have for it. */
	| { readonly kind: 'found'; readonly what: string }
	| { readonly kind: 'failed'; readonly why: string };

export interface Scanner {
	scan(bytes: Uint8Array): Promise<Scan>;
	/** Why it does not answer; undefined when it does. */
	trouble(): Promise<string | undefined>;
}

const CHUNK_BYTES = 64 * 1024;
/** An answer is one line; more is none. */
const MOST_ANSWER = 4_096;
const PING_MS = 2_000;

/** Reads `host:port`, `[::1]:3310` or `unix:/path`; undefined when it is none of them. */
export function parseClamdAddress(text: string): ClamdAddress | undefined {
	const path = /^unix:(\/.{1,100})$/.exec(text)?.[1];
	if (path !== undefined) return { path };
	const [, bracketed, plain, digits] = /^(?:\[([0-9a-fA-F:.]{2,60})\]|([A-Za-z0-9.-]{1,253})):(\d{1,5})$/.exec(text) ?? [];
	const host = bracketed ?? plain;
	const port = Number(digits);
	return host === undefined || port < 1 || port > 65_535 ? undefined : { host, port };
}

/** `timeoutMs` is for one whole file, from the connection to the answer. */
export function openScanner(address: ClamdAddress, timeoutMs: number): Scanner {
	return {
		scan: async (bytes) => {
			const said = await ask(address, timeoutMs, (socket) => stream(socket, bytes));
			if (said.kind === 'failed') return said;
			const found = /^stream: (.{1,200}) FOUND$/.exec(said.answer)?.[1];
			if (found !== undefined) return { kind: 'found', what: plain(found) };
			if (said.answer === 'stream: OK') return { kind: 'clean' };
			return { kind: 'failed', why: `it answered "${plain(said.answer.slice(0, 100))}"` };
		},
		trouble: async () => {
			const said = await ask(address, Math.min(PING_MS, timeoutMs), async (socket) => void socket.write('zPING\0'));
			if (said.kind === 'failed') return said.why;
			return said.answer === 'PONG' ? undefined : `it answered "${plain(said.answer.slice(0, 100))}"`;
		},
	};
}

type Said = { readonly kind: 'answer'; readonly answer: string } | { readonly kind: 'failed'; readonly why: string };

// One connection for one question. The daemon may answer before it has everything, and end the connection: its answer counts, then, and
// not that writing failed.
function ask(address: ClamdAddress, timeoutMs: number, say: (socket: Socket) => Promise<void>): Promise<Said> {
	return new Promise((done) => {
		const socket = connect(address);
		let heard = '';
		let broke: string | undefined;
		const settle = (said: Said): void => {
			clearTimeout(late);
			socket.destroy();
			done(said);
		};
		const late = setTimeout(() => settle({ kind: 'failed', why: `it did not answer within ${timeoutMs / 1000} s` }), timeoutMs);
		socket.on('connect', () => void say(socket).catch(() => undefined));
		socket.on('data', (chunk: Buffer) => {
			heard += chunk.toString('latin1');
			const end = heard.indexOf('\0');
			if (end >= 0) settle({ kind: 'answer', answer: heard.slice(0, end) });
			else if (heard.length > MOST_ANSWER) settle({ kind: 'failed', why: 'its answer has no end' });
		});
		socket.on('error', (error: NodeJS.ErrnoException) => {
			broke = error.code ?? error.message;
		});
		socket.on('close', () =>
			settle({ kind: 'failed', why: broke === undefined ? 'it ended the connection' : `the connection failed (${broke})` }),
		);
	});
}

async function stream(socket: Socket, bytes: Uint8Array): Promise<void> {
	socket.write('zINSTREAM\0');
	const length = (size: number): Buffer => {
		const head = Buffer.alloc(4);
		head.writeUInt32BE(size);
		return head;
	};
	for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
		const chunk = bytes.subarray(at, at + CHUNK_BYTES);
		socket.write(length(chunk.length));
		if (!socket.write(chunk)) await drained(socket);
		if (socket.destroyed) return;
	}
	socket.write(length(0));
}

const drained = (socket: Socket): Promise<void> =>
	new Promise((resolve) => {
		const go = (): void => {
			socket.off('drain', go);
			socket.off('close', go);
			resolve();
		};
		socket.on('drain', go);
		socket.on('close', go);
	});

/** Letters that a name of a signature has; nothing that a page or a terminal would take for more. */
const plain = (text: string): string => text.replaceAll(/[^\w.:()/ -]/g, '?');
