// A person's side of passkeys against a test server: what the pages of the console send, from the address they have.
import assert from 'node:assert/strict';
import { type Bent, SoftwareAuthenticator } from './authenticator.ts';
import type { Called, TestServer } from './server.ts';

/** The address at which a server with passkeys is known in tests. */
export const ORIGIN = 'https://weir.example';

export const cookiesOf = ({ headers }: Called): string =>
	headers
		.getSetCookie()
		.map((cookie) => cookie.split(';', 1)[0] ?? '')
		.filter((cookie) => !cookie.endsWith('='))
		.join('; ');

export interface Holder {
	readonly id: string;
	readonly cookie: string;
	readonly device: SoftwareAuthenticator;
	readonly passkey: string;
}

export class PasskeyPages {
	readonly #server: TestServer;

	constructor(server: TestServer) {
		this.#server = server;
	}

	call(method: string, path: string, more: { readonly cookie?: string; readonly body?: unknown } = {}): Promise<Called> {
		return this.#server.call(method, path, { ...more, headers: { origin: ORIGIN } });
	}

	me(cookie: string): Promise<Called> {
		return this.#server.call('GET', '/v1/me', { cookie });
	}

	/** What an authenticator is given to make a passkey. */
	async begin(cookie: string) {
		const begun = await this.call('POST', '/v1/passkeys:begin', { cookie });
		assert.equal(begun.status, 200, begun.text);
		return begun.json as unknown as { challenge: string; user: { id: string } };
	}

	async add(cookie: string, device: SoftwareAuthenticator, bent?: Bent): Promise<Called> {
		const credential = device.create(await this.begin(cookie), bent);
		return this.call('POST', '/v1/passkeys', { cookie, body: { name: 'My laptop', credential } });
	}

	/** What an authenticator is given to sign in, and the cookie of the browser that asked. */
	async ask(cookie = '') {
		const asked = await this.call('POST', '/v1/passkeys:challenge', { cookie });
		assert.equal(asked.status, 200, asked.text);
		return { options: asked.json as unknown as { challenge: string }, flow: cookiesOf(asked) };
	}

	async signIn(device: SoftwareAuthenticator, bent?: Bent): Promise<Called> {
		const { options, flow } = await this.ask();
		return this.answer(device.get(options, bent), flow);
	}

	answer(credential: object, flow: string): Promise<Called> {
		return this.call('POST', '/v1/passkeys:sign-in', { cookie: flow, body: { credential } });
	}

	/** A new person with a passkey. */
	async holder(name: string): Promise<Holder> {
		const cookie = await this.#server.person('analyst', name);
		const device = new SoftwareAuthenticator(ORIGIN);
		const added = await this.add(cookie, device);
		assert.equal(added.status, 201, added.text);
		return { cookie, device, passkey: String(added.json['id']), id: String((await this.me(cookie)).json['id']) };
	}
}
