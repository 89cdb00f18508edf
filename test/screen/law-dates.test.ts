// Law through the whole engine: which regimes are asked, on which day, in which time zone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Listing } from '../../src/model/listing.ts';
import type { VerdictKind } from '../../src/model/verdict.ts';
import { prepared } from '../support/compiled.ts';
import { screen } from '../support/screening.ts';

const on = (listing: Listing | string, regime: string, asOf: string): VerdictKind => screen(listing, { regimes: [regime], asOf }).verdict;
const BOC = '1-boc-4-piperidone, 5 kg';

test('a control holds from its first day on', () => {
	for (const [text, regime, eve, day] of [
		[BOC, 'EU', '2025-08-13', '2025-08-14'],
		[BOC, 'CN', '2025-07-19', '2025-07-20'],
		[BOC, 'UN', '2024-12-02', '2024-12-03'],
		['PMK ethyl glycidate, 5 kg', 'UN', '2024-12-02', '2024-12-03'],
		['PMK ethyl glycidate, 5 kg', 'CN', '2024-08-31', '2024-09-01'],
	] as const) {
		assert.equal(on(text, regime, eve), 'review', `${text} ${regime} ${eve}: tier 1 is reviewed even where it is free`);
		assert.equal(on(text, regime, day), 'block', `${text} ${regime} ${day}`);
	}
});

test('a class may have held its members before a line of their own did', () => {
	for (const asOf of ['2025-10-01', '2025-10-02']) assert.equal(on(BOC, 'US', asOf), 'block', asOf);
	const [eve] = screen(BOC, { regimes: ['US'], asOf: '2025-10-01' }).reasons;
	const [day] = screen(BOC, { regimes: ['US'], asOf: '2025-10-02' }).reasons;
	assert.match(eve?.text ?? '', /as a member of F-4PIPERIDONE/);
	assert.doesNotMatch(day?.text ?? '', /as a member of/);
});

test('the law switches at local midnight of the regime', () => {
	const at = (now: string): VerdictKind => screen(BOC, { regimes: ['EU'], now }).verdict;
	assert.equal(at('2025-08-13T21:59:00Z'), 'review');
	assert.equal(at('2025-08-13T22:01:00Z'), 'block', 'Brussels is two hours ahead in summer');
});

test('the caller’s date goes before the listing’s own, and that before the clock', () => {
	const early: Listing = { title: BOC, asOf: '2020-01-01' };
	assert.equal(screen(early, { regimes: ['EU'] }).verdict, 'review');
	assert.equal(screen(early, { regimes: ['EU'], asOf: '2026-01-01' }).verdict, 'block');
	assert.equal(screen(BOC, { regimes: ['EU'] }).verdict, 'block');
});

test('an ester that only the United States list is reviewed there', () => {
	assert.equal(screen('Ethyl phenylacetate, 25 kg', { regimes: ['US'] }).verdict, 'review');
	assert.equal(screen('CAS 101-97-3, 25 kg', { regimes: ['US'] }).verdict, 'review');
	assert.equal(screen('CAS 101-97-3, 25 kg', { regimes: ['EU'] }).verdict, 'clear');
	assert.equal(screen('Phenylacetic acid, 25 kg', { regimes: ['EU'] }).verdict, 'review', 'the acid is listed in both');
});

test('and is clear in the European Union by name and by structure too', () => {
	for (const text of ['Ethyl phenylacetate, 25 kg', 'Ethyl phenylacetate, CAS 101-97-3, 25 kg', '苯乙酸乙酯', 'Phenylessigsäureethylester'])
		assert.equal(screen(text, { regimes: ['EU'] }).verdict, 'clear', text);
	assert.equal(
		screen('Ethyl phenylacetate and phenylacetic acid, 25 kg', { regimes: ['EU'] }).verdict,
		'review',
		'the acid beside it is not',
	);
	assert.equal(screen('Ethyl phenylacetate, 25 kg', { regimes: ['IN'] }).verdict, 'review', 'a wording that nobody read is not freedom');
	assert.equal(screen({ title: 'Flavour', smiles: 'CCOC(=O)Cc1ccccc1' }, { regimes: ['EU'] }).verdict, 'clear');
});

test('look-alikes that are a matter of jurisdiction go to a person there and pass elsewhere, by every name, number and structure', () => {
	const listedIn: Readonly<Record<string, string>> = {
		'1-Methyl-4-piperidone': 'CA',
		'1-Benzyl-4-piperidone': 'CA',
		'Ethyl phenylacetate': 'US',
		'Methyl anthranilate': 'US',
	};
	const entries = prepared.catalogue.lookAlikes.filter((one) => one.expect === 'jurisdiction');
	assert.deepEqual(entries.map((one) => one.name).sort(), Object.keys(listedIn).sort());
	for (const { name, aliases, cas, smiles } of entries) {
		const listings: Listing[] = [name, ...aliases].map((text) => ({ title: `${text}, 25 kg` }));
		listings.push({ title: `Reagent, CAS ${cas}` }, { title: 'Reagent', ...(smiles === null ? {} : { smiles }) });
		for (const listing of listings) {
			for (const regime of ['US', 'CA', 'EU', 'CN'])
				assert.equal(
					screen(listing, { regimes: [regime] }).verdict,
					regime === listedIn[name] ? 'review' : 'clear',
					`${JSON.stringify(listing)} under ${regime}`,
				);
		}
	}
});

test('regimes are those asked for, else where seller and buyers are, else all', () => {
	const regimesOf = (listing: Listing, asked?: readonly string[]): string[] => {
		const verdict = screen(listing, asked === undefined ? {} : { regimes: asked });
		return [...new Set(verdict.obligations.map((one) => one.regime))].sort();
	};
	const acetone = { title: 'Acetone, 200 L' };
	assert.deepEqual(regimesOf(acetone, ['US']), ['US']);
	assert.deepEqual(regimesOf({ ...acetone, seller: { id: 's', country: 'US' } }, ['EU']), ['EU']);
	const route = regimesOf({ ...acetone, seller: { id: 's', country: 'DE' }, shipsTo: ['US'] });
	assert.ok(route.includes('EU') && route.includes('US') && !route.includes('CN'), String(route));
	const all = regimesOf(acetone);
	assert.ok(all.includes('CN') && all.includes('EU') && all.includes('US'), String(all));
});

test('the strictest regime asked decides', () => {
	assert.equal(screen(BOC, { regimes: ['EU', 'CN'], asOf: '2025-08-01' }).verdict, 'block', 'China already lists it');
});

test('an unknown regime is not freedom', () => {
	assert.equal(screen('Norfentanyl, 5 kg', { regimes: ['ZZ'] }).verdict, 'review');
	const [reason] = screen('Acetone, 200 L', { regimes: ['ZZ'] }).reasons;
	assert.equal(reason?.code, 'law-not-compiled');
});

test('findings cite the law they are about', () => {
	const verdict = screen('Norfentanyl, 5 kg', { regimes: ['US'] });
	assert.match(verdict.findings[0]?.citation ?? '', /^US /);
});
