// The scanner's answers over TCP and a local socket; whatever is not a plain answer in time is a failure and never clean.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type ClamdAddress, openScanner, parseClamdAddress } from '../../../src/adapters/media/clamd.ts';
import { EICAR, type FakeClamd, startClamd } from '../../support/clamd.ts';

const PATIENT_MS = 60_000;
const text = (words: string): Uint8Array => Buffer.from(words);
const addressOf = (clamd: FakeClamd): ClamdAddress => parseClamdAddress(clamd.address) as ClamdAddress;

describe('a malware scanner', () => {
	let clamd: FakeClamd;
	before(async () => {
		clamd = await startClamd();
	});
	after(() => clamd?.close());

	it('is found by host and port or by path, and by nothing else', () => {
		assert.deepEqual(parseClamdAddress('127.0.0.1:3310'), { host: '127.0.0.1', port: 3310 });
		assert.deepEqual(parseClamdAddress('clamav.internal:3310'), { host: 'clamav.internal', port: 3310 });
		assert.deepEqual(parseClamdAddress('[::1]:3310'), { host: '::1', port: 3310 });
		assert.deepEqual(parseClamdAddress('unix:/run/clamav/clamd.ctl'), { path: '/run/clamav/clamd.ctl' });
		for (const wrong of ['', 'localhost', ':3310', 'a:0', 'a:65536', 'a:x', '::1:3310', 'unix:clamd', 'http://a:1', 'a b:1'])
			assert.equal(parseClamdAddress(wrong), undefined, wrong);
	});

	it('is shown whole files, of any size, and told apart by its answer', async () => {
		clamd.manner = 'well';
		const scanner = openScanner(addressOf(clamd), PATIENT_MS);
		assert.equal(await scanner.trouble(), undefined);
		assert.deepEqual(await scanner.scan(text('Glass is glass.')), { kind: 'clean' });
		assert.deepEqual(await scanner.scan(new Uint8Array(0)), { kind: 'clean' });
		assert.deepEqual(await scanner.scan(text(`before ${EICAR} after`)), { kind: 'found', what: 'Win.Test.EICAR_HDB-1' });
		const large = Buffer.alloc(3 * 1024 * 1024 + 17, 'ab');
		assert.deepEqual(await scanner.scan(large), { kind: 'clean' });
		assert.deepEqual([clamd.seen.at(-1)?.length, clamd.seen.at(-1) === large.toString('latin1')], [large.length, true]);
	});

	it('listens on a local socket as well', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'weir-clamd-'));
		const local = await startClamd(join(folder, 'clamd.ctl'));
		try {
			assert.equal((await openScanner(addressOf(local), PATIENT_MS).scan(text(EICAR))).kind, 'found');
		} finally {
			await local.close();
			rmSync(folder, { recursive: true, force: true });
		}
	});

	for (const [manner, why, timeoutMs] of [
		['slow', /did not answer within 0\.2 s/, 200],
		['dies', /ended the connection|connection failed/, PATIENT_MS],
		['strange', /answered "stream: perhaps"/, PATIENT_MS],
		['limit', /size limit exceeded|connection failed/, PATIENT_MS],
		['endless', /has no end/, PATIENT_MS],
	] as const) {
		it(`that is ${manner} has called nothing clean`, async () => {
			clamd.manner = manner;
			const said = await openScanner(addressOf(clamd), timeoutMs).scan(Buffer.alloc(2 * 1024 * 1024, 65));
			assert.ok(said.kind === 'failed', said.kind);
			assert.match(said.why, why);
		});
	}

	it('that is not there has called nothing clean', async () => {
		const gone = await startClamd();
		await gone.close();
		const scanner = openScanner(addressOf(gone), PATIENT_MS);
		assert.deepEqual(await scanner.scan(text('x')), { kind: 'failed', why: 'the connection failed (ECONNREFUSED)' });
		assert.match((await scanner.trouble()) ?? '', /ECONNREFUSED/);
	});
});
