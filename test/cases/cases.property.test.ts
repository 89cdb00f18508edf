// Properties of casework over random commands by random people (fast-check, fixed seed; replay another with FAST_CHECK_SEED): whatever
// is tried in whatever order, the rules hold.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addMinutes } from '../../src/base/time.ts';
import { command } from '../../src/cases/command.ts';
import { type Command, LAWS } from '../../src/cases/laws.ts';
import { apply, reduce } from '../../src/cases/reducer.ts';
import { type Actor, personBehind } from '../../src/model/actor.ts';
import { type Case, type Decision, FOLLOW_UPS, OUTCOMES } from '../../src/model/case.ts';
import type { CaseEvent, CaseFact } from '../../src/model/case-event.ts';
import { twoPersonActs } from '../../src/policy/four-eyes.ts';
import { may } from '../../src/policy/permissions.ts';
import { sellerView } from '../../src/report/seller-view.ts';
import {
	ANA,
	APP,
	CO,
	CO2,
	context,
	decision as decisionOf,
	evidence,
	key,
	opening,
	PUBLISH,
	person,
	reasons,
	SELLER,
	screened,
	T0,
	WEIR,
} from './fixtures.ts';

const RUNS = { seed: Number(process.env['FAST_CHECK_SEED'] ?? 20_261_122), numRuns: 400 };

const ACTORS: readonly Actor[] = [
	...[ANA, APP, CO, CO2, SELLER, WEIR, person('cleo', 'chemist'), person('admin', 'administrator'), person('reg', 'regulator')],
	...[key('k1', 'compliance-officer', 'pavel'), key('k2', 'approver', 'chen'), key('k3', 'analyst'), key('k4', 'approver', 'ana')],
];
const actor = fc.constantFrom(...ACTORS);
const note = fc.constantFrom('', 'because');
const anyDecision: fc.Arbitrary<Decision> = fc.record({
	outcome: fc.constantFrom(...OUTCOMES),
	reasonCode: fc.constantFrom('', 'lawful-offer', 'restricted-chemical', 'report-made', 'licence-required', 'nonsense'),
	facts: fc.constantFrom('', 'found', 'found'),
	legalBasis: fc.constantFrom('', 'law', 'law'),
	followUp: fc.uniqueArray(fc.constantFrom(...FOLLOW_UPS), { maxLength: 2 }),
	evidence: fc.constantFrom(['verdict-1'], ['verdict-1'], [], ['nowhere']),
});
const sound: fc.Arbitrary<Decision> = fc.constantFrom(
	...[PUBLISH, decisionOf(), decisionOf({ outcome: 'hold' }), decisionOf({ reasonCode: 'report-made', followUp: ['report-authority'] })],
	decisionOf({ followUp: ['terminate-supplier'] }),
);
const decision = fc.oneof({ weight: 3, arbitrary: sound }, anyDecision);
const looked = fc
	.record({
		revision: fc.integer({ min: 1, max: 3 }),
		verdict: fc.constantFrom('clear' as const, 'review' as const, 'block' as const),
		tier: fc.constantFrom(null, 1 as const, 2 as const, 3 as const),
		inputHash: fc.constantFrom('a'.repeat(64), 'd'.repeat(64)),
	})
	.map(screened);
const some = fc.integer({ min: 0, max: 1e6 }).map((n) => evidence(`e${n}`));
const wanted: fc.Arbitrary<Command> = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ kind: fc.constant('decide' as const), decision }) },
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('approve' as const) }) },
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant('decide-appeal' as const), decision }) },
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant('appeal' as const), seller: fc.constantFrom('seller-1', 'x'), grounds: note }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('reopen' as const), note }) },
	fc.constant<Command>(opening()),
	fc.record({ kind: fc.constant('add-evidence' as const), evidence: some }),
	fc.record({ kind: fc.constantFrom('claim' as const, 'release' as const) }),
	fc.record({ kind: fc.constant('comment' as const), text: note }),
	fc.record({ kind: fc.constantFrom('escalate' as const, 'reject' as const, 'close' as const), note }),
	fc.record({ kind: fc.constant('restrict' as const), visibleTo: fc.subarray(['ana', 'pavel', 'chen', 'carmen', '']), note }),
	fc.record({ kind: fc.constant('assign-appeal' as const), to: fc.constantFrom('carmen', 'chen', 'ana', '') }),
	fc.record({ kind: fc.constant('rescreen' as const), screened: looked, evidence: fc.array(some, { maxLength: 1 }) }),
	fc.record({ kind: fc.constant('review' as const), outcome: fc.constantFrom(...OUTCOMES), note }),
);
// Half of the tries go to someone whose role may, so that histories get deep; the other half to anyone.
const step = fc
	.record({ wanted, actor, apt: fc.boolean(), pick: fc.nat(100), minutes: fc.constantFrom(0, 0, 0, 1, 20, 2000, 300_000) })
	.map(({ wanted: one, actor: anyone, apt, pick, minutes }) => {
		const able = ACTORS.filter(({ role }) => may(role, LAWS[one.kind].action));
		return { wanted: one, actor: apt ? (able[pick % able.length] as Actor) : anyone, minutes };
	});
const first = fc.record({
	tier: fc.constantFrom(null, 1 as const, 2 as const),
	verdict: fc.constantFrom('review' as const, 'block' as const),
});
const tries = fc.array(step, { minLength: 1, maxLength: 60, size: 'max' });

interface Accepted {
	readonly before: Case | null;
	readonly after: Case;
	readonly event: CaseEvent;
}

/** Plays the tries, keeping what is accepted; checks after each that states only grow. */
function play(from: Parameters<typeof screened>[0], steps: readonly { wanted: Command; actor: Actor; minutes: number }[]): Accepted[] {
	const accepted: Accepted[] = [];
	let state: Case | null = null;
	let now = T0;
	for (const one of [{ wanted: opening(from), actor: WEIR, minutes: 0 }, ...steps]) {
		now = addMinutes(now, one.minutes);
		const answer = command(state, one.wanted, one.actor, context({ now }));
		if (!answer.ok) {
			assert.ok(answer.problems.length > 0);
			continue;
		}
		assert.ok(answer.value.length > 0, `${one.wanted.kind} was accepted and left no event`);
		for (const event of answer.value) {
			const after = apply(state, event);
			accepted.push({ before: state, after, event });
			state = after;
		}
	}
	return accepted;
}
const holds = (check: (accepted: Accepted[]) => void): void =>
	fc.assert(
		fc.property(first, tries, (from, steps) => check(play(from, steps))),
		RUNS,
	);
const taken = (accepted: Accepted[]) =>
	accepted.flatMap(({ before, after, event }) =>
		event.kind === 'decided' || event.kind === 'appeal-decided' ? [{ before, after, event }] : [],
	);

describe('whatever is tried', () => {
	it('reaches every kind of event, so that the properties below speak of something', () => {
		const seen = new Set<string>();
		holds((accepted) => {
			for (const { event } of accepted) seen.add(event.kind);
		});
		const kinds: Record<CaseFact['kind'], true> = {
			...{
				opened: true,
				'evidence-added': true,
				claimed: true,
				'claim-released': true,
				commented: true,
				escalated: true,
				restricted: true,
			},
			...{ 'decision-proposed': true, 'decision-approved': true, 'decision-rejected': true, decided: true, appealed: true },
			...{ 'appeal-assigned': true, 'appeal-decided': true, rescreened: true, reviewed: true, closed: true, reopened: true },
		};
		assert.deepEqual([...seen].sort(), Object.keys(kinds).sort());
	});
	it('no person does both halves of what needs two, in person or by key', () => {
		holds((accepted) => {
			for (const { before, after, event } of taken(accepted)) {
				const acts = twoPersonActs({ ...event.decision, tier: before?.worstTier ?? null });
				const decision = after.decisions.at(-1);
				const [one, two] = [decision?.by, decision?.approvedBy].map((by) => (by === undefined ? undefined : personBehind(by)));
				assert.ok(one !== undefined, 'a decision nobody answers for');
				if (acts.length > 0) assert.ok(two !== undefined && two !== one, `${acts.join()} by ${one} and ${two}`);
			}
		});
	});
	it('tier 1, once seen, is never published by one person', () => {
		holds((accepted) => {
			let seen = false;
			for (const { after, event } of accepted) {
				if ((event.kind === 'opened' || event.kind === 'rescreened') && event.screened.tier === 1) seen = true;
				if ((event.kind === 'decided' || event.kind === 'appeal-decided') && seen && event.decision.outcome === 'publish') {
					assert.notEqual(after.decisions.at(-1)?.approvedBy, undefined);
				}
			}
		});
	});
	it('nothing is decided without a fitting reason, facts, a basis and evidence the case holds', () => {
		holds((accepted) => {
			for (const { after, event } of taken(accepted)) {
				const { decision } = event;
				assert.ok(reasons.get(decision.reasonCode)?.outcomes.includes(decision.outcome));
				assert.ok(decision.facts !== '' && decision.legalBasis !== '' && decision.evidence.length > 0);
				for (const id of decision.evidence) assert.ok(after.evidence.some((one) => one.id === id));
			}
		});
	});
	it('no machine decides, and nobody hears a complaint about their own decision', () => {
		holds((accepted) => {
			for (const { before, after, event } of taken(accepted)) {
				assert.notEqual(event.actor.kind, 'system');
				if (event.kind !== 'appeal-decided') continue;
				assert.equal(after.decisions.at(-1)?.by.kind, 'person');
				for (const by of [event.actor, event.proposedBy]) {
					if (by !== undefined) assert.ok(!before?.deciders.includes(personBehind(by) ?? ''));
				}
			}
		});
	});
	it('a restriction is never closed while the seller may complain unheard', () => {
		holds((accepted) => {
			for (const { before, event } of accepted) {
				if (event.kind !== 'closed' || before === null || before.status === 'open') continue;
				const over = event.at >= (before.appealUntil ?? '') || before.appeal?.decided !== undefined;
				assert.ok(over || before.decisions.at(-1)?.outcome === 'publish');
			}
		});
	});
	it('events fold to the same state from the beginning as step by step, and nothing is lost', () => {
		holds((accepted) => {
			const events = accepted.map(({ event }) => event);
			assert.deepEqual(reduce(events), accepted.at(-1)?.after);
			assert.deepEqual(
				events.map(({ seq }) => seq),
				events.map((_, index) => index + 1),
			);
			for (const { before, after } of accepted) {
				if (before === null) continue;
				assert.equal(after.seq, before.seq + 1);
				assert.deepEqual(after.evidence.slice(0, before.evidence.length), before.evidence);
				assert.deepEqual(after.decisions.slice(0, before.decisions.length), before.decisions);
				assert.deepEqual(after.reviews.slice(0, before.reviews.length), before.reviews);
				assert.ok(after.comments >= before.comments);
				for (const id of before.deciders) assert.ok(after.deciders.includes(id));
			}
		});
	});
	it('the seller never sees a confidential code', () => {
		holds((accepted) => {
			for (const { after } of accepted) {
				const { reasonCode } = sellerView(after, reasons);
				if (reasonCode !== undefined) assert.equal(reasons.get(reasonCode)?.shownAs, undefined);
			}
		});
	});
});

// Facts in any order, legal or not: what was recorded is folded, never refused.
const by = ANA;
const fact: fc.Arbitrary<CaseFact> = fc.oneof(
	some.map((one): CaseFact => ({ kind: 'evidence-added', evidence: one })),
	fc.constantFrom<CaseFact>(
		{ kind: 'claimed', by: 'ana', until: T0 },
		{ kind: 'claim-released', by: 'ana' },
		{ kind: 'commented', text: 'x' },
		{ kind: 'escalated', cause: 'deadline-near', note: '' },
		{ kind: 'escalated', cause: 'deadline-passed', note: '' },
		{ kind: 'restricted', visibleTo: ['ana'], note: 'x' },
		{ kind: 'decision-approved' },
		{ kind: 'decision-rejected', note: 'x' },
		{ kind: 'appealed', grounds: 'x' },
		{ kind: 'appeal-assigned', to: 'pavel' },
		{ kind: 'reviewed', outcome: 'hold', agrees: false, note: 'x' },
		{ kind: 'closed', note: 'x' },
		{ kind: 'reopened', deadline: T0, note: 'x' },
	),
	decision.map((one): CaseFact => ({ kind: 'decision-proposed', stage: 'appeal', decision: one })),
	decision.map((one): CaseFact => ({ kind: 'decided', decision: one, appealUntil: T0 })),
	decision.map((one): CaseFact => ({ kind: 'appeal-decided', decision: one, reversed: true, proposedBy: APP })),
	looked.map((one): CaseFact => ({ kind: 'rescreened', screened: one, risk: 'low', evidence: [] })),
);

it('the reducer folds every kind of event in every state', () => {
	fc.assert(
		fc.property(fc.array(fact, { maxLength: 30 }), (facts) => {
			const start = command(null, opening(), WEIR, context());
			assert.ok(start.ok);
			const events = [...start.value, ...facts.map((one, index): CaseEvent => ({ ...one, seq: index + 2, at: T0, actor: by }))];
			assert.equal(reduce(events).seq, events.length);
		}),
		RUNS,
	);
});
