// The committed artefact opened once, and a reader on its tables: what the tests of text and of the recognisers stand on.
import { readFileSync } from 'node:fs';
import { ARTEFACT, nativeDigest } from '../../src/adapters/engine.ts';
import { type Artefact, unpackArtefact } from '../../src/catalogue/artefact.ts';
import { fromSections } from '../../src/screen/sections.ts';
import { showPlain } from '../../src/text/alphabet.ts';
import { Reading, read, type ScriptMode } from '../../src/text/reading.ts';

/** The committed artefact's bytes, in a buffer of their own: sections are viewed in place. */
export const artefactBytes = (): Uint8Array => Uint8Array.from(readFileSync(ARTEFACT));

export const artefact: Artefact = unpackArtefact(artefactBytes(), nativeDigest);
export const prepared = fromSections(artefact);

/** A fresh reading of `text` by the shipped tables. */
export function reading(text: string, mode: ScriptMode = 'by-word'): Reading {
	const out = new Reading();
	read(text, prepared.fold, prepared.foreign, mode, out);
	return out;
}

const GAPS = ['', '·', '-', ' ', '|'];

/** Letters as read with the gaps between them: `·` invisible, `-` tight, a space, `|` a hard stop; foreign letters as in the text. */
export function shown(text: string, mode: ScriptMode = 'by-word'): string {
	const one = reading(text, mode);
	let out = '';
	for (let i = 0; i < one.length; i++) {
		const plain = one.plain[i] ?? 0;
		out += i === 0 ? '' : GAPS[one.gap[i] ?? 0];
		out += plain < 38 ? showPlain(plain) : text.slice(one.start[i], one.end[i]);
	}
	return out;
}

/** The folded codes of `text`. */
export function folded(text: string): number[] {
	const one = reading(text);
	return [...one.fold.subarray(0, one.folds)];
}
