// Golden cases over HTTP: four eyes through every door, work without its answer, one answer for ever, what the log and the figures say
// of it, and every refusal.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { run } from '../../src/adapters/postgres/database.ts';
import { type Called, startTestServer, type TestServer } from '../support/server.ts';

const SELLER = 'Quiet Trading';
const listing = (more: object = {}) => ({
	title: '4-ANPP 99% powder',
	cas: '21409-26-7',
	seller: { id: SELLER, country: 'US' },
	shipsTo: ['US'],
	...more,
});
const RIGHT = { outcome: 'refuse', reasonCode: 'restricted-chemical' };
const WRONG = { outcome: 'hold', reasonCode: 'licence-required' };

describe('golden cases', () => {
	let server: TestServer;
	let shop = '';
	let ana = '';
	let ann = '';
	let chem = '';
	let paul = '';
	let pia = '';
	let clara = '';
	before(async () => {
		server = await startTestServer();
		shop = await server.key('administrator');
		ana = await server.person('analyst', 'Ana');
		ann = await server.person('analyst', 'Ann');
		chem = await server.person('chemist', 'Chem');
		paul = await server.person('approver', 'Paul');
		pia = await server.person('approver', 'Pia');
		clara = await server.person('compliance-officer', 'Clara');
	});
	after(() => server?.stop());

	const idOf = async (cookie: string): Promise<string> => String((await server.call('GET', '/v1/me', { cookie })).json['id']);
	const act = async (cookie: string, caseId: string, verb: string, body?: object): Promise<Called> => {
		const { headers } = await server.call('GET', `/v1/cases/${caseId}`, { cookie });
		const answer = await server.call('POST', `/v1/cases/${caseId}:${verb}`, {
			cookie,
			headers: { 'if-match': headers.get('etag') ?? '' },
			...(body === undefined ? {} : { body }),
		});
		assert.equal(answer.status, 200, answer.text);
		return answer;
	};
	const opened = async (id: string, more: object = {}): Promise<string> => {
		const { json } = await server.call('PUT', `/v1/listings/${id}`, { key: shop, body: listing(more) });
		return String(json['caseId']);
	};
	/** A case that this person has decided. */
	const decided = async (cookie: string, id: string, more: object = {}): Promise<string> => {
		const caseId = await opened(id, more);
		const { json } = await server.call('GET', `/v1/cases/${caseId}`, { cookie });
		const evidence = [String(json['state']?.['evidence']?.[0]?.['id'])];
		await act(cookie, caseId, 'decide', { ...RIGHT, facts: 'A secret word.', legalBasis: 'Terms, section 4', evidence });
		return caseId;
	};
	const seqOf = async (caseId: string): Promise<number> =>
		Number((await server.call('GET', `/v1/cases/${caseId}`, { cookie: clara })).json['state']?.['seq']);
	const propose = async (who: object, caseId: string, more: object = {}): Promise<Called> =>
		server.call('POST', '/v1/golden', { ...who, body: { caseId, seq: await seqOf(caseId), ...RIGHT, ...more } });
	const confirm = (who: object, id: string) => server.call('POST', `/v1/golden/${id}:confirm`, who);
	const retire = (who: object, id: string, because = 'outdated') =>
		server.call('POST', `/v1/golden/${id}:retire`, { ...who, body: { because } });
	const next = (cookie: string) => server.call('GET', '/v1/golden:next', { cookie });
	const answer = (cookie: string, id: string, body: object = RIGHT) => server.call('POST', `/v1/golden/${id}:answer`, { cookie, body });
	const refused = (called: Called, status: number, code: string): void =>
		assert.deepEqual([called.status, called.json['code']], [status, code], called.text);
	/** A live golden case of a decision of Ana's, proposed by Clara and confirmed by Paul. */
	const live = async (name: string): Promise<string> => {
		const id = String((await propose({ cookie: clara }, await decided(ana, name))).json['id']);
		assert.equal((await confirm({ cookie: paul }, id)).status, 200);
		return id;
	};

	it('asks without the answer, takes one answer, and only then says what is right', async () => {
		const caseId = await decided(ana, 'first');
		const proposed = await propose({ cookie: clara }, caseId);
		assert.deepEqual(
			[proposed.status, proposed.json['status'], proposed.json['title']],
			[201, 'proposed', '4-ANPP 99% powder'],
			proposed.text,
		);
		const id = String(proposed.json['id']);
		assert.deepEqual((await next(chem)).json, { left: 0 }, 'not before a second person');
		refused(await answer(chem, id), 404, 'golden-unknown');
		assert.equal((await confirm({ cookie: paul }, id)).json['status'], 'live');

		const asked = await next(chem);
		assert.equal(asked.json['left'], 1);
		assert.equal(asked.json['work']?.['id'], id);
		const snapshot = asked.json['work']?.['snapshot'];
		assert.equal(snapshot?.['listing']?.['cas'], '21409-26-7');
		assert.equal(snapshot?.['sellerCountry'], 'US');
		assert.match(JSON.stringify(snapshot?.['verdict']), /"rule":/);
		for (const secret of [SELLER, 'first', caseId, 'restricted-chemical', 'A secret word', 'inputHash'])
			assert.ok(!asked.text.includes(secret), `the question says ${secret}`);
		for (const cookie of [ana, paul]) assert.deepEqual((await next(cookie)).json, { left: 0 }, 'not to those who had a hand in it');
		assert.equal((await next(clara)).status, 403, 'who keeps them is not measured by them');

		const { json: told, status } = await answer(chem, id, WRONG);
		assert.deepEqual([status, told['agrees'], told['reasonAgrees'], told['right']], [201, false, false, RIGHT]);
		assert.deepEqual((await next(chem)).json, { left: 0 });
		refused(await answer(chem, id), 409, 'golden-answered');
		const { json: well } = await answer(pia, id);
		assert.deepEqual([well['agrees'], well['reasonAgrees']], [true, true]);
	});

	it('leaves an entry for every step, none of which says what is right or of which case it is', async () => {
		const { json } = await server.call('GET', '/v1/golden', { cookie: clara });
		const [golden] = json['items'] as unknown as { id: string; caseId: string; answers: number }[];
		assert.equal(golden?.answers, 2);
		const log = await server.call('GET', `/v1/log/entries?subject=golden/${golden?.id}`, { cookie: clara });
		const kinds = (log.json['items'] as unknown as { entry?: { kind: string }; kind?: string }[]).map((one) => one.kind ?? one.entry?.kind);
		assert.deepEqual(kinds.sort(), ['golden.answered', 'golden.answered', 'golden.confirmed', 'golden.proposed']);
		for (const secret of [golden?.caseId ?? '', 'refuse', 'restricted-chemical']) assert.ok(!log.text.includes(secret), secret);
	});

	it('takes another person to confirm, whichever door: neither who proposed nor who decided', async () => {
		const caseId = await decided(pia, 'eyes');
		const id = String((await propose({ cookie: paul }, caseId)).json['id']);
		refused(await confirm({ cookie: paul }, id), 403, 'same-person');
		refused(await confirm({ key: await server.key('compliance-officer', { createdBy: await idOf(paul) }) }, id), 403, 'same-person');
		refused(await confirm({ key: await server.key('approver') }, id), 403, 'no-person');
		refused(await confirm({ cookie: pia }, id), 403, 'decided-by-you');
		refused(await confirm({ key: await server.key('approver', { createdBy: await idOf(pia) }) }, id), 403, 'decided-by-you');
		refused(await confirm({ cookie: chem }, id), 403, 'not-permitted');
		assert.equal((await confirm({ cookie: clara }, id)).status, 200);
		refused(await confirm({ cookie: clara }, id), 409, 'golden-settled');
		refused(await confirm({ cookie: clara }, '00000000-0000-4000-8000-000000000000'), 404, 'golden-unknown');
		assert.equal((await retire({ cookie: clara }, id)).status, 200);
		refused(await confirm({ cookie: clara }, id), 409, 'golden-settled');
	});

	it('does not confirm an answer whose decision no longer stands', async () => {
		const caseId = await decided(ana, 'reopened');
		const id = String((await propose({ cookie: clara }, caseId)).json['id']);
		await act(pia, caseId, 'reopen', { note: 'New papers.' });
		refused(await confirm({ cookie: paul }, id), 409, 'undecided');
		assert.equal((await retire({ cookie: clara }, id, 'mistaken')).json['because'], 'mistaken');
	});

	it('proposes a decided case once, as it was seen, with a reason that fits', async () => {
		refused(await propose({ cookie: clara }, await opened('open')), 409, 'undecided');
		const caseId = await decided(ana, 'once');
		assert.equal((await propose({ cookie: clara }, caseId, { seq: 1 })).status, 412);
		refused(await propose({ cookie: clara }, caseId, { reasonCode: 'lawful-offer' }), 422, 'reason-unfit');
		refused(await propose({ cookie: clara }, caseId, { reasonCode: 'because' }), 422, 'reason-unknown');
		assert.equal((await propose({ cookie: clara }, caseId, { outcome: 'burn' })).status, 422);
		refused(await propose({ cookie: clara }, 'nothing', { seq: 1 }), 404, 'case-unknown');
		refused(await propose({ cookie: ann }, caseId), 403, 'not-permitted');
		refused(await propose({ key: await server.key('compliance-officer') }, caseId), 403, 'no-person');
		const id = String((await propose({ cookie: clara }, caseId)).json['id']);
		refused(await propose({ cookie: paul }, caseId), 409, 'golden-exists');
		assert.equal((await retire({ cookie: clara }, id)).status, 200);
		assert.equal((await propose({ cookie: paul }, caseId)).status, 201, 'a retired one makes room');
	});

	it('never makes one of a restricted case, and asks no more when its case is restricted later', async () => {
		const hidden = await decided(ana, 'hidden');
		const seq = await seqOf(hidden);
		await act(clara, hidden, 'restrict', { visibleTo: [await idOf(clara)], note: 'Confidential.' });
		refused(await propose({ cookie: clara }, hidden), 409, 'golden-restricted');
		refused(await propose({ cookie: paul }, hidden, { seq }), 404, 'case-unknown');

		const between = await decided(ana, 'between');
		const waiting = String((await propose({ cookie: chem }, between)).json['id']);
		await act(clara, between, 'restrict', { visibleTo: [await idOf(clara)], note: 'Confidential.' });
		refused(await confirm({ cookie: clara }, waiting), 409, 'golden-restricted');
		refused(await confirm({ cookie: paul }, waiting), 404, 'case-unknown');
		const { json: seen } = await server.call('GET', `/v1/golden?caseId=${between}`, { cookie: paul });
		assert.deepEqual(seen['items'], []);

		const id = await live('later');
		assert.equal((await next(chem)).json['work']?.['id'], id);
		const { json } = await server.call('GET', '/v1/golden', { cookie: clara });
		const { caseId } = (json['items'] as unknown as { id: string; caseId: string }[]).find((one) => one.id === id) ?? { caseId: '' };
		await act(clara, caseId, 'restrict', { visibleTo: [await idOf(clara)], note: 'Confidential.' });
		assert.deepEqual((await next(chem)).json, { left: 0 });
		refused(await answer(chem, id), 404, 'golden-unknown');
	});

	it('takes text alone that leads to nobody', async () => {
		for (const [name, description] of [
			['mail', 'Write to someone@example.org'],
			['phone', 'Call +1 555 010 0199 22'],
			['name', `Yours, ${SELLER.toLowerCase()}`],
		] as const)
			refused(await propose({ cookie: clara }, await decided(ana, `lead-${name}`, { description })), 409, 'golden-personal');
		const numbers = { description: 'Also CAS 1000001-11-1 and 39742-60-4, 10 kg' };
		assert.equal((await propose({ cookie: clara }, await decided(ana, 'numbers', numbers))).status, 201);
	});

	it('answers nothing retired, unknown or one’s own, and no reason that does not fit', async () => {
		const id = await live('answers');
		refused(await answer(ana, id), 403, 'took-part');
		refused(await answer(paul, id), 403, 'took-part');
		const { json: kept } = await server.call('GET', '/v1/golden', { cookie: clara });
		const { caseId } = (kept['items'] as unknown as { id: string; caseId: string }[]).find((one) => one.id === id) ?? { caseId: '' };
		await act(pia, caseId, 'comment', { text: 'Looked at it.' });
		refused(await answer(pia, id), 403, 'took-part');
		assert.doesNotMatch((await next(pia)).text, new RegExp(id), 'whatever the hand was');
		refused(await answer(clara, id), 403, 'not-permitted');
		refused(await answer(ann, id, { ...RIGHT, reasonCode: 'lawful-offer' }), 422, 'reason-unfit');
		refused(await answer(ann, 'nothing'), 404, 'golden-unknown');
		const key = await server.key('analyst');
		refused(await server.call('GET', '/v1/golden:next', { key }), 403, 'no-person');
		refused(await server.call('POST', `/v1/golden/${id}:answer`, { key, body: RIGHT }), 403, 'no-person');
		const through = await server.key('chemist', { createdBy: await idOf(ana) });
		refused(await server.call('POST', `/v1/golden/${id}:answer`, { key: through, body: RIGHT }), 403, 'took-part');
		const twice = await Promise.all([answer(ann, id), answer(ann, id, WRONG)]);
		assert.deepEqual(twice.map(({ status }) => status).sort(), [201, 409], 'two answers at once are one');
		refused(await retire({ cookie: paul }, id), 403, 'not-permitted');
		assert.equal((await retire({ cookie: clara }, id, 'known')).json['status'], 'retired');
		refused(await retire({ cookie: clara }, id), 409, 'golden-settled');
		refused(await answer(chem, id), 409, 'golden-retired');
		assert.equal((await server.call('POST', `/v1/golden/${id}:retire`, { cookie: clara, body: { because: 'tired of it' } })).status, 422);
	});

	it('tells what is right to nobody who may still be asked', async () => {
		const id = await live('whispers');
		const known = async (cookie: string): Promise<boolean> => {
			const { json } = await server.call('GET', '/v1/golden', { cookie });
			return (json['items'] as unknown as { id: string }[]).some((one) => one.id === id);
		};
		assert.deepEqual([await known(clara), await known(paul), await known(pia), await known(ann)], [true, true, false, false]);
		await answer(pia, id, WRONG);
		const { json } = await server.call('GET', '/v1/golden', { cookie: pia });
		const [mine] = (json['items'] as unknown as { id: string; right: object; yours: object }[]).filter((one) => one.id === id);
		assert.deepEqual([mine?.right, mine?.yours], [RIGHT, WRONG]);
	});

	it('cannot be changed or deleted in the database either', async () => {
		const { db } = server.running.world;
		for (const sql of [
			'delete from golden_case',
			"update golden_case set right_outcome = 'publish'",
			`update golden_case set snapshot = '{}'`,
			"update golden_case set status = 'live', retired_because = null where status = 'retired'",
			'delete from golden_answer',
			"update golden_answer set outcome = 'publish'",
		])
			await assert.rejects(run(db, sql), /append-only/, sql);
	});

	it('outlives its listing', async () => {
		const id = await live('gone');
		await server.call('PUT', '/v1/listings/gone', { key: shop, body: { title: 'Oak chair' } });
		assert.equal((await answer(ann, id)).status, 201);
		const { json } = await server.call('GET', '/v1/golden', { cookie: clara });
		const items = json['items'] as unknown as { id: string; title: string }[];
		assert.equal(items.find((one) => one.id === id)?.title, '4-ANPP 99% powder');
	});

	it('stands in the figures: rate, interval, agreement; others by name for the compliance officer alone', async () => {
		const golden = async (cookie: string) => (await server.call('GET', '/v1/reports/casework', { cookie })).json['golden'];
		const mine = await golden(chem);
		const all = await golden(clara);
		// Chem was wrong once, Pia once of twice; Ann sent two answers at once, and one that is right.
		const total = Number(all?.['total']);
		assert.equal(total, 5);
		const wrong = Number(all?.['errors']?.['hits']);
		assert.ok(wrong === 2 || wrong === 3, String(wrong));
		assert.ok(Number(all?.['errors']?.['low']) > 0 && Number(all?.['errors']?.['high']) < 1);
		assert.deepEqual(mine?.['errors'], all?.['errors']);
		const people = (one: typeof all): number => ((one?.['byPerson'] ?? []) as unknown as object[]).length;
		const roles = (one: typeof all): string[] => ((one?.['byRole'] ?? []) as unknown as { role: string }[]).map(({ role }) => role);
		assert.deepEqual([people(all), people(mine), people(await golden(ana))], [3, 1, 0]);
		assert.deepEqual(roles(all), ['analyst', 'approver', 'chemist']);
		assert.deepEqual(roles(mine), ['chemist'], 'a role of one person is that person');
		assert.match(JSON.stringify(mine?.['byPerson']), new RegExp(await idOf(chem)));
		const { json } = await server.call('GET', '/v1/reports/casework?from=2020-01-01&to=2020-01-31', { cookie: clara });
		assert.deepEqual([json['golden']?.['total'], json['golden']?.['kappa']], [0, undefined]);

		const { json: page } = await server.call('GET', '/v1/golden', { cookie: clara });
		const [first] = (page['items'] as unknown as { id: string; status: string; answers: number }[]).filter(
			({ status, answers }) => status === 'live' && answers === 2,
		);
		await retire({ cookie: clara }, first?.id ?? '', 'mistaken');
		assert.equal((await golden(clara))?.['total'], 3, 'answers to a mistaken one count for nothing');
	});
});
