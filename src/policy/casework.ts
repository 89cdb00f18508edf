// The rules of casework and the reason codes, from their tables. Must never accept a window for complaints shorter than the law's, a
// warning that comes after its deadline, or a confidential code that a seller could see.
import Type from 'typebox';
import { ok, type Problem, type Result } from '../base/result.ts';
import { RISKS } from '../model/case.ts';
import type { Casework, ReasonCode, ReasonCodes } from '../model/casework.ts';
import { checkShape } from '../model/shape.ts';
import type { VerdictKind } from '../model/verdict.ts';

const closed = { additionalProperties: false } as const;
const text = Type.String({ minLength: 1 });
const texts = Type.Object({ en: text, zh: text, es: text, ru: text }, closed);
const hours = Type.Number({ exclusiveMinimum: 0, maximum: 8760 });
const share = Type.Number({ minimum: 0, maximum: 1 });
const byRisk = <T extends typeof hours | typeof share>(one: T) => Type.Object({ critical: one, high: one, medium: one, low: one }, closed);
const code = Type.String({ pattern: '^[a-z]+(-[a-z0-9]+)*$' });

const RULES = Type.Object(
	{
		deadlineHours: byRisk(hours),
		warningHours: byRisk(hours),
		claimMinutes: Type.Number({ minimum: 1, maximum: 1440 }),
		claimsPerPerson: Type.Integer({ minimum: 1, maximum: 1000 }),
		appealMonths: Type.Integer({ minimum: 6, maximum: 120 }),
		secondReview: Type.Object({ random: share, byRisk: byRisk(share) }, closed),
		clearReview: Type.Object({ random: share, byRisk: byRisk(share) }, closed),
	},
	closed,
);

const REASONS = Type.Object(
	{
		reasons: Type.Array(
			Type.Object(
				{
					code,
					outcomes: Type.Array(Type.Union([Type.Literal('publish'), Type.Literal('refuse'), Type.Literal('hold')]), {
						minItems: 1,
						uniqueItems: true,
					}),
					ground: Type.Union([Type.Literal('law'), Type.Literal('terms')]),
					shownAs: Type.Optional(code),
					internal: texts,
					seller: Type.Optional(texts),
				},
				closed,
			),
			{ minItems: 1 },
		),
	},
	closed,
);

/** The rules, or what is wrong with them. */
export function parseCasework(value: unknown): Result<Casework> {
	const shape = checkShape(RULES, value, 'rules of casework');
	if (!shape.ok) return shape;
	const problems = RISKS.filter((risk) => shape.value.warningHours[risk] >= shape.value.deadlineHours[risk]).map((risk) => ({
		pointer: `/warningHours/${risk}`,
		message: 'the warning would come when the case opens',
		fix: 'make it shorter than the deadline',
	}));
	return problems.length > 0 ? { ok: false, problems } : ok(shape.value);
}

/** The reason codes by code, in the order of the table, or what is wrong with them. */
export function parseReasons(value: unknown): Result<ReasonCodes> {
	const shape = checkShape(REASONS, value, 'reason codes');
	if (!shape.ok) return shape;
	const reasons = new Map<string, ReasonCode>();
	const problems: Problem[] = [];
	for (const [index, row] of shape.value.reasons.entries()) {
		const pointer = `/reasons/${index}`;
		if (reasons.has(row.code)) problems.push({ pointer, message: `${row.code} is listed twice`, fix: 'remove one' });
		if ((row.shownAs === undefined) === (row.seller === undefined)) {
			problems.push({ pointer, message: 'a code has either seller texts or shownAs', fix: 'keep the one that fits' });
		}
		reasons.set(row.code, row as ReasonCode);
	}
	for (const { code: one, shownAs, outcomes } of reasons.values()) {
		if (shownAs === undefined) continue;
		const shown = reasons.get(shownAs);
		const fits = shown?.seller !== undefined && outcomes.every((outcome) => shown.outcomes.includes(outcome));
		if (!fits)
			problems.push({
				pointer: `/reasons/${one}`,
				message: `${one} is shown as ${shownAs}, which does not fit`,
				fix: 'name a public code with the same outcomes',
			});
	}
	return problems.length > 0 ? { ok: false, problems } : ok(reasons);
}

/** What a seller sees for a code: itself, or what a confidential one is shown as. Undefined for a code the table lacks. */
export function shownReason(reasons: ReasonCodes, wanted: string): ReasonCode | undefined {
	const reason = reasons.get(wanted);
	return reason?.shownAs === undefined ? reason : reasons.get(reason.shownAs);
}

/** The reason code of a listing that no person has looked at yet; undefined when it is published. */
export function reasonOfVerdict(verdict: VerdictKind): string | undefined {
	return verdict === 'clear' ? undefined : verdict === 'review' ? 'under-review' : 'restricted-chemical';
}
