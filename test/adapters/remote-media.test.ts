// Fetching what a hostile listing names: which addresses are never asked, and how an allowed host may misbehave. A TLS server on
// loopback stands for the host; only its address is allowed, only in this test.
import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { after, before, describe, it } from 'node:test';
import { fetchRemote, isPublicAddress, type Remote, type RemoteOptions, refusedAddress } from '../../src/adapters/remote-media.ts';
import { selfSigned } from '../support/certificate.ts';

const HOST = 'cdn.example';

describe('an address', () => {
	const NOT_PUBLIC = [
		...['127.0.0.1', '127.8.8.8', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
		...['192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.7', '203.0.113.9', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
		...['::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1', '100::1', 'fe80::1', 'fc00::1', 'fd12::1'],
		...[
			'ff02::1',
			'2001::1',
			'2001:db8::1',
			'2002:7f00:1::',
			'3fff::1',
			'localhost',
			'',
			'127.1',
			'0x7f000001',
			'2130706433',
			'fe80::1%eth0',
		],
	];
	for (const address of NOT_PUBLIC) it(`${address || '(nothing)'} is not public`, () => assert.equal(isPublicAddress(address), false));
	for (const address of ['8.8.8.8', '172.32.0.1', '192.0.1.1', '2606:4700::1111', '2a00:1450::1'])
		it(`${address} is public`, () => assert.equal(isPublicAddress(address), true));

	const REFUSED: readonly [text: string, why: RegExp][] = [
		[`http://${HOST}/a.png`, /not an https/],
		['https://other.example/a.png', /not allowed/],
		[`https://a.${HOST}/a.png`, /not allowed/],
		[`https://${HOST}.evil.example/`, /not allowed/],
		[`https://${HOST}./a.png`, /not allowed/],
		[`https://evil.example#@${HOST}/`, /not allowed/],
		[`https://user:word@${HOST}/`, /credentials/],
		[`https://${HOST}@127.0.0.1/`, /credentials/],
		[`https://${HOST}:8443/a.png`, /port/],
		['https://127.0.0.1/', /not allowed/],
		['https://2130706433/', /not allowed/],
		['https://[::1]/', /not allowed/],
		['file:///etc/passwd', /not an https/],
		['https://', /not a valid/],
	];
	for (const [text, why] of REFUSED) it(`${text} is not fetched`, () => assert.match(refusedAddress(text, new Set([HOST])) ?? '', why));
	it('is not fetched at all unless hosts are allowed', () =>
		assert.match(refusedAddress(`https://${HOST}/`, new Set()) ?? '', /nothing is/));
	it('on an allowed host is', () => assert.equal(refusedAddress(`https://${HOST}/a.png?x=1`, new Set([HOST])), undefined));
});

describe('a host', () => {
	let server: Server;
	let port = 0;
	let asked: { readonly host?: string; readonly url?: string }[] = [];
	const { key, cert } = selfSigned(HOST);
	const answer = (request: IncomingMessage, response: ServerResponse): void => {
		asked.push({ host: request.headers.host ?? '', url: request.url ?? '' });
		switch (request.url) {
			case '/picture':
				return void response.end('picture');
			case '/redirect':
				return void response.writeHead(302, { location: 'https://127.0.0.1/' }).end();
			case '/declared':
				return void response.writeHead(200, { 'content-length': '5000' }).end(Buffer.alloc(5000));
			case '/endless': {
				const more = setInterval(() => response.write(Buffer.alloc(600)), 5);
				return void response.on('close', () => clearInterval(more));
			}
			case '/silent':
				return;
			case '/empty':
				return void response.end();
			default:
				return void response.writeHead(404).end('no');
		}
	};
	const fetched = (path: string, more: Partial<RemoteOptions> = {}): Promise<Remote> =>
		fetchRemote(
			`https://${HOST}${path}`,
			{
				hosts: new Set([HOST]),
				mostBytes: 1_000,
				timeoutMs: 60_000,
				resolve: async () => ['127.0.0.1'],
				isAllowed: (address) => address === '127.0.0.1',
				ca: cert,
				...more,
			},
			port,
		);
	before(async () => {
		server = createServer({ key, cert }, answer);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		port = typeof address === 'object' && address !== null ? address.port : 0;
	});
	after(() => {
		server.closeAllConnections();
		server.close();
	});

	it('gives its file, asked under its own name at the address that was checked', async () => {
		const remote = await fetched('/picture');
		assert.deepEqual(remote.kind === 'fetched' ? Buffer.from(remote.bytes).toString() : remote, 'picture');
		assert.deepEqual(asked.at(-1), { host: HOST, url: '/picture' });
	});

	const FAILS: readonly [name: string, path: string, more: Partial<RemoteOptions>, why: RegExp][] = [
		['that redirects is not followed', '/redirect', {}, /redirects/],
		['that declares too much is left', '/declared', {}, /larger/],
		['that sends without end is cut off', '/endless', {}, /larger/],
		['that says nothing is given up', '/silent', { timeoutMs: 200 }, /took longer/],
		['that sends nothing is named', '/empty', {}, /empty/],
		['that has no such file is named', '/nothing', {}, /status 404/],
		['that is somebody else is not believed', '/picture', { hosts: new Set([HOST]), ca: selfSigned(HOST).cert }, /could not be fetched/],
		['whose name cannot be found is named', '/picture', { resolve: async () => [] }, /no public address/],
		['whose lookup never ends is given up', '/picture', { timeoutMs: 200, resolve: () => new Promise(() => undefined) }, /took longer/],
	];
	for (const [name, path, more, why] of FAILS) {
		it(name, async () => {
			const remote = await fetched(path, more);
			assert.match(remote.kind === 'failed' ? remote.why : 'fetched', why);
		});
	}

	it('with one private address among public ones is not asked', async () => {
		asked = [];
		const remote = await fetched('/picture', { resolve: async () => ['8.8.8.8', '127.0.0.1'], isAllowed: isPublicAddress });
		assert.match(remote.kind === 'failed' ? remote.why : 'fetched', /no public address/);
		assert.equal(asked.length, 0);
	});

	it('is looked up once, so that a second answer cannot lead elsewhere', async () => {
		let lookups = 0;
		await fetched('/picture', {
			resolve: async () => {
				lookups++;
				return lookups === 1 ? ['127.0.0.1'] : ['10.0.0.1'];
			},
		});
		assert.equal(lookups, 1);
	});
});
