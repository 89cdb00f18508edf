// Fits the intent model on the compiled catalogue; scripts/train.ts runs it in its turn. Offers and
// sentences that only speak of a name are written around listed names by the templates of bench/perturb; with --data, local sets are
// added, half of them held out. Only weights, counts and the data's hash are written, never rows.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { casesOf, identitiesOf } from '../bench/perturb/cases.ts';
import type { Split } from '../bench/perturb/kind.ts';
import { KINDS } from '../bench/perturb/kinds.ts';
import { hash32, seeded } from '../bench/perturb/random.ts';
import { HEADED, OFFERED, SPOKEN_OF } from '../bench/perturb/settings.ts';
import { fill, filler, MENTION, NEGATION, surround, type Template, VENDOR } from '../bench/perturb/templates.ts';
import { ARTEFACT, nativeDigest } from '../src/adapters/engine.ts';
import { unpackArtefact } from '../src/catalogue/artefact.ts';
import type { Listing } from '../src/model/listing.ts';
import { rawScore } from '../src/screen/gather.ts';
import { inspect } from '../src/screen/inspect.ts';
import { INTENT_FEATURE_NAMES } from '../src/screen/intent.ts';
import { buildParts, type Parts } from '../src/screen/parts.ts';
import { fromSections } from '../src/screen/sections.ts';
import type { FieldSighting } from '../src/screen/sighting.ts';
import { brier, calibrationError, fitPlatt } from '../src/stats/calibration.ts';
import { fitLogistic, type Sample, sampleOf } from '../src/stats/logistic.ts';
import { LocalSets } from './local-sets.ts';

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
const root = fileURLToPath(new URL('..', import.meta.url));
const local = new LocalSets(process.argv);
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const prepared = fromSections(unpackArtefact(Uint8Array.from(readFileSync(ARTEFACT)), nativeDigest));
const partsWith = (weights: readonly number[]) =>
	buildParts({ ...prepared, intent: { features: INTENT_FEATURE_NAMES, weights, score: { slope: -1, offset: 0 } } });

/** A text that offers (1) or only speaks of (0) the substances expected in it; null: whichever is seen. */
interface Sentence {
	readonly set: string;
	readonly split: Split;
	readonly y: 0 | 1;
	readonly listing: Listing;
	readonly expect: ReadonlySet<string> | null;
}
const sentences: Sentence[] = [];
const add = (set: string, split: Split, y: 0 | 1, listing: Listing, expect: ReadonlySet<string> | null): void =>
	void sentences.push({ set, split, y, listing, expect });

/** Sightings of the expected substances in each sentence. */
const sightings = (parts: Parts) =>
	sentences.flatMap((sentence) =>
		inspect(sentence.listing, parts, null)
			.sightings.filter((one) => one.kind === 'substance' && one.rule !== 'abbreviation' && sentence.expect?.has(one.id) !== false)
			.map((one) => ({ sentence, one })),
	);

const identities = identitiesOf(prepared.catalogue).filter((one) => one.subject === 'name' || one.subject === 'cas');
const byLanguage = Map.groupBy(identities, (one) => (one.subject === 'cas' ? 'cas' : one.language));
function write(set: string, templates: readonly Template[], y: 0 | 1, each: number): void {
	for (const [at, template] of templates.entries()) {
		const random = seeded('intent', set, at);
		const names = byLanguage.get(template.language) ?? byLanguage.get('en') ?? [];
		for (let i = 0; i < each; i++) {
			const pool = i % 5 === 4 ? (byLanguage.get('cas') ?? names) : names;
			const one = random.pick(pool);
			const sentence = fill(template, { x: one.text, cas: one.substance.cas[0]?.number ?? '' }, random);
			const text = i % 2 === 0 ? sentence : surround(sentence, random);
			add(set, template.split, y, i % 4 === 3 ? { title: filler(random), description: text } : { title: text }, new Set(one.expect));
		}
	}
}
write('own offers', [...VENDOR, ...OFFERED], 1, 60);
write('own sentences', [...NEGATION, ...MENTION, ...SPOKEN_OF], 0, 60);

for (const { split, title, description } of HEADED) {
	const random = seeded('intent', title);
	for (let i = 0; i < 60; i++) {
		const one = random.pick(byLanguage.get('en') ?? []);
		add('own sentences', split, 0, { title, description: description.replace('{x}', () => one.text) }, new Set(one.expect));
	}
}

const halved = (id: string): Split => (hash32(`intent:${id}`) % 2 === 0 ? 'fit' : 'held-out');
for (const row of local.rows('evasion_train'))
	add('given offers', halved(String(row['id'])), 1, { title: String(row['text']) }, new Set(row['expect'] as string[]));
for (const row of local.rows('contrast_dev')) add('given sentences', halved(String(row['id'])), 0, { title: String(row['text']) }, null);

// With weights of nothing every probability is a half: what is excused then is excused by the rules alone.
const ruled = sightings(partsWith([]));
const fit: Sample[] = ruled
	.filter(({ sentence }) => sentence.split === 'fit')
	.map(({ sentence, one }) => sampleOf(one.intent, sentence.y, 1));
const weights = Array.from(fitLogistic(fit, INTENT_FEATURE_NAMES.length, 2), rounded);
const fitted = partsWith(weights);
const modelled = sightings(fitted);

// The score's curve, over whole listings of the kinds, templates and substances that may be fitted on.
const kinds = KINDS.filter((kind) => kind.split === 'fit');
const listings = [
	...casesOf(prepared.catalogue, { seed: 7, perKind: 20, kinds, templates: 'fit', substances: 'fit' }).map(({ text }) => ({
		listing: { title: text },
		truth: true,
	})),
	...sentences.filter((one) => one.split === 'fit').map(({ listing, y }) => ({ listing, truth: y === 1 })),
	...local
		.rows('benign_chem_dev')
		.flatMap((row) => (row['split'] === 'train' ? [{ listing: { title: String(row['text']) }, truth: false }] : [])),
];
const scored = listings
	.map(({ listing, truth }) => ({ score: rawScore(inspect(listing, fitted, null)), truth }))
	.filter(({ score }) => score > 0);
const curve = fitPlatt(scored);
const count = (y: 0 | 1): number => fit.filter((sample) => sample.y === y).length;
const record = {
	features: INTENT_FEATURE_NAMES,
	weights,
	score: { slope: rounded(curve.slope), offset: rounded(curve.offset) },
	fittedOn: { offers: count(1), sentences: count(0), data: local.hash },
};
writeFileSync(join(root, 'tables/model/intent.json'), `${JSON.stringify(record, null, '\t')}\n`);

const keyOf = ({ sentence }: (typeof ruled)[number]): string => `${sentence.set}, ${sentence.split}`;
const after = Map.groupBy(modelled, keyOf);
for (const [set, before] of Map.groupBy(ruled, keyOf)) {
	const share = (own: typeof ruled, taken: (one: FieldSighting) => boolean): string =>
		`${((100 * own.filter(({ one }) => taken(one)).length) / Math.max(1, own.length)).toFixed(1).padStart(5)} %`;
	const own = after.get(set) ?? [];
	const standing = (one: FieldSighting): boolean => one.excused === null;
	say(
		`${set.padEnd(28)} ${String(own.length).padStart(5)} taken for offers: rules ${share(before, standing)}, model ${share(own, (one) => one.offered >= 0.5)}, rules and model ${share(own, standing)}`,
	);
}
for (const split of ['fit', 'held-out'] as const) {
	const scored = (own: typeof ruled, score: (one: FieldSighting) => number) =>
		own.filter(({ sentence }) => sentence.split === split).map(({ sentence, one }) => ({ score: score(one), truth: sentence.y === 1 }));
	const rules = scored(ruled, (one) => (one.excused === null ? 1 : 0));
	const model = scored(modelled, (one) => one.offered);
	say(
		`${split}: Brier rules ${brier(rules).toFixed(4)}, model ${brier(model).toFixed(4)}; expected error of the model ${calibrationError(model).toFixed(4)}`,
	);
}
if (process.argv.includes('--report')) for (const [i, name] of INTENT_FEATURE_NAMES.entries()) say(`${name.padEnd(20)} ${weights[i]}`);
