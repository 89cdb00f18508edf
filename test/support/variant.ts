// Other catalogues than the committed one, made from it in a moment: facts of its catalogue or law changed, everything that was
// compiled from names left as it is. Only for facts that no name depends on.
import { nativeDigest } from '../../src/adapters/engine.ts';
import { packArtefact, unpackArtefact } from '../../src/catalogue/artefact.ts';
import type { Catalogue, Substance } from '../../src/model/substance.ts';
import { artefact } from './compiled.ts';

const UTF8 = new TextEncoder();
const section = (name: string): string => new TextDecoder().decode(artefact.sections.get(name));

export const CATALOGUE = JSON.parse(section('catalogue')) as Catalogue;

/** The committed artefact with one section replaced. */
export const withSection = (name: string, bytes: Uint8Array): Uint8Array =>
	packArtefact(new Map([...artefact.sections, [name, bytes]]), nativeDigest);

/** An artefact whose catalogue is another one. */
export const withCatalogue = (change: (catalogue: Catalogue) => Catalogue): Uint8Array =>
	withSection('catalogue', UTF8.encode(JSON.stringify(change(CATALOGUE))));

/** An artefact in which one substance is another one. */
export const withSubstance = (id: string, change: (one: Substance) => Substance): Uint8Array =>
	withCatalogue((catalogue) => ({ ...catalogue, substances: catalogue.substances.map((one) => (one.id === id ? change(one) : one)) }));

export const versionOf = (bytes: Uint8Array): string => unpackArtefact(bytes, nativeDigest).version;

/** The artefact with a change of the parsed law: regimes, policy, duties, mixtures. */
export function withLaw(change: (law: Readonly<Record<string, unknown>>) => object): Uint8Array {
	return withSection('law', UTF8.encode(JSON.stringify(change(JSON.parse(section('law')) as Readonly<Record<string, unknown>>))));
}
