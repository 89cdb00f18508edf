// Corrective actions as rules: the fold of their events, who may do what, and that whoever had a hand in one never says whether it worked.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { actionFigures, applyAction, type CorrectiveCommand, commandAction, reduceAction } from '../../src/cases/corrective.ts';
import type { Actor, Role } from '../../src/model/actor.ts';
import { type CorrectiveAction, type CorrectiveEvent, isOverdue } from '../../src/model/corrective-action.ts';

const person = (id: string, role: Role): Actor => ({ kind: 'person', id, role });
const CLARA = person('clara', 'compliance-officer');
const CARL = person('carl', 'compliance-officer');
const ANA = person('ana', 'analyst');
const PAUL = person('paul', 'approver');
const NOW = '2026-03-02T08:00:00.000Z';
const RECORD: CorrectiveCommand = {
	...{ kind: 'record', actionId: 'a-1', found: 'Two look-alikes were refused.', links: [{ kind: 'case', caseId: 'c-1' }] },
	...{ cause: 'guidance', causeNote: '', measure: 'A page about look-alikes.', owner: 'ana', due: '2026-03-10' },
};
const DONE: CorrectiveCommand = { kind: 'done', note: 'Written.' };
const WORKS: CorrectiveCommand = { kind: 'check', effective: true, note: 'None since.' };
const FAILS: CorrectiveCommand = { kind: 'check', effective: false, note: 'It happened again.', due: '2026-04-01' };

class Story {
	readonly events: CorrectiveEvent[] = [];
	state: CorrectiveAction | null = null;
	do(wanted: CorrectiveCommand, actor: Actor): this {
		const answer = commandAction(this.state, wanted, actor, NOW);
		assert.ok(answer.ok, answer.ok ? '' : answer.problems[0]?.code);
		this.events.push(answer.value);
		this.state = applyAction(this.state, answer.value);
		return this;
	}
	refused(wanted: CorrectiveCommand, actor: Actor): string {
		const answer = commandAction(this.state, wanted, actor, NOW);
		assert.ok(!answer.ok, 'it is not refused');
		return `${answer.problems[0]?.code ?? ''}${answer.problems[0]?.pointer ?? ''}`;
	}
}

describe('a corrective action', () => {
	it('is recorded, done by its owner, and found effective by another', () => {
		const story = new Story().do(RECORD, CLARA).do(DONE, ANA).do(WORKS, PAUL);
		assert.deepEqual(
			[story.state?.status, story.state?.seq, story.state?.done?.by.id, story.state?.checked?.by.id],
			['effective', 3, 'ana', 'paul'],
		);
		assert.deepEqual(reduceAction(story.events), story.state);
		assert.equal(story.refused(DONE, ANA), 'action-settled');
		assert.equal(story.refused(WORKS, CARL), 'action-not-done');
	});

	it('opens again until a new day when it did not work', () => {
		const story = new Story().do(RECORD, CLARA).do(DONE, ANA).do(FAILS, PAUL);
		assert.deepEqual(
			[story.state?.status, story.state?.due, story.state?.failedChecks, story.state?.done],
			['open', '2026-04-01', 1, undefined],
		);
		assert.equal(story.do(DONE, ANA).do(WORKS, PAUL).state?.status, 'effective');
	});

	it('is never checked by whoever owned it or reported it done, in person or by key', () => {
		const owned = new Story()
			.do({ ...RECORD, owner: 'paul' }, CLARA)
			.do({ kind: 'change', note: 'Holidays.', owner: 'ana' }, CLARA)
			.do(DONE, ANA);
		assert.equal(owned.refused(WORKS, PAUL), 'action-own', 'owned it once');
		assert.equal(owned.refused(WORKS, { kind: 'key', id: 'k', role: 'approver', person: 'paul' }), 'action-own');
		assert.equal(owned.refused(WORKS, { kind: 'key', id: 'k', role: 'approver' }), 'no-person');
		const reported = new Story().do(RECORD, CLARA).do(DONE, CLARA);
		assert.equal(reported.refused(WORKS, CLARA), 'action-own');
		assert.equal(reported.do(WORKS, CARL).state?.status, 'effective');
		assert.equal(owned.do(WORKS, CLARA).state?.status, 'effective', 'who only recorded it may');
	});

	it('keeps each act to those who may', () => {
		assert.equal(new Story().refused(RECORD, PAUL), 'not-permitted');
		assert.equal(new Story().refused(DONE, CLARA), 'action-unknown');
		const story = new Story().do(RECORD, CLARA);
		assert.equal(story.refused(RECORD, CLARA), 'action-unknown');
		assert.equal(story.refused({ kind: 'change', note: 'x', measure: 'Less.' }, ANA), 'not-permitted');
		assert.equal(story.refused(DONE, PAUL), 'action-not-yours');
		assert.equal(story.refused(WORKS, PAUL), 'action-not-done');
		assert.equal(story.do(DONE, ANA).refused(WORKS, person('olga', 'chemist')), 'not-permitted');
	});

	it('takes no empty words and no day that has passed', () => {
		const empty = new Story();
		assert.equal(empty.refused({ ...RECORD, found: ' ' }, CLARA), 'text-missing/found');
		assert.equal(empty.refused({ ...RECORD, measure: '' }, CLARA), 'text-missing/measure');
		assert.equal(empty.refused({ ...RECORD, cause: 'other' }, CLARA), 'text-missing/causeNote');
		assert.equal(empty.refused({ ...RECORD, due: '2026-03-01' }, CLARA), 'due-passed/due');
		const story = new Story().do(RECORD, CLARA);
		assert.equal(story.refused({ kind: 'change', note: ' ', owner: 'ann' }, CLARA), 'text-missing/note');
		assert.equal(story.refused({ kind: 'done', note: '' }, ANA), 'text-missing/note');
		const { due: _due, ...dayless } = FAILS as Extract<CorrectiveCommand, { kind: 'check' }>;
		assert.equal(story.do(DONE, ANA).refused(dayless, PAUL), 'due-missing/due');
	});

	it('never loses an event, and refuses a broken history', () => {
		const { events } = new Story().do(RECORD, CLARA).do(DONE, ANA);
		assert.throws(() => reduceAction([]), /without events/);
		assert.throws(() => reduceAction(events.slice(1)), /begins with event 1/);
		assert.throws(() => reduceAction([...events, ...events.slice(1)]), /event 2 after event 2/);
		assert.throws(() => reduceAction([events[0], { ...events[0], seq: 2 }] as CorrectiveEvent[]), /recorded twice/);
	});

	it('is overdue from the day after its last one until it is done', () => {
		const { state } = new Story().do(RECORD, CLARA);
		assert.deepEqual(
			[isOverdue(state as CorrectiveAction, '2026-03-10'), isOverdue(state as CorrectiveAction, '2026-03-11')],
			[false, true],
		);
		const done = new Story().do(RECORD, CLARA).do(DONE, ANA).state as CorrectiveAction;
		assert.equal(isOverdue(done, '2026-12-31'), false);
		const actions = [
			state as CorrectiveAction,
			done,
			new Story().do(RECORD, CLARA).do(DONE, ANA).do(WORKS, PAUL).state as CorrectiveAction,
		];
		assert.deepEqual(actionFigures(actions, '2026-03-11'), {
			...{ open: 1, overdue: 1, unchecked: 1, effective: 1, failedChecks: 0 },
			byCause: [{ cause: 'guidance', count: 3 }],
		});
	});
});
