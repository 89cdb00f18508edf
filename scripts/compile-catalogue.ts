// Compiles the hand-edited catalogue, the tables and the fitted model into the one artefact that the engine loads.
// Run: npm run compile. The same inputs give the same bytes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nativeDigest } from '../src/adapters/engine.ts';
import { loadRdkit } from '../src/adapters/rdkit.ts';
import { Fault } from '../src/base/fault.ts';
import { packArtefact } from '../src/catalogue/artefact.ts';
import { lintCatalogue } from '../src/catalogue/lint.ts';
import { buildLexicon } from '../src/screen/lexicon.ts';
import { compilePatterns } from '../src/screen/patterns.ts';
import { indexPieces } from '../src/screen/pieces.ts';
import type { Prepared } from '../src/screen/prepared.ts';
import { toSections } from '../src/screen/sections.ts';
import { prepareKnown, readSources, type Sources, skeletonsOf } from './prepare.ts';

export interface CompileOptions {
	/** The repository. */
	readonly root: string;
	/** Where to write; the package's own artefact by default. */
	readonly out?: string;
}

/** Compiles and writes the artefact. @throws Fault `catalogue-invalid` when the catalogue does not parse. */
export async function compileCatalogue(options: CompileOptions): Promise<{ path: string; bytes: number; version: string }> {
	const { root } = options;
	const sources = readSources(root);
	await refuseDefects(sources);
	const at = (name: string): string => join(root, 'tables/model', name);
	const ordinary = readFileSync(at('ordinary.bin'));
	const background = readFileSync(at('background.bin'));
	const encoder = Uint8Array.from(readFileSync(at('encoder.bin')));
	const skeletons = await skeletonsOf(sources.catalogue);
	const lexicon = buildLexicon(sources.catalogue, sources.pinyin, skeletons);
	const patterns = compilePatterns(lexicon.aliases, lexicon.owners, sources.reader);
	const prepared: Prepared = {
		catalogue: sources.catalogue,
		fold: sources.fold,
		foreign: sources.foreign,
		binding: sources.binding,
		pinyin: sources.pinyin,
		skeletons,
		words: sources.words,
		numerals: sources.numerals,
		law: sources.law,
		patterns,
		pieces: indexPieces(patterns, new Float32Array(Uint8Array.from(background).buffer)),
		known: prepareKnown(root, sources, new Uint32Array(Uint8Array.from(ordinary).buffer)),
		model: JSON.parse(readFileSync(at('identity.json'), 'utf8')) as Prepared['model'],
		encoder: new Int8Array(encoder.buffer),
		intent: JSON.parse(readFileSync(at('intent.json'), 'utf8')) as Prepared['intent'],
	};
	const bytes = packArtefact(toSections(prepared), nativeDigest);
	const path = options.out ?? join(root, 'catalogue/compiled/weir.catalogue');
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, bytes);
	const version = Buffer.from(bytes.subarray(8, 16)).toString('hex');
	return { path, bytes: bytes.length, version };
}

// A catalogue that lint refuses must never reach an engine.
async function refuseDefects(sources: Sources): Promise<void> {
	const problems = lintCatalogue(sources.catalogue, { structures: await loadRdkit() });
	if (problems.length === 0) return;
	throw new Fault(
		'catalogue-invalid',
		problems
			.slice(0, 20)
			.map((one) => `${one.pointer}: ${one.message}; ${one.fix}`)
			.join('\n'),
	);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { path, bytes, version } = await compileCatalogue({ root: fileURLToPath(new URL('..', import.meta.url)) });
	process.stdout.write(`${path}: ${(bytes / 1e6).toFixed(2)} MB, version ${version}\n`);
}
