// Commands that ask a running server: a policy checked and proposed, a catalogue registered and proposed, and what is refused said plainly.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startTestServer, type TestServer } from '../support/server.ts';
import { versionOf, withSubstance } from '../support/variant.ts';
import { weir } from './command.ts';

const STRICTER = 'name: market\nversion: 1\nsummary: A test.\ntiers:\n  "3": { declared: review }\n';
const WRONG = `${STRICTER}retiered: { acetne: 1 }\n`;

describe('a command that asks a server', () => {
	let server: TestServer;
	let key = '';
	const ask = (...args: string[]) => weir([...args, '--server', server.running.url], { deps: { key } });
	const file = (name: string, content: string | Uint8Array): string => {
		const path = join(server.folder, name);
		writeFileSync(path, content);
		return path;
	};
	before(async () => {
		server = await startTestServer();
		key = await server.key('compliance-officer', { createdBy: 'ann' });
	});
	after(() => server?.stop());

	it('checks a policy against what is in force, mistakes with their lines', async () => {
		const wrong = await ask('policy', 'check', file('wrong.yaml', WRONG));
		assert.equal(wrong.code, 2);
		assert.match(wrong.err, /line 6 \/retiered\/acetne: .*did you mean "acetone"/);
		const good = await ask('policy', 'check', file('good.yaml', STRICTER));
		assert.equal(good.code, 0, good.err);
		assert.match(good.out, /stricter tiers\.3\.declared/);
		const json = await ask('policy', 'check', join(server.folder, 'wrong.yaml'), '--format', 'json');
		assert.equal((JSON.parse(json.out) as { valid: boolean }).valid, false);
	});

	it('proposes a policy, and says where it stands', async () => {
		const path = file('good.yaml', STRICTER);
		assert.match((await ask('policy', 'propose', path)).err, /--reason/);
		const { code, out, err } = await ask('policy', 'propose', path, '--reason', 'A test.');
		assert.equal(code, 0, err);
		const id = /policy\/proposals\/([0-9a-f-]{36})/.exec(out)?.[1];
		const { json } = await server.call('GET', `/v1/policy/proposals/${id}`, { key });
		assert.deepEqual([json['status'], json['reason']], ['open', 'A test.'] as unknown[]);
		assert.equal((await ask('policy', 'propose', join(server.folder, 'wrong.yaml'), '--reason', 'A test.')).code, 2);
	});

	it('registers and proposes a catalogue', async () => {
		const other = withSubstance('acetone', (one) => ({ ...one, tier: 2 }));
		const { code, out, err } = await ask('catalogue', 'propose', file('other.catalogue', other), '--reason', 'A test.');
		assert.equal(code, 0, err);
		assert.match(out, /stricter\s+substances\/acetone tier.*: 3 → 2/);
		const { json } = await server.call('GET', '/v1/catalogue/proposals', { key });
		assert.equal(json['items']?.[0]?.['version'], versionOf(other));
		const none = await ask('catalogue', 'propose', file('none.catalogue', 'no catalogue'), '--reason', 'A test.');
		assert.equal(none.code, 1);
		assert.match(none.err, /nothing was stored/);
	});

	it('says what is missing: the server, the key, an answer', async () => {
		const path = file('good.yaml', STRICTER);
		assert.match((await weir(['policy', 'check', path])).err, /--server/);
		assert.match((await weir(['policy', 'check', path, '--server', server.running.url])).err, /WEIR_KEY/);
		const silent = await weir(['policy', 'check', path, '--server', 'http://127.0.0.1:1'], { deps: { key } });
		assert.deepEqual([silent.code, /does not answer/.test(silent.err)], [1, true]);
		const stranger = await weir(['policy', 'check', path, '--server', server.running.url], { deps: { key: 'weir_wrong' } });
		assert.equal(stranger.code, 1);
		const fromFile = file('key', `${key}\n`);
		assert.equal((await weir(['policy', 'check', path, '--server', server.running.url, '--token', fromFile])).code, 0);
	});
});
