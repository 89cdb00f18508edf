// A ClamAV daemon for tests, on loopback or a local socket: speaks PING and INSTREAM, finds the EICAR test string, and misbehaves on request.

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

/** https://www.eicar.org: 68 harmless characters that every scanner reports. In two parts, so that no scanner reports this file. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** `slow`: never answers. `dies`: ends the connection in the middle of a file. `strange`: answers something else. `limit`: refuses by size. */
export type Manner = 'well' | 'slow' | 'dies' | 'strange' | 'limit' | 'endless';

export interface FakeClamd {
	/** As WEIR_CLAMD has it. */
	readonly address: string;
	manner: Manner;
	/** Files it was shown to the end, as texts. */
	readonly seen: string[];
	close(): Promise<void>;
}

export async function startClamd(path?: string): Promise<FakeClamd> {
	const open = new Set<Socket>();
	const server: Server = createServer((socket) => {
		open.add(socket);
		socket.on('close', () => open.delete(socket));
		socket.on('error', () => undefined);
		serve(socket, clamd);
	});
	await new Promise<void>((done) => (path === undefined ? server.listen(0, '127.0.0.1', done) : server.listen(path, done)));
	const clamd: FakeClamd = {
		address: path === undefined ? `127.0.0.1:${(server.address() as AddressInfo).port}` : `unix:${path}`,
		manner: 'well',
		seen: [],
		close: async () => {
			for (const socket of open) socket.destroy();
			await new Promise<void>((done) => server.close(() => done()));
		},
	};
	return clamd;
}

function serve(socket: Socket, clamd: FakeClamd): void {
	let heard = Buffer.alloc(0);
	socket.on('data', (chunk) => {
		heard = Buffer.concat([heard, chunk]);
		const end = heard.indexOf(0);
		if (end < 0 || clamd.manner === 'slow') return;
		if (clamd.manner === 'endless') return void socket.write('x'.repeat(10_000));
		const command = heard.toString('latin1', 0, end);
		if (command === 'zPING') return void socket.end('PONG\0');
		if (command !== 'zINSTREAM') return void socket.end('UNKNOWN COMMAND\0');
		if (clamd.manner === 'dies' && heard.length > end + 1) return void socket.destroy();
		if (clamd.manner === 'limit' && heard.length > end + 1) return void socket.end('INSTREAM size limit exceeded. ERROR\0');
		const file = fileIn(heard.subarray(end + 1));
		if (file === undefined) return;
		clamd.seen.push(file);
		if (clamd.manner === 'strange') return void socket.end('stream: perhaps\0');
		socket.end(file.includes(EICAR) ? 'stream: Win.Test.EICAR_HDB-1 FOUND\0' : 'stream: OK\0');
	});
}

/** The file once its last chunk, which is empty, has come. */
function fileIn(bytes: Buffer): string | undefined {
	let text = '';
	for (let at = 0; at + 4 <= bytes.length; ) {
		const size = bytes.readUInt32BE(at);
		if (size === 0) return text;
		if (at + 4 + size > bytes.length) return undefined;
		text += bytes.toString('latin1', at + 4, at + 4 + size);
		at += 4 + size;
	}
	return undefined;
}
