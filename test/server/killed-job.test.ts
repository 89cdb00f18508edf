// A job over all listings whose server is killed in the middle: the next server goes on where it stood, and nothing is done twice.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { PoolClient } from 'pg';
import { run } from '../../src/adapters/postgres/database.ts';
import { readJob } from '../../src/adapters/postgres/jobs.ts';
import { createKey } from '../../src/adapters/postgres/keys.ts';
import { configOf } from '../../src/server/config.ts';
import { type Database, openDatabase } from '../../src/server/database.ts';
import { startServer } from '../../src/server/main.ts';
import { PATIENT } from '../support/server.ts';
import { until } from '../support/until.ts';

/** Three stretches of a job. */
const LISTINGS = 600;
/** In the order of ids the last one that moves. */
const LAST = '99';
const STRICTER = { name: 'harbour', version: 1, summary: 'Bulk chemicals are looked at.', tiers: { '3': { declared: 'review' } } };
const MAIN = new URL('../../src/cli/main.ts', import.meta.url).pathname;

async function call(base: string, key: string, method: string, path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>> {
	const response = await fetch(base + path, {
		method,
		headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	assert.ok(response.ok, `${method} ${path}: ${response.status}`);
	return (await response.json()) as Readonly<Record<string, unknown>>;
}

// A server of its own process on the database of this one.
async function startChild(database: Database, folder: string) {
	const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0'], {
		env: { PATH: process.env['PATH'], DATABASE_URL: database.url, WEIR_FOLDER: folder, WEIR_LOG_LEVEL: 'silent', ...PATIENT },
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	let said = '';
	for await (const chunk of child.stderr) {
		said += String(chunk);
		const url = /listens on (http:\/\/\S+)/.exec(said)?.[1];
		if (url !== undefined) return { child, url };
	}
	throw new Error(`the server did not start: ${said}`);
}

describe('a job whose server is killed', () => {
	it('is finished by the next one, each listing once', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'weir-killed-'));
		chmodSync(folder, 0o711);
		const settings = { WEIR_PORT: '0', WEIR_FOLDER: join(folder, 'weir'), WEIR_LOG_LEVEL: 'silent', ...PATIENT };
		const database = await openDatabase(configOf(settings));
		let started: ChildProcess | undefined;
		let holder: PoolClient | undefined;
		try {
			const key = async (role: 'administrator' | 'approver'): Promise<string> =>
				(await createKey(database.db, { role, name: role, now: new Date().toISOString(), createdBy: 'ann' })).key;
			const [admin, ann] = [await key('administrator'), await key('approver')];
			const { child, url } = await startChild(database, settings.WEIR_FOLDER);
			started = child;
			for (let from = 0; from < LISTINGS; from += 100) {
				const some = Array.from({ length: 100 }, (_, i) => from + i);
				await Promise.all(
					some.map((i) => call(url, admin, 'PUT', `/v1/listings/${i}`, { title: i % 2 === 0 ? 'Oak chair' : `Acetone, can ${i}` })),
				);
			}
			// Whoever holds a listing keeps the job from storing it: it cannot end before it is killed.
			holder = await database.pool.connect();
			await holder.query('begin');
			await holder.query('select 1 from listing where id = $1 for update', [LAST]);
			const proposal = await call(url, ann, 'POST', '/v1/policy/proposals', { document: STRICTER, reason: 'A test.' });
			const { rescreen } = await call(url, ann, 'POST', `/v1/policy/proposals/${String(proposal['id'])}:approve`);
			await until('the job to be under way', async () => (await readJob(database.db, String(rescreen)))?.done !== 0);
			const gone = once(child, 'exit');
			child.kill('SIGKILL');
			await gone;
			const left = await readJob(database.db, String(rescreen));
			holder.release(true);
			holder = undefined;
			assert.equal(left?.status, 'waiting');
			assert.ok(left.done > 0 && left.done < LISTINGS, `it was killed at ${left.done}`);

			const next = await startServer({ config: configOf({ ...settings, DATABASE_URL: database.url }) });
			try {
				await until('the job to end', async () => (await readJob(database.db, left.id))?.status === 'done');
			} finally {
				await next.stop();
			}
			const done = await readJob(database.db, left.id);
			assert.deepEqual([done?.status, done?.done, done?.result.listings, done?.result.raised], ['done', LISTINGS, LISTINGS, LISTINGS / 2]);
			const [counts] = await run(
				database.db,
				`select count(*) filter (where state = 'held' and revision = 2) as held, count(*) filter (where state = 'published' and revision = 1) as live,
				(select count(*) from review_case) as cases from listing`,
			);
			assert.deepEqual([counts?.['held'], counts?.['live'], counts?.['cases']], [LISTINGS / 2, LISTINGS / 2, LISTINGS / 2]);
		} finally {
			started?.kill('SIGKILL');
			holder?.release(true);
			await database.close();
			rmSync(folder, { recursive: true, force: true });
		}
	});
});
