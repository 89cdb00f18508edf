// The life of a case by hand: what each command does, and every refusal it can meet.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { command, maySee } from '../../src/cases/command.ts';
import { type Command, LAWS } from '../../src/cases/laws.ts';
import { reduce } from '../../src/cases/reducer.ts';
import { REFUSALS } from '../../src/cases/refusals.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { CaseStatus, Decision } from '../../src/model/case.ts';
import { decisionInForce } from '../../src/model/case.ts';
import {
	ANA,
	APP,
	CO,
	CO2,
	context,
	decision,
	evidence,
	key,
	opening,
	PUBLISH,
	person,
	SELLER,
	Story,
	screened,
	T0,
	WEIR,
} from './fixtures.ts';

const decide = (over: Partial<Decision> = {}): Command => ({ kind: 'decide', decision: decision(over) });
const publish: Command = { kind: 'decide', decision: PUBLISH };
const appeal: Command = { kind: 'appeal', seller: 'seller-1', grounds: 'It is another product.' };
const MONTH = 31 * 24 * 60;

describe('a decision', () => {
	it('takes effect at once where one person may take it, bound to what was screened', () => {
		const { case: state } = new Story().do(decide(), ANA);
		assert.equal(state.status, 'decided');
		assert.deepEqual(decisionInForce(state)?.on, screened());
		assert.deepEqual(state.deciders, ['ana']);
		assert.equal(state.appealUntil, '2026-09-02T08:00:00.000Z');
	});
	it('lists everything that is missing at once', () => {
		const empty = decide({ reasonCode: '', facts: ' ', legalBasis: '', evidence: [] });
		assert.deepEqual(new Story().refused(empty, ANA), ['reason-missing', 'facts-missing', 'legal-basis-missing', 'evidence-missing']);
	});
	it('needs two people for tier 1, a termination, a whitelisting and a closing without report', () => {
		const acts: [Story, Command][] = [
			[new Story({ tier: 1 }), publish],
			[new Story(), decide({ followUp: ['terminate-supplier'] })],
			[new Story(), { kind: 'decide', decision: { ...PUBLISH, followUp: ['whitelist'] } }],
			[new Story(), decide({ followUp: ['no-report'] })],
		];
		for (const [story, act] of acts) {
			story.do(act, CO);
			assert.equal(story.case.status, 'proposed');
			assert.deepEqual(story.case.decisions, []);
			assert.deepEqual(story.refused({ kind: 'approve' }, CO), ['same-person']);
			assert.deepEqual(story.refused({ kind: 'approve' }, key('k1', 'compliance-officer', 'chen')), ['same-person']);
			assert.deepEqual(story.refused({ kind: 'approve' }, key('k2', 'approver')), ['no-person']);
			assert.deepEqual(story.refused({ kind: 'reject', note: 'mine' }, CO), ['same-person']);
			story.do({ kind: 'approve' }, APP);
			assert.equal(story.case.status, 'decided');
			assert.deepEqual(story.case.deciders, ['chen', 'pavel']);
			assert.equal(decisionInForce(story.case)?.approvedBy?.id, 'pavel');
		}
	});
	it('by a key still needs a second person, and the first cannot come back in person', () => {
		const story = new Story({ tier: 1 }).do(publish, key('k1', 'analyst', 'pavel'));
		assert.deepEqual(story.refused({ kind: 'approve' }, APP), ['same-person']);
		assert.equal(story.do({ kind: 'approve' }, CO).case.status, 'decided');
	});
	it('for two goes back when rejected, and when the listing changes under it', () => {
		const story = new Story({ tier: 1 }).do(publish, ANA).do({ kind: 'reject', note: 'no licence' }, APP);
		assert.equal(story.case.status, 'open');
		story.do(publish, ANA).do({ kind: 'rescreen', screened: screened({ revision: 2, tier: null, verdict: 'review' }), evidence: [] }, WEIR);
		assert.equal(story.case.status, 'open');
		assert.equal(story.case.proposal, undefined);
	});
	it('stays a matter for two after an edit hid tier 1', () => {
		const story = new Story({ tier: 1 });
		story.do({ kind: 'rescreen', screened: screened({ revision: 2, tier: null, verdict: 'clear' }), evidence: [] }, WEIR);
		assert.deepEqual(story.refused({ kind: 'close', note: 'clear now' }, WEIR), ['undecided']);
		assert.equal(story.do(publish, ANA).case.status, 'proposed');
	});
});

describe('a claim', () => {
	it('is a lease: it keeps others out until it ends', () => {
		const story = new Story().do({ kind: 'claim' }, ANA);
		assert.deepEqual(story.refused({ kind: 'claim' }, APP), ['claimed-by-other']);
		assert.deepEqual(story.refused(decide(), APP), ['claimed-by-other']);
		assert.deepEqual(story.refused({ kind: 'release' }, APP), ['claimed-by-other']);
		story.later(15).do({ kind: 'claim' }, APP);
		assert.equal(story.case.claim?.by, 'pavel');
		assert.deepEqual(story.refused(decide(), ANA), ['claimed-by-other']);
	});
	it('can be given up, and taken away by whoever may reassign', () => {
		const story = new Story().do({ kind: 'claim' }, ANA).do({ kind: 'release' }, ANA);
		assert.equal(story.case.claim, undefined);
		assert.deepEqual(story.refused({ kind: 'release' }, ANA), ['not-claimed']);
		assert.equal(story.do({ kind: 'claim' }, ANA).do({ kind: 'release' }, CO).case.claim, undefined);
	});
	it('is limited in number', () => {
		assert.deepEqual(new Story().refused({ kind: 'claim' }, ANA, { claims: 10 }), ['too-many-claims']);
	});
});

describe('a complaint', () => {
	const refusedCase = (): Story => new Story().do(decide(), CO);
	it('is heard by a person who did not decide, and a reversal is recorded as an error', () => {
		const story = refusedCase().do(appeal, SELLER);
		const reverse: Command = { kind: 'decide-appeal', decision: { ...PUBLISH, reasonCode: 'decision-reversed' } };
		assert.deepEqual(story.refused(reverse, CO), ['decided-by-you']);
		assert.deepEqual(story.refused(reverse, key('k', 'compliance-officer', 'chen')), ['person-required']);
		assert.deepEqual(story.refused(reverse, key('k', 'compliance-officer', 'carmen')), ['person-required']);
		assert.deepEqual(story.refused({ kind: 'assign-appeal', to: 'chen' }, CO), ['decided-by-you']);
		story.do({ kind: 'assign-appeal', to: 'carmen' }, CO);
		assert.deepEqual(story.refused(reverse, APP), ['assigned-to-other']);
		story.do(reverse, CO2);
		assert.equal(story.case.appeal?.decided?.reversed, true);
		assert.equal(decisionInForce(story.case)?.outcome, 'publish');
		assert.deepEqual(story.refused(appeal, SELLER), ['nothing-to-appeal']);
	});
	it("needs nobody of the marketplace to answer for the seller's key", () => {
		const story = refusedCase().do(appeal, key('s', 'seller'));
		assert.equal(story.case.status, 'appealed');
		assert.deepEqual(story.refused(appeal, key('s', 'analyst')), ['not-permitted']);
	});
	it('may be made for six months, once, by the seller concerned', () => {
		const story = refusedCase();
		assert.deepEqual(story.refused({ ...appeal, seller: 'another' } as Command, SELLER), ['not-your-listing']);
		assert.deepEqual(story.refused({ ...appeal, grounds: '' } as Command, SELLER), ['text-missing']);
		story.do(appeal, SELLER).do({ kind: 'decide-appeal', decision: decision() }, CO2);
		assert.equal(story.case.appeal?.decided?.reversed, false);
		assert.deepEqual(story.refused(appeal, SELLER), ['appeal-heard']);
		const late = refusedCase().later(7 * MONTH);
		assert.deepEqual(late.refused(appeal, SELLER), ['appeal-too-late']);
		assert.equal(
			refusedCase()
				.later(5.9 * 30 * 24 * 60)
				.do(appeal, SELLER).case.status,
			'appealed',
		);
	});
	it('about the gate’s own hold is taken whatever staff are doing, and answered by the decision', () => {
		const stories = [
			new Story({ tier: 1 }),
			new Story({ tier: 1 }).do({ kind: 'claim' }, CO),
			new Story({ tier: 1 }).do(publish, ANA),
			new Story({ tier: 1 }).do({ kind: 'restrict', visibleTo: ['pavel'], note: 'sensitive' }, CO),
		];
		for (const story of stories) {
			const { status } = story.case;
			story.do(appeal, SELLER);
			assert.equal(story.case.status, status);
			assert.deepEqual(story.refused(appeal, SELLER), ['appeal-pending']);
		}
		const [story] = stories as [Story];
		story.do(decide(), CO).do(appeal, SELLER);
		assert.equal(story.case.status, 'appealed');
		assert.deepEqual(story.refused(appeal, SELLER), ['appeal-pending']);
		assert.deepEqual(new Story({ verdict: 'clear', tier: null }).refused(appeal, SELLER), ['nothing-to-appeal']);
	});
	it('that would release tier 1 needs a third person', () => {
		const story = new Story({ tier: 1, verdict: 'block' }).do(decide(), CO).do(appeal, SELLER);
		story.do({ kind: 'decide-appeal', decision: PUBLISH }, CO2);
		assert.equal(story.case.status, 'proposed');
		assert.deepEqual(story.refused({ kind: 'approve' }, CO), ['decided-by-you']);
		assert.deepEqual(story.refused({ kind: 'approve' }, CO2), ['same-person']);
		story.do({ kind: 'reject', note: 'not convinced' }, APP);
		assert.equal(story.case.status, 'appealed');
		story.do({ kind: 'decide-appeal', decision: PUBLISH }, CO2).do({ kind: 'approve' }, APP);
		assert.equal(decisionInForce(story.case)?.outcome, 'publish');
		assert.equal(story.case.appeal?.decided?.by.id, 'carmen');
	});
});

describe('who may judge', () => {
	it('is certified for the role, without a conflict of interest', () => {
		const story = new Story();
		assert.deepEqual(story.refused(decide(), ANA, { standing: { certified: ['chemist'], conflicts: [] } }), ['not-certified']);
		const { standing: _none, ...unknown } = context();
		const answer = command(story.state, decide(), ANA, unknown);
		assert.deepEqual(answer.ok ? [] : answer.problems.map(({ code }) => code), ['not-certified']);
		const conflicted = { standing: { certified: ['analyst'], conflicts: ['seller-1'] } } as const;
		assert.deepEqual(story.refused(decide(), ANA, conflicted), ['conflict-of-interest']);
		assert.deepEqual(story.refused({ kind: 'claim' }, ANA, conflicted), ['conflict-of-interest']);
	});
	it('is never Weir itself, whatever role it claims', () => {
		const masked: Actor = { kind: 'system', id: 'gate', role: 'compliance-officer' };
		assert.deepEqual(new Story().refused(decide(), WEIR), ['not-permitted']);
		assert.deepEqual(new Story().refused(decide(), masked), ['not-permitted']);
		assert.deepEqual(new Story().refused({ kind: 'close', note: 'x' }, { kind: 'person', id: 'x', role: 'system' }), ['not-permitted']);
	});
});

describe('a narrowed key', () => {
	const narrowed = (...scopes: string[]): Actor => ({ ...key('k', 'compliance-officer', 'chen'), scopes });
	it('does what its scopes name, and the refusal names the one that lacks', () => {
		const lacking = (wanted: Command, actor: Actor): (string | undefined)[] => {
			const answer = command(new Story().do({ kind: 'claim' }, ANA).state, wanted, actor, context());
			return answer.ok ? [] : answer.problems.flatMap(({ code, message }) => [code, /scope (\S+)$/.exec(message)?.[1]]);
		};
		const comment: Command = { kind: 'comment', text: 'x' };
		assert.deepEqual(lacking(comment, narrowed('case:read')), ['scope-missing', 'case:comment']);
		assert.deepEqual(lacking(comment, narrowed('case:comment')), ['scope-missing', 'case:read']);
		assert.deepEqual(lacking(comment, narrowed('case:comment', 'case:read')), []);
		// What a compliance officer may do besides, under the same command.
		assert.deepEqual(lacking({ kind: 'release' }, narrowed('case:claim', 'case:read', 'case:reassign')), []);
		assert.deepEqual(lacking({ kind: 'release' }, narrowed('case:claim', 'case:read')), ['claimed-by-other', undefined]);
	});
	it('sees no case without the scope for it, and leaves no trace of its scopes in events', () => {
		const { state } = new Story();
		assert.ok(state !== null && !maySee(state, narrowed('case:comment')));
		const answer = command(state, { kind: 'comment', text: 'x' }, narrowed('case:comment', 'case:read'), context());
		assert.deepEqual(answer.ok && answer.value[0]?.actor, key('k', 'compliance-officer', 'chen'));
	});
});

describe('a restricted case', () => {
	it('exists for named staff only', () => {
		const story = new Story().do({ kind: 'restrict', visibleTo: ['pavel'], note: 'sensitive' }, CO);
		assert.deepEqual(story.case.visibleTo, ['pavel', 'chen']);
		for (const actor of [ANA, CO2, person('r', 'regulator'), key('k', 'analyst')]) assert.equal(maySee(story.case, actor), false);
		assert.equal(maySee(story.case, key('k', 'approver', 'pavel')), true);
		assert.deepEqual(story.refused(decide(), ANA), ['case-unknown']);
		assert.deepEqual(story.refused({ kind: 'comment', text: 'hello' }, CO2), ['case-unknown']);
		assert.equal(story.do(decide(), APP).do(appeal, SELLER).case.status, 'appealed');
		assert.deepEqual(story.refused({ kind: 'restrict', visibleTo: [' '], note: 'x' }, CO), ['nobody-named']);
	});
	it('that a screening restricted is so from that event on, for roles with a person behind them', () => {
		const visibleTo = ['role:approver', 'role:compliance-officer'];
		const again: Command = { kind: 'rescreen', screened: screened({ revision: 2 }), evidence: [], visibleTo };
		const story = new Story().do(again, WEIR);
		assert.deepEqual(
			story.events.map(({ kind }) => kind),
			['opened', 'rescreened'],
		);
		assert.deepEqual([story.case.visibleTo, story.case.discreet], [visibleTo, true]);
		for (const actor of [APP, CO, key('k', 'approver', 'pavel')]) assert.equal(maySee(story.case, actor), true);
		for (const actor of [ANA, person('r', 'regulator'), person('a', 'auditor'), key('k', 'approver')])
			assert.equal(maySee(story.case, actor), false);
		assert.deepEqual(story.refused(decide(), ANA), ['case-unknown']);
		// Whom people named since is not undone by the next screening.
		story.do({ kind: 'restrict', visibleTo: ['ana'], note: 'She knows the trade.' }, CO);
		story.do({ ...again, screened: screened({ revision: 3 }) }, WEIR);
		assert.deepEqual([story.case.visibleTo, story.case.discreet], [['ana', 'chen'], true]);
		assert.deepEqual(reduce(story.events), story.case);
	});
	it('is open again where a list says something that nobody had thought of when it was decided', () => {
		const again = (watched: string): Command => ({
			kind: 'rescreen',
			screened: { ...screened(), watched },
			evidence: [],
			visibleTo: ['role:approver'],
		});
		const story = new Story().do(decide({ outcome: 'publish', reasonCode: 'lawful-offer' }), APP);
		assert.equal(story.case.status, 'decided');
		assert.equal(story.do(again('one'), WEIR).case.status, 'open');
		story.do(decide({ outcome: 'publish', reasonCode: 'lawful-offer' }), APP);
		assert.equal(story.do(again('one'), WEIR).case.status, 'decided', 'the same again');
		assert.equal(story.do(again('two'), WEIR).case.status, 'open');
	});
	it('may be so from its beginning', () => {
		const opened = command(null, { ...(opening() as Extract<Command, { kind: 'open' }>), visibleTo: ['role:approver'] }, WEIR, context());
		assert.ok(opened.ok);
		assert.equal(maySee(reduce(opened.value), ANA), false);
	});
	it('cannot be seen by sellers in any case', () => assert.equal(maySee(new Story().case, SELLER), false));
});

describe('time', () => {
	it('escalates by the clock, twice at most', () => {
		const story = new Story();
		assert.deepEqual(story.refused({ kind: 'escalate', note: '' }, WEIR), ['not-due']);
		story.later(48 * 60).do({ kind: 'escalate', note: '' }, WEIR);
		assert.equal(story.case.escalation, 1);
		assert.deepEqual(story.refused({ kind: 'escalate', note: '' }, WEIR), ['not-due']);
		story.later(24 * 60).do({ kind: 'escalate', note: '' }, WEIR);
		assert.equal(story.case.escalation, 2);
		assert.deepEqual(story.refused({ kind: 'escalate', note: '' }, WEIR), ['not-due']);
	});
	it('lets a restriction close only when complaints are over, and Weir never closes what people must decide', () => {
		const story = new Story().do(decide(), ANA);
		assert.deepEqual(story.refused({ kind: 'close', note: 'done' }, CO), ['appeal-open']);
		assert.equal(story.later(7 * MONTH).do({ kind: 'close', note: 'done' }, WEIR).case.status, 'closed');
		assert.deepEqual(new Story().refused({ kind: 'close', note: 'away' }, CO), ['undecided']);
		assert.equal(new Story().do(publish, ANA).do({ kind: 'close', note: 'done' }, WEIR).case.status, 'closed');
	});
});

describe('another screening', () => {
	const again = (over: Parameters<typeof screened>[0]): Command => ({
		kind: 'rescreen',
		screened: screened(over),
		evidence: [evidence('v2')],
	});
	it('reopens what it makes worse and leaves the rest decided', () => {
		const published = (): Story => new Story().do(publish, ANA);
		assert.equal(published().do(again({ catalogueVersion: 'c2' }), WEIR).case.status, 'decided');
		assert.equal(published().do(again({ catalogueVersion: 'c2', verdict: 'block' }), WEIR).case.status, 'open');
		assert.equal(published().do(again({ tier: 1 }), WEIR).case.status, 'open');
		assert.equal(published().do(again({ revision: 2, inputHash: 'd'.repeat(64) }), WEIR).case.status, 'open');
		assert.equal(
			published().do(again({ revision: 2, inputHash: 'd'.repeat(64), verdict: 'clear', tier: null }), WEIR).case.status,
			'decided',
		);
	});
	it('adds only evidence that is new, and never another content under a known id', () => {
		const same = { ...evidence('verdict-1'), kind: 'verdict' } as const;
		const story = new Story().do({ kind: 'rescreen', screened: screened(), evidence: [same, evidence('v2')] }, WEIR);
		assert.deepEqual(
			story.case.evidence.map(({ id }) => id),
			['verdict-1', 'v2'],
		);
		const other = { ...same, hash: 'c'.repeat(64) };
		assert.deepEqual(story.refused({ kind: 'rescreen', screened: screened(), evidence: [other] }, WEIR), ['evidence-exists']);
	});
	it('of a harmless edit lets the case close', () => {
		const story = new Story().do(again({ revision: 2, verdict: 'clear', tier: null }), WEIR);
		assert.equal(story.do({ kind: 'close', note: 'the edit is clear' }, WEIR).case.status, 'closed');
	});
});

const SAMPLE: Readonly<Record<Exclude<Command['kind'], 'open'>, { command: Command; actor: Actor }>> = {
	'add-evidence': { command: { kind: 'add-evidence', evidence: evidence('more') }, actor: ANA },
	claim: { command: { kind: 'claim' }, actor: ANA },
	release: { command: { kind: 'release' }, actor: ANA },
	comment: { command: { kind: 'comment', text: 'seen' }, actor: ANA },
	escalate: { command: { kind: 'escalate', note: 'please look' }, actor: ANA },
	restrict: { command: { kind: 'restrict', visibleTo: ['pavel'], note: 'sensitive' }, actor: CO },
	decide: { command: decide(), actor: ANA },
	approve: { command: { kind: 'approve' }, actor: CO2 },
	reject: { command: { kind: 'reject', note: 'no' }, actor: CO2 },
	appeal: { command: appeal, actor: SELLER },
	'assign-appeal': { command: { kind: 'assign-appeal', to: 'carmen' }, actor: CO },
	'decide-appeal': { command: { kind: 'decide-appeal', decision: decision() }, actor: CO2 },
	rescreen: { command: { kind: 'rescreen', screened: screened({ revision: 2 }), evidence: [] }, actor: WEIR },
	review: { command: { kind: 'review', outcome: 'refuse', note: 'same' }, actor: CO2 },
	close: { command: { kind: 'close', note: 'done' }, actor: CO },
	reopen: { command: { kind: 'reopen', note: 'new facts' }, actor: CO },
};

const IN: Readonly<Record<CaseStatus, () => Story>> = {
	open: () => new Story(),
	proposed: () => new Story({ tier: 1 }).do(publish, ANA),
	decided: () => new Story().do(decide(), ANA),
	appealed: () => new Story().do(decide(), ANA).do(appeal, SELLER),
	closed: () => new Story().do(publish, ANA).do({ kind: 'close', note: 'done' }, CO),
};

describe('every command in every state', () => {
	for (const [status, story] of Object.entries(IN)) {
		for (const [kind, { command: wanted, actor }] of Object.entries(SAMPLE)) {
			const legal = LAWS[kind as Command['kind']].from.includes(status as CaseStatus);
			it(`${kind} when ${status} is ${legal ? 'not refused for the state' : 'refused'}`, () => {
				const from = story();
				const answer = command(from.state, wanted, actor, context());
				const codes = answer.ok ? [] : answer.problems.map(({ code }) => code);
				if (legal) assert.ok(!codes.includes('wrong-status'), codes.join());
				else assert.deepEqual(codes, ['wrong-status']);
			});
		}
		it(`open when ${status} is refused`, () => assert.deepEqual(story().refused(opening(), WEIR), ['case-exists']));
	}
	it('nothing but opening comes before opening', () => {
		for (const { command: wanted, actor } of Object.values(SAMPLE)) {
			const answer = command(null, wanted, actor, context());
			assert.deepEqual(answer.ok ? [] : answer.problems.map(({ code }) => code), ['case-unknown']);
		}
	});
});

describe('the remaining refusals', () => {
	const cases: readonly [code: keyof typeof REFUSALS, () => string[]][] = [
		['not-permitted', () => new Story().refused(decide(), person('admin', 'administrator'))],
		['reason-unknown', () => new Story().refused(decide({ reasonCode: 'because' }), ANA)],
		['reason-unfit', () => new Story().refused(decide({ reasonCode: 'lawful-offer' }), ANA)],
		['evidence-unknown', () => new Story().refused(decide({ evidence: ['nowhere'] }), ANA)],
		['evidence-exists', () => new Story().refused({ kind: 'add-evidence', evidence: evidence('verdict-1') }, ANA)],
		['follow-up-contradicts', () => new Story().refused(decide({ followUp: ['no-report', 'report-authority'] }), ANA)],
		['text-missing', () => new Story().refused({ kind: 'comment', text: ' ' }, ANA)],
		['decided-by-you', () => new Story().do(decide(), CO).refused({ kind: 'review', outcome: 'refuse', note: 'mine' }, CO)],
	];
	for (const [code, run] of cases) it(code, () => assert.deepEqual(run(), [code]));
	it('have a status a client can act on', () => {
		for (const { status } of Object.values(REFUSALS)) assert.ok([403, 404, 409, 422].includes(status));
	});
});

it('a history is folded from its first event without gaps', () => {
	const { events, case: state } = new Story().do({ kind: 'claim' }, ANA).do(decide(), ANA);
	assert.deepEqual(reduce(events), state);
	assert.throws(() => reduce([]), { code: 'history-broken' });
	assert.throws(() => reduce(events.slice(1)), { code: 'history-broken' });
	assert.throws(() => reduce([events[0] as never, events[2] as never]), { code: 'history-broken' });
	assert.throws(() => reduce([events[0] as never, { ...(events[0] as object), seq: 2 } as never]), { code: 'history-broken' });
	assert.equal(events[0]?.at, T0);
});
