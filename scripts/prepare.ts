// What compiling and training share: the hand-edited files and tables read from disk and prepared for the engine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Converter } from 'opencc-js/t2cn';
import { pinyin } from 'pinyin-pro';
import { parse } from 'yaml';
import { benignSplit } from '../bench/accuracy/benign.ts';
import { readCatalogueFolder } from '../src/adapters/catalogue-files.ts';
import { loadRdkit } from '../src/adapters/rdkit.ts';
import { Fault } from '../src/base/fault.ts';
import { describeProblem } from '../src/base/result.ts';
import type { Catalogue } from '../src/model/substance.ts';
import { buildKnown, hashSpan, type Known } from '../src/screen/known.ts';
import { folder } from '../src/screen/patterns.ts';
import type { Prepared } from '../src/screen/prepared.ts';
import type { NumeralSource } from '../src/screen/spelled.ts';
import { compileStructures } from '../src/screen/structures.ts';
import { PLAIN_FOREIGN } from '../src/text/alphabet.ts';
import { buildFoldTable, type FoldSources, type FoldTable } from '../src/text/fold-table.ts';
import type { Reading } from '../src/text/reading.ts';

export interface Sources {
	readonly catalogue: Catalogue;
	readonly fold: FoldTable;
	readonly foreign: ReadonlyMap<number, number>;
	readonly binding: readonly number[];
	readonly pinyin: Readonly<Record<string, readonly string[]>>;
	readonly words: Prepared['words'];
	/** Words of offers, in several languages. */
	readonly tradeWords: readonly string[];
	readonly numerals: NumeralSource;
	readonly law: { readonly regimes: unknown; readonly policy: unknown; readonly duties: unknown; readonly mixtures: unknown };
	readonly reader: (text: string) => Reading;
}

const yaml = (path: string): unknown => parse(readFileSync(path, 'utf8'));

/** Reads catalogue and tables below `root`. @throws Fault `catalogue-invalid` naming file, pointer and fix. */
export function readSources(root: string): Sources {
	const parsed = readCatalogueFolder(join(root, 'catalogue'));
	if (!parsed.ok) throw new Fault('catalogue-invalid', parsed.problems.slice(0, 20).map(describeProblem).join('\n'));
	const catalogue = parsed.value;
	const hand = yaml(join(root, 'tables/fold.yaml')) as Omit<FoldSources, 'confusables'>;
	const confusables = new Map<number, string>();
	for (const line of readFileSync(join(root, 'tables/confusables.tsv'), 'utf8').split('\n')) {
		const [code, letters] = line.split('\t');
		if (code !== undefined && letters !== undefined && !line.startsWith('#')) confusables.set(Number.parseInt(code, 16), letters);
	}
	const fold = buildFoldTable({ ...hand, confusables });
	const binding = yaml(join(root, 'tables/binding.yaml')) as { characters: string };
	const numerals = yaml(join(root, 'tables/numerals.yaml')) as NumeralSource;
	const foreign = foreignLetters(
		catalogue,
		fold,
		binding.characters + [...Object.values(numerals.digits).flat(2), ...numerals.hyphens].join(''),
	);
	const words = yaml(join(root, 'tables/chemical-words.yaml')) as Record<
		'same' | 'stereo' | 'locants' | 'complete' | 'generic' | 'suffixes',
		unknown[]
	>;
	const bindingLetters = [...binding.characters].map((char) => letterCode(char, foreign));
	return {
		catalogue,
		fold,
		foreign,
		binding: bindingLetters,
		pinyin: pinyinNames(catalogue),
		words: {
			same: words.same.map(String),
			stereo: words.stereo.map(String),
			locants: words.locants.map(String),
			complete: words.complete.map(String),
			generic: words.generic.map(String),
			suffixes: words.suffixes.map(String),
		},
		tradeWords: Object.values(yaml(join(root, 'tables/trade-words.yaml')) as Record<string, unknown[]>)
			.flat()
			.map(String),
		numerals,
		law: {
			regimes: yaml(join(root, 'catalogue/regimes.yaml')),
			policy: yaml(join(root, 'catalogue/policy/default.yaml')),
			duties: yaml(join(root, 'catalogue/obligations.yaml')),
			mixtures: yaml(join(root, 'catalogue/mixtures.yaml')),
		},
		reader: folder(fold, foreign),
	};
}

// Numbers the foreign letters of all names (and binding characters); traditional forms share the simplified letter's number.
function foreignLetters(catalogue: Catalogue, fold: FoldTable, binding: string): Map<number, number> {
	const letters = new Map<number, number>();
	const add = (text: string): void => {
		for (const char of text) {
			const cp = char.codePointAt(0) ?? 0;
			if (cp <= 0xffff && fold.entries[cp] === 0 && !letters.has(cp)) letters.set(cp, PLAIN_FOREIGN + letters.size);
		}
	};
	for (const substance of catalogue.substances) for (const names of Object.values(substance.names)) names.forEach(add);
	for (const family of catalogue.families) for (const member of family.members) member.aliases.forEach(add);
	for (const one of catalogue.lookAlikes) one.aliases.forEach(add);
	for (const drug of catalogue.drugs) add(drug.name);
	for (const machine of catalogue.equipment) for (const names of Object.values(machine.names)) names.forEach(add);
	add(binding);
	const simplify = Converter({ from: 't', to: 'cn' });
	for (let cp = 0x3400; cp < 0xa000; cp++) {
		if (letters.has(cp)) continue;
		const code = letters.get(simplify(String.fromCodePoint(cp)).codePointAt(0) ?? 0);
		if (code !== undefined) letters.set(cp, code);
	}
	// Half-width kana and compatibility ideographs read as their ordinary forms.
	for (const [from, to] of [
		[0xff66, 0xff9d],
		[0xf900, 0xfaff],
	] as const) {
		for (let cp = from; cp <= to; cp++) {
			const code = letters.get(String.fromCodePoint(cp).normalize('NFKC').codePointAt(0) ?? 0);
			if (code !== undefined) letters.set(cp, code);
		}
	}
	return letters;
}

const letterCode = (char: string, foreign: ReadonlyMap<number, number>): number => foreign.get(char.codePointAt(0) ?? 0) ?? 0;

// Sound spellings of Chinese names with at least three ideographs: fewer sound like ordinary syllables.
function pinyinNames(catalogue: Catalogue): Record<string, string[]> {
	const names: Record<string, string[]> = {};
	for (const substance of catalogue.substances) {
		const spelled = (substance.names['zh'] ?? [])
			.filter((name) => [...name].filter((char) => /\p{Script=Han}/u.test(char)).length >= 3)
			.map((name) => pinyin(name.replace(/\(.*\)/, ''), { toneType: 'none', nonZh: 'consecutive' }));
		if (spelled.length > 0) names[substance.id] = [...new Set(spelled)];
	}
	return names;
}

/** InChIKey first blocks by which a substance, its salts and its listed esters go. */
export async function skeletonsOf(catalogue: Catalogue): Promise<Record<string, string[]>> {
	const engine = await loadRdkit();
	const index = compileStructures(engine, catalogue.substances, catalogue.families);
	const blocks: Record<string, string[]> = {};
	const add = (id: string, block: string | null): void => {
		if (block === null) return;
		blocks[id] ??= [];
		if (!blocks[id].includes(block)) blocks[id].push(block);
	};
	for (const [block, ids] of index.keys()) for (const id of ids) add(id, block);
	for (const family of catalogue.families) {
		if (family.reviewOnly) continue;
		for (const smiles of [...family.positives, ...family.members.map((member) => member.smiles)]) {
			for (const hit of index.identify('smiles', smiles).substances) add(hit.id, engine.firstBlock(smiles));
		}
	}
	return blocks;
}

/** Known, unlisted chemical names: without held-out chemicals (the benches measure on those) and without any listed or controlled one. */
export function readKnownNames(root: string): [name: string, identifier: string][] {
	const rows = gunzipSync(readFileSync(join(root, 'tables/known-names.tsv.gz')))
		.toString('utf8')
		.trim()
		.split('\n');
	return rows.flatMap((row) => {
		const [name, identifier] = row.split('\t');
		if (name === undefined || identifier === undefined) return [];
		const cas = /^\d+-\d\d-\d$/.test(identifier) ? identifier : '';
		return benignSplit({ name, cas }) === 'held-out' ? [] : [[name, identifier] as [string, string]];
	});
}

/** Builds the dictionaries of honest text. A chemical with any listed or controlled name is left out with all its names. */
export function prepareKnown(root: string, sources: Sources, ordinary: Uint32Array): Known {
	const { catalogue, reader } = sources;
	const spell = (text: string): number => {
		const reading = reader(text);
		return hashSpan(reading, 0, reading.length);
	};
	const refused = new Set<number>();
	for (const substance of catalogue.substances)
		for (const name of [...Object.values(substance.names).flat(), ...substance.abbreviations]) refused.add(spell(name));
	for (const family of catalogue.families) {
		for (const { name, aliases } of family.members)
			for (const text of [name.replace(/ \([^)]*\)$/, ''), ...aliases]) refused.add(spell(text));
	}
	for (const drug of catalogue.drugs) refused.add(spell(drug.name));
	const numbers = new Set([
		...catalogue.substances.flatMap((one) => one.cas.map((cas) => cas.number)),
		...catalogue.families.flatMap((one) => one.members.map((member) => member.cas ?? '')),
	]);
	const names = readKnownNames(root);
	const bad = new Set<string>();
	for (const [name, identifier] of names) if (numbers.has(identifier) || refused.has(spell(name))) bad.add(identifier);
	const kept = names.filter(([, identifier]) => !bad.has(identifier));
	for (const one of catalogue.lookAlikes) {
		for (const name of [one.name.replace(/ \([^)]*\)$/, ''), ...one.aliases])
			if (one.expect === 'clear') kept.push([name, one.cas ?? name]);
	}
	for (const name of sources.words.complete) kept.push([name, name]);
	return buildKnown(kept, ordinary, reader, (reading) => refused.has(hashSpan(reading, 0, reading.length)));
}
