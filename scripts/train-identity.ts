// Fits the identity model; scripts/train.ts runs it in its turn. Positives: seeded perturbations of listed names (fit kinds, fit
// substances only); negatives: known, unlisted chemical names and ordinary text, each looked up in the half of the dictionary that
// does not hold it. With --data, larger local sets are added; only weights, counts and the data's hash are written, never rows.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { casesOf } from '../bench/perturb/cases.ts';
import { KINDS } from '../bench/perturb/kinds.ts';
import { seeded } from '../bench/perturb/random.ts';
import { filler } from '../bench/perturb/templates.ts';
import { type Candidate, CandidateFinder } from '../src/screen/candidates.ts';
import { FEATURE_NAMES } from '../src/screen/features.ts';
import { halfOf, hashSpan, type Known, KnownNames, wordsOf } from '../src/screen/known.ts';
import { buildLexicon } from '../src/screen/lexicon.ts';
import { compilePatterns, folder } from '../src/screen/patterns.ts';
import { indexPieces } from '../src/screen/pieces.ts';
import { fingerprintSet } from '../src/text/hash.ts';
import { Reading, read } from '../src/text/reading.ts';
import { type Example, fitIdentity } from './fit-identity.ts';
import { LocalSets } from './local-sets.ts';
import { prepareKnown, readKnownNames, readSources } from './prepare.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const local = new LocalSets(process.argv);
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const sources = readSources(root);
const { catalogue, reader } = sources;
const lexicon = buildLexicon(catalogue, sources.pinyin, {});
const patterns = compilePatterns(lexicon.aliases, lexicon.owners, reader);
say(`${lexicon.aliases.length} names, ${patterns.count} patterns`);

const generic = local.rows('benign_generic_dev');
const chemical = local.rows('benign_chem_dev');
const cosmetic = local.rows('benign_cosmetic_dev');
const papers = local.rows('benign_pubmed_dev');
const evasion = local.rows('evasion_train');
const random = seeded('train', 1);
const own = Array.from({ length: 4000 }, () => filler(random));
const ordinaryTexts = [...own, ...local.titles(), ...generic.map((row) => row.text)];
const names = readKnownNames(root);

// Words of listed names are no ordinary words.
const listedWords = new Set<number>();
for (const alias of lexicon.aliases) {
	if (lexicon.owners[alias.owner]?.kind === 'equipment') continue;
	const reading = reader(alias.text);
	for (const [from, to] of wordsOf(reading)) listedWords.add(hashSpan(reading, from, to));
}
const side = (text: string): 0 | 1 => halfOf(text);
// What offers of very different chemicals share, and hardly a name of a chemical holds, are the words of the trade ("assay", "synonyms").
const LEAST_OFFERS = 20;
const LEAST_OFTENER = 5;
function bearers(texts: Iterable<string>): Map<number, number> {
	const counts = new Map<number, number>();
	for (const text of texts) {
		const reading = reader(text);
		const own = new Set(wordsOf(reading).flatMap(([from, to]) => (to - from >= 3 ? [hashSpan(reading, from, to)] : [])));
		for (const word of own) counts.set(word, (counts.get(word) ?? 0) + 1);
	}
	return counts;
}
const inNames = bearers(names.map(([name]) => name));
const tradeWords = (offers: readonly string[]): Set<number> =>
	new Set(
		[...bearers(offers)]
			.filter(([word, count]) => count >= LEAST_OFFERS && count >= LEAST_OFTENER * (inNames.get(word) ?? 0) && !listedWords.has(word))
			.map(([word]) => word),
	);
function ordinaryWords(texts: readonly string[], offers: readonly string[]): Uint32Array {
	const words = tradeWords(offers);
	for (const text of [...sources.tradeWords, ...texts]) {
		const reading = reader(text);
		for (const [from, to] of wordsOf(reading)) {
			const hash = hashSpan(reading, from, to);
			if (to - from >= 3 && !listedWords.has(hash)) words.add(hash);
		}
	}
	return fingerprintSet(words);
}

const background = new Float32Array(1 << 15);
for (const text of [...ordinaryTexts.slice(0, 8000), ...names.map(([name]) => name)]) {
	const reading = reader(text);
	let piece = 0;
	for (let i = 0; i < reading.folds; i++) {
		piece = ((piece << 5) | (reading.fold[i] ?? 0)) & 0x7fff;
		if (i >= 2) background[piece] = (background[piece] ?? 0) + 1;
	}
}
const index = indexPieces(patterns, background);
const encoder = new Int8Array(Uint8Array.from(readFileSync(join(root, 'tables/model/encoder.bin'))).buffer);
const offers = chemical.map((row) => row.text);
const allOrdinary = ordinaryWords(ordinaryTexts, offers);
const words = {
	same: new Set(sources.words.same),
	stereo: new Set(sources.words.stereo),
	locants: new Set(sources.words.locants),
	complete: new Set(sources.words.complete),
	generic: new Set(sources.words.generic),
	suffixes: new Set(sources.words.suffixes),
};
const finders = ([0, 1] as const).map((half) => {
	const own = (text: string): boolean => side(text) === half;
	const known: Known = prepareKnown(root, sources, ordinaryWords(ordinaryTexts.filter(own), offers.filter(own)));
	const parts = { patterns, pieces: index, encoder, known: new KnownNames(known, half), words };
	return new CandidateFinder(lexicon, parts, folder(sources.fold, sources.foreign));
});

interface Found extends Candidate {
	readonly start: number;
	readonly end: number;
	readonly span: string;
}
const buffer = new Reading();
function candidates(text: string, half: 0 | 1): Found[] {
	const found: Found[] = [];
	const look = (mode: 'by-word' | 'look-alike'): void => {
		read(text, sources.fold, sources.foreign, mode, buffer);
		for (const one of finders[half]?.find(buffer) ?? []) {
			const start = buffer.start[one.hit.from] ?? 0;
			const end = buffer.end[one.hit.to - 1] ?? 0;
			found.push({ ...one, start, end, span: text.slice(start, end) });
		}
	};
	look('by-word');
	if (buffer.ambiguousScript) look('look-alike');
	return found;
}

const samples: Example[] = [];
const about: { set: string; listing: string; candidate: Found }[] = [];
const ALONE = FEATURE_NAMES.indexOf('alone');
const isListed = (one: Found): boolean =>
	(one.owner.kind === 'substance' || one.owner.kind === 'family-member') && one.alias.kind === 'name';
function add(one: Found, y: 0 | 1, weight: number, set: string, listing: string): void {
	samples.push({ features: one.features, y, weight, group: y === 1 ? listing : `${one.span.toLowerCase()} ${one.alias.text}` });
	about.push({ set, listing, candidate: one });
}

let positives = 0;
let missed = 0;
function positive(id: string, text: string, x: string, expect: readonly string[], set: string): void {
	const from = text.indexOf(x);
	const to = from + x.length;
	const shared = (one: Found): number => Math.min(one.end, to) - Math.max(one.start, from);
	const found = candidates(text, side(id)).filter(isListed);
	const widest = Math.max(0, ...found.filter((one) => expect.includes(one.owner.id)).map(shared));
	let hit = false;
	for (const one of found) {
		const overlap = shared(one);
		if (expect.includes(one.owner.id)) {
			// A shorter name inside the one that was disturbed is not what is being taught.
			if (overlap <= 0.6 * x.length || overlap < widest) continue;
			hit = true;
			// Literal names are settled without the model.
			if (one.features[ALONE] !== 1) add(one, 1, 1, set, id);
		} else if (overlap <= 0) add(one, 0, 1, 'filler', id);
	}
	positives++;
	if (!hit) missed++;
}
const kinds = KINDS.filter((kind) => kind.split === 'fit' && (kind.subject === 'name' || kind.subject === 'cyrillic-name'));
for (const one of casesOf(catalogue, { seed: 7, perKind: 90, kinds, templates: 'fit', substances: 'fit' }))
	positive(`own:${one.id}`, one.text, one.x, one.expect, one.kind);
for (const row of evasion) {
	if (['cas', 'structure', 'code'].includes(String(row['cls']))) continue;
	positive(row.id, row.text, String(row['x']), row['expect'] as string[], `given:${String(row['fam'])}`);
}
say(`${positives} positives, ${missed} without a candidate`);

function negative(set: string, id: string, text: string, half: 0 | 1, weight: number, literalToo: boolean): void {
	for (const one of candidates(text, half)) {
		if (!isListed(one) || (one.features[ALONE] === 1 && !literalToo)) continue;
		// A literal name that stands alone is the listed identity itself, whatever the text is about.
		if (one.features[ALONE] !== 1) add(one, 0, weight, set, id);
	}
}
const opposite = (half: 0 | 1): 0 | 1 => (half === 0 ? 1 : 0);
names.forEach(([name, identifier], i) => {
	negative('known', `known:${i}`, `${name} 98%, 25 g`, opposite(halfOf(identifier)), 1, true);
});
for (const row of chemical) negative('chemical', row.id, row.text, opposite(halfOf(String(row['cas']))), 2, true);
for (const row of generic) negative('generic', row.id, row.text, opposite(side(row.text)), 2, false);
for (const [i, text] of local.titles().entries()) if (i % 2 === 0) negative('titles', `t${i}`, text, opposite(side(text)), 2, false);
for (const row of cosmetic) negative('cosmetic', row.id, row.text, side(row.id), 2, false);
for (const row of papers) negative('papers', row.id, row.text, side(row.id), 1, false);
say(`${samples.length} samples, ${samples.filter((sample) => sample.y === 1).length} positive`);

const { model, scores } = fitIdentity(samples);

// Thresholds: the least probability at which listings of unlisted chemicals raise at most the stated rate, per tier.
const TARGET = { 1: 6, 2: 6, 3: 6 } as const;
const size = { known: names.length / 3.5, chemical: chemical.length };
const byTier: Record<number, number> = {};
for (const tier of [1, 2, 3] as const) {
	const worst = new Map<string, number>();
	about.forEach((entry, i) => {
		if (entry.candidate.owner.tier !== tier || !(entry.set === 'known' || entry.set === 'chemical')) return;
		worst.set(entry.listing, Math.max(worst.get(entry.listing) ?? 0, scores[i] ?? 0));
	});
	const ordered = [...worst.values()].sort((a, b) => b - a);
	const allowed = Math.floor(((size.known + size.chemical) / 10_000) * TARGET[tier]);
	const at = ordered[allowed] ?? 0;
	byTier[tier] = Math.round(Math.min(0.95, Math.max(0.3, at + 0.005)) * 1000) / 1000;
}
mkdirSync(join(root, 'tables/model'), { recursive: true });
const out = (name: string, bytes: Uint8Array | string): void => writeFileSync(join(root, 'tables/model', name), bytes);
const record = {
	...model,
	byTier,
	fittedOn: {
		samples: samples.length,
		positives,
		withoutCandidate: missed,
		data: local.hash,
	},
};
out('identity.json', `${JSON.stringify(record, null, '\t')}\n`);
out('ordinary.bin', new Uint8Array(allOrdinary.buffer));
out('background.bin', new Uint8Array(background.buffer));

const report = process.argv.includes('--report');
FEATURE_NAMES.forEach((name, i) => {
	if (report) say(`${name.padEnd(22)} ${(model.weights[i] ?? 0).toFixed(2)}`);
});
say(`thresholds ${JSON.stringify(byTier)}`);
const sets = [...new Set(about.map((entry) => entry.set))];
for (const set of sets) {
	const own = about.map((entry, i) => ({ entry, i })).filter(({ entry, i }) => entry.set === set && samples[i]?.y === 1);
	if (own.length === 0) continue;
	const kept = own.filter(({ entry, i }) => (scores[i] ?? 0) >= (byTier[entry.candidate.owner.tier] ?? 0.5)).length;
	if (report) say(`${set.padEnd(32)} ${kept}/${own.length} ${((100 * kept) / own.length).toFixed(1)} %`);
}
for (const set of ['known', 'chemical', 'generic', 'titles', 'cosmetic', 'papers', 'filler']) {
	const over = about
		.map((entry, i) => ({ entry, p: scores[i] ?? 0, y: samples[i]?.y }))
		.filter(({ entry, p, y }) => y === 0 && entry.set === set && p >= (byTier[entry.candidate.owner.tier] ?? 0.5));
	say(`${set}: ${new Set(over.map(({ entry }) => entry.listing)).size} listings over threshold`);
	if (report)
		for (const { entry, p } of over.sort((a, b) => b.p - a.p).slice(0, 25))
			say(
				`   ${p.toFixed(3)} ${entry.candidate.owner.id} “${entry.candidate.alias.text}” ← “${entry.candidate.span}” ${entry.candidate.sides.left}/${entry.candidate.sides.right}`,
			);
}
