// A copy of a server that is being written to, restored elsewhere: what was acknowledged before the copy began is there, the log verifies,
// the restored server goes on. A copy that is not whole, or not what it was, is refused by name and leaves nothing.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { parseManifest, renderManifest } from '../../src/adapters/backup/manifest.ts';
import { run } from '../../src/adapters/postgres/database.ts';
import { configOf } from '../../src/server/config.ts';
import { startServer } from '../../src/server/main.ts';
import { weir } from '../cli/command.ts';
import { PATIENT, startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const BEFORE = 30;

describe('a backup', () => {
	let server: TestServer;
	let above = '';
	let backup = '';
	let admin = '';
	const known = new Map<string, { readonly revision: number; readonly state: string }>();
	const own = (): string => join(server.folder, 'weir');
	const place = (name: string): string => join(above, name);

	before(async () => {
		server = await startTestServer();
		above = mkdtempSync(join(tmpdir(), 'weir-backup-'));
		chmodSync(above, 0o711); // as root the database's own user passes through it
		admin = await server.key('administrator');
		await server.person('administrator', 'Ada');
		await server.call('POST', '/v1/media?name=note.txt', { key: admin, raw: 'A note about an oak chair.', type: 'text/plain' });
		backup = place('monday');
	});
	after(async () => {
		await server?.stop();
		rmSync(above, { recursive: true, force: true });
	});

	it('is made while the server is written to', async () => {
		let over = false;
		let sent = 0;
		const writer = async (): Promise<void> => {
			while (!over) {
				const id = `w-${sent++}`;
				const title = sent % 3 === 0 ? `Piperidine, drum ${sent}` : `Oak chair ${sent}`;
				const { status, json } = await server.call('PUT', `/v1/listings/${id}`, { key: admin, body: { title } });
				assert.equal(status, 201);
				known.set(id, { revision: Number(json['revision']), state: String(json['state']) });
			}
		};
		const writers = Promise.all([writer(), writer(), writer()]);
		await Promise.race([writers, until('some listings', () => known.size >= BEFORE)]);
		const acknowledged = [...known.keys()];
		const made = await weir(['backup', backup, '--folder', own(), '--with-keys', '--format', 'json']);
		over = true;
		await writers;
		for (const id of [...known.keys()]) if (!acknowledged.includes(id)) known.delete(id);
		assert.equal(made.code, 0, made.err);
		const told = JSON.parse(made.out) as { rows: number; bytes: number; keys: string[]; log: { size: number } };
		assert.ok(told.rows > BEFORE && told.bytes > 0 && told.log.size > 0);
		assert.deepEqual(told.keys, ['log.key', 'session.secret']);
		assert.equal(statSync(backup).mode & 0o077, 0);
		assert.deepEqual(readdirSync(above), ['monday']);
		const [entry] = await run(server.running.world.db, `select entry from log_entry where subject = 'export/backup'`);
		assert.match(String(entry?.['entry']), /backup\.made/);
	});

	it('holds no session of anybody', () => {
		assert.deepEqual(
			readdirSync(backup).filter((name) => /session\.copy|challenge|verification/.test(name)),
			[],
		);
	});

	it('leaves keys out, and says so, unless they are asked for', async () => {
		const { code, out, err } = await weir(['backup', place('plain'), '--folder', own()]);
		assert.equal(code, 0, err);
		assert.match(out, /Without log\.key and session\.secret/);
		assert.deepEqual(
			readdirSync(place('plain')).filter((name) => !name.endsWith('.copy.gz')),
			['backup.json'],
		);
		const again = await weir(['backup', place('plain'), '--folder', own()]);
		assert.deepEqual([again.code, /is there already/.test(again.err)], [2, true]);
		const nowhere = await weir(['backup', place('none'), '--folder', place('nothing')]);
		assert.deepEqual([nowhere.code, /There is no installation/.test(nowhere.err), existsSync(place('nothing'))], [2, true, false]);
	});

	it('that is interrupted leaves nothing that looks like one', async () => {
		const { code, err } = await weir(['backup', place('stopped'), '--folder', own()], { signal: AbortSignal.abort() });
		assert.equal(code, 1, err);
		assert.deepEqual(
			readdirSync(above).filter((name) => name.startsWith('stopped')),
			[],
		);
	});

	it('is restored with all that was acknowledged before it began, and the server goes on', async () => {
		const restored = await weir(['restore', backup, '--folder', place('elsewhere'), '--format', 'json']);
		assert.equal(restored.code, 0, restored.err);
		const told = JSON.parse(restored.out) as { verified: number; rows: number };
		assert.ok(told.verified > 0);
		const settings = { WEIR_PORT: '0', WEIR_FOLDER: place('elsewhere'), WEIR_LOG_LEVEL: 'silent', ...PATIENT };
		const next = await startServer({ config: configOf(settings) });
		try {
			assert.equal(next.welcome, undefined, 'its administrator is there');
			const ask = async (path: string, how: RequestInit = {}) => {
				const response = await fetch(next.url + path, {
					...how,
					headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
				});
				return { status: response.status, json: (await response.json()) as { revision: number; state: string } };
			};
			for (const [id, { revision, state }] of known) {
				const { status, json } = await ask(`/v1/listings/${id}`);
				assert.deepEqual([status, json.revision, json.state], [200, revision, state], id);
			}
			assert.equal((await ask('/readyz')).status, 200);
			const put = await ask('/v1/listings/after', { method: 'PUT', body: JSON.stringify({ title: 'Oak chair' }) });
			assert.deepEqual([put.status, put.json.state], [201, 'published']);
		} finally {
			await next.stop();
		}
		// Signed by the same key and longer than before: the copy's checkpoint is a beginning of it.
		const { keys, log } = parseManifest(readFileSync(join(backup, 'backup.json'), 'utf8'));
		assert.deepEqual([keys.length, log?.size === told.verified], [2, true]);
		const again = await weir(['restore', backup, '--folder', place('elsewhere')]);
		assert.deepEqual([again.code, /not empty/.test(again.err)], [2, true]);
	});

	const copied = (name: string): string => {
		const copy = place(`copy-${name}`);
		cpSync(backup, copy, { recursive: true });
		return copy;
	};
	const refused = async (copy: string, why: RegExp): Promise<void> => {
		const into = `${copy}-into`;
		const { code, err } = await weir(['restore', copy, '--folder', into]);
		assert.equal(code, 2, err);
		assert.match(err, why);
		assert.equal(existsSync(into), false, 'nothing was made of it');
	};

	it('with a flipped byte, cut short or without a file is refused by the name of the file', async () => {
		const flipped = copied('flipped');
		const file = join(flipped, 'listing_revision.copy.gz');
		const bytes = readFileSync(file);
		bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
		writeFileSync(file, bytes);
		await refused(flipped, /listing_revision\.copy\.gz was changed/);

		const cut = copied('cut');
		truncateSync(join(cut, 'log_entry.copy.gz'), 100);
		await refused(cut, /log_entry\.copy\.gz has 100 bytes instead of \d+: it was cut short/);

		const lost = copied('lost');
		rmSync(join(lost, 'case_event.copy.gz'));
		await refused(lost, /case_event\.copy\.gz is missing/);

		const key = copied('key');
		writeFileSync(join(key, 'session.secret'), 'x'.repeat(statSync(join(key, 'session.secret')).size));
		await refused(key, /session\.secret was changed/);
	});

	it('whose table of contents is changed, cut short or not there is refused', async () => {
		const changed = copied('contents');
		const file = join(changed, 'backup.json');
		const text = readFileSync(file, 'utf8');
		writeFileSync(file, text.replace(/"rows": \d/, '"rows": 9'));
		await refused(changed, /backup\.json was changed or cut short/);
		truncateSync(file, text.length - 1);
		await refused(changed, /backup\.json was changed or cut short/);
		renameSync(file, `${file}.gone`);
		await refused(changed, /no whole backup/);
	});

	// Whoever can write the folder can write its table of contents; what the log signed they cannot.
	it('that was rewritten whole, with an entry of the log changed, does not verify and stores nothing', async () => {
		const forged = copied('forged');
		const path = join(forged, 'log_entry.copy.gz');
		const text = gunzipSync(readFileSync(path)).toString('utf8');
		const bytes = gzipSync(
			text.replace(/(\\\\x[0-9a-f]{40})(\d)/, (_, head: string, digit: string) => `${head}${(Number(digit) + 1) % 10}`),
		);
		assert.notEqual(gunzipSync(bytes).toString('utf8'), text);
		writeFileSync(path, bytes);
		const file = join(forged, 'backup.json');
		const manifest = parseManifest(readFileSync(file, 'utf8'));
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		const tables = manifest.tables.map((one) => (one.name === 'log_entry' ? { ...one, bytes: bytes.length, sha256 } : one));
		writeFileSync(file, renderManifest({ ...manifest, tables }));
		const { code, err } = await weir(['restore', forged, '--folder', place('forged-into')]);
		assert.deepEqual([code, /1 entries are not where the tree of the log has them/.test(err)], [2, true], err);
		// As empty as before: the whole one still fits.
		const { code: then, err: why } = await weir(['restore', backup, '--folder', place('forged-into')]);
		assert.equal(then, 0, why);
	});

	it('is not restored beside a key that did not sign its log', async () => {
		const other = place('other-key');
		mkdirSync(other, { mode: 0o711 });
		const mine = readFileSync(join(own(), 'log.key'), 'utf8');
		const { newSignerKey } = await import('../../src/adapters/log-signer.ts');
		writeFileSync(join(other, 'log.key'), `${newSignerKey('weir.local/log')}\n`);
		assert.notEqual(readFileSync(join(other, 'log.key'), 'utf8'), mine);
		const { code, err } = await weir(['restore', place('plain'), '--folder', other]);
		assert.deepEqual([code, /the log in the backup was signed by/.test(err)], [2, true], err);
	});
});
