// What changed between two compiled catalogues: their facts one by one, the tables of law by their places, and everything else the
// artefact holds by its hash, so that nothing that can move a verdict changes unseen. Pure.
import type { Digest } from '../base/digest.ts';
import { canonicalJson, type Json } from '../base/json.ts';
import { byEffect } from '../model/effect.ts';
import type { Catalogue } from '../model/substance.ts';
import { type Artefact, requireSection } from './artefact.ts';
import { type Change, diffCatalogues } from './diff.ts';
import { type MarkedChange, markChanges } from './effects.ts';

/** The tables of law that the artefact carries beside its default policy, which is compared as a policy. */
const LAW = ['regimes', 'duties', 'mixtures'] as const;

/** Sections that follow from the facts of the catalogue: a change there that no fact explains is shown. */
const DERIVED = /^(?:pattern-|skeletons$)/;
/** The halves of one dictionary are one part. */
const ORDINARY = /^(?:names|words|grams)-\d$/;

/** Every change from `before` to `after`, weakenings first; their default policies left out. @throws Fault `artefact-invalid`. */
export function compareArtefacts(before: Artefact, after: Artefact, digest: Digest): MarkedChange[] {
	const isSame = digest(requireSection(before, 'catalogue')) === digest(requireSection(after, 'catalogue'));
	const facts = isSame ? [] : diffCatalogues(section(before, 'catalogue') as Catalogue, section(after, 'catalogue') as Catalogue);
	const law = lawChanges(section(before, 'law'), section(after, 'law'));
	const isDerived = facts.length > 0;
	const parts = partChanges(before, after, digest).filter(({ record }) => !(isDerived && record === 'parts/patterns'));
	const unknown = [...law, ...parts].map((change) => ({ ...change, effect: 'unknown' as const }));
	return [...markChanges(facts), ...unknown].sort(byEffect);
}

const section = (artefact: Artefact, name: string): unknown => JSON.parse(new TextDecoder().decode(requireSection(artefact, name)));

function lawChanges(before: unknown, after: unknown): Change[] {
	return LAW.flatMap((table) => {
		const [was, is] = [before, after].map((law) => placesOf((law as Readonly<Record<string, Json>>)[table] ?? null));
		return sides(was ?? new Map(), is ?? new Map()).map((side) => ({ what: 'part' as const, record: `law/${table}`, ...side }));
	});
}

type Side = Pick<Change, 'at'> &
	(
		| { readonly kind: 'added'; readonly after: string }
		| { readonly kind: 'removed'; readonly before: string }
		| { readonly kind: 'changed'; readonly before: string; readonly after: string }
	);

function sides(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Side[] {
	return [...new Set([...before.keys(), ...after.keys()])].flatMap((at): Side[] => {
		const [was, is] = [before.get(at), after.get(at)];
		if (was === is) return [];
		if (was === undefined) return [{ at, kind: 'added', after: is ?? '' }];
		return is === undefined ? [{ at, kind: 'removed', before: was }] : [{ at, kind: 'changed', before: was, after: is }];
	});
}

/** Rows by their own names where they have one, so that a row that came in between moves no other. */
function placesOf(value: Json, at = '', places = new Map<string, string>()): Map<string, string> {
	if (Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null)) {
		const taken = new Set<string>();
		for (const [i, item] of value.entries()) {
			const { id, code } = item as Readonly<Record<string, Json>>;
			const name = String(id ?? code ?? i);
			placesOf(item, `${at}/${taken.has(name) ? `${name} (${i})` : name}`, places);
			taken.add(name);
		}
	} else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
		for (const [key, item] of Object.entries(value)) placesOf(item as Json, `${at}/${key}`, places);
	} else places.set(at, typeof value === 'string' ? value : canonicalJson(value));
	return places;
}

function partChanges(before: Artefact, after: Artefact, digest: Digest): Change[] {
	return sides(partsOf(before, digest), partsOf(after, digest)).map(({ at, ...side }) => ({
		...side,
		what: 'part' as const,
		record: `parts/${at}`,
		at: '',
	}));
}

/** The first digits of the hash of each part. */
function partsOf({ sections }: Artefact, digest: Digest): Map<string, string> {
	const hashes = new Map<string, string>();
	for (const [name, bytes] of sections) {
		if (name === 'catalogue' || name === 'law') continue;
		const part = DERIVED.test(name) ? 'patterns' : ORDINARY.test(name) ? 'ordinary-names' : name;
		hashes.set(part, digest(`${hashes.get(part) ?? ''}${name}${digest(bytes)}`));
	}
	return new Map([...hashes].map(([part, hash]) => [part, hash.slice(0, 16)]));
}
