// A proposed catalogue that decides silently: submissions are decided by the one in force alone, and what the candidate would have said
// of them is counted a moment later.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { run } from '../../src/adapters/postgres/database.ts';
import { type Loose, startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { versionOf, withSubstance } from '../support/variant.ts';

const SOLVENT = { title: 'Acetone, 5 L can' };
/** Acetone is looked at. */
const STRICTER = withSubstance('acetone', (one) => ({ ...one, tier: 2 }));

describe('a catalogue that decides silently', () => {
	let server: TestServer;
	let admin = '';
	let ann = '';
	let path = '';
	const put = async (id: string, body: object) => (await server.call('PUT', `/v1/listings/${id}`, { key: admin, body })).json;
	const read = async (query = '') => (await server.call('GET', `/v1/catalogue/shadow${query}`, { key: ann })).json;
	const seen = (listings: number): Promise<Loose> =>
		until(`${listings} submissions to be looked at`, async () => {
			const told = await read();
			return told['shadow']?.['listings'] === (listings as never) && told;
		});
	before(async () => {
		server = await startTestServer();
		admin = await server.key('administrator');
		ann = await server.key('chemist', { createdBy: 'ann' });
		await server.call('POST', '/v1/catalogues', { key: ann, raw: STRICTER, type: 'application/octet-stream' });
		const { json } = await server.call('POST', '/v1/catalogue/proposals', {
			key: ann,
			body: { version: versionOf(STRICTER), reason: 'A test.' },
		});
		path = `/v1/catalogue/proposals/${json['id']}`;
	});
	after(() => server?.stop());

	it('says nothing before one is begun', async () => {
		assert.deepEqual(await read(), { items: [] });
		await put('before', SOLVENT);
	});

	it('is counted beside what was decided, and changes nothing of it', async () => {
		const begun = await server.call('POST', `${path}:shadow`, { key: ann });
		assert.equal(begun.status, 200, begun.text);
		assert.deepEqual([begun.json['version'], begun.json['listings']], [versionOf(STRICTER), 0]);
		assert.equal((await put('solvent', SOLVENT))['state'], 'published');
		assert.equal((await put('solvent-too', SOLVENT))['state'], 'published');
		await put('chair', { title: 'Oak chair' });
		const told = await seen(3);
		assert.deepEqual(told['shadow']?.['transitions'] as unknown, { 'clear→clear': 1, 'clear→review': 2 });
		const [first] = told['items'] ?? [];
		assert.match(String(first?.['listingId']), /^solvent/);
		assert.deepEqual([first?.['live'], first?.['candidate'], first?.['revision']], ['clear', 'review', 1]);
		assert.notEqual(first?.['why'], '');
		const page = await read('?limit=1');
		assert.equal(((await read(`?cursor=${String(page['nextCursor'])}`))['items'] as unknown as Loose[]).length, 1);
	});

	it('runs beside a silent policy, each told for itself', async () => {
		const officer = await server.key('approver', { createdBy: 'bo' });
		const document = { name: 'harbour', version: 1, summary: 'Bulk is looked at.', tiers: { '3': { declared: 'review' } } };
		const { json } = await server.call('POST', '/v1/policy/proposals', { key: officer, body: { document, reason: 'A test.' } });
		await server.call('POST', `/v1/policy/proposals/${json['id']}:shadow`, { key: officer });
		await put('both', SOLVENT);
		await seen(4);
		const policy = await server.call('GET', '/v1/policy/shadow', { key: officer });
		assert.deepEqual([policy.json['shadow']?.['name'], policy.json['shadow']?.['listings']], ['harbour', 1]);
	});

	it('ends when it is told to, and with its proposal', async () => {
		assert.equal((await server.call('DELETE', '/v1/catalogue/shadow', { key: ann })).status, 204);
		await put('later', SOLVENT);
		const over = await read();
		assert.equal(over['shadow']?.['listings'], 4);
		assert.notEqual(over['shadow']?.['stoppedAt'], undefined);
		await server.call('POST', `${path}:shadow`, { key: ann });
		assert.equal((await read())['shadow']?.['stoppedAt'], undefined);
		assert.equal((await server.call('POST', `${path}:withdraw`, { key: ann, body: { note: 'Enough.' } })).status, 200);
		assert.notEqual((await read())['shadow']?.['stoppedAt'], undefined);
		assert.equal((await server.call('POST', `${path}:shadow`, { key: ann })).json['code'], 'settled');
		const rows = await run(server.running.world.db, `select entry from log_entry where subject = $1 order by created_at`, [
			`catalogue/${versionOf(STRICTER)}`,
		]);
		const kinds = rows.map((row) => (JSON.parse(String(row['entry'])) as { kind: string }).kind);
		assert.deepEqual(
			kinds.filter((kind) => kind.includes('shadow')),
			['catalogue.shadow-started', 'catalogue.shadow-stopped', 'catalogue.shadow-started'],
		);
	});
});
