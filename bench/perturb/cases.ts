// Seeded cases: listed identities × perturbation kinds × templates → texts with the expected substances. Held-out substances are a
// third of the catalogue, chosen by hash of id. A disturbed name that reads as another catalogue name is dropped, not counted.
import type { Catalogue, Substance, Tier } from '../../src/model/substance.ts';
import type { Kind, Split, Subject } from './kind.ts';
import { disturb, KINDS } from './kinds.ts';
import { hash32, seeded } from './random.ts';
import { fill, surround, VENDOR } from './templates.ts';

export interface Case {
	readonly id: string;
	readonly class: string;
	readonly kind: string;
	readonly kindSplit: Split;
	readonly substance: string;
	readonly substanceSplit: Split;
	readonly tier: Tier;
	/** Ids that answer the case: all substances that carry this identity. */
	readonly expect: readonly string[];
	readonly language: string;
	/** The identity as listed, and as disturbed. */
	readonly from: string;
	readonly x: string;
	readonly text: string;
	/** Where `x` stands in `text`, UTF-16. */
	readonly start: number;
	readonly end: number;
}

/** One identity of one substance. */
export interface Identity {
	readonly substance: Substance;
	readonly subject: Subject;
	readonly language: string;
	readonly text: string;
	readonly expect: readonly string[];
}

/** A third of the substances is held out, by hash of the id. */
export const substanceSplit = (id: string): Split => (hash32(`substance:${id}`) % 3 === 0 ? 'held-out' : 'fit');

/** Letters and digits only, lower case: two names that fold alike are the same words. */
export const plain = (text: string): string =>
	text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');

function subjectOf(language: string, text: string): Subject | null {
	if (/\p{Script=Han}/u.test(text)) return 'chinese-name';
	if (/\p{Script=Cyrillic}/u.test(text)) return 'cyrillic-name';
	return language === 'zh' || language === 'ru' ? null : 'name';
}

/** Every identity of the catalogue; names under four letters are left out, as are abbreviations, which are never decisive alone. */
export function identitiesOf(catalogue: Catalogue): Identity[] {
	const short = new Set(catalogue.abbreviations.map((entry) => plain(entry.text)));
	const rows: { substance: Substance; subject: Subject; language: string; text: string; key: string }[] = [];
	for (const substance of catalogue.substances) {
		for (const text of substance.abbreviations) short.add(plain(text));
		for (const [language, names] of Object.entries(substance.names)) {
			for (const text of names) {
				const subject = subjectOf(language, text);
				const letters = text.match(/\p{L}/gu)?.length ?? 0;
				if (subject !== null && letters >= (subject === 'chinese-name' ? 2 : 4) && !short.has(plain(text)))
					rows.push({ substance, subject, language, text, key: plain(text) });
			}
		}
		for (const cas of substance.cas) rows.push({ substance, subject: 'cas', language: 'und', text: cas.number, key: cas.number });
		if (substance.smiles !== null)
			rows.push({ substance, subject: 'smiles', language: 'und', text: substance.smiles, key: substance.smiles });
		if (substance.inchikey !== null)
			rows.push({ substance, subject: 'inchikey', language: 'und', text: substance.inchikey, key: substance.inchikey });
	}
	const owners = new Map<string, Set<string>>();
	for (const entry of rows) owners.set(entry.key, (owners.get(entry.key) ?? new Set()).add(entry.substance.id));
	for (const shared of catalogue.shared) {
		const key = shared.kind === 'name' ? plain(shared.value) : shared.value;
		for (const id of shared.substances) owners.get(key)?.add(id);
	}
	// Stereoisomers share the first block of the key: a structure without stereo marks cannot tell them apart.
	const flat = Map.groupBy(catalogue.substances, (substance) => substance.inchikey?.slice(0, 14) ?? substance.id);
	const isomers = (substance: Substance): string[] =>
		(flat.get(substance.inchikey?.slice(0, 14) ?? substance.id) ?? []).map((one) => one.id);
	return rows.map(({ key, ...entry }) => {
		const structural = entry.subject === 'smiles' || entry.subject === 'inchikey';
		return { ...entry, expect: [...new Set([...(owners.get(key) ?? []), ...(structural ? isomers(entry.substance) : [])])] };
	});
}

export interface CaseOptions {
	readonly seed: number;
	/** Cases wanted per kind; kinds that apply to few names give fewer. */
	readonly perKind: number;
	readonly kinds?: readonly Kind[];
	/** Only templates of this split; both by default. */
	readonly templates?: Split;
	readonly substances?: Split;
}

/** The cases of a seed, in stable order. Equal options and catalogue give equal cases. */
export function casesOf(catalogue: Catalogue, options: CaseOptions): Case[] {
	const identities = identitiesOf(catalogue).filter(
		(entry) => options.substances === undefined || substanceSplit(entry.substance.id) === options.substances,
	);
	const folded = new Map<string, string>();
	for (const entry of identities) folded.set(plain(entry.text), entry.substance.id);
	const templates = VENDOR.filter((template) => options.templates === undefined || template.split === options.templates);
	const bySubject = Map.groupBy(identities, (entry) => entry.subject);
	const cases: Case[] = [];
	for (const kind of options.kinds ?? KINDS) {
		const pool = bySubject.get(kind.subject) ?? [];
		const random = seeded(options.seed, kind.id);
		const order = shuffledBySubstance(pool, options.seed, kind.id);
		let made = 0;
		for (let turn = 0; turn < order.length * 2 && made < options.perKind; turn++) {
			const identity = order[turn % order.length];
			if (identity === undefined) break;
			const x = disturb(kind, identity.text, random);
			if (x === null) continue;
			const other = folded.get(plain(x));
			if (other !== undefined && !identity.expect.includes(other)) continue;
			const template = random.pick(templates);
			const text = surround(fill(template, { x }, random), random);
			const start = text.indexOf(x);
			cases.push({
				id: `${kind.id}#${made}`,
				class: kind.class,
				kind: kind.id,
				kindSplit: kind.split,
				substance: identity.substance.id,
				substanceSplit: substanceSplit(identity.substance.id),
				tier: identity.substance.tier,
				expect: identity.expect,
				language: identity.language,
				from: identity.text,
				x,
				text,
				start,
				end: start + x.length,
			});
			made++;
		}
	}
	return cases;
}

/** Identities in an order that goes round the substances, so that one with twenty names does not drown one with two. */
function shuffledBySubstance(pool: readonly Identity[], seed: number, kind: string): Identity[] {
	const rank = (entry: Identity): number => hash32(`${seed} ${kind} ${entry.substance.id} ${entry.text}`);
	const groups = [...Map.groupBy(pool, (entry) => entry.substance.id).values()].map((group) => group.toSorted((a, b) => rank(a) - rank(b)));
	groups.sort((a, b) => rank(a[0] as Identity) - rank(b[0] as Identity));
	const order: Identity[] = [];
	for (let round = 0; order.length < pool.length; round++)
		for (const group of groups) if (group[round] !== undefined) order.push(group[round] as Identity);
	return order;
}
