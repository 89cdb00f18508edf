// The engine's promises about every verdict: its shape, its evidence, what it rests on, and that nothing unevaluated is ever clear.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { casesOf } from '../../bench/perturb/cases.ts';
import { nativeDigest } from '../../src/adapters/engine.ts';
import { pureDigest } from '../../src/base/digest.ts';
import { canonicalJson } from '../../src/base/json.ts';
import type { Listing } from '../../src/model/listing.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { VerdictSchema } from '../../src/model/verdict-schema.ts';
import { createEngine } from '../../src/screen/engine.ts';
import { ScreeningEngine } from '../../src/screen/screening.ts';
import type { Seen } from '../../src/screen/seeing.ts';
import { artefactBytes, prepared } from '../support/compiled.ts';
import { AT, engine, errored, NOW, screen, substancesOf } from '../support/screening.ts';

const CASES = casesOf(prepared.catalogue, { seed: 51, perKind: 4 });

/** The text of a field by its JSON Pointer. */
function fieldAt(listing: Listing, pointer: string): string {
	let value: unknown = listing;
	for (const step of pointer.split('/').slice(1))
		value = (value as Record<string, unknown>)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
	assert.equal(typeof value, 'string', pointer);
	return String(value);
}

function checkFindings(listing: Listing, verdict: Verdict): void {
	for (const finding of verdict.findings) {
		if (finding.outcome !== 'match') continue;
		const text = fieldAt(listing, finding.field);
		assert.ok(0 <= finding.start && finding.start < finding.end && finding.end <= text.length, JSON.stringify(finding));
		assert.equal(finding.text, text.slice(finding.start, finding.end), JSON.stringify(listing));
	}
	for (const { id } of verdict.substances)
		assert.ok(
			verdict.findings.some((one) => one.outcome === 'match' && one.subject === id),
			`${id} has no finding in ${JSON.stringify(listing)}`,
		);
}

test('verdicts fit the published schema', () => {
	const schema = Compile(VerdictSchema);
	const published = JSON.parse(readFileSync(new URL('../../schemas/verdict.schema.json', import.meta.url), 'utf8')) as {
		required: string[];
	};
	for (const { text } of CASES) {
		const verdict = screen(text);
		assert.ok(schema.Check(verdict), `${text}: ${JSON.stringify([...schema.Errors(verdict)].slice(0, 3))}`);
		for (const key of published.required) assert.ok(key in verdict, key);
	}
	assert.ok(schema.Check(screen('Red bicycle')));
	assert.ok(schema.Check(screen({ title: 'x', smiles: 'no structure' })));
	assert.ok(schema.Check(engine.unreadable([{ pointer: '/title', message: 'is missing', fix: 'add it' }], '{}', AT)));
});

test('every span is a slice of the original field, and every substance has one', () => {
	for (const { text } of CASES) checkFindings({ title: text }, screen(text));
	const listing: Listing = {
		title: 'Norfentanyl powder',
		description: 'Line one\nCAS 28578-16-7 🅰 nоrfentаnyl',
		attributes: { 'a/b~c': 'acetone, toluene', 'CAS No.': '108-88-3', SMILES: 'CC(=O)Cc1ccccc1' },
		tags: ['safrole', 'x', 'P1P3R1D1NE'],
		category: 'Piperonal',
		cas: '110-89-4',
		smiles: 'O=C1CCNCC1',
		inchikey: 'BRILFEZHPXQINW-UHFFFAOYSA-N',
		images: ['pictures/ephedrine 1.jpg'],
		attachments: ['norfentanyl coa.pdf'],
	};
	const verdict = screen(listing);
	checkFindings(listing, verdict);
	const fields = new Set(verdict.findings.map((one) => one.field));
	for (const field of [
		'/title',
		'/description',
		'/attributes/a~1b~0c',
		'/attributes/CAS No.',
		'/attributes/SMILES',
		'/tags/0',
		'/tags/2',
		'/category',
		'/cas',
		'/smiles',
		'/inchikey',
		'/images/0',
		'/attachments/0',
	])
		assert.ok(fields.has(field), field);
});

test('removing the cited spans of a substance removes the substance', () => {
	for (const { text } of CASES) {
		const verdict = screen(text);
		for (const { id } of verdict.substances) {
			const hidden = new Set<number>();
			for (const one of verdict.findings) if (one.subject === id) for (let i = one.start; i < one.end; i++) hidden.add(i);
			const rest = [...text.split('').keys()].map((i) => (!hidden.has(i) ? text.charAt(i) : hidden.has(i - 1) ? '' : ' ')).join('');
			assert.ok(
				!screen({ title: `${rest}.` }).findings.some((one) => one.subject === id),
				`${id}: ${JSON.stringify(text)} → ${JSON.stringify(rest)}`,
			);
		}
	}
});

test('screening is a function of the listing: again, in any order, beside any other', () => {
	const texts = CASES.filter((_, i) => i % 5 === 0).map((one) => one.text);
	const first = texts.map((text) => JSON.stringify(screen(text)));
	const second = texts.toReversed().map((text) => JSON.stringify(screen(text)));
	assert.deepEqual(second.toReversed(), first);
	const other = createEngine(artefactBytes(), { digest: nativeDigest });
	assert.equal(JSON.stringify(other.screen({ title: 'Norfentanyl 5 kg' }, AT)), JSON.stringify(screen('Norfentanyl 5 kg')));
});

test('the input hash is that of the canonical form (RFC 8785): the order of keys does not matter, every value does', () => {
	const listing: Listing = { title: 'Acetone', description: 'é', attributes: { b: '2', a: '1' }, tags: ['x', 'y'] };
	const shuffled: Listing = { tags: ['x', 'y'], attributes: { a: '1', b: '2' }, description: 'é', title: 'Acetone' };
	const { inputHash } = screen(listing);
	assert.equal(inputHash, pureDigest('{"attributes":{"a":"1","b":"2"},"description":"é","tags":["x","y"],"title":"Acetone"}'));
	assert.equal(inputHash, nativeDigest(canonicalJson(JSON.parse(JSON.stringify(shuffled)))));
	assert.deepEqual(screen(shuffled).inputHash, inputHash);
	for (const changed of [
		{ ...listing, title: 'acetone' },
		{ ...listing, tags: ['y', 'x'] },
		{ ...listing, id: '1' },
		{ ...listing, description: 'e\u0301' },
	])
		assert.notEqual(screen(changed).inputHash, inputHash);
});

test('every verdict names what it rested on', () => {
	for (const verdict of [screen('Norfentanyl'), screen('Red bicycle'), engine.unreadable([], 'x', AT)]) {
		assert.match(verdict.catalogueVersion, /^[0-9a-f]{16}$/);
		assert.match(verdict.engineVersion, /^\d+\.\d+\.\d+$/);
		assert.match(verdict.policyVersion, /^[0-9a-f]{16}$/);
		assert.match(verdict.inputHash, /^[0-9a-f]{64}$/);
		assert.deepEqual(
			[verdict.catalogueVersion, verdict.engineVersion, verdict.policyVersion],
			[engine.catalogueVersion, engine.engineVersion, engine.policyVersion],
		);
		assert.deepEqual([verdict.listingId, verdict.decidedAt], [AT.listingId, NOW]);
		assert.ok(verdict.reasons.length > 0);
	}
});

test('a record that could not be read goes to a person with its problems', () => {
	for (const raw of ['{"titel": 1}', '', '\ud800', 'x'.repeat(100_000)]) {
		const verdict = engine.unreadable([{ pointer: '/titel', message: 'unknown key "titel"', fix: 'write "title"' }], raw, AT);
		assert.equal(verdict.verdict, 'review');
		assert.deepEqual(
			errored(verdict).map((one) => one.rule),
			['unreadable'],
		);
		assert.match(errored(verdict)[0]?.note ?? '', /titel.*write "title"/);
		assert.ok(JSON.stringify(verdict).length < 5000, 'the record itself is not copied whole');
	}
});

const NOTHING: Seen['gathered'] = { matches: [], families: [], equipment: [], drugs: [], evasion: [], score: 0 };

test('an engine that fails inside answers with a verdict for a person', () => {
	const fail = (what: string) => (): never => assert.fail(`the ${what} failed`);
	const decider = { decide: fail('decider'), under: fail('decider') };
	const seen: Seen = {
		inspection: { sightings: [], errored: [], redFlags: [], chemicalContext: false, unscreened: [], fields: [] },
		gathered: NOTHING,
	};
	const policies = { read: fail('reader'), tierOf: () => undefined };
	for (const [what, see] of [
		['finder', fail('finder')],
		['decider', () => seen],
	] as const) {
		const verdict = new ScreeningEngine({ version: 'v', see, digest: pureDigest, policies }, decider, engine.policy).screen(
			{ title: 'Norfentanyl' },
			AT,
		);
		assert.equal(verdict.verdict, 'review');
		assert.match(errored(verdict)[0]?.note ?? '', new RegExp(`the ${what} failed`));
		assert.equal(verdict.inputHash, screen('Norfentanyl').inputHash);
	}
});

test('whatever the listing, anything errored is never clear, and screening never throws', () => {
	const piece = fc.constantFrom(
		...[
			'acetone ',
			'norfentanyl ',
			'C1CC(',
			'SMILES: ',
			'CCO ',
			'InChI=1S/',
			'108-88-3 ',
			'PMK ',
			'5 kg ',
			'&#',
			'<b',
			'\u200b',
			'пип',
			'丙酮',
			'😀',
			' ',
			'\n',
			'(',
			'4-',
		],
	);
	const text = fc.array(piece, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));
	fc.assert(
		fc.property(text, text, text, (title, description, smiles) => {
			for (const listing of [{ title }, { title, description }, { title, smiles }, { title, inchi: smiles, cas: description }]) {
				const verdict = screen(listing);
				if (errored(verdict).length > 0) assert.notEqual(verdict.verdict, 'clear', JSON.stringify(listing));
				checkFindings(listing, verdict);
			}
		}),
		{ seed: 52, numRuns: 400 },
	);
});

test('an empty or symbol-only text is clear', () => {
	for (const title of ['x', ' ', '…', '😀', '\u200b']) assert.equal(screen(title).verdict, 'clear');
});

test('a text too repetitive to evaluate goes to a person', () => {
	const verdict = screen({ title: 'Stickers', description: 'piperidine '.repeat(30_000) });
	assert.notEqual(verdict.verdict, 'clear');
	assert.ok(errored(verdict).some((one) => one.field === '/description'));
});

test('media that was not fetched is named, and holds a chemical listing', () => {
	const chemical = screen({ title: 'Acetone, 200 L', images: ['a.jpg'], attachments: ['b.pdf'] });
	assert.deepEqual(chemical.unscreened, ['/images/0', '/attachments/0']);
	assert.equal(chemical.verdict, 'review');
	assert.equal(screen({ title: 'Acetone, 200 L' }).verdict, 'clear');
	const bicycle = screen({ title: 'Red bicycle', images: ['a.jpg'] });
	assert.deepEqual([bicycle.verdict, bicycle.unscreened], ['clear', ['/images/0']]);
	assert.equal(screen({ title: 'Drum', category: 'Chemicals > Solvents', images: ['a.jpg'] }).verdict, 'review');
});

test('tiers: a designer precursor blocks, a listed industrial chemical is reviewed, a bulk solvent passes with duties', () => {
	assert.equal(screen('Norfentanyl, 5 kg').verdict, 'block');
	assert.equal(screen('Piperidine, 25 kg').verdict, 'review');
	const acetone = screen('Acetone, 200 L');
	assert.equal(acetone.verdict, 'clear');
	assert.deepEqual(substancesOf(acetone), ['acetone']);
	assert.ok(acetone.obligations.length > 0);
	assert.equal(screen('Acet0ne, 200 L').verdict, 'review', 'a disguised one is reviewed');
	assert.equal(screen('P1p3ridin3, 25 kg').verdict, 'block', 'and a disguised tier 2 blocked');
	assert.equal(screen('Norfentaynl, 5 kg').verdict, 'review', 'a probable identity never blocks');
});

test('quantities with a unit nobody knows go to a person', () => {
	const offer = (unit: string): Verdict => screen({ title: 'Acetone', offers: [{ quantity: '5', unit }] }, { regimes: ['US'] });
	assert.equal(offer('kg').verdict, 'clear');
	assert.equal(offer('sack').verdict, 'review');
});
