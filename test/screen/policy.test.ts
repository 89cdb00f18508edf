// The engine under policies of a marketplace's own: the same inspection decided twice, regimes by nexus, and refusals.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parse } from 'yaml';
import { cel } from '../../src/adapters/cel.ts';
import { loadEngine, nativeDigest } from '../../src/adapters/engine.ts';
import { Fault } from '../../src/base/fault.ts';
import { SEVERITY } from '../../src/model/policy.ts';
import { diffPolicies, needsTwoPeople } from '../../src/policy/compare.ts';
import { watchListHash } from '../../src/policy/watch-list.ts';
import { createEngine } from '../../src/screen/engine.ts';
import type { PolicyEngine } from '../../src/screen/screening.ts';
import { artefactBytes } from '../support/compiled.ts';

const AT = { listingId: 'test', now: '2026-11-22T12:00:00Z' };
const LIST = { name: 'ours', substances: ['acetone'], cas: ['64-17-5'] };
const engine = await loadEngine({ conditions: true, watchLists: [LIST] });
const BASE = { name: 'market', version: 1, summary: 'A test.' };

function under(document: object): PolicyEngine {
	const read = engine.readPolicy({ ...BASE, ...document });
	assert.ok(read.ok, JSON.stringify(read));
	return engine.under(read.value);
}

describe('an engine under another policy', () => {
	it('decides differently on the same inspection, and names the policy it decided by', () => {
		const strict = under({ tiers: { '3': { declared: 'review' } } });
		const seen = engine.inspect({ title: 'Acetone, technical grade, 5 L' });
		const [live, candidate] = [engine.decide(seen, AT), strict.decide(seen, AT)];
		assert.deepEqual([live.verdict, candidate.verdict], ['clear', 'review']);
		assert.notEqual(live.policyVersion, candidate.policyVersion);
		assert.equal(candidate.policyVersion, strict.policy.hash.slice(0, 16));
		assert.equal(live.inputHash, candidate.inputHash);
		assert.deepEqual(strict.screen({ title: 'Acetone, technical grade, 5 L' }, AT), candidate);
	});
	it('decides alike under a document that changes nothing', () => {
		const same = under({});
		for (const title of ['Acetone 5 L', 'Piperidine 99 %', 'N0rfentanyl', 'A wooden chair', '1-Boc-4-piperidone', 'Safrole-free oil']) {
			const { policyVersion: _a, ...one } = engine.screen({ title }, AT);
			const { policyVersion: _b, ...other } = same.screen({ title }, AT);
			assert.deepEqual(other, one, title);
		}
	});
	it('starts with a policy, and refuses to start with a wrong one', () => {
		const started = createEngine(artefactBytes(), { digest: nativeDigest, conditions: cel, policy: { ...BASE, openClass: 'review' } });
		assert.equal(started.policy.policy.name, 'market');
		const start = (): unknown => createEngine(artefactBytes(), { digest: nativeDigest, policy: { ...BASE, nmae: 1 } });
		assert.throws(start, (error) => error instanceof Fault && error.code === 'policy-invalid' && /unknown key "nmae"/.test(error.message));
	});
	it('reads the example that comes with it', () => {
		const example: unknown = parse(readFileSync(new URL('../../examples/policy.yaml', import.meta.url), 'utf8'));
		const read = engine.readPolicy(example);
		assert.deepEqual(read.ok ? [] : read.problems, []);
	});
	it('asks conditions of real listings', () => {
		const conditions = [
			{ id: 'cn', when: 'has(seller.country) && seller.country == "CN" && match.tier == 3', outcome: 'block', reason: 'ours' },
			{ id: 'many', when: 'listing.offers.exists(o, has(o.grams) && o.grams > 1000.0)', outcome: 'review', reason: 'ours' },
		];
		const ours = under({ conditions });
		const acetone = { title: 'Acetone, technical grade' };
		assert.equal(ours.screen(acetone, AT).verdict, 'clear');
		assert.equal(ours.screen({ ...acetone, seller: { id: 's', country: 'CN' } }, AT).verdict, 'block');
		assert.equal(ours.screen({ title: 'Sand', offers: [{ quantity: '2', unit: 'kg' }] }, AT).verdict, 'review');
		assert.equal(ours.screen({ title: 'Sand', offers: [{ quantity: '2', unit: 'sack' }] }, AT).verdict, 'clear');
	});
	it('watches a restricted list, by id and by number', () => {
		const watching = under({ watch: [{ list: 'ours', sha256: watchListHash(LIST, nativeDigest), outcome: 'review' }] });
		for (const title of ['Acetone, technical grade', 'Denatured spirit, CAS 64-17-5']) {
			assert.equal(engine.screen({ title }, AT).verdict, 'clear');
			const verdict = watching.screen({ title }, AT);
			assert.equal(verdict.verdict, 'review');
			assert.equal(verdict.reasons[0]?.code, 'watch-list');
		}
	});
});

describe('regimes by policy', () => {
	const listing = { title: 'Piperidine 99 %', seller: { id: 's', country: 'DE' }, shipsTo: ['FR'] };
	const regimesOf = (verdict: ReturnType<PolicyEngine['screen']>): string[] =>
		[...new Set(verdict.obligations.map((one) => one.regime))].sort();
	it('come on top of those of seller and destinations', () => {
		assert.deepEqual(regimesOf(engine.screen(listing, AT)), ['EU', 'UN']);
		assert.deepEqual(regimesOf(under({ regimes: { platform: ['US'] } }).screen(listing, AT)), ['EU', 'UN', 'US']);
		assert.deepEqual(
			regimesOf(under({ regimes: { sellers: { DE: ['CN'] } } }).screen(listing, AT)),
			regimesOf(engine.screen({ ...listing, shipsTo: ['CN'] }, AT)),
		);
		assert.deepEqual(regimesOf(under({ regimes: { destinations: { FR: ['US'] } } }).screen(listing, AT)), ['EU', 'UN', 'US']);
		assert.deepEqual(regimesOf(under({ regimes: { sellers: { NL: ['US'] } } }).screen(listing, AT)), ['EU', 'UN']);
	});
	it('give way to those that are asked for', () => {
		assert.deepEqual(regimesOf(under({ regimes: { platform: ['US'] } }).screen(listing, { ...AT, regimes: ['EU'] })), ['EU']);
	});
	it('narrow a listing that states no country only where the policy says so', () => {
		const title = 'Piperidine 99 %';
		const all = regimesOf(engine.screen({ title }, AT));
		assert.deepEqual(regimesOf(under({ regimes: { platform: ['DE'] } }).screen({ title }, AT)), all);
		const relaxations = [{ setting: 'regimes.unstated', reason: 'x', approvedBy: ['ada', 'grace'], on: '2026-01-01' }];
		const narrow = under({ regimes: { platform: ['DE'], unstated: 'platform' }, relaxations });
		assert.deepEqual(regimesOf(narrow.screen({ title }, AT)), ['EU', 'UN']);
	});
	it('lower no verdict without the difference asking for two people', () => {
		const countries = ['DE', 'US', 'CN', 'AU', 'MX'];
		const lists = fc.dictionary(fc.constantFrom(...countries), fc.subarray(['US', 'EU', 'CN', 'MX'], { minLength: 1 }), { maxKeys: 2 });
		const document = fc.record({
			regimes: fc.record({ platform: fc.subarray(countries), sellers: lists, destinations: lists }),
			tiers: fc.constantFrom({}, { '2': { notControlled: 'block' } }, { '3': { watched: 'review', notControlled: 'review' } }),
		});
		const titles = [
			'Acetone 5 L',
			'Piperidine 99 %',
			'Norfentanyl',
			'Anthranilic acid',
			'Red phosphorus',
			'Sulfuric acid 96 %',
			'Propionyl chloride',
		];
		const place = fc.option(fc.constantFrom(...countries), { nil: undefined });
		fc.assert(
			fc.property(document, document, fc.constantFrom(...titles), place, place, (was, is, title, country, to) => {
				const [before, after] = [under(was), under(is)];
				const seen = engine.inspect({
					title,
					...(country === undefined ? {} : { seller: { id: 's', country } }),
					...(to === undefined ? {} : { shipsTo: [to] }),
				});
				if (SEVERITY[after.decide(seen, AT).verdict] >= SEVERITY[before.decide(seen, AT).verdict]) return;
				assert.ok(needsTwoPeople(diffPolicies(before.policy.policy, after.policy.policy, (id) => engine.tierOf(id))));
			}),
			{ seed: 20_261_122, numRuns: 300 },
		);
	});
});
