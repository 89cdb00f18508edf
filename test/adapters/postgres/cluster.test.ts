// The embedded database: made once, adopted after a crash, started over a stale lock, shared by two commands, and refused with a
// fix where its user cannot pass.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openCluster } from '../../../src/adapters/postgres/cluster.ts';
import { closePool, isAway, openPool } from '../../../src/adapters/postgres/database.ts';
import { migrate, readMigrations } from '../../../src/adapters/postgres/migrate.ts';
import { closedFolder } from '../../../src/adapters/postgres/unprivileged.ts';
import { Fault } from '../../../src/base/fault.ts';

describe('the embedded database', () => {
	let folder = '';
	const lock = (): string => join(folder, 'weir', 'postgres', 'postmaster.pid');
	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'weir-cluster-'));
		chmodSync(folder, 0o711);
	});
	after(() => rmSync(folder, { recursive: true, force: true }));

	it('is made on first use, by two at once, and stopped by whoever leaves last', async () => {
		const [one, other] = await Promise.all([openCluster(join(folder, 'weir')), openCluster(join(folder, 'weir'))]);
		assert.equal(one.url, other.url);
		assert.equal(statSync(join(folder, 'weir', 'postgres.password')).mode & 0o777, 0o600);
		const pool = openPool(one.url, 1);
		assert.equal((await pool.query('show fsync')).rows[0].fsync, 'on');
		await other.close();
		assert.equal((await pool.query('select 1 as one')).rows[0].one, 1);
		await closePool(pool);
		await one.close();
		assert.equal(existsSync(lock()), false);
	});

	it('goes on with a database that a killed process left running', async () => {
		const script = `import { openCluster } from ${JSON.stringify(new URL('../../../src/adapters/postgres/cluster.ts', import.meta.url).href)};
			await openCluster(${JSON.stringify(join(folder, 'weir'))}); process.kill(process.pid, 'SIGKILL');`;
		const killed = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
		assert.equal(killed.signal, 'SIGKILL', killed.stderr);
		const pid = readFileSync(lock(), 'utf8').split('\n')[0];
		const cluster = await openCluster(join(folder, 'weir'));
		assert.equal(readFileSync(lock(), 'utf8').split('\n')[0], pid);
		await cluster.close();
		assert.equal(existsSync(lock()), false);
	});

	it('starts over a lock that another program now has the number of', async () => {
		writeFileSync(lock(), `${process.pid}\n${join(folder, 'weir', 'postgres')}\n0\n1\n\n127.0.0.1\n\nready\n`);
		const cluster = await openCluster(join(folder, 'weir'));
		await cluster.close();
	});

	it('migrates once, and refuses a changed or a newer history', async () => {
		const cluster = await openCluster(join(folder, 'weir'));
		const pool = openPool(cluster.url, 4);
		try {
			const migrations = readMigrations();
			const ran = await Promise.all([migrate(pool), migrate(pool)]);
			assert.deepEqual(
				ran.flat(),
				migrations.map(({ id }) => id),
			);
			await assert.rejects(
				migrate(
					pool,
					migrations.map((one) => ({ ...one, hash: 'other' })),
				),
				/was changed after it ran/,
			);
			await assert.rejects(migrate(pool, migrations.slice(0, -1)), /newer Weir/);
			const broken = { id: 999_999, text: 'create table half (x int); select no_such_thing();', hash: 'x' };
			await assert.rejects(migrate(pool, [...migrations, broken]), /was undone/);
			assert.equal((await pool.query(`select to_regclass('half') as half`)).rows[0].half, null);
		} finally {
			await closePool(pool);
			await cluster.close();
		}
	});

	it('names the folder that its user cannot pass, and the fix', { skip: userInfo().uid !== 0 }, async () => {
		const closed = join(folder, 'closed');
		mkdirSync(closed, { mode: 0o700 });
		assert.equal(closedFolder(join(closed, 'weir', 'x'), { uid: 65_534, gid: 65_534 }), closed);
		await assert.rejects(
			openCluster(join(closed, 'weir')),
			(error) => error instanceof Fault && error.message.includes(`chmod o+x ${closed}`),
		);
	});

	it('says that a database is away, and only then', async () => {
		const pool = openPool('postgres://nobody@127.0.0.1:1/none', 1);
		await assert.rejects(pool.query('select 1'), (error) => isAway(error));
		await pool.end();
		assert.equal(isAway(new Error('syntax error')), false);
	});
});
