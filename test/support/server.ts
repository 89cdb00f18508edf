// A whole server for a test file: real embedded PostgreSQL in a folder of its own, any free port, stopped and removed afterwards.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKey, type NewKey } from '../../src/adapters/postgres/keys.ts';
import type { Role } from '../../src/model/actor.ts';
import { configOf } from '../../src/server/config.ts';
import { type Running, startServer } from '../../src/server/main.ts';

export interface TestServer {
	readonly running: Running;
	readonly folder: string;
	/** Lines the server logged. */
	readonly logged: readonly string[];
	/** A new key of this role. */
	key(role: Role, more?: Partial<Pick<NewKey, 'seller' | 'createdBy' | 'expiresAt' | 'scopes'>>): Promise<string>;
	call(method: string, path: string, options?: CallOptions): Promise<Called>;
	/** Makes a person through the one-time link; their cookie. */
	person(role: Role, name: string): Promise<string>;
	stop(): Promise<void>;
}

export interface CallOptions {
	readonly key?: string;
	readonly cookie?: string;
	readonly body?: unknown;
	/** Sent as it is. */
	readonly raw?: string | Uint8Array;
	readonly type?: string;
	readonly headers?: Readonly<Record<string, string>>;
}

export interface Called {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The body as JSON, loosely: tests say what they expect of it. */
	readonly json: Loose;
}

/** JSON whose members are asked for by name. */
export interface Loose {
	readonly [key: string]: Loose & string & number & boolean & Loose[];
}

export const PASSWORD = 'correct horse battery staple';

/** Limits that only what hangs can reach, however slow and busy the machine. */
export const PATIENT = { WEIR_SCREEN_TIMEOUT_MS: '60000', WEIR_MEDIA_WAIT_MS: '300000' };

export async function startTestServer(
	settings: Readonly<Record<string, string>> = {},
	worker?: URL,
	consoleFolder?: string,
	now?: () => string,
): Promise<TestServer> {
	const folder = mkdtempSync(join(tmpdir(), 'weir-server-'));
	chmodSync(folder, 0o711); // as root the database's own user passes through it
	const logged: string[] = [];
	const own = { WEIR_PORT: '0', WEIR_FOLDER: join(folder, 'weir'), WEIR_LOG_LEVEL: 'warn' };
	const config = configOf({ ...own, ...PATIENT, ...settings });
	const logTo = { write: (line: string) => void logged.push(line) };
	let running: Running;
	try {
		running = await startServer({
			config,
			logTo,
			...(worker === undefined ? {} : { worker }),
			...(consoleFolder === undefined ? {} : { consoleFolder }),
			...(now === undefined ? {} : { now }),
		});
	} catch (error) {
		rmSync(folder, { recursive: true, force: true });
		throw error;
	}
	const call = (method: string, path: string, options: CallOptions = {}): Promise<Called> => request(running.url, method, path, options);
	let administrator: string | undefined;
	const person = async (role: Role, name: string): Promise<string> => {
		if (administrator === undefined) administrator = await welcome(call, running.welcome ?? '', 'Ada');
		if (role === 'administrator' && name === 'Ada') return administrator;
		const { json } = await call('POST', '/v1/people', {
			cookie: administrator,
			body: { role, certification: { training: 'Induction of the test' } },
		});
		return welcome(call, String(json['link']), name);
	};
	return {
		running,
		folder,
		logged,
		call,
		person,
		key: async (role, more = {}) => (await createKey(running.world.db, { role, name: role, now: new Date().toISOString(), ...more })).key,
		stop: async () => {
			await running.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

async function welcome(call: TestServer['call'], link: string, name: string): Promise<string> {
	const token = link.split('#')[1];
	const { status, headers, text } = await call('POST', '/v1/welcome', {
		body: { token, name, email: `${name.toLowerCase()}@example.org`, password: PASSWORD },
	});
	if (status !== 201) throw new Error(`welcome: ${status} ${text}`);
	return headers
		.getSetCookie()
		.map((cookie) => cookie.split(';', 1)[0] ?? '')
		.join('; ');
}

async function request(
	base: string,
	method: string,
	path: string,
	{ key, cookie, body, raw, type, headers = {} }: CallOptions,
): Promise<Called> {
	const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
	const response = await fetch(base + path, {
		method,
		redirect: 'manual',
		headers: {
			...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
			...(cookie === undefined ? {} : { cookie }),
			...(payload === undefined ? {} : { 'content-type': type ?? 'application/json' }),
			...headers,
		},
		...(payload === undefined ? {} : { body: typeof payload === 'string' ? payload : new Uint8Array(payload) }),
	});
	const text = await response.text();
	return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

function parsed(text: string): Loose {
	try {
		return JSON.parse(text) as Loose;
	} catch {
		return {};
	}
}
