// Walks the permission table over every row of the table of routes, for every role, for keys narrowed to one action and to all others,
// and for nobody: who may is let in, who may not is refused before anything else is looked at.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { placeholders, type Route } from '../../src/contract/route.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { ROLES, type Role } from '../../src/model/actor.ts';
import { type Action, may } from '../../src/policy/permissions.ts';
import { actionsOf } from '../../src/policy/scopes.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const TABLE = Object.entries(ROUTES) as [string, Route][];

describe('every route', () => {
	let server: TestServer;
	const keys = new Map<Role, string>();
	before(async () => {
		server = await startTestServer();
		for (const role of ROLES) keys.set(role, await server.key(role));
	});
	after(() => server?.stop());
	const made = new Map<string, string>();
	const narrowed = async (role: Role, scopes: readonly Action[]): Promise<string> => {
		const known = made.get(`${role} ${scopes}`);
		if (known !== undefined) return known;
		const key = await server.key(role, { scopes });
		made.set(`${role} ${scopes}`, key);
		return key;
	};

	for (const [name, route] of TABLE) {
		it(`${name}: ${route.method} ${route.path} needs ${route.access}`, async () => {
			const nobody = await ask(server.running.url, route, undefined);
			if (route.access === 'public') assert.notEqual(nobody.status, 401);
			else assert.equal(nobody.status, 401);
			for (const role of ROLES) {
				const answer = await ask(server.running.url, route, keys.get(role));
				const allowed = route.access === 'public' || route.access === 'signed-in' || may(role, route.access);
				const refused = answer.status === 403 && answer.code === 'not-permitted';
				assert.equal(refused, !allowed, `${role}: ${answer.status} ${answer.code}`);
				assert.ok(answer.status < 500, `${role}: ${answer.status}`);
			}
		});

		const { access } = route;
		if (access === 'public') continue;
		it(`${name}: lets a narrowed key in by its scope alone`, async () => {
			if (access === 'signed-in') {
				const answer = await ask(server.running.url, route, await narrowed('seller', ['listing:read']));
				assert.notEqual(answer.code, 'scope-missing');
				return;
			}
			for (const role of ROLES.filter((one) => may(one, access))) {
				const only = await ask(server.running.url, route, await narrowed(role, [access]));
				assert.notEqual(only.code, 'scope-missing', role);
				assert.ok(only.status < 500, `${role}: ${only.status}`);
				const others = actionsOf(role).filter((action) => action !== access);
				const without = await ask(server.running.url, route, await narrowed(role, others));
				assert.deepEqual([without.status, without.code], [403, 'scope-missing'], role);
			}
		});
	}

	it('has its own documentation', async () => {
		const { json } = await server.call('GET', '/openapi.json');
		const paths = (json['paths'] ?? {}) as unknown as Readonly<Record<string, object>>;
		const documented = Object.entries(paths).flatMap(([path, methods]) =>
			Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
		);
		assert.deepEqual(documented.sort(), TABLE.map(([, { method, path }]) => `${method} ${path}`).sort());
		assert.equal(json['openapi'], '3.1.0');
		assert.equal((await server.call('GET', '/docs')).status, 200);
	});
});

// Sends what is surely wrong as a body, so that who is let in changes nothing; ends streams after their head.
async function ask(base: string, route: Route, key: string | undefined): Promise<{ readonly status: number; readonly code: string }> {
	const path = placeholders(route.path).reduce(
		(text, name) => text.replace(`{${name}}`, name === 'path' ? '0/000' : 'nothing'),
		route.path,
	);
	const stop = new AbortController();
	const response = await fetch(base + path, {
		method: route.method,
		signal: stop.signal,
		headers: {
			...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
			...(route.body === undefined ? {} : { 'content-type': 'application/json' }),
		},
		...(route.body === undefined ? {} : { body: '{"surely":"wrong"}' }),
	});
	const isProblem = response.headers.get('content-type') === 'application/problem+json';
	const { code = '' } = isProblem ? ((await response.json()) as { readonly code?: string }) : {};
	stop.abort();
	return { status: response.status, code };
}
