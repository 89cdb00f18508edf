// The intent model in the engine: what it may and may not do beside the phrases, and the score it shares with identity.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OFFERED, SPOKEN_OF } from '../../bench/perturb/settings.ts';
import { Fault } from '../../src/base/fault.ts';
import { inspect } from '../../src/screen/inspect.ts';
import { INTENT_FEATURE_NAMES, type IntentFeatureName, offerProbability } from '../../src/screen/intent.ts';
import { buildParts } from '../../src/screen/parts.ts';
import type { FieldSighting } from '../../src/screen/sighting.ts';
import { prepared } from '../support/compiled.ts';
import { screen } from '../support/screening.ts';

const parts = buildParts(prepared);
const sight = (title: string, id = 'phenylacetic-acid', from = parts): FieldSighting => {
	const found = inspect({ title }, from, null).sightings.find((one) => one.id === id);
	assert.ok(found !== undefined, title);
	return found;
};
const feature = (title: string, name: IntentFeatureName): number => sight(title).intent[INTENT_FEATURE_NAMES.indexOf(name)] ?? Number.NaN;

test('features say what stands around the name', () => {
	const cases: readonly (readonly [text: string, feature: IntentFeatureName, with_: number])[] = [
		['Phenylacetic acid', 'alone', 1],
		['Phenylacetic acid, 25 kg', 'quantity', 1],
		['Buy phenylacetic acid in bulk, best price', 'offerWords', 3],
		['Phenylacetic acid 99 %', 'purity', 1],
		['Phenylacetic acid, USD 20 each', 'price', 1],
		['Phenylacetic acid 103-82-2', 'numberBeside', 1],
		['Phenylacetic acid and toluene', 'othersBeside', 1],
		['Lotion without phenylacetic acid', 'negation', 1],
		['We do not sell phenylacetic acid', 'refusal', 1],
		['Without prescription, phenylacetic acid', 'negation', 0],
		['Without prescription, phenylacetic acid', 'negationFar', 1],
		['Textbook of phenylacetic acid', 'mentions', 1],
		['Textbook of phenylacetic acid', 'mentionBefore', 1],
		['Phenylacetic acid test strips', 'mentionAfter', 1],
		['Guide to phenylacetic acid, 120 pages', 'pieces', 1],
		['Works like phenylacetic acid', 'comparison', 1],
		['What is phenylacetic acid? A film', 'question', 1],
		['Sticker "phenylacetic acid"', 'quoted', 1],
		['All about phenylacetic acid', 'prepositionBefore', 1],
		['Phenylacetic acid, discreet shipping', 'evasive', 1],
		['ph3nylac3tic acid', 'disguised', 1],
	];
	for (const [text, name, value] of cases) assert.equal(feature(text, name), value, `${name}: ${text}`);
});

test('each feature has a case in which it is not nought, or says why not here', () => {
	// Of other substances or fields than the cases above.
	const elsewhere = new Set<IntentFeatureName>(['bias', 'mentionHeading', 'dedicated', 'bulk', 'identifier']);
	const texts = [...OFFERED, ...SPOKEN_OF].map(({ text }) =>
		text.replaceAll('{x}', 'phenylacetic acid').replaceAll('{pack}', '5 kg').replaceAll('{pure}', '99 %'),
	);
	texts.push(
		'Phenylacetic acid 103-82-2 and toluene USD 20',
		'phenylacetic acid "phenylacetic acid" book 5 kg',
		'ph3nylac3tic acid, discreet shipping',
		'like phenylacetic acid',
	);
	const used = new Set<string>();
	for (const text of texts) {
		for (const one of inspect({ title: text }, parts, null).sightings)
			for (const [i, name] of INTENT_FEATURE_NAMES.entries()) if (one.intent[i] !== 0) used.add(name);
	}
	assert.deepEqual(
		INTENT_FEATURE_NAMES.filter((name) => !used.has(name) && !elsewhere.has(name)),
		[],
	);
});

test('an offer is more probable than a sentence about the same name', () => {
	for (const [offer, talk] of [
		['Phenylacetic acid, 99 %, 25 kg in stock', 'Lecture notes on phenylacetic acid, 96 pages'],
		['Buy phenylacetic acid, 5 kg', 'Is phenylacetic acid regulated? A guide'],
		['Phenylacetic acid', 'Hand cream without phenylacetic acid'],
	] as const)
		assert.ok(sight(offer).offered > sight(talk).offered + 0.3, `${offer} / ${talk}`);
});

/** Weights with which nothing is ever an offer, or everything is. */
const always = (bias: number) =>
	buildParts({ ...prepared, intent: { ...prepared.intent, weights: INTENT_FEATURE_NAMES.map((name) => (name === 'bias' ? bias : 0)) } });

test('the model alone clears an open name, never a disguised one and never a dedicated precursor', () => {
	const never = always(-20);
	assert.equal(sight('Phenylacetic acid', 'phenylacetic-acid', never).excused?.reason, 'mention');
	assert.equal(sight('Phenylacetic acid, 25 kg', 'phenylacetic-acid', never).excused, null, 'a quantity beside it');
	assert.equal(sight('Ph3nylac3tic acid', 'phenylacetic-acid', never).excused, null);
	assert.equal(sight('Norfentanyl', 'norfentanyl', never).excused, null);
});

test('the model overrules a word of a mention, never a negation', () => {
	const ever = always(20);
	assert.equal(sight('Textbook of phenylacetic acid').excused?.reason, 'mention');
	assert.equal(sight('Textbook of phenylacetic acid', 'phenylacetic-acid', ever).excused, null);
	assert.equal(sight('Lotion without phenylacetic acid', 'phenylacetic-acid', ever).excused?.reason, 'negation');
});

test('a heading about other goods does not hide an offer in the description', () => {
	for (const description of ['Piperonal for sale, write to us', 'Selling piperonal, 5 kg', 'Piperonal 99 %'])
		assert.notEqual(screen({ title: 'Coffee mug, black', description }).verdict, 'clear', description);
	assert.equal(screen({ title: 'Textbook of perfumery', description: 'Chapters: vanillin, piperonal, musk.' }).verdict, 'clear');
});

test('without weights the model says nothing', () => {
	assert.equal(offerProbability({ ...prepared.intent, weights: [] }, new Float32Array(INTENT_FEATURE_NAMES.length).fill(1)), 0.5);
});

test('an artefact fitted for other features is refused', () => {
	assert.throws(
		() => buildParts({ ...prepared, intent: { ...prepared.intent, features: ['bias'] } }),
		(error) => error instanceof Fault && error.code === 'artefact-invalid',
	);
});

test('the score joins identity and intent: nothing, spoken of, offered, offered in disguise, in this order', () => {
	const score = (title: string): number => screen(title).score;
	assert.equal(score('Red bicycle'), 0);
	assert.ok(score('Lotion without phenylacetic acid') < 0.1);
	assert.ok(score('Textbook of phenylacetic acid') < 0.1);
	assert.ok(score('Phenylacetic acid, 25 kg') > 0.9);
	assert.ok(score('Lotion without acetone, with phenylacetic acid 99 %, 25 kg') > 0.9, 'what is denied lowers nothing else');
});
