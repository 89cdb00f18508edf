// One file of substances/ → Substance. Mirrors the keys of the YAML one to one; what a source lacks is `unknown` or null.
import type { CasNumber, Control, Examples, Exemption, LimitedForm, ListCode, Substance, Threshold } from '../model/substance.ts';
import type { Fields } from './fields.ts';

export const CONFIDENCES = ['low', 'medium', 'high'] as const;
const REGIMES = ['US', 'UN', 'EU', 'CN', 'CA', 'IN', 'MX', 'UK'] as const;
const UNITS = ['kg', 'g', 'L', 'mL'] as const;

/** Reads a whole substance file; the caller checks the file name against `id`. */
export function readSubstance(fields: Fields): Substance {
	const hsConfidence = fields.has('hsConfidence') ? fields.oneOf('hsConfidence', CONFIDENCES) : undefined;
	const stereo = fields.optionalText('stereo');
	const limited = fields.has('limited') ? fields.items('limited', readLimited) : undefined;
	const examples = fields.optionalNested('examples', readExamples);
	return {
		id: readId(fields),
		group: fields.text('group'),
		tier: fields.tier('tier'),
		names: readNames(fields),
		abbreviations: fields.texts('abbreviations'),
		cas: fields.items('cas', readCas),
		smiles: fields.textOrNull('smiles'),
		inchikey: fields.textOrNull('inchikey'),
		formula: fields.textOrNull('formula'),
		hs: fields.textOrNull('hs'),
		...(hsConfidence === undefined ? {} : { hsConfidence }),
		...(stereo === undefined ? {} : { stereo }),
		family: fields.textOrNull('family'),
		controls: fields.items('controls', readControl),
		...(limited === undefined ? {} : { limited }),
		...(examples === undefined ? {} : { examples }),
		uses: fields.texts('uses'),
		notes: fields.textOrNull('notes'),
		confidence: fields.oneOf('confidence', CONFIDENCES),
		sources: fields.texts('sources'),
	};
}

function readId(fields: Fields): string {
	const id = fields.text('id');
	if (id !== '' && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
		fields.report('id', `"${id}" is not an id`, 'use lower-case letters, digits and single hyphens');
	return id;
}

function readNames(fields: Fields): Record<string, string[]> {
	const names = fields.byLanguage('names');
	if ((names['en']?.length ?? 0) === 0)
		fields.report('names', 'there is no English name', 'add names.en; its first item is the display name');
	return names;
}

function readCas(fields: Fields): CasNumber {
	return {
		number: fields.text('number'),
		form: fields.text('form'),
		confidence: fields.oneOf('confidence', CONFIDENCES),
	};
}

function readControl(fields: Fields): Control {
	const threshold = fields.optionalNested('threshold', readThreshold);
	const code = fields.optionalNested('code', readCode);
	const exemption = fields.optionalNested('exemption', readExemption);
	const until = fields.has('until') ? fields.date('until') : undefined;
	const note = fields.optionalText('note');
	return {
		regime: fields.oneOf('regime', REGIMES),
		list: fields.text('list'),
		citation: fields.text('citation'),
		wording: fields.text('wording'),
		effective: readEffective(fields),
		effectiveConfidence: fields.oneOf('effectiveConfidence', CONFIDENCES),
		status: fields.oneOf('status', ['in-force', 'proposed', 'watch']),
		...(until === undefined ? {} : { until }),
		...(code === undefined ? {} : { code }),
		...(exemption === undefined ? {} : { exemption }),
		...(threshold === undefined ? {} : { threshold }),
		confidence: fields.oneOf('confidence', CONFIDENCES),
		sources: fields.texts('sources'),
		...(note === undefined ? {} : { note }),
	};
}

function readEffective(fields: Fields): string {
	const value = fields.text('effective');
	return value === 'unknown' || value === '' ? value : fields.date('effective');
}

function readThreshold(fields: Fields): Threshold {
	const basis = fields.optionalText('basis');
	const alternative = fields.optionalNested('alternative', (inner) => ({
		quantity: inner.decimal('quantity'),
		unit: inner.oneOf('unit', [...UNITS, '[gal_us]']),
	}));
	return {
		quantity: fields.decimal('quantity'),
		unit: fields.oneOf('unit', UNITS),
		note: fields.text('note'),
		citation: fields.text('citation'),
		confidence: fields.oneOf('confidence', CONFIDENCES),
		...(basis === undefined ? {} : { basis }),
		...(alternative === undefined ? {} : { alternative }),
	};
}

function readCode(fields: Fields): ListCode {
	return { number: fields.text('number'), confidence: fields.oneOf('confidence', CONFIDENCES) };
}

function readExemption(fields: Fields): Exemption {
	return { quantity: fields.decimal('quantity'), unit: fields.oneOf('unit', UNITS), note: fields.text('note') };
}

function readLimited(fields: Fields): LimitedForm {
	return {
		form: fields.text('form'),
		names: fields.texts('names'),
		cas: fields.texts('cas'),
		regimes: fields.texts('regimes'),
		reason: fields.text('reason'),
	};
}

function readExamples(fields: Fields): Examples {
	return { match: fields.texts('match'), clear: fields.texts('clear') };
}
