// Entries of restricted lists in listings: numbers and names, disguised as listings disguise them, in every field and in media; and
// nothing of it where the policy names no list.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadEngine, nativeDigest } from '../../src/adapters/engine.ts';
import { casCheckDigit } from '../../src/chem/cas.ts';
import type { Listing } from '../../src/model/listing.ts';
import type { MediaText } from '../../src/model/media.ts';
import type { WatchList } from '../../src/model/policy.ts';
import { watchListHash, withoutLists } from '../../src/policy/watch-list.ts';

/** Chemicals that no law lists and that no catalogue name resembles. */
const LIST = {
	name: 'ours',
	substances: [],
	cas: ['57-13-6', '56-81-5'],
	names: ['Triethyl citrate', '柠檬酸三乙酯', 'hydroxyethyl-urea'],
};
const AT = { listingId: 'x', now: '2026-06-01T00:00:00Z' };
const engine = await loadEngine({ conditions: true });
const watcher = (list: WatchList, outcome: 'review' | 'block' = 'review') => {
	const reference = { list: list.name, sha256: watchListHash(list, nativeDigest), outcome };
	const read = engine.readPolicy({ name: 'p', version: 1, summary: 'x', watch: [reference] }, [list]);
	assert.ok(read.ok);
	return engine.under(read.value);
};
const watching = watcher(LIST);
const blocking = watcher(LIST, 'block');
const numbered = (digits: number): string => {
	const text = String(digits);
	return `${text.slice(0, -2)}-${text.slice(-2)}-${casCheckDigit(text)}`;
};
const hits = (listing: Listing, media: readonly MediaText[] = []) =>
	watching.screen(listing, { ...AT, media }).findings.filter(({ rule }) => rule === 'watch-list');

describe('an entry of a restricted list', () => {
	for (const title of [
		'57-13-6',
		'Urea, CAS 57136',
		'CAS no. 57–13–6',
		'CAS ５７-１３-６',
		'CAS 57 - 13 - 6',
		'CAS five seven one three six',
	])
		it(`is found as “${title}”`, () => {
			const [hit] = hits({ title });
			assert.equal(hit?.read, '57-13-6');
			assert.equal(hit?.text, title.slice(hit?.start, hit?.end));
			assert.equal(blocking.screen({ title }, AT).verdict, 'block');
		});
	for (const title of [
		'TRIETHYL CITRATE 99%',
		'triethyl-citrate',
		'Trіethyl cіtrate',
		'Ｔｒｉｅｔｈｙｌ citrate',
		'供应柠檬酸三乙酯25公斤',
	])
		it(`is found by its name as “${title}”`, () => {
			assert.equal(watching.screen({ title }, AT).reasons[0]?.code, 'watch-list');
			assert.match(hits({ title })[0]?.read ?? '', /citrate|柠檬酸/);
		});
	it('is found in every field and in what was read from media', () => {
		for (const listing of [
			{ title: 'x', attributes: { note: 'triethyl citrate' } },
			{ title: 'x', tags: ['Triethyl Citrate'] },
			{ title: 'x', description: 'Plasticiser: triethyl\ncitrate' },
		])
			assert.equal(watching.screen(listing, AT).verdict, 'review');
		const page: MediaText = { pointer: '/attachments/0', kind: 'text', page: 2, text: 'Contains CAS 57-13-6.', outcome: 'read' };
		const [hit] = hits({ title: 'x', attachments: ['sheet.pdf'] }, [page]);
		assert.deepEqual([hit?.field, hit?.media?.page], ['/attachments/0', 2]);
	});
	it('that is one slip away is looked at, never blocked', () => {
		const title = 'Syrup, CAS 56-81-6';
		assert.equal(blocking.screen({ title }, AT).verdict, 'review');
		assert.equal(engine.screen({ title }, AT).verdict, 'clear');
	});
	it('is found one slip away however long the list: a digit wrong, swapped, missing or too many', () => {
		const cas = Array.from({ length: 3000 }, (_, i) => numbered(1_000_000 + 37 * i));
		const long = watcher({ name: 'long', substances: [], cas: [...cas, '9003-39-8'] });
		for (const title of ['CAS 9003-39-9', 'CAS 9003-93-8', 'CAS 903-39-8', 'CAS 90033-39-8'])
			assert.ok(
				long.screen({ title }, AT).findings.some(({ rule, read }) => rule === 'watch-list' && read === '9003-39-8'),
				title,
			);
		assert.deepEqual(
			long.screen({ title: 'CAS 9003-38-7' }, AT).findings.filter(({ rule }) => rule === 'watch-list'),
			[],
			'two slips',
		);
	});
	it('is found beside and inside others of its list', () => {
		const names = ['ethyl citrate mixture', 'citrate mixture', 'mixture number'];
		const nested = watcher({ name: 'nested', substances: [], cas: [], names });
		const found = nested.screen({ title: 'Ethyl citrate mixture number 5' }, AT).findings.map(({ read }) => read);
		for (const name of names) assert.ok(found.includes(name), name);
	});
	it('is not found inside other names and numbers', () => {
		for (const title of ['ditriethyl citrates', 'citrate', 'CAS 7732-18-5', 'Order 5713 of 6 pieces', '柠檬酸'])
			assert.deepEqual(hits({ title }), [], title);
	});
	it('changes nothing where no list is named', () => {
		const open = engine.under(withoutLists(watching.policy));
		for (const title of ['57-13-6', 'Triethyl citrate', 'Acetone 5 L', '4-ANPP 99% powder', 'Oak chair']) {
			assert.deepEqual({ ...open.screen({ title }, AT), policyVersion: '' }, { ...engine.screen({ title }, AT), policyVersion: '' });
		}
		assert.equal(open.policyVersion, watching.policyVersion);
		assert.equal(withoutLists(engine.policy), engine.policy);
	});
	it('is told apart from others under the same letters of another script', () => {
		assert.deepEqual(hits({ title: '柠檬酸三丁酯' }), []);
	});
});
