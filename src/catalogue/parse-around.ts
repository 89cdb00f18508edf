// The files around the substances: families, look-alikes, abbreviations, equipment, context phrases, controlled-drug names,
// sources, known-bad and shared identifiers. One reader per file kind, keys as written in the YAML.
import type {
	Abbreviation,
	Catalogue,
	ContextPhrases,
	ControlledDrug,
	Equipment,
	Family,
	LookAlike,
	SharedIdentifier,
	Source,
} from '../model/substance.ts';
import type { Fields } from './fields.ts';
import { CONFIDENCES } from './parse-substance.ts';

export const CONTEXT_KINDS = [
	'negation-before',
	'negation-direct',
	'negation-after',
	'refusal-before',
	'refusal-after',
	'link',
	'filler',
	'contrast',
	'mention',
	'replacement',
	'stealth',
	'off-platform',
	'offer',
	'chemical',
] as const;

export function readFamily(fields: Fields): Family {
	return {
		id: fields.text('id'),
		title: fields.text('title'),
		wording: fields.text('wording'),
		scope: fields.text('scope'),
		sources: fields.texts('sources'),
		smarts: fields.texts('smarts'),
		exactParents: fields.texts('exactParents'),
		reviewOnly: fields.flag('reviewOnly'),
		regimes: fields.texts('regimes'),
		tier: fields.tier('tier'),
		positives: fields.texts('positives'),
		negatives: fields.texts('negatives'),
		members: fields.items('members', (member) => ({
			name: member.text('name'),
			aliases: member.has('aliases') ? member.texts('aliases') : [],
			cas: member.textOrNull('cas'),
			smiles: member.text('smiles'),
		})),
	};
}

export function readLookAlike(fields: Fields): LookAlike {
	return {
		name: fields.text('name'),
		aliases: fields.texts('aliases'),
		cas: fields.textOrNull('cas'),
		smiles: fields.textOrNull('smiles'),
		confusedWith: fields.texts('confusedWith'),
		why: fields.text('why'),
		expect: fields.oneOf('expect', ['clear', 'context', 'jurisdiction', 'other-entry']),
		confidence: fields.oneOf('confidence', CONFIDENCES),
	};
}

export function readAbbreviation(fields: Fields): Abbreviation {
	return {
		text: fields.text('text'),
		substance: fields.text('substance'),
		benign: fields.texts('benign'),
		benignCas: fields.texts('benignCas'),
	};
}

export function readEquipment(fields: Fields): Equipment {
	return {
		id: fields.text('id'),
		names: fields.byLanguage('names'),
		lists: fields.texts('lists'),
		lookAlikes: fields.texts('lookAlikes'),
		sources: fields.texts('sources'),
		confidence: fields.oneOf('confidence', CONFIDENCES),
	};
}

export function readContext(fields: Fields): ContextPhrases {
	const unless = fields.has('unless') ? fields.byLanguage('unless') : undefined;
	return {
		kind: fields.oneOf('kind', CONTEXT_KINDS),
		note: fields.text('note'),
		phrases: fields.byLanguage('phrases'),
		...(unless === undefined ? {} : { unless }),
	};
}

/** One schedule of controlled-drugs.yaml: a row is one drug, its names apart by ` = `; each name becomes a record. */
export function readDrugs(fields: Fields): ControlledDrug[] {
	const list = fields.text('list');
	const source = fields.text('source');
	return fields.texts('drugs').flatMap((row) => {
		const [name = '', ...aliases] = row.split(' = ');
		return [{ name, list, source }, ...aliases.map((alias) => ({ name: alias, list, source, aliasOf: name }))];
	});
}

export function readSource(fields: Fields): Source {
	const read = fields.optionalText('read');
	return {
		id: fields.text('id'),
		title: fields.text('title'),
		url: fields.textOrNull('url'),
		date: fields.textOrNull('date'),
		...(read === undefined ? {} : { read }),
	};
}

export function readBadIdentifier(fields: Fields): Catalogue['badIdentifiers'][number] {
	return { seen: fields.text('seen'), problem: fields.text('problem'), substance: fields.text('substance') };
}

export function readShared(fields: Fields): SharedIdentifier {
	return {
		kind: fields.oneOf('kind', ['cas', 'name', 'inchikey']),
		value: fields.text('value'),
		substances: fields.texts('substances'),
		why: fields.text('why'),
	};
}
