// Restricted lists over HTTP on a real database: uploaded, in force through a policy, tried out, retired; and what they match, walked
// through every way out by which somebody who may not know could learn of it.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readPlatform } from '../../src/adapters/case-tables.ts';
import { run } from '../../src/adapters/postgres/database.ts';
import type { Role } from '../../src/model/actor.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { type Called, type Loose, startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

/** Chemicals that no law lists: what is watched is the marketplace's own business. */
const LIST = 'name: grey-heron\nsubstances: [acetone]\ncas: ["57-13-6", "56-81-5"]\nnames: [triethyl citrate]\n';
const WATCHED = { title: 'Prilled urea 25 kg', cas: '57-13-6', seller: { id: 'lakeside', country: 'DE' } };
/** Held under the built-in policy for a reason that everybody may know. */
const DOUBTFUL = { title: 'Piperidine, 25 kg drum, technical grade', seller: { id: 'lakeside', country: 'DE' } };
/** What nobody else may read anywhere. */
const SECRET = /grey-heron|57-13-6 is|watch-list|restricted list|restricted watch|"watch"|confidential-list/;

describe('restricted lists', () => {
	let server: TestServer;
	let receiver: TestReceiver;
	let admin = '';
	let seller = '';
	let officer = '';
	let approver = '';
	let hash = '';
	const keys = new Map<Role, string>();
	const platform = join(tmpdir(), `weir-watch-${process.pid}.yaml`);
	const upload = (raw: string, key = officer, type = 'application/yaml', query = ''): Promise<Called> =>
		server.call('POST', `/v1/watch-lists${query}`, { key, raw, type });
	const lists = async (): Promise<Loose[]> =>
		(await server.call('GET', '/v1/watch-lists', { key: approver })).json['items'] as unknown as Loose[];
	const post = (path: string, key: string, body?: unknown): Promise<Called> =>
		server.call('POST', path, { key, ...(body === undefined ? {} : { body }) });
	const put = (id: string, body: unknown = WATCHED, key = admin): Promise<Called> =>
		server.call('PUT', `/v1/listings/${id}`, { key, body });
	const inForce = async (): Promise<Loose> => (await server.call('GET', '/v1/policy', { key: officer })).json;
	const document = async (watch: readonly object[]): Promise<object> => {
		const now = await inForce();
		const previous = String(now['policyVersion']);
		const chained = now['builtIn'] ? { version: 1 } : { version: 2, previous: previous.padEnd(64, '0') };
		return { name: 'harbour', summary: 'Some chemicals are watched.', ...chained, watch };
	};
	const reference = (sha256 = hash, outcome = 'review') => ({ list: 'grey-heron', sha256, outcome });
	const propose = async (watch: readonly object[], key = officer): Promise<Called> =>
		post('/v1/policy/proposals', key, { reason: 'A test.', document: await document(watch) });
	const publish = async (id: string, body: unknown, cookie: string): Promise<void> => {
		const caseId = String((await put(id, body)).json['caseId']);
		const { headers, json } = await server.call('GET', `/v1/cases/${caseId}`, { cookie });
		const evidence = [String(json['state']?.['evidence']?.[0]?.['id'])];
		const decided = await server.call('POST', `/v1/cases/${caseId}:decide`, {
			cookie,
			body: { outcome: 'publish', reasonCode: 'lawful-offer', facts: 'A known buyer.', legalBasis: 'Terms', evidence },
			headers: { 'if-match': headers.get('etag') ?? '' },
		});
		assert.equal(decided.status, 200, decided.text);
	};
	const finished = (id: unknown): Promise<Loose> =>
		until('the job to end', async () => {
			const { json } = await server.call('GET', `/v1/rescreens/${String(id)}`, { key: officer });
			return json['status'] === ('done' as unknown) && json;
		});
	before(async () => {
		receiver = await startReceiver();
		const { draft: _draft, ...particulars } = readPlatform();
		writeFileSync(platform, JSON.stringify(particulars));
		server = await startTestServer({ WEIR_WEBHOOK_LOOPBACK: '1', WEIR_PLATFORM: platform });
		for (const role of ['administrator', 'analyst', 'chemist', 'auditor', 'regulator'] as const)
			keys.set(role, await server.key(role, { createdBy: `one-${role}` }));
		admin = keys.get('administrator') ?? '';
		officer = await server.key('compliance-officer', { createdBy: 'clara' });
		approver = await server.key('approver', { createdBy: 'paul' });
		seller = await server.key('seller', { seller: 'lakeside', createdBy: 'sam' });
		await put('before');
		assert.equal((await put('before')).json['state'], 'published');
	});
	after(async () => {
		await server?.stop();
		await receiver?.stop();
		rmSync(platform, { force: true });
	});

	it('are refused with line and fix, and nothing is stored', async () => {
		const bad = await upload('name: grey-heron\ncas:\n  - "57-13-6"\n  - "57-13-7"\nsubstances:\n  - aceton\n');
		assert.equal(bad.status, 422);
		assert.equal(bad.json['errors']?.[0]?.['pointer'], '/cas/1');
		assert.match(String(bad.json['errors']?.[0]?.['message']), /^line 4: not a CAS number/);
		const unknown = await upload('name: grey-heron\nsubstances: [aceton]\n');
		assert.match(String(unknown.json['errors']?.[0]?.['message']), /^line 2: /);
		assert.match(String(unknown.json['errors']?.[0]?.['fix']), /did you mean "acetone"/);
		for (const text of ['', 'name: Grey Heron\ncas: []', 'name: x\ncas: [1', 'name: x', 'name: x\nnames: [a]', '[1]'])
			assert.equal((await upload(text)).status, 422, text);
		const table = await upload('cas;name\n57-13-6;\n;\n57-13-7;urea\n', officer, 'text/csv', '?name=grey-heron');
		assert.deepEqual(String(table.json['errors']?.[0]?.['message']), 'line 4: not a CAS number');
		assert.equal((await upload('cas\n57-13-6\n', officer, 'text/csv')).status, 422, 'a table does not name its list');
		assert.equal((await upload('what,cas\nx,57-13-6\n', officer, 'text/csv', '?name=x')).status, 422);
		assert.equal((await upload('<list/>', officer, 'application/xml')).status, 415);
		assert.deepEqual(await lists(), []);
	});

	it('are kept by compliance officers and read by whoever may agree to a policy, and by nobody else', async () => {
		const added = await upload(LIST);
		assert.equal(added.status, 201, added.text);
		hash = String(added.json['sha256']);
		assert.deepEqual([added.json['name'], added.json['version'], added.json['cas'], added.json['names']], ['grey-heron', 1, 2, 1]);
		assert.equal((await upload(LIST)).status, 200, 'the same list again');
		assert.equal((await upload(LIST, approver)).status, 403);
		const read = await server.call('GET', `/v1/watch-lists/${hash}`, { key: approver });
		assert.deepEqual(read.json['entries']?.['cas'], ['57-13-6', '56-81-5']);
		for (const key of [...keys.values(), seller]) {
			for (const path of ['/v1/watch-lists', `/v1/watch-lists/${hash}`])
				assert.equal((await server.call('GET', path, { key })).status, 403);
			assert.equal((await upload(LIST, key)).status, 403);
		}
		const twin = await upload('cas,name\n57-13-6,\n56-81-5,triethyl citrate\n', officer, 'text/csv', '?name=twin');
		assert.deepEqual([twin.status, twin.json['cas'], twin.json['names']], [201, 2, 1]);
	});

	it('stand sealed in the database', async () => {
		const { db } = server.running.world;
		const rows = await run(db, "select encode(sealed, 'escape') as text from watch_list");
		assert.equal(rows.length, 2);
		for (const { text } of rows) assert.doesNotMatch(String(text), /grey-heron|57-13-6|triethyl/);
	});

	it('are tried out by who may know them: previewed and silent, unseen by others', async () => {
		const proposed = await propose([reference()]);
		assert.equal(proposed.status, 201, proposed.text);
		assert.deepEqual(
			(proposed.json['changes'] ?? []).map(({ setting, effect }) => `${setting} ${effect}`),
			['watch.grey-heron stricter', 'name neutral'],
		);
		const path = `/v1/policy/proposals/${proposed.json['id']}`;
		const preview = await post(`${path}:preview`, officer);
		const { result } = await finished(preview.json['id']);
		assert.deepEqual(result?.['transitions'], { 'clear→review': 1 });
		assert.equal((await post(`${path}:shadow`, officer)).status, 200);
		assert.equal((await put('tried')).json['state'], 'published');
		const shadow = await server.call('GET', '/v1/policy/shadow', { key: approver });
		assert.equal(shadow.json['items']?.[0]?.['listingId'], 'tried');
		for (const [role, key] of keys) {
			if (role === 'chemist') continue;
			const seen = await server.call('GET', path, { key });
			assert.doesNotMatch(seen.text, SECRET);
			assert.equal((await server.call('GET', `/v1/rescreens/${preview.json['id']}`, { key })).status, 404);
			assert.ok(!(await server.call('GET', '/v1/rescreens', { key })).text.includes(String(preview.json['id'])));
			assert.deepEqual((await server.call('GET', '/v1/policy/shadow', { key })).json, { items: [] });
		}
		assert.equal((await post(`${path}:reject`, officer, { note: 'Tried.' })).status, 200);
	});

	it('must be the list that the policy names', async () => {
		const other = await propose([reference('0'.repeat(64))]);
		assert.equal(other.status, 422);
		assert.match(String(other.json['errors']?.[0]?.['pointer']), /^\/document\/watch\/0/);
		assert.equal((await propose([reference(), reference(hash, 'block')])).status, 422, 'one version of each list');
	});

	describe('in force', () => {
		let held: Called;
		let caseId = '';
		before(async () => {
			// Two that a person published before anything was watched: one of them will be.
			const clara = await server.person('compliance-officer', 'Carla');
			for (const [id, title] of Object.entries({ released: `${DOUBTFUL.title}, beside 57-13-6`, other: DOUBTFUL.title }))
				await publish(id, { ...DOUBTFUL, title }, clara);
			const { status } = await post('/v1/webhooks', admin, { url: `${receiver.url}/all` });
			assert.equal(status, 201);
			const proposed = await propose([reference(hash, 'block')]);
			const approved = await post(`/v1/policy/proposals/${proposed.json['id']}:approve`, officer);
			assert.equal(approved.json['status'], 'active', approved.text);
			await finished(approved.json['rescreen']);
			held = await put('hit');
			caseId = String(held.json['caseId']);
			assert.equal((await put('doubtful', DOUBTFUL)).json['state'], 'held');
		});

		it('open again what a person had published without knowing of them', async () => {
			const [released, other] = await Promise.all(
				['released', 'other'].map(async (id) => (await server.call('GET', `/v1/listings/${id}`, { key: admin })).json),
			);
			assert.deepEqual([released?.['state'], released?.['reasonCode'], other?.['state']], ['held', 'under-review', 'published']);
		});

		it('hold what they match, openly written or disguised, at the gate and among what is published', async () => {
			assert.deepEqual([held.json['state'], held.json['verdict']?.['verdict']], ['held', 'review']);
			assert.equal((await put('spaced', { title: 'Granulate, CAS 57 13 6' })).json['state'], 'held');
			assert.equal((await put('named', { title: 'TRIETHYL-CITRATE 1 L' })).json['state'], 'held');
			assert.equal((await put('listed', { title: 'Acetone, 5 L can' })).json['state'], 'held');
			assert.equal((await put('clear', { title: 'Oak chair' })).json['state'], 'published');
			const again = await server.call('GET', '/v1/listings/before', { key: admin });
			assert.deepEqual([again.json['state'], again.json['reasonCode'], again.json['revision']], ['held', 'under-review', 2]);
		});

		it('open restricted cases, with what matched, for those who may read them', async () => {
			for (const key of [officer, approver]) {
				const read = await server.call('GET', `/v1/cases/${caseId}`, { key });
				assert.equal(read.status, 200, read.text);
				assert.equal(read.json['case']?.['restricted'], true);
				assert.match(String(read.json['watch']?.['reasons']?.[0]?.['text']), /57-13-6 is on the restricted watch list grey-heron/);
				assert.equal(read.json['watch']?.['findings']?.[0]?.['text'], '57-13-6');
				const queue = await server.call('GET', '/v1/cases', { key });
				assert.ok(queue.text.includes(caseId));
			}
			for (const key of keys.values()) {
				assert.notEqual((await server.call('GET', `/v1/cases/${caseId}`, { key })).status, 200);
				assert.ok(!(await server.call('GET', '/v1/cases?state=all', { key })).text.includes(caseId));
				assert.notEqual((await server.call('GET', `/v1/cases/${caseId}/evidence`, { key })).status, 200);
			}
			const nobody = await server.key('compliance-officer');
			assert.equal((await server.call('GET', `/v1/cases/${caseId}`, { key: nobody })).status, 404, 'a key nobody answers for is not named');
		});

		it('are not consulted where nothing is stored', async () => {
			for (const key of [admin, seller, officer]) {
				// Sellers are told what would become of it, and no verdict.
				const [field, plain] = key === seller ? ['state', 'published'] : ['verdict', 'clear'];
				const one = await post('/v1/listings:screen', key, WATCHED);
				const policy = key === seller ? undefined : held.json['verdict']?.['policyVersion'];
				assert.deepEqual([one.json[field], one.json['policyVersion']], [plain, policy]);
				const two = await post('/v1/listings:screen', key, { listings: [WATCHED] });
				assert.equal(two.json['verdicts']?.[0]?.[field], plain);
				const raw = `${JSON.stringify(WATCHED)}\n`;
				const lines = await server.call('POST', '/v1/listings:screen', { key, raw, type: 'application/x-ndjson' });
				assert.equal(lines.json[field], plain);
				for (const { text } of [one, two, lines]) assert.doesNotMatch(text, SECRET);
			}
		});

		it('show nowhere else', async () => {
			const sellers = ['/v1/listings/hit', '/v1/listings', '/v1/listings/hit/notice', `/v1/cases/${caseId}/notice`];
			const outside = [held, await put('by-seller', WATCHED, seller)];
			for (const path of sellers) outside.push(await server.call('GET', path, { key: seller }));
			assert.deepEqual(
				outside.map(({ status }) => status),
				[201, 201, 200, 200, 200, 200],
			);
			const inside = [
				...['/v1/listings', '/v1/listings/hit', '/v1/cases?state=all', `/v1/cases/${caseId}`, `/v1/cases/${caseId}/evidence`],
				...['/v1/policy', '/v1/policy/proposals', '/v1/policy/shadow', '/v1/rescreens', '/v1/law/upcoming', '/v1/catalogue'],
				...['/v1/log/entries?limit=200', '/v1/dashboard', '/v1/reports/casework', '/v1/reports/transparency', '/v1/golden', '/metrics'],
				...['/v1/listings/hit/notice', '/readyz', '/log/checkpoint', '/v1/webhooks'],
			];
			for (const path of inside) {
				const answers = await Promise.all([...keys.values()].map((key) => server.call('GET', path, { key })));
				assert.ok(path.includes(caseId) || answers.some(({ status }) => status === 200), `nobody was answered at ${path}`);
				outside.push(...answers);
			}
			for (const { text } of outside) assert.doesNotMatch(text, SECRET);
			const came = await receiver.until(6, '/all');
			for (const { body } of came) assert.doesNotMatch(body, SECRET);
			for (const line of server.logged) assert.doesNotMatch(line, SECRET);
		});

		it('look to the outside like any other hold', async () => {
			const shape = async (id: string) => {
				const { json } = await server.call('GET', `/v1/listings/${id}`, { key: seller });
				const notice = (await server.call('GET', `/v1/listings/${id}/notice`, { key: seller })).json;
				const told = await until('webhooks', () => {
					const bodies = receiver.came
						.map(({ body }) => JSON.parse(body) as Loose)
						.filter(({ data }) => data?.['listingId'] === (id as unknown));
					return bodies.length >= 2 && bodies;
				});
				const entries = (await server.call('GET', '/v1/log/entries?limit=200', { key: admin })).json['items'] ?? [];
				const { json: whole } = await server.call('GET', `/v1/listings/${id}`, { key: admin });
				const own = entries.filter(({ subject }) => [`listing/${id}`, `case/${whole['caseId']}`].includes(String(subject)));
				return {
					seller: [Object.keys(json), json['state'], json['reasonCode']],
					notice: [
						Object.keys(notice),
						notice['outcome'],
						notice['reasonCode'],
						notice['decidedBy'],
						String(notice['subject']).replace(id, ''),
					],
					told: told.map(({ type, data }) => `${type} ${Object.keys(data ?? {}).sort()} ${data?.['reasonCode'] ?? ''}`).sort(),
					entries: own.map(({ kind, entry }) => `${kind} ${Object.keys((JSON.parse(String(entry)) as Loose)['facts'] ?? {})}`).sort(),
					whole: [Object.keys(whole), whole['verdict']],
				};
			};
			assert.deepEqual(await shape('hit'), await shape('doubtful'));
		});

		it('keep their reason confidential when a person decides', async () => {
			const clara = await server.person('compliance-officer', 'Clara');
			const { headers, json } = await server.call('GET', `/v1/cases/${caseId}`, { cookie: clara });
			const evidence = [String(json['state']?.['evidence']?.[0]?.['id'])];
			const decision = {
				outcome: 'refuse',
				reasonCode: 'confidential-list',
				facts: 'It is watched.',
				legalBasis: 'Terms, section 4',
				evidence,
			};
			const decided = await server.call('POST', `/v1/cases/${caseId}:decide`, {
				cookie: clara,
				body: decision,
				headers: { 'if-match': headers.get('etag') ?? '' },
			});
			assert.equal(decided.status, 200, decided.text);
			const told = await server.call('GET', '/v1/listings/hit/notice', { key: seller });
			assert.equal(told.json['reasonCode'], 'terms-not-met');
			const read = (path: string, role: Role) => server.call('GET', path, { key: keys.get(role) ?? '' });
			const others = await Promise.all([
				...[read('/v1/log/entries?limit=200', 'administrator'), read('/v1/reports/casework', 'auditor')],
				...[read('/v1/reports/transparency', 'regulator'), read('/v1/dashboard', 'analyst')],
			]);
			assert.ok(Number(others[2]?.json['statements']) > 0, 'the export has statements in it');
			for (const { status, text } of [told, ...others]) {
				assert.equal(status, 200);
				assert.doesNotMatch(text, SECRET);
			}
			const bodies = await until('the decision', () => receiver.came.some(({ body }) => body.includes('case.decided')) && receiver.came);
			for (const { body } of bodies) assert.doesNotMatch(body, SECRET);
		});

		it('cannot be retired, and a changed one changes nothing by being there', async () => {
			const refused = await post(`/v1/watch-lists/${hash}:retire`, officer);
			assert.deepEqual([refused.status, refused.json['code']], [409, 'list-in-use']);
			const shorter = await upload('name: grey-heron\nsubstances: [acetone]\ncas: ["56-81-5"]\nnames: [triethyl citrate]\n');
			assert.deepEqual([shorter.json['version'], shorter.json['against']], [2, { added: 0, removed: 1 }]);
			assert.equal((await put('still')).json['state'], 'held');
			const proposed = await propose([reference(String(shorter.json['sha256']), 'block')]);
			assert.equal(proposed.json['needsTwoPeople'], true, proposed.text);
			const path = `/v1/policy/proposals/${proposed.json['id']}`;
			assert.equal((await post(`${path}:approve`, officer)).json['code'], 'same-person');
			assert.equal((await post(`/v1/watch-lists/${shorter.json['sha256']}:retire`, officer)).json['code'], 'list-in-use');
			assert.equal((await post(`${path}:approve`, approver)).json['status'], 'active');
			assert.equal((await put('no-more')).json['state'], 'published');
			assert.equal(
				(await server.call('GET', '/v1/listings/still', { key: admin })).json['state'],
				'held',
				'screening again never publishes',
			);
			assert.equal((await post(`/v1/watch-lists/${hash}:retire`, officer)).json['retired'], true);
			const back = await propose([reference()]);
			assert.match(String(back.json['errors']?.[0]?.['message']), /retired/);
			assert.equal((await upload(LIST)).json['retired'], false, 'uploading it again restores it');
			assert.equal((await propose([])).json['needsTwoPeople'], true, 'so does watching nothing any more');
		});
	});
});
