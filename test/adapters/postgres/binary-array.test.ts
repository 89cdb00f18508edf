// Binary array parameters: the database reads back what was written, element by element, nulls and empty arrays included.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type pg from 'pg';
import { bytes, ints, jsons, texts, times, uuids } from '../../../src/adapters/postgres/binary-array.ts';
import { type Cluster, openCluster } from '../../../src/adapters/postgres/cluster.ts';
import { openPool } from '../../../src/adapters/postgres/database.ts';
import { Fault } from '../../../src/base/fault.ts';

describe('binary array parameters', () => {
	let folder = '';
	let cluster: Cluster;
	let pool: pg.Pool;
	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'weir-arrays-'));
		chmodSync(folder, 0o711);
		cluster = await openCluster(join(folder, 'weir'));
		pool = openPool(cluster.url, 1);
	});
	after(async () => {
		await pool?.end();
		await cluster?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	const read = async (type: string, parameter: Buffer): Promise<readonly unknown[]> =>
		(await pool.query(`select one from unnest($1::${type}[]) with ordinality as a(one, place) order by place`, [parameter])).rows.map(
			({ one }) => one as unknown,
		);

	const TEXTS = ['', 'plain', '"quoted", {braced}', 'back\\slash', 'NULL', null, '苯乙酸 🧪', ' spaces ', "it's\nnew"];
	const IDS = ['01890000-0000-7000-8000-0000000000ff', null, 'ffffffff-ffff-4fff-bfff-ffffffffffff'];
	const TIMES = ['2026-11-22T08:30:00.123Z', null, '1999-12-31T23:59:59.999Z', '2000-01-01T00:00:00.000Z'];

	it('come back as they were', async () => {
		assert.deepEqual(await read('text', texts(TEXTS)), TEXTS);
		assert.deepEqual(await read('int', ints([0, -1, null, 2_147_483_647])), [0, -1, null, 2_147_483_647]);
		assert.deepEqual(await read('uuid', uuids(IDS)), IDS);
		assert.deepEqual(await read('timestamptz', times(TIMES)), TIMES);
		assert.deepEqual(await read('json', jsons(['{"a":"\\u0000 \\"b\\""}', null, '[]'])), [{ a: '\0 "b"' }, null, []]);
		assert.deepEqual(await read('bytea', bytes([new Uint8Array([0, 255]), null, new Uint8Array(0)])), [
			Buffer.from([0, 255]),
			null,
			Buffer.alloc(0),
		]);
	});

	it('may be empty', async () => {
		for (const [type, parameter] of Object.entries({ text: texts([]), uuid: uuids([]), int: ints([]) }))
			assert.deepEqual(await read(type, parameter), []);
	});

	it('refuse what is not of their type', async () => {
		assert.throws(() => uuids(['not an id']), Fault);
		assert.throws(() => times(['yesterday']), RangeError);
		await assert.rejects(pool.query('select $1::json[]', [jsons(['{'])]), /json/);
		await assert.rejects(pool.query('select $1::text[]', [texts(['\0'])]), /0x00/);
	});
});
