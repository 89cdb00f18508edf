// Methods that an address does not have, over HTTP, with a console beside the routes: 405 with Allow, 404 where nothing is.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('a method that an address does not have', () => {
	let server: TestServer;
	const console = mkdtempSync(join(tmpdir(), 'weir-console-'));
	before(async () => {
		writeFileSync(join(console, 'index.html'), '<!doctype html><title>Weir</title>');
		server = await startTestServer({}, undefined, console);
	});
	after(async () => {
		await server?.stop();
		rmSync(console, { recursive: true, force: true });
	});

	for (const [method, path, allow] of [
		['GET', '/v1/listings:screen', 'POST'],
		['DELETE', '/v1/listings:screen?x=1', 'POST'],
		['POST', '/v1/listings', 'GET'],
		['PATCH', '/v1/listings/urn:shop:7', 'DELETE, GET, PUT'],
		['GET', '/v1/cases/7:claim', 'POST'],
		['POST', '/v1/cases/7', 'GET'],
		['GET', '/v1/webhooks/7/deliveries:resend', 'POST'],
		['DELETE', '/log/tile/0/x001', 'GET'],
		['OPTIONS', '/healthz', 'GET'],
		['HEAD', '/v1/listings:screen', 'POST'],
	] as const)
		it(`${method} ${path} is answered 405 and told of ${allow}`, async () => {
			const answer = await server.call(method, path, { headers: { accept: 'text/html' } });
			assert.equal(answer.status, 405, answer.text);
			assert.equal(answer.headers.get('allow'), allow);
			assert.equal(answer.headers.get('content-type'), 'application/problem+json');
			if (method === 'HEAD') return;
			assert.equal(answer.json['type'], 'urn:weir:problem:method-not-allowed');
			assert.equal(answer.json['status'], 405);
			assert.match(String(answer.json['detail']), new RegExp(`it takes ${allow}\\.`));
		});

	it('is not claimed where nothing is, nor for HEAD beside GET, and leaves pages as they are', async () => {
		for (const [method, path] of [
			['GET', '/v1/nothing'],
			['DELETE', '/v1/nothing'],
			['GET', '/v1/cases/7:unheard'],
			['POST', '/cases'],
			['HEAD', '/v1/listings'],
		] as const) {
			const answer = await server.call(method, path);
			assert.deepEqual([answer.status, answer.headers.get('allow')], [404, null], `${method} ${path}`);
		}
		const page = await server.call('GET', '/cases', { headers: { accept: 'text/html' } });
		assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html; charset=utf-8']);
	});

	it('is told apart from an address that exists and asks who is calling', async () => {
		assert.equal((await server.call('GET', '/v1/cases/7')).status, 401);
		assert.equal((await server.call('POST', '/v1/cases/7:claim')).status, 401);
		const key = await server.key('analyst');
		assert.deepEqual((await server.call('GET', '/v1/cases/7', { key })).status, 404);
	});
});
