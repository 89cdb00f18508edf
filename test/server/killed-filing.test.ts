// A server that is killed while a Transparency Database has its statements but not yet answered: the next server sends the same identifiers
// again, is told that they are there, and counts them as sent. Nothing is filed twice.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { readPlatform } from '../../src/adapters/case-tables.ts';
import { run } from '../../src/adapters/postgres/database.ts';
import { createKey } from '../../src/adapters/postgres/keys.ts';
import { countStatements } from '../../src/adapters/postgres/statements.ts';
import { configOf } from '../../src/server/config.ts';
import { openDatabase } from '../../src/server/database.ts';
import { startServer } from '../../src/server/main.ts';
import { type Came, startReceiver } from '../support/receiver.ts';
import { PATIENT } from '../support/server.ts';
import { until } from '../support/until.ts';

const MAIN = new URL('../../src/cli/main.ts', import.meta.url).pathname;
const TIER1 = { title: '4-ANPP 99% powder', cas: '21409-26-7' };
/** Longer than a call is held. */
const LATER_MS = 180_000;
const puidsIn = ({ body }: Came): string[] => (JSON.parse(body) as { statements: { puid: string }[] }).statements.map(({ puid }) => puid);

it('what a killed server had sent is sent under the same identifiers, and filed once', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'weir-filing-'));
	chmodSync(folder, 0o711);
	const { draft: _draft, ...known } = readPlatform();
	const platform = join(folder, 'platform.yaml');
	writeFileSync(platform, JSON.stringify(known));
	const tokenFile = join(folder, 'token');
	writeFileSync(tokenFile, '7|aVeryPrivateTokenOfTheTest\n', { mode: 0o600 });
	const receiver = await startReceiver();
	const filed = new Set<string>();
	// Everything arrives and is kept; nothing is answered.
	receiver.answer = (came) => {
		for (const puid of puidsIn(came)) filed.add(puid);
		return undefined;
	};
	const settings = {
		...{ WEIR_PORT: '0', WEIR_FOLDER: join(folder, 'weir'), WEIR_LOG_LEVEL: 'silent', WEIR_PLATFORM: platform, ...PATIENT },
		...{ WEIR_TRANSPARENCY_URL: `${receiver.url}/api/v1/statements`, WEIR_TRANSPARENCY_TOKEN_FILE: tokenFile },
	};
	const database = await openDatabase(configOf({ WEIR_FOLDER: settings.WEIR_FOLDER, WEIR_PORT: '0' }));
	let started: ChildProcess | undefined;
	try {
		const { key } = await createKey(database.db, { role: 'administrator', name: 'shop', now: new Date().toISOString() });
		const child = spawn(process.execPath, [MAIN, 'serve'], {
			env: { PATH: process.env['PATH'], DATABASE_URL: database.url, ...settings },
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		started = child;
		const url = await new Promise<string>((resolve, reject) => {
			let said = '';
			child.stderr.on('data', (chunk) => {
				said += String(chunk);
				const listens = /listens on (http:\/\/\S+)/.exec(said)?.[1];
				if (listens !== undefined) resolve(listens);
			});
			child.on('exit', () => reject(new Error(`the server did not start: ${said}`)));
		});
		const put = await fetch(`${url}/v1/listings/one`, {
			method: 'PUT',
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
			body: JSON.stringify(TIER1),
		});
		assert.equal(put.status, 201);
		const [first] = await receiver.until(1);
		const gone = once(child, 'exit');
		child.kill('SIGKILL');
		await gone;
		assert.deepEqual([filed.size, (await countStatements(database.db)).waiting], [1, 1], 'sent, and not recorded');

		receiver.answer = (came) => {
			const existing_puids = puidsIn(came).filter((puid) => filed.has(puid));
			return { status: 422, body: JSON.stringify({ errors: { puid: ['not unique'], existing_puids } }) };
		};
		const next = await startServer({
			config: configOf({ ...settings, DATABASE_URL: database.url }),
			now: () => new Date(Date.now() + LATER_MS).toISOString(),
		});
		try {
			await until('it to count as sent', async () => (await countStatements(database.db)).sent === 1);
		} finally {
			await next.stop();
		}
		assert.deepEqual(
			receiver.came.map(puidsIn),
			[first, first].map((came) => (came === undefined ? [] : puidsIn(came))),
		);
		assert.equal(receiver.came[1]?.headers.authorization, 'Bearer 7|aVeryPrivateTokenOfTheTest');
		const [row] = await run(database.db, 'select state, attempts, entry_id from filed_statement');
		assert.deepEqual([row?.['state'], row?.['attempts'], row?.['entry_id'] !== null], ['sent', 2, true]);
	} finally {
		started?.kill('SIGKILL');
		await database.close();
		await receiver.stop();
		rmSync(folder, { recursive: true, force: true });
	}
});
