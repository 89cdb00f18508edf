// Amounts of substance as people write them: a decimal string and a unit (UCUM kg, g, mg, t, L, mL … and their usual synonyms).
// Arithmetic is on decimal strings (bigint), never on floating point. An unknown or ambiguous unit is never guessed: it is a
// problem to show a person ("ton" may be metric, short or long; "Mg" is a megagram in UCUM and a milligram to most sellers).
import { bad, ok, type Result } from '../base/result.ts';

export type Dimension = 'mass' | 'volume';

/** An amount in the base unit of its dimension: grams for mass, millilitres for volume. `value` is an exact decimal string. */
export interface BaseAmount {
	readonly dimension: Dimension;
	readonly value: string;
	/** UCUM: `g` or `mL`. */
	readonly unit: 'g' | 'mL';
}

interface UnitRow {
	readonly ucum: string;
	readonly dimension: Dimension;
	/** Grams or millilitres in one unit: exact by definition (SI; international yard and pound 1959; US gallon of 231 cubic inches). */
	readonly factor: string;
	readonly words: string;
}

const UNITS: readonly UnitRow[] = [
	{ ucum: 'ug', dimension: 'mass', factor: '0.000001', words: 'ug µg μg mcg microgram micrograms' },
	{ ucum: 'mg', dimension: 'mass', factor: '0.001', words: 'mg mgs milligram milligrams milligramme milligrammes 毫克 мг' },
	{ ucum: 'g', dimension: 'mass', factor: '1', words: 'g gr gm gms gs gram grams gramme grammes gramo gramos gramm 克 г гр грамм' },
	{
		ucum: 'kg',
		dimension: 'mass',
		factor: '1000',
		words: 'kg kgs kgm kilo kilos kilogram kilograms kilogramme kilogrammes kilogramo kilogramos 公斤 千克 кг килограмм',
	},
	{ ucum: 't', dimension: 'mass', factor: '1000000', words: 't mt tonne tonnes tonelada toneladas 公吨 т' },
	{ ucum: '[lb_av]', dimension: 'mass', factor: '453.59237', words: 'lb lbs pound pounds [lb_av]' },
	{ ucum: '[oz_av]', dimension: 'mass', factor: '28.349523125', words: 'oz ozs ounce ounces [oz_av]' },
	{ ucum: '[jin]', dimension: 'mass', factor: '500', words: '斤 市斤' },
	{ ucum: 'uL', dimension: 'volume', factor: '0.001', words: 'ul µl μl microliter microliters microlitre microlitres' },
	{
		ucum: 'mL',
		dimension: 'volume',
		factor: '1',
		words: 'ml mls cc cm3 cm³ milliliter milliliters millilitre millilitres mililitro mililitros 毫升 мл',
	},
	{ ucum: 'cL', dimension: 'volume', factor: '10', words: 'cl centiliter centilitre centiliters centilitres' },
	{ ucum: 'L', dimension: 'volume', factor: '1000', words: 'l ls lt ltr ltrs liter liters litre litres litro litros dm3 dm³ 升 л литр' },
	{ ucum: 'm3', dimension: 'volume', factor: '1000000', words: 'm3 m³ cbm' },
	{ ucum: '[gal_us]', dimension: 'volume', factor: '3785.411784', words: 'gal gals gallon gallons [gal_us]' },
	{ ucum: '[foz_us]', dimension: 'volume', factor: '29.5735295625', words: 'floz fl.oz fl.oz. [foz_us]' },
	{ ucum: '[qt_us]', dimension: 'volume', factor: '946.352946', words: 'qt qts quart quarts [qt_us]' },
	{ ucum: '[pt_us]', dimension: 'volume', factor: '473.176473', words: 'pint pints [pt_us]' },
];

const AMBIGUOUS: ReadonlySet<string> = new Set(['ton', 'tons', '吨', 'тонна', 'тонн']);
const BY_WORD: ReadonlyMap<string, UnitRow> = new Map(UNITS.flatMap((row) => row.words.split(' ').map((word) => [word, row] as const)));

/** The UCUM code of a unit as written (`kilos` → `kg`), or a problem when it is unknown or ambiguous. */
export function parseUnit(text: string): Result<string> {
	const row = findUnit(text);
	return row.ok ? ok(row.value.ucum) : row;
}

/** Grams or millilitres of a quantity (decimal string) in a unit as written, exactly. */
export function toBaseAmount(quantity: string, unit: string): Result<BaseAmount> {
	const decimal = readDecimal(quantity.trim());
	if (decimal === null) return bad('/quantity', `"${quantity.slice(0, 32)}" is not a quantity`, 'write a decimal number such as 2.5');
	const row = findUnit(unit);
	if (!row.ok) return row;
	const factor = readDecimal(row.value.factor);
	if (factor === null) return bad('/unit', `the unit "${unit}" has no factor`, 'use kg, g, L or mL');
	const value = writeDecimal({ digits: decimal.digits * factor.digits, scale: decimal.scale + factor.scale });
	return ok({ dimension: row.value.dimension, value, unit: row.value.dimension === 'mass' ? 'g' : 'mL' });
}

/** A number and a unit written together: `25kg`, `1.5 L`, `1,000.5 g`. `1,000 kg` is ambiguous (one or a thousand) and a problem. */
export function parseMeasure(text: string): Result<{ readonly quantity: string; readonly unit: string }> {
	const source = text.trim();
	const number = source.length > 64 ? null : /^[0-9][0-9.,]*/.exec(source);
	const rest = number === null ? '' : source.slice(number[0].length);
	if (number === null || rest === '')
		return bad('', `"${source.slice(0, 32)}" is not an amount`, 'write a number and a unit, such as 2.5 kg');
	const quantity = plainNumber(number[0]);
	if (quantity === null)
		return bad('', `"${number[0]}" can be read in two ways`, 'write the number without grouping, with a point for decimals');
	const unit = parseUnit(rest);
	return unit.ok ? ok({ quantity, unit: unit.value }) : unit;
}

/** The sum of decimal strings, exactly. Strings that are no decimals are a problem. */
export function addDecimals(values: readonly string[]): Result<string> {
	let sum: Decimal = { digits: 0n, scale: 0 };
	for (const value of values) {
		const next = readDecimal(value);
		if (next === null) return bad('', `"${value.slice(0, 32)}" is not a decimal number`, 'write a decimal number such as 2.5');
		const scale = Math.max(sum.scale, next.scale);
		sum = { digits: rescale(sum, scale) + rescale(next, scale), scale };
	}
	return ok(writeDecimal(sum));
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`; null when either is no decimal string. */
export function compareDecimals(a: string, b: string): number | null {
	const left = readDecimal(a);
	const right = readDecimal(b);
	if (left === null || right === null) return null;
	const scale = Math.max(left.scale, right.scale);
	const difference = rescale(left, scale) - rescale(right, scale);
	return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export type ConcentrationBasis = 'w/w' | 'w/v' | 'v/v' | 'unstated';

/** A share of a mixture: percent (decimal string, 0 to 100) and what it is a share of. */
export interface Concentration {
	readonly percent: string;
	readonly basis: ConcentrationBasis;
}

/** Reads `57%`, `30 % w/w`, `≥99.5 % (m/m)`, `37 percent v/v`. Above 100 % w/w or v/v is a problem. */
export function parseConcentration(text: string): Result<Concentration> {
	const source = text.trim().toLowerCase();
	const fix = 'write a percentage such as 57 % w/w';
	const shape =
		source.length > 48
			? null
			: /^[≥≤<>~=]{0,2}\s?([0-9.,]{1,20})\s?(?:%|％|pct|percent|per cent)\s?\(?([wmv]t?\.?\s?\/\s?[wmv]t?\.?)?\)?$/u.exec(source);
	const percent = shape === null ? null : plainNumber(shape[1] ?? '');
	if (shape === null || percent === null) return bad('', `"${source.slice(0, 32)}" is not a concentration`, fix);
	const letters = (shape[2] ?? '').replace(/[\s.t]/g, '').replaceAll('m', 'w');
	const basis: ConcentrationBasis = letters === 'w/w' || letters === 'w/v' || letters === 'v/v' ? letters : 'unstated';
	if (letters !== '' && basis === 'unstated') return bad('', `"${shape[2]}" is no usual basis of a percentage`, fix);
	if (basis !== 'w/v' && (compareDecimals(percent, '100') ?? 1) > 0) return bad('', `${percent} % is more than the whole`, fix);
	return ok({ percent, basis });
}

interface Decimal {
	readonly digits: bigint;
	readonly scale: number;
}

function findUnit(text: string): Result<UnitRow> {
	const word = text.trim();
	const lower = word
		.toLowerCase()
		.replace(/\s+/g, '')
		.replace(/(?<=\p{L})\.$/u, '');
	if (word === 'Mg') return bad('/unit', '"Mg" may be a milligram or a megagram', 'use mg, g, kg or t');
	if (AMBIGUOUS.has(lower)) return bad('/unit', `"${word}" may be a metric, short or long ton`, 'use t (metric tonne) or kg');
	const row = word.length > 32 ? undefined : BY_WORD.get(lower);
	return row === undefined ? bad('/unit', `unknown unit "${word.slice(0, 32)}"`, 'use kg, g, L or mL') : ok(row);
}

// "1,5" is a decimal comma and "1,000,000" or "1,000.5" is grouping; one comma before exactly three digits is either: null.
function plainNumber(text: string): string | null {
	const commas = text.split(',').length - 1;
	if (commas === 0) return readDecimal(text) === null ? null : text;
	if (/^\d{1,3}(?:,\d{3}){2,6}(?:\.\d+)?$/.test(text) || /^\d{1,3}(?:,\d{3})+\.\d+$/.test(text)) return text.replaceAll(',', '');
	return /^\d{1,18},(?:\d{1,2}|\d{4,18})$/.test(text) ? text.replace(',', '.') : null;
}

function readDecimal(text: string): Decimal | null {
	const shape = text.length > 40 ? null : /^(\d{1,20})(?:\.(\d{1,18}))?$/.exec(text);
	if (shape === null) return null;
	const fraction = shape[2] ?? '';
	return { digits: BigInt(`${shape[1]}${fraction}`), scale: fraction.length };
}

function writeDecimal(value: Decimal): string {
	const digits = value.digits.toString().padStart(value.scale + 1, '0');
	const whole = digits.slice(0, digits.length - value.scale);
	let end = digits.length;
	while (end > whole.length && digits[end - 1] === '0') end--;
	const fraction = digits.slice(whole.length, end);
	return fraction === '' ? whole : `${whole}.${fraction}`;
}

function rescale(value: Decimal, scale: number): bigint {
	return value.digits * 10n ** BigInt(scale - value.scale);
}
