// The Transparency Database payload against the documented fields, and the check that keeps persons out of it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import type { Restriction } from '../../src/report/statement.ts';
import { statementOf } from '../../src/report/statement.ts';
import { batchesOf, checkTransparency, type TransparencyStatement, transparencyStatement } from '../../src/report/transparency.ts';
import { platform, reasons, restriction, verdict } from './fixtures.ts';

const OPTIONS = { platform, contentDate: '2026-03-01', known: ['Acme Fine Chemicals Ltd', 'Li Wei', 'seller-77'] };
function payload(over: Partial<Restriction> = {}, options = OPTIONS) {
	const statement = statementOf(restriction(over), reasons);
	assert.ok(statement.ok);
	return transparencyStatement(statement.value, options);
}
function good(over: Partial<Restriction> = {}): TransparencyStatement {
	const made = payload(over);
	assert.ok(made.ok, JSON.stringify(made));
	return made.value;
}
const pointers = (value: unknown, known: readonly string[] = []): string[] => {
	const checked = checkTransparency(value, known);
	return checked.ok ? [] : checked.problems.map(({ pointer }) => pointer);
};

describe('the payload', () => {
	it('has the documented fields for illegal content', () => {
		assert.deepEqual(good(), {
			decision_visibility: ['DECISION_VISIBILITY_CONTENT_REMOVED'],
			decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT',
			illegal_content_legal_ground: 'Regulation (EC) No 273/2004, Annex I',
			illegal_content_explanation:
				'The listing offers a chemical whose trade is restricted by law, and no authorisation for it is on file for you.',
			content_type: ['CONTENT_TYPE_PRODUCT'],
			category: 'STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS',
			territorial_scope: ['AT', 'DE'],
			content_date: '2026-03-01',
			application_date: '2026-03-02',
			decision_facts: 'The listing offers a chemical whose trade is restricted by law, and no authorisation for it is on file for you.',
			source_type: 'SOURCE_VOLUNTARY',
			automated_detection: 'Yes',
			automated_decision: 'AUTOMATED_DECISION_PARTIALLY',
			puid: 'st_01',
		});
	});
	it('has the documented fields for content against the terms', () => {
		const made = good({
			reasonCode: 'terms-not-met',
			outcome: 'hold',
			decidedBy: 'software',
			source: 'flagger',
			until: '2026-03-09T00:00:00.000Z',
		});
		assert.equal(made.decision_ground, 'DECISION_GROUND_INCOMPATIBLE_CONTENT');
		assert.deepEqual(made.decision_visibility, ['DECISION_VISIBILITY_CONTENT_DISABLED']);
		assert.equal(made.automated_decision, 'AUTOMATED_DECISION_FULLY');
		assert.equal(made.source_type, 'SOURCE_TRUSTED_FLAGGER');
		assert.equal(made.end_date_visibility_restriction, '2026-03-09');
		assert.ok('incompatible_content_ground' in made && 'incompatible_content_explanation' in made);
	});
	it('scopes a restriction everywhere to the EEA, and one outside it to nothing', () => {
		assert.equal(good({ territory: [] }).territorial_scope.length, 30);
		assert.deepEqual(good({ territory: ['CN', 'FR'] }).territorial_scope, ['FR']);
		assert.equal(payload({ territory: ['US', 'CN'] }).ok, false);
	});
	it('is refused when a field is missing, unknown, too long or out of its list', () => {
		const fine = good();
		for (const [name, value] of Object.entries({
			decision_facts: 'x'.repeat(5001),
			illegal_content_legal_ground: 'x'.repeat(501),
			illegal_content_explanation: 'x'.repeat(2001),
			category: 'STATEMENT_CATEGORY_OTHER',
			content_type: ['CONTENT_TYPE_TEXT'],
			territorial_scope: ['US'],
			application_date: '02.03.2026',
			source_type: 'SOURCE_GUESS',
			automated_detection: true,
			automated_decision: 'Yes',
			puid: 'a b',
			surprise: 'x',
		}))
			assert.ok(
				pointers({ ...fine, [name]: value }).some((pointer) => pointer.startsWith(`/${name}`)),
				name,
			);
		for (const name of Object.keys(fine)) {
			const { [name as keyof typeof fine]: _gone, ...rest } = fine;
			assert.notDeepEqual(pointers(rest), [], name);
		}
		assert.deepEqual(pointers({ ...fine, end_date_visibility_restriction: '2026-03-01' }), ['/end_date_visibility_restriction']);
		assert.deepEqual(pointers({ ...fine, decision_facts: 'x'.repeat(5000) }), []);
	});
	it('goes in batches of at most 100, in order, none lost', () => {
		const many = Array.from({ length: 250 }, (_, n) => ({ ...good(), puid: `st_${n}` }));
		const batches = batchesOf(many);
		assert.deepEqual(
			batches.map(({ statements }) => statements.length),
			[100, 100, 50],
		);
		assert.deepEqual(
			batches.flatMap(({ statements }) => statements),
			many,
		);
		assert.deepEqual(batchesOf([]), []);
	});
});

describe('the personal-data check', () => {
	const fine = good();
	for (const [what, facts] of [
		['a company name', 'Offered by ACME fine  chemicals, Ltd.'],
		['a person', 'The seller is Li Wei.'],
		['a seller id', 'See seller-77.'],
		['a CAS number beside a seller', 'The seller offers 79-03-8.'],
		['an e-mail address', 'Write to x@example.org.'],
		['a web address', 'See https://shop.example/1.'],
		['a telephone number', 'Call +49 30 1234567.'],
	] as const)
		it(`refuses ${what}`, () => assert.deepEqual(pointers({ ...fine, decision_facts: facts }, OPTIONS.known), ['/decision_facts']));
	it('refuses a statement id that holds the seller’s', () => {
		assert.deepEqual(pointers({ ...fine, puid: 'st-seller-77-1' }, OPTIONS.known), ['/puid']);
	});
	it('does not take a part of a word for a name', () => {
		assert.deepEqual(pointers({ ...fine, decision_facts: 'Liweight goods, sellers-776' }, OPTIONS.known), []);
	});
	it('lets every citation of the catalogue pass', () => {
		const folder = new URL('../../catalogue/substances/', import.meta.url);
		const citations = readdirSync(folder).flatMap((name) => {
			const { controls } = parse(readFileSync(new URL(name, folder), 'utf8')) as { controls: { citation: string }[] };
			return controls.map(({ citation }) => citation);
		});
		assert.ok(citations.length > 100);
		for (const citation of new Set(citations)) {
			const made = payload({ verdict: verdict({ reasons: [{ code: 'listed', text: 'x', citation }] }) });
			assert.ok(made.ok, `${citation}: ${JSON.stringify(made)}`);
		}
	});
});
