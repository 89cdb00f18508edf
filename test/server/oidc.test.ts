// Single sign-on through an OpenID Connect provider on loopback: who was invited comes in, nobody else, and no token that is not its own.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type Called, startTestServer, type TestServer } from '../support/server.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const CLIENT = 'weir-test';

describe('single sign-on', () => {
	let server: TestServer;
	let provider: Server;
	let issuer = '';
	/** What the next token says, and who signs it. */
	let claims: Record<string, unknown> = {};
	let signer = privateKey;
	before(async () => {
		provider = createServer((request, response) => {
			const answer = (body: unknown): void => {
				response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
			};
			const path = request.url?.split('?', 1)[0];
			if (path === '/.well-known/openid-configuration') {
				answer({
					issuer,
					authorization_endpoint: `${issuer}/authorize`,
					token_endpoint: `${issuer}/token`,
					jwks_uri: `${issuer}/jwks`,
					id_token_signing_alg_values_supported: ['ES256'],
					response_types_supported: ['code'],
					subject_types_supported: ['public'],
				});
			} else if (path === '/jwks') answer({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'ES256', use: 'sig' }] });
			else if (path === '/token') answer({ access_token: 'a', token_type: 'Bearer', expires_in: 300, id_token: token() });
			else response.writeHead(404).end();
		});
		await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
		const address = provider.address();
		issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
		server = await startTestServer({ WEIR_OIDC_ISSUER: issuer, WEIR_OIDC_CLIENT_ID: CLIENT, WEIR_OIDC_CLIENT_SECRET: 'secret' });
		await server.person('auditor', 'Vera');
	});
	after(async () => {
		await server?.stop();
		provider.closeAllConnections();
		await new Promise((resolve) => provider.close(resolve));
	});

	function token(): string {
		const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
		const now = Math.floor(Date.now() / 1000);
		const text = `${part({ alg: 'ES256', kid: 'k' })}.${part({ iss: issuer, aud: CLIENT, iat: now, exp: now + 300, ...claims })}`;
		return `${text}.${sign('sha256', Buffer.from(text), { key: signer, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
	}

	const cookiesOf = (headers: Headers): string =>
		headers
			.getSetCookie()
			.map((cookie) => cookie.split(';', 1)[0] ?? '')
			.filter((cookie) => !cookie.endsWith('='))
			.join('; ');

	// Three attempts in ten seconds are the limit for a network address; the fourth waits as it is told.
	async function begin(): Promise<Called> {
		const begun = await server.call('POST', '/api/auth/sign-in/social', {
			body: { provider: 'oidc', callbackURL: '/' },
			headers: { origin: server.running.url },
		});
		if (begun.status !== 429) return begun;
		await pause(Number(begun.headers.get('x-retry-after')) * 1000);
		return begin();
	}

	/** Goes through the whole dance; the status of asking who one is afterwards, and what is answered. */
	async function signInAs(email: string, more: Record<string, unknown> = {}) {
		const begun = await begin();
		const url = new URL(String(begun.json['url']));
		assert.equal(url.origin, issuer, begun.text);
		assert.equal(url.searchParams.get('code_challenge_method'), 'S256');
		const nonce = url.searchParams.get('nonce');
		claims = { sub: `sub-${email}`, email, email_verified: true, name: 'From the provider', ...(nonce === null ? {} : { nonce }), ...more };
		const back = await server.call('GET', `/api/auth/callback/oidc?code=c&state=${url.searchParams.get('state')}`, {
			cookie: cookiesOf(begun.headers),
		});
		return server.call('GET', '/v1/me', { cookie: cookiesOf(back.headers) });
	}

	it('lets in who was invited, with the role of the invitation, once the provider has verified the address; and makes nobody', async () => {
		assert.equal((await signInAs('vera@example.org', { email_verified: false })).status, 401);
		const me = await signInAs('vera@example.org');
		assert.deepEqual([me.status, me.json['name'], me.json['role']], [200, 'Vera', 'auditor'], me.text);
		assert.equal((await signInAs('stranger@example.org')).status, 401);
		const people = await server.call('GET', '/v1/people', { key: await server.key('administrator') });
		assert.doesNotMatch(people.text, /stranger/);
	});

	it('takes no token that somebody else signed, or that is for somebody else', async () => {
		signer = stranger;
		assert.equal((await signInAs('vera@example.org')).status, 401);
		signer = privateKey;
		assert.equal((await signInAs('vera@example.org', { aud: 'another-client' })).status, 401);
		assert.equal((await signInAs('vera@example.org')).status, 200);
	});
});
