// Runs the examples of docs/api.md, as they stand there, against a real server.
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { startTestServer, type TestServer } from '../support/server.ts';

const ROOT = new URL('../../', import.meta.url);
const PAGE = readFileSync(new URL('docs/api.md', ROOT), 'utf8');
const CURL = ['/usr/bin/curl', '/bin/curl', '/usr/local/bin/curl'].some((path) => existsSync(path));

/** The first block of a language below a heading. */
function block(heading: string, language: string): string {
	const section = PAGE.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
	const text = section.split(`\`\`\`${language}\n`)[1]?.split('```')[0];
	assert.ok(text, `${heading} has no ${language}`);
	return text
		.replaceAll("'weir/client'", JSON.stringify(new URL('src/client/client.ts', ROOT).href))
		.replaceAll("'weir/client/webhook'", JSON.stringify(new URL('src/client/webhook.ts', ROOT).href));
}

describe('examples of the API', () => {
	let server: TestServer;
	let folder = '';
	let key = '';
	before(async () => {
		server = await startTestServer({ WEIR_WEBHOOK_LOOPBACK: '1' });
		folder = mkdtempSync(join(tmpdir(), 'weir-examples-'));
		key = await server.key('administrator');
	});
	after(async () => {
		await server?.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	const start = (name: string, text: string, more: Readonly<Record<string, string>> = {}): ChildProcessWithoutNullStreams => {
		const file = join(folder, name);
		writeFileSync(file, text);
		const [program, args] = name.endsWith('.sh') ? ['sh', [file]] : [process.execPath, [pathToFileURL(file).pathname]];
		return spawn(program, args, { env: { PATH: process.env['PATH'], WEIR_URL: server.running.url, WEIR_KEY: key, ...more } });
	};
	const finished = (child: ChildProcessWithoutNullStreams): Promise<string> =>
		new Promise((resolve, reject) => {
			let text = '';
			child.stdout.on('data', (part) => {
				text += part;
			});
			child.stderr.on('data', (part) => {
				text += part;
			});
			child.on('close', (code) => (code === 0 ? resolve(text) : reject(new Error(text))));
		});

	it('curl', { skip: !CURL }, async () => {
		const lines = (await finished(start('gate.sh', block('With curl', 'sh')))).trim().split('\n');
		const states = lines.map((line) => JSON.parse(line) as { state?: string; items?: { id: string }[]; verdict?: string });
		assert.deepEqual(
			states.map(({ state, items, verdict }) => state ?? items?.map(({ id }) => id).join() ?? verdict),
			['published', 'refused', 'powder-1', 'clear', 'review'],
		);
	});

	it('TypeScript', async () => {
		const text = await finished(start('client.ts', block('With TypeScript', 'ts')));
		assert.deepEqual(text.trim().split('\n'), ['published "1"', '2', '412 It has changed since you read it']);
	});

	it('a receiver of webhooks', async () => {
		// The address must be known before the secret is: the receiver starts on the port that was free a moment ago.
		const port = await freePort();
		const { json } = await server.call('POST', '/v1/webhooks', {
			key,
			body: { url: `http://127.0.0.1:${port}/hook`, kinds: ['listing.refused'] },
		});
		const child = start('receiver.ts', block('Webhooks', 'ts'), { PORT: String(port), WEIR_WEBHOOK_SECRETS: String(json['secret']) });
		try {
			let text = '';
			const told = new Promise<void>((resolve, reject) => {
				child.stdout.on('data', (part) => {
					text += part;
					if (text.includes('listing.refused')) resolve();
				});
				child.on('close', () => reject(new Error(text)));
			});
			await server.call('PUT', '/v1/listings/hooked', { key, body: { title: '4-ANPP 99% powder', cas: '21409-26-7' } });
			await told;
			assert.match(text, /^listening \d+\nlisting\.refused hooked\n$/);
		} finally {
			const closed = new Promise((resolve) => child.once('exit', resolve));
			child.removeAllListeners('close');
			child.kill();
			await closed;
		}
	});
});

// Below the ports that systems give away by themselves, so that none of the many servers and connections of other tests takes it.
async function freePort(): Promise<number> {
	for (let port = 20_000 + (process.pid % 5_000); ; port++) {
		const probe = createServer();
		const free = await new Promise<boolean>((resolve) => {
			probe.once('error', () => resolve(false));
			probe.listen(port, '127.0.0.1', () => resolve(true));
		});
		await new Promise((resolve) => probe.close(resolve));
		if (free) return port;
	}
}
