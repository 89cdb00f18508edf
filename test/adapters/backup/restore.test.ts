// Copies between two databases: every value as it was, counters go on, an older schema is brought forward, a newer one is refused, and
// what is stopped in the middle leaves an empty database.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type pg from 'pg';
import { type Manifest, parseManifest, renderManifest } from '../../../src/adapters/backup/manifest.ts';
import { checkFiles, readManifest } from '../../../src/adapters/backup/read.ts';
import { type Restored, restore } from '../../../src/adapters/backup/restore.ts';
import { backUp } from '../../../src/adapters/backup/write.ts';
import { type Cluster, openCluster } from '../../../src/adapters/postgres/cluster.ts';
import { closePool, openClient, openPool, statementsOn } from '../../../src/adapters/postgres/database.ts';
import { migrate, readMigrations } from '../../../src/adapters/postgres/migrate.ts';
import { isUnused } from '../../../src/adapters/postgres/snapshot.ts';
import { record } from '../../../src/flows/record.ts';

const AT = '2026-01-02T03:04:05.678Z';
const AWKWARD = 'tab\t, newline\n, return\r, backslash \\N \\. , quote "\', 漢字, 𐍈, ‮';
const entry = record(
	{ at: AT, kind: 'backup.restored', subject: 'export/backup', actor: { kind: 'system', id: 'test', role: 'system' }, content: {} },
	{ id: () => '00000000-0000-4000-8000-000000000001', salt: () => '00'.repeat(32) },
);

describe('a restore', () => {
	let above = '';
	let cluster: Cluster;
	let source: pg.Client;
	let manifest: Manifest;
	const migrations = readMigrations();
	const last = migrations.at(-1)?.id ?? 0;
	const big = Buffer.alloc(200_000, 7);
	const backup = (): string => join(above, 'backup');
	const empty = async (name: string): Promise<pg.Client> => {
		await source.query(`create database ${name}`);
		return openClient(cluster.url.replace(/\/weir$/, `/${name}`));
	};
	const into = (client: pg.Client, over: Manifest = manifest, signal = new AbortController().signal): Promise<Restored> =>
		restore({ client, folder: backup(), manifest: over, entry, signal, onRows: () => undefined, onEntries: () => undefined });

	before(async () => {
		above = mkdtempSync(join(tmpdir(), 'weir-restore-'));
		chmodSync(above, 0o711);
		cluster = await openCluster(join(above, 'weir'));
		const pool = openPool(cluster.url, 2);
		await migrate(pool, migrations.slice(0, -1));
		await closePool(pool);
		source = await openClient(cluster.url);
		await source.query(`insert into media (hash, size, type, bytes, stored_at) values ($1, $2, 'text/plain', $3, $4)`, [
			'ab'.repeat(32),
			200_000,
			big,
			AT,
		]);
		await source.query(
			`insert into listing (id, revision, state, verdict, title, updated_at) values ($1, 1, 'published', 'clear', $2, $3)`,
			['l-1', AWKWARD, AT],
		);
		await source.query(
			`insert into listing_revision (listing_id, revision, content, input_hash, verdict, verdict_kind, catalogue_version, engine_version,
				policy_version, state, submitted_at, submitted_by, entry_id) values ('l-1', 1, $1, '', '{}', 'clear', '', '', '', 'published', $2, '{}', $3)`,
			[JSON.stringify({ title: AWKWARD }), AT, '00000000-0000-4000-8000-000000000002'],
		);
		await source.query(`insert into webhook (id, url, kinds, state, secret, created_at) values
			('00000000-0000-4000-8000-000000000003', 'https://a.example', array['a,b', '{c}', ''], 'live', '\\x00ff', now())`);
		await source.query(`insert into announcement values ('00000000-0000-4000-8000-000000000004', 'k', 'b', now())`);
		for (const times of [1, 2, 3]) {
			if (times > 1) await source.query('delete from webhook_delivery');
			await source.query(
				`insert into webhook_delivery (webhook_id, announcement_id, next_at) select w.id, a.id, now() from webhook w, announcement a`,
			);
		}
		manifest = await backUp({
			...{ client: source, folder: backup(), version: '0', keys: [], signal: new AbortController().signal, onProgress: () => undefined },
		});
	});
	after(async () => {
		await source?.end();
		await cluster?.close();
		rmSync(above, { recursive: true, force: true });
	});

	it('brings every value back as it was, and the schema forward', async () => {
		assert.deepEqual(await readManifest(backup()), manifest);
		await checkFiles(backup(), manifest, { signal: new AbortController().signal, told: () => undefined });
		const client = await empty('whole');
		try {
			assert.deepEqual(await into(client), { verified: 0, forward: [last] });
			const tables = manifest.tables.filter(({ rows }) => rows > 0);
			assert.ok(tables.length >= 5);
			for (const { name, rows } of tables) {
				const all = `select count(*)::int as count, md5(string_agg(t::text, '' order by t::text)) as text from "${name}" t`;
				const [was, is] = await Promise.all([source.query(all), client.query(all)]);
				assert.deepEqual(is.rows, was.rows, name);
				assert.equal(is.rows[0].count, rows, name);
			}
			const { rows } = await client.query(
				`select (select bytes from media) as bytes, (select content ->> 'title' from listing_revision) as title`,
			);
			assert.ok(big.equals(rows[0].bytes));
			assert.equal(rows[0].title, AWKWARD);
			// The counter stands where it stood, though rows that it counted are gone.
			await client.query('delete from webhook_delivery');
			const next = await client.query(
				`insert into webhook_delivery (webhook_id, announcement_id, next_at) select w.id, a.id, now() from webhook w, announcement a returning id`,
			);
			assert.equal(next.rows[0].id, 4);
			await assert.rejects(client.query('delete from listing_revision'), /append-only/);
			await assert.rejects(into(client), /not empty/);
		} finally {
			await client.end();
		}
	});

	it('refuses a newer or another history, and a table that is missing', async () => {
		const client = await empty('refusing');
		try {
			const newer = { ...manifest, migrations: [...manifest.migrations, { id: 999_999, hash: 'ab'.repeat(32) }] };
			await assert.rejects(into(client, newer), /made by a newer Weir/);
			const other = { ...manifest, migrations: manifest.migrations.map((one, i) => (i === 0 ? { ...one, hash: 'ab'.repeat(32) } : one)) };
			await assert.rejects(into(client, other), /Migration 1 of the backup is not the one/);
			const lacking = { ...manifest, tables: manifest.tables.filter(({ name }) => name !== 'case_event') };
			await assert.rejects(into(client, lacking), /lacks the tables case_event/);
			const short = { ...manifest, tables: manifest.tables.map((one) => (one.name === 'listing' ? { ...one, rows: 2 } : one)) };
			await assert.rejects(into(client, short), /listing\.copy\.gz holds 1 rows instead of 2/);
			const { rows } = await client.query("select count(*)::int as count from pg_class where relnamespace = 'public'::regnamespace");
			assert.equal(rows[0].count, 0);
		} finally {
			await client.end();
		}
	});

	it('that is stopped leaves the database as empty as it was', async () => {
		const client = await empty('stopped');
		const stop = new AbortController();
		const onRows = (): void => stop.abort();
		const stopped = restore({ client, folder: backup(), manifest, entry, signal: stop.signal, onRows, onEntries: () => undefined });
		await assert.rejects(stopped, /Stopped before the end/);
		await client.end().catch(() => undefined);
		const again = await openClient(cluster.url.replace(/\/weir$/, '/stopped'));
		assert.equal(await isUnused(statementsOn(again)), true);
		await again.end();
	});

	it('knows one form of its table of contents', () => {
		const text = renderManifest(manifest);
		assert.deepEqual(parseManifest(text), manifest);
		for (const changed of [
			'',
			'{}',
			text.replace('weir-backup/1', 'weir-backup/2'),
			`${text} `,
			text.replaceAll('\n', '\r\n'),
			text.slice(0, -2),
		])
			assert.throws(() => parseManifest(changed), /changed or cut short/);
		assert.throws(() => parseManifest(renderManifest({ ...manifest, format: 'weir-backup/2' as 'weir-backup/1' })), /not of a form/);
		const [first] = manifest.tables;
		const outside = { ...manifest, tables: [{ ...(first as Manifest['tables'][number]), file: '../../etc/passwd' }] };
		assert.throws(() => parseManifest(renderManifest(outside)), /not of a form/);
	});
});
