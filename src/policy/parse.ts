// YAML → Policy, duties and mixture rules. A policy may be stricter than the one built in (STRICT); whatever is laxer must be
// listed under `relaxations` with a reason and two different people. Must never accept a setting it does not know.
import Type from 'typebox';
import { ok, type Problem, type Result } from '../base/result.ts';
import type { Duty, MixtureRule, Policy } from '../model/policy.ts';
import { POLICY_SETTINGS } from '../model/policy-schema.ts';
import { checkShape } from '../model/shape.ts';
import { settingProblems } from './settings.ts';

const closed = { additionalProperties: false } as const;
const text = Type.String({ minLength: 1 });
const texts = Type.Array(text);
const confidence = Type.Union([Type.Literal('high'), Type.Literal('medium'), Type.Literal('low')]);

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
	const shaped = checkShape(POLICY_SETTINGS, value, 'policy');
	if (!shaped.ok) return shaped;
	const raw = shaped.value;
	const policy: Policy = { ...raw, tiers: { 1: raw.tiers['1'], 2: raw.tiers['2'], 3: raw.tiers['3'] } };
	const problems = settingProblems(policy);
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
