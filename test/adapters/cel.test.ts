// Conditions in CEL: what holds, what is refused before it can run, and that no accepted expression can fail or run for long.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cel } from '../../src/adapters/cel.ts';
import type { Facts } from '../../src/model/policy-facts.ts';
import { listingFacts, sellerFacts } from '../../src/policy/facts.ts';
import { cpuMs } from '../support/growth.ts';

const listing = {
	id: 'L-1',
	title: 'Piperidine 99 %',
	category: 'Lab Chemicals',
	tags: ['reagent', 'sample'],
	attributes: { Grade: 'HPLC' },
	shipsTo: ['US', 'FR'],
	offers: [
		{ quantity: '5', unit: 'kg' },
		{ quantity: '2', unit: 'sack' },
	],
	images: ['a.png'],
	seller: { id: 'S-1', country: 'CN' },
};
const facts: Facts = {
	listing: listingFacts(listing),
	seller: sellerFacts(listing),
	date: '2026-11-22',
	match: { id: 'piperidine', name: 'Piperidine', kind: 'substance', tier: 2, certainty: 'certain', basis: ['name'], evasion: [] },
	law: { regimes: ['EU', 'US'], controlledIn: ['US'], certain: true, watchedIn: [], notCompiled: [] },
};

function holds(text: string, about: Facts = facts): unknown {
	const compiled = cel.compile(text);
	assert.ok(compiled.ok, `${text}: ${JSON.stringify(compiled)}`);
	return compiled.value.holds(about);
}

function refusal(text: string): string {
	const compiled = cel.compile(text);
	assert.ok(!compiled.ok, `${text} is accepted`);
	const [problem] = compiled.problems;
	assert.ok(problem !== undefined && problem.fix !== '');
	return problem.message;
}

describe('a condition', () => {
	const truths: readonly (readonly [string, boolean])[] = [
		['match.tier == 2', true],
		['match.tier <= 1', false],
		['match.tier in [1, 2]', true],
		['has(seller.country) && seller.country in ["CN", "IN"]', true],
		['!has(seller.country) || seller.country == "DE"', false],
		['has(listing.description) ? listing.description.contains("x") : true', true],
		['listing.title.contains("Piper") && listing.title.startsWith("Pip") && listing.title.endsWith("%")', true],
		['has(listing.category) && listing.category.lowerAscii().contains("chem")', true],
		['"sample" in listing.tags', true],
		['size(listing.tags) == 2 && listing.tags.size() > 1', true],
		['listing.attributes.exists(a, a.name == "Grade" && a.value == "HPLC")', true],
		['listing.offers.exists(o, has(o.grams) && o.grams >= 5000.0)', true],
		['listing.offers.all(o, has(o.grams) && o.grams >= 5000)', false],
		['listing.offers.exists(o, has(o.millilitres))', false],
		['listing.images == 1 && listing.attachments == 0', true],
		['date >= "2026-11-01" && date < "2027-01-01"', true],
		['law.certain && "US" in law.controlledIn && size(law.notCompiled) == 0', true],
		['match.kind == "substance" && match.certainty == "certain"', true],
		['"EU" in law.regimes ? match.tier == 2 : match.tier == 1', true],
	];
	for (const [text, expected] of truths) it(text, () => assert.equal(holds(text), expected));

	it('is asked once for each match where it speaks of match or law, else once for the listing', () => {
		const perMatch = (text: string): unknown => {
			const compiled = cel.compile(text);
			return compiled.ok && compiled.value.perMatch;
		};
		assert.deepEqual(['match.tier == 1', 'law.certain', 'listing.images > 0', 'true'].map(perMatch), [true, true, false, false]);
	});
	it('that fails at work says so and is neither true nor false', () => {
		const { match: _, ...without } = facts;
		const answer = holds('match.tier == 2', without);
		assert.ok(typeof answer === 'object' && answer !== null && 'errored' in answer);
	});
});

describe('what is refused, with a word on why', () => {
	const cases: readonly (readonly [string, RegExp])[] = [
		['', /not a CEL expression/],
		['match.tier ==', /not a CEL expression/],
		['seller.country == "CN"', /seller\.country may be absent/],
		['has(seller.id) && seller.country == "CN"', /seller\.country may be absent/],
		['has(seller.country) || seller.country == "CN"', /may be absent/],
		['listing.offers.exists(o, o.grams > 1.0)', /o\.grams may be absent/],
		['listing.titel == "x"', /there is no "listing\.titel"/],
		['buyer.id == "x"', /there is no variable "buyer"/],
		['listing.title == 5', /a text cannot be compared with a number/],
		['match.tier == "2"', /a number cannot be compared with a text/],
		['match.tier', /is a number, not true or false/],
		['match.tier && true', /stands where true or false is needed/],
		['match.tier + 1 == 3', /"\+" is not used here/],
		['listing.title.matches("(a+)+$")', /"matches" is not used here/],
		['listing.tags[0] == "x"', /"\[\]" is not used here/],
		['listing.title.contains(date)', /contains\(\) needs a text in quotes/],
		['listing.tags.map(t, t) == listing.tags', /only exists\(\) and all\(\)/],
		['listing.tags.exists(t, listing.tags.exists(u, u == t))', /a walk within a walk/],
		['listing.tags.exists(t, listing.title.contains("x"))', /searches the same text again/],
		['listing.tags.exists(match, match == "x")', /is a variable already/],
		['{"a": 1}["a"] == 1', /not used here/],
		['null == null', /are not used here/],
		['timestamp("2026-01-01T00:00:00Z") == timestamp("2026-01-01T00:00:00Z")', /"timestamp" is not used here/],
		[`${'('.repeat(100)}true${')'.repeat(100)}`, /too deeply nested/],
		[`${'!'.repeat(500)}true`, /too deeply nested/],
		['true && '.repeat(200), /longer than 1000 characters/],
		[`match.tier in [${Array.from({ length: 250 }, (_, i) => i % 10).join()}]`, /too large/],
	];
	for (const [text, why] of cases) it(JSON.stringify(text.slice(0, 60)), () => assert.match(refusal(text), why));
});

describe('the work of a condition is bounded', () => {
	it('on the largest listing there may be', () => {
		const text = 'x'.repeat(1_000_000);
		const large: Facts = {
			...facts,
			listing: { ...facts.listing, description: text, tags: Array.from({ length: 1000 }, (_, i) => `tag ${i}`) },
		};
		const took = cpuMs(() => {
			assert.equal(holds('listing.tags.all(t, !t.contains("zzz") && !t.lowerAscii().endsWith("q"))', large), true);
			assert.equal(holds('has(listing.description) && listing.description.lowerAscii().contains("y")', large), false);
		});
		assert.ok(took < 5_000, `${took} ms`);
	});
});
