// The console's files and the part of the contract that the console uses, over HTTP on loopback, with a content security policy that
// forbids inline script and inline style. Everything is answered from a marketplace in memory.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { readPlatform } from '../../src/adapters/case-tables.ts';
import { readCatalogueFolder } from '../../src/adapters/catalogue-files.ts';
import { actionFigures } from '../../src/cases/corrective.ts';
import { figuresOf } from '../../src/cases/figures.ts';
import { goldenFiguresOf } from '../../src/cases/golden-figures.ts';
import type { Command } from '../../src/cases/laws.ts';
import { clearFiguresOf } from '../../src/cases/quality.ts';
import type { SubstanceDetail } from '../../src/contract/catalogue.ts';
import type { Me } from '../../src/contract/people.ts';
import type { Shadow } from '../../src/contract/policy.ts';
import type { Delivery, Webhook } from '../../src/contract/webhooks.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { Language } from '../../src/model/casework.ts';
import type { Catalogue, Substance } from '../../src/model/substance.ts';
import { may } from '../../src/policy/permissions.ts';
import { noticeOf } from '../../src/report/notice.ts';
import { restrictionsOf } from '../../src/report/restrictions.ts';
import { statementOf } from '../../src/report/statement.ts';
import { ROOT } from '../house/source.ts';
import { type Marketplace, meOf, PEOPLE } from './marketplace.ts';

const TYPES: Readonly<Record<string, string>> = {
	'.html': 'text/html',
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.svg': 'image/svg+xml',
	'.json': 'application/json',
};
const POLICY =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const DRAWING =
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 220"><path d="M160 40l70 40v60l-70 40-70-40V80z" fill="none" stroke="#222" stroke-width="3"/></svg>';

export interface FakeServer {
	readonly origin: string;
	/** Requests seen, as "METHOD path". */
	readonly requests: string[];
	close(): Promise<void>;
}

interface Asked {
	readonly method: string;
	readonly url: URL;
	readonly body: Readonly<Record<string, unknown>>;
	readonly ifMatch: string | undefined;
	readonly me: Me | undefined;
}

type Told = { readonly status: number; readonly body?: unknown; readonly cookie?: string; readonly type?: string };

const problem = (status: number, title: string, detail = title): Told => ({
	status,
	type: 'application/problem+json',
	body: { type: 'urn:weir:problem:test', title, status, detail },
});

export async function startFakeServer(folder: string, shop: Marketplace): Promise<FakeServer> {
	const read = readCatalogueFolder(`${ROOT}catalogue`);
	if (!read.ok) throw new Error('the catalogue cannot be read');
	const catalogue = read.value;
	const listeners = new Set<ServerResponse>();
	const requests: string[] = [];
	shop.onChange = (kind, id) => {
		for (const one of listeners) one.write(`event: ${kind}\ndata: ${JSON.stringify({ kind, id, at: new Date(0).toISOString() })}\n\n`);
	};

	const server = createServer((request, response) => {
		void handle(request).then(
			(told) => {
				if (told === 'stream') {
					response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
					response.write(':\n\n');
					listeners.add(response);
					response.on('close', () => listeners.delete(response));
					return;
				}
				const { status, body, cookie, type = 'application/json' } = told;
				response.writeHead(status, {
					'content-type': type,
					'content-security-policy': POLICY,
					'x-content-type-options': 'nosniff',
					...(cookie === undefined ? {} : { 'set-cookie': cookie }),
				});
				response.end(body === undefined ? undefined : typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body));
			},
			(error: unknown) => response.writeHead(500).end(String(error)),
		);
	});

	async function handle(request: IncomingMessage): Promise<Told | 'stream'> {
		const url = new URL(request.url ?? '/', 'http://x');
		requests.push(`${request.method} ${url.pathname}`);
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const text = Buffer.concat(chunks).toString('utf8');
		const signedIn = /weir=(p-[a-z]+)/.exec(request.headers.cookie ?? '')?.[1];
		const person = PEOPLE.find((one) => one.id === signedIn);
		const asked: Asked = {
			method: request.method ?? 'GET',
			url,
			body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
			ifMatch: request.headers['if-match'],
			me: person === undefined ? undefined : meOf(person.role),
		};
		if (url.pathname === '/v1/events') return 'stream';
		if (/^\/(?:v1|api|log)\//.test(url.pathname)) return await answer(asked, shop, catalogue);
		const path = extname(url.pathname) === '' ? '/index.html' : url.pathname;
		try {
			return { status: 200, type: TYPES[extname(path)] ?? 'text/plain', body: readFileSync(`${folder}${path}`) };
		} catch {
			return problem(404, 'not found');
		}
	}

	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		close: () =>
			new Promise((resolve) => {
				for (const one of listeners) one.end();
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

async function answer({ method, url, body, ifMatch, me }: Asked, shop: Marketplace, catalogue: Catalogue): Promise<Told> {
	const [, , resource = '', rawId = ''] = url.pathname.split('/');
	const path = `${method} ${url.pathname}`;
	const page = (items: readonly unknown[]): Told => ({ status: 200, body: { items } });
	if (path === 'POST /api/auth/sign-in/email' || path === 'POST /v1/welcome') {
		const person = PEOPLE.find((one) => one.email === body['email']);
		if (person === undefined || body['password'] !== 'a long enough sentence')
			return { status: 401, body: { message: 'Invalid email or password' } };
		return { status: 200, body: {}, cookie: `weir=${person.id}; HttpOnly; SameSite=Strict; Path=/` };
	}
	if (path === 'POST /api/auth/sign-out') return { status: 200, body: {}, cookie: 'weir=; Max-Age=0; Path=/' };
	if (path === 'GET /api/auth/get-session') return { status: 200, body: { user: { twoFactorEnabled: false } } };
	if (path === 'GET /log/checkpoint') return { status: 200, type: 'text/plain', body: await shop.log.checkpoint() };
	if (me === undefined) return problem(401, 'Who is calling is not known');
	const [id = '', verb] = decodeURIComponent(rawId).split(':');
	const actor: Actor = { kind: 'person', id: me.id, role: me.role };
	switch (`${method} ${resource}`) {
		case 'GET me':
			return { status: 200, body: me };
		case 'GET passkeys': {
			const laptop = { id: 'k-1', name: 'Laptop at work', synced: true, createdAt: '2026-01-05T09:00:00Z' };
			return { status: 200, body: { items: [laptop], origin: 'https://weir.example' } };
		}
		case 'GET cases': {
			if (url.pathname.endsWith('/media')) return { status: 200, body: { revision: 1, items: [] } };
			if (id === '') return page(shop.queue(url.searchParams.get('state') ?? 'open', me));
			if (url.pathname.endsWith('/notice')) return noticeOfCase(id, (url.searchParams.get('language') ?? 'en') as Language, shop);
			const detail = shop.detail(id);
			return detail === undefined ? problem(404, 'There is nothing at this address') : { status: 200, body: detail };
		}
		case 'POST cases': {
			if (ifMatch !== `"${shop.summary(id).seq}"`) return problem(412, 'It has changed since you read it');
			const told = shop.act(id, toCommand(verb ?? '', body), actor);
			return 'body' in told ? told : problem(told.status, 'That does not fit the present state', told.detail);
		}
		case 'GET reviewers':
			return page(
				PEOPLE.filter(({ role }) => may(role, 'case:read')).map((one) => ({ ...one, mayHear: may(one.role, 'case:decide-appeal') })),
			);
		case 'GET reports': {
			const histories = [...shop.cases.values()];
			const corrective = { ...actionFigures([], '2026-01-01'), items: [] };
			const people = Object.fromEntries(PEOPLE.map((one) => [one.id, one.name]));
			return {
				status: 200,
				body: {
					...figuresOf(histories, 'everybody'),
					golden: goldenFiguresOf([], 'everybody'),
					clears: clearFiguresOf([]),
					corrective,
					cases: histories.length,
					people,
				},
			};
		}
		case 'GET golden':
			return { status: 200, body: { items: [], people: {} } };
		case 'GET golden:next':
			return { status: 200, body: { left: 0 } };
		case 'GET reasons':
			return page([...shop.tables.reasons.values()].map((one) => ({ ...one, text: one.internal })));
		case 'GET listings': {
			if (id !== '') return { status: 200, body: shop.listingDetail(id) };
			const state = url.searchParams.get('state');
			const q = (url.searchParams.get('q') ?? '').toLowerCase();
			const all = [...shop.held.keys()].map((one) => shop.listingSummary(one));
			return page(all.filter((one) => (state === null || one.state === state) && one.title.toLowerCase().includes(q)));
		}
		case 'GET catalogue': {
			const wanted = url.pathname.split('/')[4];
			const q = (url.searchParams.get('q') ?? '').toLowerCase();
			const found = catalogue.substances.filter((one) =>
				wanted === undefined ? JSON.stringify(one.names).toLowerCase().includes(q) : one.id === wanted,
			);
			if (wanted === undefined) return page(found.slice(0, 40).map((one) => substance(one, catalogue)));
			return found[0] === undefined
				? problem(404, 'There is nothing at this address')
				: { status: 200, body: substance(found[0], catalogue) };
		}
		case 'GET structures':
			return { status: 200, type: 'image/svg+xml', body: DRAWING };
		case 'GET policy':
			if (id !== '') return page([]);
			return {
				status: 200,
				body: {
					policyVersion: 'b3baabb8',
					catalogueVersion: '71a299bf',
					engineVersion: '0.1.0',
					policy: { blockAt: { certainty: 'certain' }, tiers: [{ tier: 1, outcome: 'block' }] },
					builtIn: false,
					history: [{ number: 1, version: 'b3baabb8', name: 'harbour', proposal: 'p-1', at: '2026-02-01T08:00:00Z' }],
					shadow: {
						...{ id: 's-1', version: '5a0c9d11', name: 'harbour, stricter', startedAt: '2026-02-02T08:00:00Z' },
						...{ listings: 40, differing: 3, transitions: { 'clear→clear': 37, 'clear→review': 3 } },
					} satisfies Shadow,
				},
			};
		case 'GET dashboard':
			return { status: 200, body: FIGURES };
		case 'GET people':
			return page(PEOPLE.map((one) => ({ ...one, createdAt: '2026-02-01T08:00:00Z', conflicts: [], twoFactor: true })));
		case 'POST people':
			return { status: 201, body: { link: 'http://127.0.0.1/welcome#token', role: body['role'], expiresAt: '2026-03-09T08:00:00Z' } };
		case 'GET webhooks':
			if (url.pathname.endsWith('/deliveries')) return page(DELIVERIES);
			return id === '' ? page([WEBHOOK]) : { status: 200, body: WEBHOOK };
		case 'GET keys':
			return page([{ id: 'k1', name: 'publish path', role: 'seller', createdAt: '2026-02-01T08:00:00Z' }]);
		case 'POST keys':
			return {
				status: 201,
				body: { id: 'k2', name: body['name'] ?? '', role: body['role'], createdAt: '2026-03-02T08:00:00Z', key: 'weir_k2_secret' },
			};
		case 'GET log': {
			if (id === 'entries') {
				const subject = url.searchParams.get('subject');
				return page(shop.log.entries.filter((one) => subject === null || one.subject === subject).toReversed());
			}
			const receipt = await shop.log.receipt(url.pathname.split('/')[4] ?? '');
			return receipt === undefined ? problem(404, 'There is nothing at this address') : { status: 200, body: receipt };
		}
		default:
			return problem(404, 'There is nothing at this address');
	}
}

function noticeOfCase(id: string, language: Language, shop: Marketplace): Told {
	const detail = shop.detail(id);
	const last = restrictionsOf(detail?.events ?? [], shop.tables.rules.appealMonths).at(-1);
	if (detail === undefined || last === undefined || !last.inForce) return problem(404, 'There is no restriction in force');
	const { revision } = last;
	const restriction = { ...last, statementId: 'a', listing: { id: detail.case.listingId, revision }, verdict: detail.verdict };
	const statement = statementOf({ ...restriction, territory: [], source: 'own' }, shop.tables.reasons);
	if (!statement.ok) return problem(409, 'No public reason');
	const { subject, sections } = noticeOf(statement.value, language, shop.tables.notices, readPlatform());
	const { outcome, reason } = statement.value;
	const state = outcome === 'hold' ? 'held' : 'refused';
	return { status: 200, body: { subject, sections, language, state, outcome, reasonCode: reason.code, draft: true } };
}

// The contract's bodies are the commands' members, except that a decision stands in one.
function toCommand(verb: string, body: Readonly<Record<string, unknown>>): Command {
	const decision = verb === 'decide' || verb === 'decide-appeal' ? { decision: { followUp: [], ...body } } : body;
	return { kind: verb, ...decision } as Command;
}

function substance(one: Substance, catalogue: Catalogue): SubstanceDetail {
	const title = (id: string): string => catalogue.sources.find((source) => source.id === id)?.title ?? id;
	return {
		...one,
		name: one.names['en']?.[0] ?? one.id,
		cas: one.cas.map(({ number }) => number),
		forms: one.cas.map(({ number, form, confidence }) => ({ cas: number, form, confidence })),
		regimes: [...new Set(one.controls.map(({ regime }) => regime))],
		drawn: one.smiles !== null,
		family: undefined,
		notes: one.notes ?? undefined,
		controls: one.controls.map((control) => ({ ...control, sources: control.sources.map((id) => ({ id, title: title(id) })) })),
		lookAlikes: [],
	} as unknown as SubstanceDetail;
}

const WEBHOOK = {
	...{ id: 'w-1', url: 'https://shop.example.org/weir', kinds: ['listing.refused', 'case.decided'], description: 'Order desk' },
	...{ state: 'disabled', reason: 'answered 410', createdAt: '2026-02-01T08:00:00Z', waiting: 3, dead: 1 },
} satisfies Webhook;
const DELIVERIES = (['pending', 'dead', 'delivered'] as const).map((state, at) => ({
	...{ id: 9 - at, announcement: `0197-${at}`, kind: 'case.decided' as const, state, attempts: at, createdAt: '2026-02-02T08:00:00Z' },
	...(state === 'dead' ? { lastError: 'answered 500' } : {}),
})) satisfies Delivery[];

const FIGURES = {
	from: '2026-02-03',
	to: '2026-03-02',
	listings: { published: 1204, held: 31, refused: 17 },
	days: Array.from({ length: 28 }, (_, day) => ({
		day: new Date(Date.UTC(2026, 1, 3 + day)).toISOString().slice(0, 10),
		clear: 30 + ((day * 7) % 23),
		review: (day * 5) % 7,
		block: (day * 3) % 4,
	})),
	cases: {
		open: 5,
		claimed: 1,
		overdue: 1,
		decided: 42,
		ageing: [
			{ upTo: '4 h', count: 2 },
			{ upTo: '1 d', count: 2 },
			{ upTo: '3 d', count: 1 },
		],
		medianHoursToDecision: 3.4,
		opened: 9,
		released: 6,
		refused: 36,
	},
	takedowns: { count: 2, byScreening: 1, byPeople: 1, medianHoursLive: 30.5, longestHoursLive: 41 },
	substances: [
		{ id: '4-piperidone', name: '4-Piperidone', count: 12 },
		{ id: 'acetic-anhydride', name: 'Acetic anhydride', count: 7 },
	],
};
