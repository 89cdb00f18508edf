// A log behind a URL, on the loopback address: verified like any other; failures name the URL.
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { urlReader } from '../../src/adapters/log-url.ts';
import { Fault } from '../../src/base/fault.ts';
import { verifyLog } from '../../src/log/verify.ts';
import { LOG_KEY, smallLog } from '../support/small-log.ts';

const files = await smallLog(300);
const asked: string[] = [];

function answer(request: IncomingMessage, response: ServerResponse): void {
	asked.push(`${request.url} ${request.headers.authorization ?? ''}`);
	const path = request.url?.replace('/some/log/', '') ?? '';
	if (path === 'elsewhere') response.writeHead(302, { location: '/some/log/checkpoint' }).end();
	else if (path === 'broken') response.writeHead(500).end();
	else if (path === 'closed') response.writeHead(401).end();
	else if (path === 'endless') {
		response.writeHead(200);
		const more = (): void => {
			while (!response.destroyed && response.write(Buffer.alloc(1_000_000)));
		};
		response.on('drain', more);
		more();
	} else {
		const bytes = files.get(path);
		response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
	}
}

const server = createServer(answer);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
after(() => {
	server.closeAllConnections();
	server.close();
});
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/log`;

test('a log is verified over HTTP, with or without a slash at the end of its URL', async () => {
	for (const url of [base, `${base}/`]) assert.equal((await verifyLog(urlReader(url), { key: LOG_KEY.key })).ok, true);
	assert.ok(asked.includes('/some/log/checkpoint '));
	await urlReader(base, { authorization: 'Bearer x' }).read('checkpoint');
	assert.equal(asked.at(-1), '/some/log/checkpoint Bearer x');
});

test('what is not there is undefined; errors, redirections, endless answers and a silent host are faults', async () => {
	assert.equal(await urlReader(base).read('tile/0/009'), undefined);
	const fails = (url: string, path: string, message: RegExp): Promise<void> =>
		assert.rejects(
			urlReader(url).read(path),
			(error) => error instanceof Fault && error.code === 'file-unreadable' && message.test(error.message),
		);
	await fails(base, 'closed', /answered 401; it asks for an API key that is valid \(--token FILE\)/);
	await fails(base, 'broken', /some\/log\/broken cannot be read: the server answered 500/);
	await fails(base, 'elsewhere', /redirect/);
	await fails(base, 'endless', /longer than 17000000 bytes/);
	// No program listens there, and none is given that port by chance.
	await fails('http://127.0.0.1:2/', 'checkpoint', /cannot be read: connect ECONNREFUSED/);
});
