// The artefact's sections for screening: what the compile step writes and the engine reads back. One place names them, so that
// writer and reader cannot drift.
import { Fault } from '../base/fault.ts';
import { type Artefact, requireSection } from '../catalogue/artefact.ts';
import type { KnownHalf } from './known.ts';
import type { Skeletons } from './lexicon.ts';
import type { PatternSet } from './patterns.ts';
import type { Prepared } from './prepared.ts';
import type { NumeralSource } from './spelled.ts';

const UTF8 = new TextEncoder();
const json = (value: unknown): Uint8Array => UTF8.encode(JSON.stringify(value));
const bytesOf = (array: Int8Array | Uint8Array | Uint16Array | Uint32Array | Int32Array): Uint8Array =>
	new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Sections in a fixed order. */
export function toSections(prepared: Prepared): Map<string, Uint8Array> {
	const { fold, known } = prepared;
	const sections = new Map<string, Uint8Array>([
		['catalogue', json(prepared.catalogue)],
		['law', json(prepared.law)],
		['fold', bytesOf(fold.entries)],
		['fold-more', json({ astral: [...fold.astral], spellings: fold.spellings, digraphs: [...fold.digraphs], signs: [...fold.signs] })],
		['foreign', json({ letters: [...prepared.foreign], binding: prepared.binding })],
		['pinyin', json(prepared.pinyin)],
		['skeletons', json(prepared.skeletons)],
		['words', json(prepared.words)],
		['numerals', json(prepared.numerals)],
		['ordinary', bytesOf(known.ordinary)],
		['model', json(prepared.model)],
		['encoder', bytesOf(prepared.encoder)],
		['intent', json(prepared.intent)],
	]);
	known.halves.forEach((half, i) => {
		sections.set(`names-${i}`, bytesOf(half.names));
		sections.set(`words-${i}`, bytesOf(half.words));
		sections.set(`grams-${i}`, half.grams);
	});
	const { count, ...arrays } = prepared.patterns;
	void count;
	for (const [name, array] of Object.entries({ ...arrays, ...prepared.pieces })) sections.set(`pattern-${name}`, bytesOf(array));
	return sections;
}

function i32(artefact: Artefact, name: string): Int32Array {
	const bytes = requireSection(artefact, `pattern-${name}`);
	return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
}

function patternSet(artefact: Artefact): PatternSet {
	const plain = requireSection(artefact, 'pattern-plain');
	const budget = requireSection(artefact, 'pattern-budget');
	return {
		count: budget.length,
		codes: requireSection(artefact, 'pattern-codes'),
		codeStart: i32(artefact, 'codeStart'),
		budget,
		form: requireSection(artefact, 'pattern-form'),
		entryStart: i32(artefact, 'entryStart'),
		entryAlias: i32(artefact, 'entryAlias'),
		plain: new Uint16Array(plain.buffer, plain.byteOffset, plain.byteLength >> 1),
		plainStart: i32(artefact, 'plainStart'),
	};
}

/** Reads the sections back. @throws Fault `artefact-invalid` when one is missing or malformed. */
export function fromSections(artefact: Artefact): Prepared {
	const text = (name: string): unknown => {
		try {
			return JSON.parse(new TextDecoder().decode(requireSection(artefact, name)));
		} catch (cause) {
			if (cause instanceof Fault) throw cause;
			throw new Fault('artefact-invalid', `The compiled catalogue's section "${name}" is malformed; run "weir catalogue compile".`, {
				cause,
			});
		}
	};
	const u32 = (name: string): Uint32Array => {
		const bytes = requireSection(artefact, name);
		return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
	};
	const half = (i: number): KnownHalf => ({
		names: u32(`names-${i}`),
		words: u32(`words-${i}`),
		grams: requireSection(artefact, `grams-${i}`),
	});
	const fold = requireSection(artefact, 'fold');
	const more = text('fold-more') as {
		astral: [number, number][];
		spellings: string[];
		digraphs: [number, string][];
		signs: [string, string][];
	};
	const encoder = requireSection(artefact, 'encoder');
	const foreign = text('foreign') as { letters: [number, number][]; binding: number[] };
	return {
		catalogue: text('catalogue') as Prepared['catalogue'],
		law: text('law') as Prepared['law'],
		fold: {
			entries: new Uint16Array(fold.buffer, fold.byteOffset, fold.byteLength >> 1),
			astral: new Map(more.astral),
			spellings: more.spellings,
			digraphs: new Map(more.digraphs),
			signs: new Map(more.signs),
		},
		foreign: new Map(foreign.letters),
		binding: foreign.binding,
		pinyin: text('pinyin') as Prepared['pinyin'],
		skeletons: text('skeletons') as Skeletons,
		words: text('words') as Prepared['words'],
		numerals: text('numerals') as NumeralSource,
		patterns: patternSet(artefact),
		pieces: {
			bitmap: u32('pattern-bitmap'),
			keys: i32(artefact, 'keys'),
			ranges: i32(artefact, 'ranges'),
			starts3: i32(artefact, 'starts3'),
			postings: i32(artefact, 'postings'),
			around: i32(artefact, 'around'),
			beyond: i32(artefact, 'beyond'),
		},
		known: { halves: [half(0), half(1)], ordinary: u32('ordinary') },
		model: text('model') as Prepared['model'],
		encoder: new Int8Array(encoder.buffer, encoder.byteOffset, encoder.byteLength),
		intent: text('intent') as Prepared['intent'],
	};
}
