// What answers of the Transparency Database come to: 201 alone is filed, 422 is sorted by statement where it says so.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { filingOf } from '../../src/report/filing.ts';

const PUIDS = ['aa', 'bb', 'cc'];
const read = (status: number, body: unknown) => filingOf(status, typeof body === 'string' ? body : JSON.stringify(body), PUIDS);

describe('an answer of the Transparency Database', () => {
	it('is filed at 201, with the places it tells of our statements', () => {
		const statements = [
			{ puid: 'aa', uuid: 'u-1', permalink: 'https://db.example/statement/u-1', decision_facts: 'x' },
			{ puid: 'bb', uuid: 'u-2', permalink: 'javascript:alert(1)' },
			{ puid: 'another', uuid: 'u-3' },
		];
		const filing = read(201, { statements });
		assert.equal(filing.kind, 'filed');
		assert.deepEqual(filing.kind === 'filed' && [...filing.places], [
			['aa', { uuid: 'u-1', permalink: 'https://db.example/statement/u-1' }],
			['bb', { uuid: 'u-2' }],
		]);
		for (const text of ['', 'not json', '{"statements": 5}', '[]', 'null'])
			assert.deepEqual(filingOf(201, text, PUIDS), { kind: 'filed', places: new Map() }, text);
	});

	it('is not filed at any other success, and says what to do about a token', () => {
		for (const status of [200, 202, 204, 301, 302, 400, 409, 413, 429, 500, 503])
			assert.equal(read(status, '{}').kind, 'failed', String(status));
		const refused = read(401, { message: 'Unauthenticated.' });
		assert.match(refused.kind === 'failed' ? refused.error : '', /^answered 401: the token is not accepted/);
	});

	it('names what is there already, as a list or as what is left of one', () => {
		for (const existing_puids of [['bb', 'other'], { '1': 'bb' }]) {
			const filing = read(422, { message: 'not unique', errors: { puid: ['not unique'], existing_puids } });
			assert.deepEqual(filing, { kind: 'sorted', existing: new Map([['bb', {}]]), refused: new Map() });
		}
		const alone = { errors: { puid: ['The identifier given is not unique within this platform.'] }, existing: { puid: 'aa', uuid: 'u-9' } };
		assert.deepEqual(read(422, alone), { kind: 'sorted', existing: new Map([['aa', { uuid: 'u-9' }]]), refused: new Map() });
	});

	it('names what it refuses by its place in the call', () => {
		for (const errors of [
			{ statement_1: { content_date: ['is in the future', 'twice'] } },
			{ 'statements.1.content_date': ['is in the future twice'] },
		]) {
			const filing = read(422, { errors });
			assert.equal(filing.kind, 'sorted');
			const [[puid, problems] = []] = filing.kind === 'sorted' ? [...filing.refused] : [];
			assert.deepEqual([puid, problems?.[0]?.pointer, problems?.[0]?.message], ['bb', '/content_date', 'is in the future twice']);
			assert.notEqual(problems?.[0]?.fix, '');
		}
		const odd = read(422, { errors: { statement_0: 'no', statement_9: { puid: ['unknown place'] } } });
		assert.deepEqual(odd.kind === 'sorted' && [...odd.refused.keys()], ['aa']);
	});

	it('is unsorted when it names none, with what it said in bounded words', () => {
		const filing = read(422, { message: `The call is wrong. ${'x'.repeat(2000)}` });
		assert.equal(filing.kind, 'unsorted');
		assert.ok(filing.kind === 'unsorted' && (filing.problems[0]?.message.length ?? 999) <= 300);
		for (const body of ['<html>', '', '{"errors": []}', '{"errors": {"statements": ["too many"]}}']) {
			const told = read(422, body);
			assert.ok(told.kind === 'unsorted' && told.problems.length === 1, body);
		}
	});
});
