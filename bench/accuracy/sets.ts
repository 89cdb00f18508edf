// The probe sets that need no outside files: disguised cases, families, look-alikes, benign names and lines, contrast sentences; all
// from the catalogue, the shipped benign names and the seed.
import type { Catalogue, Substance } from '../../src/model/substance.ts';
import { casesOf, identitiesOf } from '../perturb/cases.ts';
import type { Split } from '../perturb/kind.ts';
import { type Random, seeded } from '../perturb/random.ts';
import { CHEMICAL, COLLISION, fill, fillable, filler, MENTION, NEGATION, surround, type Template } from '../perturb/templates.ts';
import { mayPass, type NegativeProbe, type PositiveProbe } from './probe.ts';

/** One ordinary chemical name with what is known about it. */
export interface BenignName {
	readonly name: string;
	readonly cas?: string;
	readonly formula?: string;
	/** Another name of the same chemical. */
	readonly alias?: string;
}

const substancesById = (catalogue: Catalogue): ((id: string) => Substance | undefined) => {
	const byId = new Map(catalogue.substances.map((substance) => [substance.id, substance]));
	return (id) => byId.get(id);
};

/** Disguised and plain cases as probes. */
export function positiveProbes(catalogue: Catalogue, seed: number, perKind: number): PositiveProbe[] {
	const substanceOf = substancesById(catalogue);
	return casesOf(catalogue, { seed, perKind }).map((one) => ({
		id: one.id,
		kind: one.kind,
		class: one.class,
		kindSplit: one.kindSplit,
		substanceSplit: one.substanceSplit,
		tier: one.tier,
		language: one.language,
		expect: one.expect,
		mayPass: mayPass(one.kind, one.expect.map(substanceOf)),
		listing: { title: one.text },
		x: one.x,
		start: one.start,
		end: one.end,
	}));
}

/** Every identity as it is listed, in a bare offer: no sampling, one probe each. `language` is the column of the clean table. */
export function cleanProbes(catalogue: Catalogue): PositiveProbe[] {
	const substanceOf = substancesById(catalogue);
	return identitiesOf(catalogue).map((identity, at) => {
		const title = identity.subject === 'cas' ? `CAS ${identity.text}, 1 kg` : `${identity.text}, 1 kg`;
		const start = title.indexOf(identity.text);
		const column = identity.language === 'und' ? identity.subject : identity.language;
		return {
			id: `clean#${at}`,
			kind: 'clean/clean',
			class: 'clean',
			kindSplit: 'fit',
			substanceSplit: 'fit',
			tier: identity.substance.tier,
			language: column,
			expect: identity.expect,
			mayPass: mayPass('clean/clean', identity.expect.map(substanceOf)),
			listing: { title },
			x: identity.text,
			start,
			end: start + identity.text.length,
		};
	});
}

/** A structure that a family's legal wording covers, or does not. */
export interface FamilyProbe {
	readonly id: string;
	readonly family: string;
	readonly member: boolean;
	readonly listing: PositiveProbe['listing'];
}

export function familyProbes(catalogue: Catalogue): FamilyProbe[] {
	return catalogue.families.flatMap((family) => {
		const probe = (member: boolean) => (smiles: string, at: number) => ({
			id: `${family.id}${member ? '+' : '-'}${at}`,
			family: family.id,
			member,
			listing: { title: 'Chemical building block, 98 %, 25 g', smiles },
		});
		return [...family.positives.map(probe(true)), ...family.negatives.map(probe(false))];
	});
}

export interface LookAlikeProbe {
	readonly id: string;
	readonly name: string;
	readonly expect: string;
	/** `name`: the name alone; `offer`: name, CAS and structure as a vendor gives them. */
	readonly form: 'name' | 'offer';
	readonly listing: PositiveProbe['listing'];
}

export function lookAlikeProbes(catalogue: Catalogue): LookAlikeProbe[] {
	return catalogue.lookAlikes.flatMap((entry, at) => [
		{ id: `lookalike#${at}/name`, name: entry.name, expect: entry.expect, form: 'name' as const, listing: { title: entry.name } },
		{
			id: `lookalike#${at}/offer`,
			name: entry.name,
			expect: entry.expect,
			form: 'offer' as const,
			listing: {
				title: `${entry.name}, 98 %, 100 g`,
				...(entry.cas === null ? {} : { cas: entry.cas }),
				...(entry.smiles === null ? {} : { smiles: entry.smiles }),
			},
		},
	]);
}

/** Ordinary product lines written by the generator: an easy set, there so that a broken engine is noticed without outside data. */
export function fillerProbes(seed: number, count: number): NegativeProbe[] {
	const random = seeded(seed, 'filler');
	return Array.from({ length: count }, (_, at) => ({ id: `line#${at}`, set: 'generated-lines', listing: { title: filler(random) } }));
}

/** Each benign name alone, and in a vendor-style sentence with a second name when one is known. */
export function benignProbes(names: readonly BenignName[], seed: number, set: string, split?: Split): NegativeProbe[] {
	const templates = CHEMICAL.filter((template) => split === undefined || template.split === split);
	return names.flatMap((entry, at) => {
		const random = seeded(seed, set, entry.name);
		const values = { x: entry.name, cas: entry.cas, formula: entry.formula, alias: entry.alias };
		const usable = templates.filter((template) => fillable(template, values));
		const template = usable[random.below(usable.length)];
		const alone: NegativeProbe = { id: `${set}#${at}/name`, set: `${set}/name`, listing: { title: entry.name } };
		return template === undefined
			? [alone]
			: [alone, { id: `${set}#${at}/offer`, set: `${set}/offer`, listing: { title: fill(template, values, random) } }];
	});
}

/** Negation, mention and collision sentences over listed names and short codes. */
export function contrastProbes(catalogue: Catalogue, seed: number, perKind: number): NegativeProbe[] {
	const names = identitiesOf(catalogue).filter((identity) => identity.subject === 'name' && identity.language === 'en');
	const codes = [...new Set(catalogue.abbreviations.map((entry) => entry.text))];
	const make = (kind: string, templates: readonly Template[], words: readonly string[]): NegativeProbe[] => {
		const random: Random = seeded(seed, kind);
		if (words.length === 0) return [];
		return Array.from({ length: perKind }, (_, at) => {
			const sentence = fill(random.pick(templates), { x: random.pick(words) }, random);
			return { id: `${kind}#${at}`, set: kind, listing: { title: at % 2 === 0 ? sentence : surround(sentence, random) } };
		});
	};
	const texts = names.map((identity) => identity.text);
	return [...make('negation', NEGATION, texts), ...make('mention', MENTION, texts), ...make('collision', COLLISION, codes)];
}
