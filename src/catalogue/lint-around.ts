// Lint of what stands around the substances: families without tests, look-alikes, abbreviations and equipment that point nowhere,
// context phrases that say two opposite things, ids given twice.
import type { Catalogue, ContextKind } from '../model/substance.ts';
import { checkSources, inFamily, inLookAlikes, type Known, type LintProblem, refusal } from './lint-problem.ts';
import { lintCas } from './lint-substances.ts';
import { nameKey } from './name-key.ts';

export function* lintAround(catalogue: Catalogue, known: Known): Generator<LintProblem> {
	yield* lintIds(catalogue);
	yield* lintFamilies(catalogue, known);
	yield* lintLookAlikeFacts(catalogue, known);
	yield* lintAbbreviations(catalogue, known);
	yield* lintRest(catalogue, known);
	yield* lintContext(catalogue);
}

function* lintIds(catalogue: Catalogue): Generator<LintProblem> {
	const lists: readonly (readonly [string, readonly string[]])[] = [
		['substances', catalogue.substances.map((one) => one.id)],
		['families', catalogue.families.map((one) => one.id)],
		['equipment.yaml', catalogue.equipment.map((one) => one.id)],
		['sources.yaml', catalogue.sources.map((one) => one.id)],
		['context', catalogue.context.map((one) => one.kind)],
	];
	for (const [place, ids] of lists) {
		for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index))) {
			yield refusal('id-repeated', place, `the id "${id}" is given twice`, 'rename or remove one of them');
		}
	}
}

function* lintFamilies(catalogue: Catalogue, known: Known): Generator<LintProblem> {
	for (const family of catalogue.families) {
		const here = (pointer: string): string => inFamily(family.id, pointer);
		const { tier, smarts, exactParents, positives, negatives } = family;
		if (tier !== 1 && tier !== 2 && tier !== 3) yield refusal('tier', here('/tier'), 'the tier is missing', 'write 1, 2 or 3');
		if (smarts.length > 0 === exactParents.length > 0) {
			yield refusal('family-query', here('/smarts'), 'a family is either SMARTS or exact parents', 'give exactly one of the two');
		}
		for (const [name, examples] of Object.entries({ positives, negatives })) {
			if (examples.length === 0)
				yield refusal('examples-missing', here(`/${name}`), `the family has no ${name}`, 'add at least one SMILES: they are its tests');
		}
		for (const [index, member] of family.members.entries())
			if (member.cas !== null) yield* lintCas(member.cas, here(`/members/${index}/cas`));
		yield* checkSources(family.sources, here('/sources'), known);
	}
}

function* lintLookAlikeFacts(catalogue: Catalogue, known: Known): Generator<LintProblem> {
	for (const [index, one] of catalogue.lookAlikes.entries()) {
		if (one.cas !== null) yield* lintCas(one.cas, inLookAlikes(index, '/cas'));
		for (const id of one.confusedWith) {
			if (!known.substances.has(id) && !known.equipment.has(id)) {
				yield refusal('unknown-reference', inLookAlikes(index, '/confusedWith'), `there is no substance "${id}"`, 'correct the id');
			}
		}
	}
}

function* lintAbbreviations(catalogue: Catalogue, known: Known): Generator<LintProblem> {
	const owners = new Map<string, string>();
	for (const [index, one] of catalogue.abbreviations.entries()) {
		const here = `abbreviations.yaml#/abbreviations/${index}`;
		const substance = catalogue.substances.find((candidate) => candidate.id === one.substance);
		if (substance === undefined || !known.substances.has(one.substance)) {
			yield refusal('abbreviation', `${here}/substance`, `there is no substance "${one.substance}"`, 'correct the id');
		}
		const twin = owners.get(one.text);
		if (twin !== undefined)
			yield refusal('abbreviation', `${here}/text`, `"${one.text}" already stands for ${twin}`, 'merge the two entries');
		owners.set(one.text, one.substance);
		for (const [i, number] of one.benignCas.entries()) yield* lintCas(number, `${here}/benignCas/${i}`);
	}
}

function* lintRest(catalogue: Catalogue, known: Known): Generator<LintProblem> {
	for (const [index, machine] of catalogue.equipment.entries()) {
		const here = `equipment.yaml#/equipment/${index}`;
		yield* checkSources(machine.sources, `${here}/sources`, known);
		const names = new Set(Object.values(machine.names).flat().map(nameKey));
		for (const name of machine.lookAlikes) {
			if (names.has(nameKey(name)))
				yield refusal('look-alike-listed', `${here}/lookAlikes`, `"${name}" is its own look-alike`, 'keep it in one of the two lists');
		}
	}
	for (const source of new Set(catalogue.drugs.map((drug) => drug.source))) yield* checkSources([source], 'controlled-drugs.yaml', known);
	for (const [index, one] of catalogue.badIdentifiers.entries()) {
		if (!known.substances.has(one.substance)) {
			yield refusal(
				'unknown-reference',
				`bad-identifiers.yaml#/badIdentifiers/${index}/substance`,
				`there is no substance "${one.substance}"`,
				'correct the id',
			);
		}
	}
}

/** A phrase of the left kind excuses or doubts a match; the same phrase on the right would speak for an offer. */
const CONTRADICTIONS: readonly (readonly [ContextKind, readonly ContextKind[]])[] = [
	['negation-before', ['mention', 'replacement', 'stealth', 'off-platform', 'offer', 'chemical']],
	['negation-direct', ['mention', 'replacement', 'stealth', 'off-platform', 'offer', 'chemical']],
	['refusal-before', ['mention', 'replacement', 'stealth', 'off-platform', 'offer', 'chemical']],
	['refusal-after', ['mention', 'replacement', 'stealth', 'off-platform', 'offer', 'chemical']],
	['negation-after', ['mention', 'replacement', 'stealth', 'off-platform', 'offer', 'chemical']],
	['mention', ['replacement', 'stealth', 'off-platform', 'offer', 'chemical']],
];

const phraseKey = (phrase: string): string =>
	phrase
		.normalize('NFKC')
		.toLowerCase()
		.replace(/\s{1,9}/g, ' ');

function* lintContext(catalogue: Catalogue): Generator<LintProblem> {
	const holders = new Map<string, ContextKind[]>();
	for (const { kind, phrases } of catalogue.context) {
		for (const phrase of Object.values(phrases).flat()) {
			const kinds = holders.get(phraseKey(phrase)) ?? [];
			if (!kinds.includes(kind)) holders.set(phraseKey(phrase), [...kinds, kind]);
		}
	}
	for (const { kind, phrases } of catalogue.context) {
		const against = CONTRADICTIONS.find(([honest]) => honest === kind)?.[1] ?? [];
		for (const [language, list] of Object.entries(phrases)) {
			for (const [index, phrase] of list.entries()) {
				const others = (holders.get(phraseKey(phrase)) ?? []).filter((other) => against.includes(other));
				if (others.length === 0) continue;
				const message = `"${phrase}" is also a phrase of ${others.join(' and ')}`;
				yield refusal(
					'context-contradiction',
					`context/${kind}.yaml#/phrases/${language}/${index}`,
					message,
					'keep it on one side, or make the phrase longer',
				);
			}
		}
	}
}
