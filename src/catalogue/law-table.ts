// `catalogue/regimes.yaml` → RegimeTable: the regimes, their reach and time zones, and the classes their texts state.
// Must never guess: an unknown time zone, a country in two regimes or a class of an unknown regime is a problem.
import Type from 'typebox';
import { ok, type Problem, type Result } from '../base/result.ts';
import type { ClassLaw, RegimeTable } from '../model/law.ts';
import { checkShape } from '../model/shape.ts';

const closed = { additionalProperties: false } as const;
const text = Type.String({ minLength: 1 });
const confidence = Type.Union([Type.Literal('high'), Type.Literal('medium'), Type.Literal('low')]);
const regimeId = Type.String({ pattern: '^[A-Z]{2}$' });

const CLASS_LAW = Type.Object(
	{
		family: text,
		regime: regimeId,
		list: text,
		citation: text,
		wording: text,
		effective: Type.String({ pattern: '^(unknown|\\d{4}(-\\d{2}(-\\d{2})?)?)$' }),
		effectiveConfidence: confidence,
		status: Type.Union([Type.Literal('in-force'), Type.Literal('proposed'), Type.Literal('watch')]),
		threshold: Type.Optional(
			Type.Object(
				{
					quantity: Type.String({ pattern: '^\\d+(\\.\\d+)?$' }),
					unit: text,
					note: text,
					basis: Type.Optional(text),
					citation: text,
					confidence,
				},
				closed,
			),
		),
		confidence,
		sources: Type.Array(text, { minItems: 1 }),
		note: Type.Optional(text),
	},
	closed,
);

const REGIME_TABLE = Type.Object(
	{
		uncertainDays: Type.Integer({ minimum: 0 }),
		regimes: Type.Array(
			Type.Object(
				{
					id: regimeId,
					title: text,
					countries: Type.Array(regimeId),
					timeZone: text,
					universal: Type.Boolean(),
					permits: Type.Boolean(),
					note: Type.Optional(text),
				},
				closed,
			),
			{ minItems: 1 },
		),
		classes: Type.Array(CLASS_LAW),
		namedOnly: Type.Record(Type.String(), Type.Array(regimeId)),
	},
	closed,
);

/** The regime table from parsed YAML, or every problem in it with its JSON Pointer. */
export function parseRegimeTable(value: unknown): Result<RegimeTable> {
	const shaped = checkShape(REGIME_TABLE, value, 'regime table');
	if (!shaped.ok) return shaped;
	const table: RegimeTable = shaped.value;
	const problems = [...regimeProblems(table), ...classProblems(table)];
	return problems.length > 0 ? { ok: false, problems } : ok(table);
}

function* regimeProblems(table: RegimeTable): Generator<Problem> {
	const ids = new Set<string>();
	const homes = new Map<string, string>();
	for (const [index, regime] of table.regimes.entries()) {
		const pointer = `/regimes/${index}`;
		if (ids.has(regime.id)) yield { pointer: `${pointer}/id`, message: `regime ${regime.id} appears twice`, fix: 'remove one of them' };
		ids.add(regime.id);
		if (!isTimeZone(regime.timeZone)) {
			yield {
				pointer: `${pointer}/timeZone`,
				message: `"${regime.timeZone}" is not an IANA time zone`,
				fix: 'use a name such as Europe/Brussels',
			};
		}
		for (const country of regime.countries) {
			const home = homes.get(country);
			if (home !== undefined) {
				yield { pointer: `${pointer}/countries`, message: `${country} already belongs to ${home}`, fix: 'keep it in one regime' };
			}
			homes.set(country, regime.id);
		}
	}
}

function* classProblems(table: RegimeTable): Generator<Problem> {
	const ids = new Set(table.regimes.map((regime) => regime.id));
	const dated = new Set<string>();
	const missing = (pointer: string, id: string): Problem => ({
		pointer,
		message: `no regime ${id}`,
		fix: 'add the regime or correct the id',
	});
	for (const [index, line] of table.classes.entries() as ArrayIterator<[number, ClassLaw]>) {
		if (!ids.has(line.regime)) yield missing(`/classes/${index}/regime`, line.regime);
		dated.add(`${line.family} ${line.regime}`);
	}
	for (const [family, regimes] of Object.entries(table.namedOnly)) {
		for (const [index, regime] of regimes.entries()) {
			const pointer = `/namedOnly/${family}/${index}`;
			if (!ids.has(regime)) yield missing(pointer, regime);
			if (dated.has(`${family} ${regime}`)) {
				yield { pointer, message: `${regime} both states the class ${family} and names single members only`, fix: 'keep one of the two' };
			}
		}
	}
}

function isTimeZone(name: string): boolean {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
	} catch {
		return false;
	}
}
