// The restrictions of a listing, read off its case: the gate's own, then what people decided, each once, the last one in force or none.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Actor } from '../../src/model/actor.ts';
import type { Decision, Outcome, Screened } from '../../src/model/case.ts';
import type { CaseEvent, CaseFact } from '../../src/model/case-event.ts';
import { restrictionsOf } from '../../src/report/restrictions.ts';

const WEIR: Actor = { kind: 'system', id: 'weir', role: 'system' };
const screened = (verdict: Screened['verdict'], revision = 1): Screened => ({
	...{ revision, verdict, score: 0.9, tier: 2, evasion: [], inputHash: `text-${revision}` },
	...{ catalogueVersion: 'c', engineVersion: 'e', policyVersion: 'p' },
});
const decision = (outcome: Outcome, reasonCode: string): Decision => ({
	...{ outcome, reasonCode, facts: 'seen', legalBasis: 'Terms', followUp: [], evidence: ['v'] },
});
const opened = (verdict: Screened['verdict']): CaseFact => ({
	...{ kind: 'opened', caseId: 'c', listing: 'l', screened: screened(verdict) },
	...{ risk: 'high', deadline: '2026-03-03T08:00:00.000Z', evidence: [] },
});
const decided = (outcome: Outcome, reasonCode: string): CaseFact => ({
	...{ kind: 'decided', decision: decision(outcome, reasonCode), appealUntil: '2026-09-30T00:00:00.000Z' },
});
const rescreened = (verdict: Screened['verdict'], revision: number): CaseFact => ({
	...{ kind: 'rescreened', screened: screened(verdict, revision), risk: 'high', evidence: [] },
});
const history = (...facts: CaseFact[]): CaseEvent[] =>
	facts.map((fact, place) => ({ ...fact, seq: place + 1, at: `2026-03-0${place + 1}T08:00:00.000Z`, actor: WEIR }));
const told = (...facts: CaseFact[]) =>
	restrictionsOf(history(...facts), 6).map(({ number, outcome, reasonCode, decidedBy, inForce }) =>
		[number, outcome, reasonCode, decidedBy, inForce ? 'now' : 'then'].join(' '),
	);

describe('restrictions', () => {
	it('begin with the gate and go on with people', () => {
		const facts = [opened('review'), { kind: 'commented', text: 'hm' } as const, decided('refuse', 'restricted-chemical')];
		assert.deepEqual(told(...facts), ['1 hold under-review software then', '2 refuse restricted-chemical person now']);
	});

	it('end when a person publishes, and come back when the case is opened again', () => {
		const released = [opened('block'), decided('publish', 'lawful-offer')];
		assert.deepEqual(told(...released), ['1 refuse restricted-chemical software then']);
		const again = [...released, { kind: 'reopened', deadline: '2026-03-09T08:00:00.000Z', note: 'doubted' } as const];
		assert.equal(told(...again).at(-1), '2 refuse restricted-chemical software now');
	});

	it('bind a decision to its text: another text is the gate’s again', () => {
		const facts = [opened('review'), decided('refuse', 'restricted-chemical'), rescreened('review', 2)];
		assert.equal(told(...facts).at(-1), '3 hold under-review software now');
		assert.equal(told(...facts.slice(0, 2), rescreened('clear', 2)).at(-1), '2 refuse restricted-chemical person then');
	});

	it('hold a clear text while its case waits for people, as the gate does', () => {
		assert.deepEqual(told(opened('clear')), ['1 hold under-review person now'], 'a second look took it off');
		assert.deepEqual(told(opened('clear'), decided('publish', 'lawful-offer')), ['1 hold under-review person then']);
		const edited = [opened('block'), rescreened('clear', 2)];
		assert.equal(told(...edited).at(-1), '2 hold under-review software now');
		assert.equal(told(...edited, { kind: 'closed', note: 'harmless' }).at(-1), '2 hold under-review software then');
		const reopened = { kind: 'reopened', deadline: '2026-03-09T08:00:00.000Z', note: 'doubted' } as const;
		const again = told(opened('review'), rescreened('clear', 2), decided('publish', 'lawful-offer'), reopened);
		assert.equal(again.at(-1), '3 hold under-review person now');
	});

	it('leave six months for a complaint about the gate itself', () => {
		assert.equal(restrictionsOf(history(opened('block')), 6)[0]?.appealUntil, '2026-09-01T08:00:00.000Z');
	});
});
