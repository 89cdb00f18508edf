// The typed client against a real server, and its patience against one that fails.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Client, openClient, WeirProblem } from '../../src/client/client.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { withSubstance } from '../support/variant.ts';

describe('the client', () => {
	let server: TestServer;
	let weir: Client;
	before(async () => {
		server = await startTestServer();
		weir = openClient({ url: server.running.url, key: await server.key('administrator') });
	});
	after(() => server?.stop());

	it('submits, reads back, and hands the revision on', async () => {
		const put = await weir.submitListing({ params: { id: 'c/1 ü' }, body: { title: 'Oak chair' } });
		assert.deepEqual([put.status, put.body.state, put.etag], [201, 'published', '"1"']);
		const read = await weir.readListing({ params: { id: 'c/1 ü' } });
		assert.equal(read.body.listing.title, 'Oak chair');
		const { etag = '' } = read;
		assert.equal((await weir.submitListing({ params: { id: 'c/1 ü' }, body: { title: 'Pine chair' }, ifMatch: etag })).body.revision, 2);
		const page = await weir.listListings({ query: { limit: 1, q: 'pine' } });
		assert.deepEqual(
			page.body.items.map(({ title }) => title),
			['Pine chair'],
		);
	});

	it('screens without storing', async () => {
		const { body } = await weir.screenListings({ body: { title: '4-ANPP 99% powder', cas: '21409-26-7' } });
		assert.ok('verdict' in body);
		assert.equal(body.verdict, 'block');
	});

	it('sends files as they are', async () => {
		const { status, body } = await weir.uploadMedium({ body: new TextEncoder().encode('plain words'), query: { name: 'words.txt' } });
		assert.deepEqual([status, body.size, body.type], [201, 11, 'text/plain']);
		const officer = openClient({ url: server.running.url, key: await server.key('compliance-officer') });
		const catalogue = withSubstance('acetone', (one) => ({ ...one, notes: 'Another.' }));
		const registered = await officer.registerCatalogue({ body: catalogue });
		assert.deepEqual([registered.status, registered.body.size], [201, catalogue.length]);
	});

	it('makes keys and ends them', async () => {
		const made = await weir.createKey({ body: { role: 'auditor' } });
		assert.equal((await weir.revokeKey({ params: { id: made.body.id } })).status, 204);
		const ended = openClient({ url: server.running.url, key: made.body.key });
		await assert.rejects(ended.readMe(), (error) => error instanceof WeirProblem && error.status === 401);
	});

	it('throws problems with field and fix', async () => {
		const wrong = { title: 'Chair', colour: 'red' } as { title: string };
		await assert.rejects(weir.submitListing({ params: { id: 'x' }, body: wrong }), (error) => {
			assert.ok(error instanceof WeirProblem);
			assert.equal(error.problem.errors?.[0]?.pointer, '/colour');
			return error.status === 422;
		});
	});

	it('knows every route of the table but the stream', () => {
		assert.deepEqual(
			Object.keys(weir).sort(),
			Object.keys(ROUTES)
				.filter((name) => name !== 'streamChanges')
				.sort(),
		);
	});
});

describe('patience of the client', () => {
	const sent: Request[] = [];
	const paused: number[] = [];
	const failing = (answers: readonly (number | 'lost')[], retryAfter?: string): Client => {
		sent.length = 0;
		paused.length = 0;
		return openClient({
			url: 'http://weir.invalid',
			key: 'weir_x',
			chance: () => 0.5,
			pause: async (ms) => void paused.push(ms),
			fetch: async (input, init) => {
				const answer = answers[sent.length];
				sent.push(new Request(input as string, init));
				if (answer === 'lost' || answer === undefined) throw new TypeError('fetch failed');
				const headers = { 'content-type': 'application/json', ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }) };
				return new Response(answer === 204 ? null : '{"title":"t","status":503,"detail":"d","type":"x"}', { status: answer, headers });
			},
		});
	};

	it('sends a submission again under the same key', async () => {
		const { status } = await failing(['lost', 503, 200]).submitListing({ params: { id: 'a' }, body: { title: 'Chair' } });
		assert.equal(status, 200);
		assert.equal(new Set(sent.map(({ headers }) => headers.get('idempotency-key'))).size, 1);
		assert.match(sent[0]?.headers.get('idempotency-key') ?? '', /^[0-9a-f-]{36}$/);
		assert.deepEqual(paused, [200, 400]);
	});

	it('waits as long as it is told', async () => {
		await failing([429, 200], '7').readMe();
		assert.deepEqual(paused, [7000]);
	});

	it('never repeats what may have acted', async () => {
		await assert.rejects(failing(['lost', 201]).createKey({ body: { role: 'auditor' } }));
		assert.equal(sent.length, 1);
	});

	it('gives up after its attempts', async () => {
		await assert.rejects(failing([503, 503, 503, 503, 200]).readMe(), (error) => error instanceof WeirProblem && error.status === 503);
		assert.equal(sent.length, 4);
	});

	it('does not repeat a refusal', async () => {
		await assert.rejects(failing([422, 200]).submitListing({ params: { id: 'a' }, body: { title: 'x' } }));
		assert.equal(sent.length, 1);
	});
});
