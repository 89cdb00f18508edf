// Fits the encoder of names; scripts/train.ts runs it in its turn. Each step takes a batch of names, disturbs every one, and moves the
// two spellings of a name together and those of different names apart (InfoNCE, van den Oord et al. 2018; optimiser: Adagrad, Duchi
// et al. 2011). It learns from shipped, unlisted chemicals and the listed names of fit substances under fit kinds; seeded, so that
// the same input gives the same bytes.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { substanceSplit } from '../bench/perturb/cases.ts';
import { disturb, KINDS } from '../bench/perturb/kinds.ts';
import { type Random, seeded } from '../bench/perturb/random.ts';
import { BUCKETS, cosine, DIMENSIONS, encode, sequences } from '../src/text/encoder.ts';
import { readKnownNames, readSources } from './prepare.ts';

const BATCH = 192;
/** Neighbours in the alphabet stand in one batch: names that differ by a syllable are the ones to tell apart. */
const RUN = 4;
const STEPS = 1200;
const TEMPERATURE = 0.07;
const RATE = 0.12;

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = readSources(root);
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const fold = (text: string): Uint8Array => {
	const reading = sources.reader(text);
	return reading.fold.slice(0, reading.folds);
};
const kinds = KINDS.filter((kind) => kind.split === 'fit' && kind.subject === 'name');

const listed = sources.catalogue.substances.flatMap((substance) =>
	Object.values(substance.names)
		.flat()
		.filter((name) => /^[\p{Script=Latin}\p{N}\p{P}\p{S} ]{6,}$/u.test(name))
		.map((name) => ({ name, id: substance.id })),
);
const learnt = listed.filter(({ id }) => substanceSplit(id) === 'fit').map(({ name }) => name);
const names = [...new Set([...readKnownNames(root).map(([name]) => name), ...learnt, ...learnt, ...learnt])].filter(
	(name) => fold(name).length >= 6,
);
names.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
say(`${names.length} names, ${kinds.length} kinds`);

const table = new Float32Array(BUCKETS * DIMENSIONS);
const squares = new Float32Array(BUCKETS * DIMENSIONS).fill(1e-6);
const start = seeded('encoder', 0);
for (let i = 0; i < table.length; i++) table[i] = 0.1 * (start.next() + start.next() + start.next() - 1.5);

interface Encoded {
	readonly buckets: number[];
	readonly vector: Float32Array;
	readonly length: number;
}

function embed(codes: Uint8Array): Encoded {
	const buckets: number[] = [];
	const vector = new Float32Array(DIMENSIONS);
	sequences(codes, 0, codes.length, (bucket) => {
		buckets.push(bucket);
		for (let k = 0; k < DIMENSIONS; k++) vector[k] = (vector[k] ?? 0) + (table[bucket * DIMENSIONS + k] ?? 0);
	});
	const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
	for (let k = 0; k < DIMENSIONS; k++) vector[k] = (vector[k] ?? 0) / length;
	return { buckets, vector, length };
}

function disturbed(name: string, random: Random): Uint8Array {
	for (let attempt = 0; attempt < 6; attempt++) {
		const other = disturb(random.pick(kinds), name, random);
		if (other === null) continue;
		const codes = fold(other);
		if (codes.length >= 4) return codes;
	}
	return fold(name);
}

// The gradient of the loss by the unit vector, taken back through the scaling to every row that was summed.
function move(one: Encoded, gradient: Float32Array): void {
	let along = 0;
	for (let k = 0; k < DIMENSIONS; k++) along += (gradient[k] ?? 0) * (one.vector[k] ?? 0);
	for (let k = 0; k < DIMENSIONS; k++) gradient[k] = ((gradient[k] ?? 0) - along * (one.vector[k] ?? 0)) / one.length;
	for (const bucket of one.buckets) {
		for (let k = 0; k < DIMENSIONS; k++) {
			const at = bucket * DIMENSIONS + k;
			const slope = gradient[k] ?? 0;
			squares[at] = (squares[at] ?? 0) + slope * slope;
			table[at] = (table[at] ?? 0) - (RATE * slope) / Math.sqrt(squares[at] ?? 1);
		}
	}
}

function step(random: Random): number {
	const chosen: string[] = [];
	while (chosen.length < BATCH) {
		const at = random.below(names.length - RUN);
		chosen.push(...names.slice(at, at + RUN));
	}
	const a = chosen.map((name) => embed(fold(name)));
	const b = chosen.map((name) => embed(disturbed(name, random)));
	const slopesA = a.map(() => new Float32Array(DIMENSIONS));
	const slopesB = b.map(() => new Float32Array(DIMENSIONS));
	let loss = 0;
	b.forEach((query, i) => {
		const scores = a.map((key) => Math.exp((cosine(query.vector, key.vector) - 1) / TEMPERATURE));
		const total = scores.reduce((sum, score) => sum + score, 0);
		loss -= Math.log((scores[i] ?? 0) / total) / BATCH;
		a.forEach((key, j) => {
			const pull = ((scores[j] ?? 0) / total - (i === j ? 1 : 0)) / (TEMPERATURE * BATCH);
			const slopeA = slopesA[j];
			const slopeB = slopesB[i];
			if (slopeA === undefined || slopeB === undefined) return;
			for (let k = 0; k < DIMENSIONS; k++) {
				slopeB[k] = (slopeB[k] ?? 0) + pull * (key.vector[k] ?? 0);
				slopeA[k] = (slopeA[k] ?? 0) + pull * (query.vector[k] ?? 0);
			}
		});
	});
	for (let i = 0; i < BATCH; i++) {
		move(a[i] as Encoded, slopesA[i] as Float32Array);
		move(b[i] as Encoded, slopesB[i] as Float32Array);
	}
	return loss;
}

let average = 0;
for (let round = 0; round < STEPS; round++) {
	const loss = step(seeded('encoder', 1, round));
	average = round === 0 ? loss : 0.98 * average + 0.02 * loss;
	if (round % 100 === 99) say(`step ${round + 1}: loss ${average.toFixed(3)}`);
}

const largest = table.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const packed = Int8Array.from(table, (value) => Math.round((127 * value) / largest));
const digest = createHash('sha256').update(names.join('\n')).digest('hex');
mkdirSync(join(root, 'tables/model'), { recursive: true });
writeFileSync(join(root, 'tables/model/encoder.bin'), new Uint8Array(packed.buffer));

// How it does on names it has not learnt from, under kinds it has not seen: is the right name the nearest of all listed ones?
const unit = (codes: Uint8Array): Float32Array => {
	const out = new Float32Array(DIMENSIONS);
	encode(packed, codes, 0, codes.length, out);
	return out;
};
const all = listed.map(({ name, id }) => ({ id, vector: unit(fold(name)) }));
for (const split of ['fit', 'held-out'] as const) {
	let right = 0;
	let asked = 0;
	for (const kind of KINDS.filter((one) => one.subject === 'name' && one.split === split)) {
		const random = seeded('encoder-test', kind.id);
		const held = listed.filter(({ id }) => substanceSplit(id) === 'held-out');
		for (let i = 0; i < 20; i++) {
			const one = random.pick(held);
			const other = disturb(kind, one.name, random);
			if (other === null) continue;
			const vector = unit(fold(other));
			const nearest = all.reduce((best, entry) => (cosine(entry.vector, vector) > cosine(best.vector, vector) ? entry : best));
			asked++;
			if (nearest.id === one.id) right++;
		}
	}
	say(`nearest listed name is the right one, held-out substances, ${split} kinds: ${((100 * right) / asked).toFixed(1)} % of ${asked}`);
}
say(`${names.length} names, sha256 ${digest}`);
