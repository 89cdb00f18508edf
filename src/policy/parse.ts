// YAML → Policy, duties and mixture rules. A policy may be stricter than the one built in (STRICT); whatever is laxer must be
// listed under `relaxations` with a reason and two different people. Must never accept a setting it does not know.
import Type from 'typebox';
import { ok, type Problem, type Result } from '../base/result.ts';
import { type Duty, type MixtureRule, type Policy, type Relaxation, SEVERITY } from '../model/policy.ts';
import { checkShape } from '../model/shape.ts';
import type { VerdictKind } from '../model/verdict.ts';
import { HARD_FLOORS, STRICT } from './strict.ts';

const closed = { additionalProperties: false } as const;
const text = Type.String({ minLength: 1 });
const texts = Type.Array(text);
const confidence = Type.Union([Type.Literal('high'), Type.Literal('medium'), Type.Literal('low')]);
const verdict = Type.Union([Type.Literal('clear'), Type.Literal('review'), Type.Literal('block')]);
const atMostReview = Type.Union([Type.Literal('clear'), Type.Literal('review')]);

const TIER_RULE = Type.Object(
	{
		declared: verdict,
		entitled: verdict,
		uncertainLaw: atMostReview,
		watched: verdict,
		notCompiled: atMostReview,
		notControlled: verdict,
		disguised: verdict,
		disguisedUncertain: atMostReview,
		disguisedElsewhere: atMostReview,
		stealth: verdict,
		replacement: verdict,
	},
	closed,
);

const POLICY = Type.Object(
	{
		name: text,
		tiers: Type.Object({ '1': TIER_RULE, '2': TIER_RULE, '3': TIER_RULE }, closed),
		abbreviation: Type.Object({ chemical: atMostReview, elsewhere: atMostReview }, closed),
		openClass: atMostReview,
		equipment: Type.Object({ alone: verdict, withSubstance: verdict, imprint: verdict, pressWithImprint: verdict, presses: texts }, closed),
		drugs: Type.Object({ named: verdict, excused: verdict }, closed),
		media: Type.Object({ chemical: verdict, elsewhere: verdict, categories: texts }, closed),
		unreadableUnit: verdict,
		retiered: Type.Record(Type.String(), Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)])),
		relaxations: Type.Array(
			Type.Object(
				{
					setting: text,
					reason: text,
					approvedBy: Type.Array(text, { minItems: 2, uniqueItems: true }),
					on: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
				},
				closed,
			),
		),
	},
	closed,
);

const DUTIES = Type.Object(
	{
		duties: Type.Array(
			Type.Object(
				{
					code: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }),
					regime: text,
					lists: Type.Optional(Type.Array(text, { minItems: 1 })),
					equipment: Type.Optional(Type.Array(text, { minItems: 1 })),
					citation: text,
					text,
					confidence,
					sources: Type.Array(text, { minItems: 1 }),
				},
				closed,
			),
		),
	},
	closed,
);

const MIXTURES = Type.Object(
	{
		mixtures: Type.Array(
			Type.Object(
				{
					regime: text,
					lists: Type.Array(text, { minItems: 1 }),
					substances: texts,
					effect: Type.Union([
						Type.Literal('any'),
						Type.Literal('exempt-to'),
						Type.Literal('covered-over'),
						Type.Literal('covered-from'),
						Type.Literal('extractable'),
					]),
					percent: Type.Optional(Type.String({ pattern: '^\\d{1,3}(\\.\\d+)?$' })),
					citation: text,
					confidence,
					sources: Type.Array(text, { minItems: 1 }),
					note: Type.Optional(text),
				},
				closed,
			),
		),
	},
	closed,
);

/** A policy from parsed YAML (catalogue/policy/*.yaml), or every problem in it. */
export function parsePolicy(value: unknown): Result<Policy> {
	const shaped = checkShape(POLICY, value, 'policy');
	if (!shaped.ok) return shaped;
	const raw = shaped.value;
	const policy: Policy = { ...raw, tiers: { 1: raw.tiers['1'], 2: raw.tiers['2'], 3: raw.tiers['3'] } };
	const problems = [...floorProblems(policy), ...relaxationProblems(policy)];
	return problems.length > 0 ? { ok: false, problems } : ok(policy);
}

/** The duties of `catalogue/obligations.yaml`. Each is about lists or about equipment, never both. */
export function parseDuties(value: unknown): Result<readonly Duty[]> {
	const shaped = checkShape(DUTIES, value, 'duties');
	if (!shaped.ok) return shaped;
	const duties: readonly Duty[] = shaped.value.duties;
	const problems: Problem[] = [];
	for (const [index, duty] of duties.entries()) {
		const pointer = `/duties/${index}`;
		if ((duty.lists === undefined) === (duty.equipment === undefined)) {
			problems.push({ pointer, message: `${duty.code} must name lists or equipment`, fix: 'give exactly one of the two' });
		}
		if (duties.findIndex((other) => other.code === duty.code) !== index) {
			problems.push({ pointer: `${pointer}/code`, message: `the code ${duty.code} appears twice`, fix: 'rename one of them' });
		}
	}
	return problems.length > 0 ? { ok: false, problems } : ok(duties);
}

/** The rules of `catalogue/mixtures.yaml`. A rule with a limit states its percentage. */
export function parseMixtures(value: unknown): Result<readonly MixtureRule[]> {
	const shaped = checkShape(MIXTURES, value, 'mixture rules');
	if (!shaped.ok) return shaped;
	const rules: readonly MixtureRule[] = shaped.value.mixtures;
	const problems: Problem[] = [];
	for (const [index, rule] of rules.entries()) {
		const limited = rule.effect === 'exempt-to' || rule.effect === 'covered-over' || rule.effect === 'covered-from';
		if (limited !== (rule.percent !== undefined)) {
			problems.push({
				pointer: `/mixtures/${index}`,
				message: `${rule.effect} ${limited ? 'needs' : 'has no use for'} a percentage`,
				fix: limited ? 'add percent' : 'remove percent',
			});
		}
	}
	return problems.length > 0 ? { ok: false, problems } : ok(rules);
}

interface Setting {
	readonly path: string;
	readonly value: VerdictKind;
	readonly strict: VerdictKind;
}

function* settings(policy: unknown, strict: unknown, path = ''): Generator<Setting> {
	if (isVerdict(policy) && isVerdict(strict)) yield { path, value: policy, strict };
	else if (isRecord(policy) && isRecord(strict)) {
		for (const key of Object.keys(strict)) yield* settings(policy[key], strict[key], path === '' ? key : `${path}.${key}`);
	}
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const isVerdict = (value: unknown): value is VerdictKind => value === 'clear' || value === 'review' || value === 'block';

function* floorProblems(policy: Policy): Generator<Problem> {
	for (const { path, value, strict } of settings(policy, HARD_FLOORS)) {
		if (SEVERITY[value] < SEVERITY[strict]) {
			yield {
				pointer: `/${path.replaceAll('.', '/')}`,
				message: `${path} cannot be laxer than ${strict}`,
				fix: `set it to ${strict} or stricter`,
			};
		}
	}
}

function* relaxationProblems(policy: Policy): Generator<Problem> {
	const lax = new Set<string>();
	for (const { path, value, strict } of settings(policy, STRICT)) if (SEVERITY[value] < SEVERITY[strict]) lax.add(path);
	// The catalogue's tier is not known here, so every move to another tier than 1 counts as a relaxation.
	for (const [id, tier] of Object.entries(policy.retiered)) if (tier > 1) lax.add(`retiered.${id}`);
	for (const [key, mine, strict] of [
		['equipment.presses', policy.equipment.presses, STRICT.equipment.presses],
		['media.categories', policy.media.categories, STRICT.media.categories],
	] as const) {
		if (strict.some((word) => !mine.includes(word))) lax.add(key);
	}
	for (const path of lax) {
		if (!policy.relaxations.some((one) => one.setting === path)) {
			yield {
				pointer: `/${path.replaceAll('.', '/')}`,
				message: `${path} is laxer than the built-in policy`,
				fix: `list it under relaxations with a reason and two people, or make it stricter`,
			};
		}
	}
	for (const [index, one] of policy.relaxations.entries() as ArrayIterator<[number, Relaxation]>) {
		if (!lax.has(one.setting))
			yield {
				pointer: `/relaxations/${index}/setting`,
				message: `${one.setting} is not relaxed`,
				fix: 'remove the entry or correct the path',
			};
	}
}
