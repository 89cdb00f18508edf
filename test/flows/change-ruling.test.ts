// How a policy or a catalogue comes into force, without a database: who proposes, who agrees, who takes back, and what Weir itself may.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { approve, type DecideOutcome, isOffer, type ProposalRow, propose, reject, withdraw } from '../../src/flows/change-ruling.ts';
import { keepCatalogue, recordFirst } from '../../src/flows/keep-catalogue.ts';
import { SYSTEM } from '../../src/flows/screened-case.ts';
import type { Actor, Role } from '../../src/model/actor.ts';
import { inMemory, type Kept, nothing, said } from './proposals-in-memory.ts';

const AT = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-02T00:00:00.000Z';
let drawn = 0;
const DICE = { id: () => `00000000-0000-4000-8000-${String(++drawn).padStart(12, '0')}`, salt: () => 'ab'.repeat(32) };
const person = (id: string, role: Role = 'compliance-officer'): Actor => ({ kind: 'person', id, role });
const keyOf = (id: string, role: Role = 'approver'): Actor => ({ kind: 'key', id: `key-of-${id}`, role, person: id });
const nobodys = (role: Role = 'approver'): Actor => ({ kind: 'key', id: 'nobodys', role });
const ann = person('ann');
const bo = person('bo', 'approver');

const CATALOGUE = { hash: 'c'.repeat(64), size: 1, substances: 1, families: 1, registeredBy: SYSTEM, registeredAt: AT };
const begun = async (kept: Kept = nothing()): Promise<Kept> => {
	await recordFirst({ ...CATALOGUE, version: 'first' }, () => new Uint8Array(1), inMemory('catalogue', kept), DICE);
	return kept;
};
const proposed = async (kept: Kept, actor: Actor, at = AT): Promise<{ readonly proposal: ProposalRow; readonly fresh: boolean }> => {
	const asked = { version: 'next', base: 'first', changes: [], twoPeople: true, reason: `by ${actor.id}`, actor, at };
	const outcome = await propose({ ...asked, keep: async () => undefined }, inMemory('catalogue', kept), 'first', DICE);
	assert.ok(outcome.kind === 'proposed');
	return outcome;
};
const approved = (kept: Kept, id: string, actor: Actor, ruling = kept.activations.length): Promise<DecideOutcome> =>
	approve({ id, actor, at: LATER, ruling }, inMemory('catalogue', kept), 'first', DICE);
const closing = (id: string, actor: Actor) => ({ id, actor, at: LATER, note: 'A test.' });

describe('the first catalogue of a server', () => {
	it('is recorded once, and in the log', async () => {
		const kept = await begun();
		assert.deepEqual(kept.activations, [{ version: 'first' }]);
		assert.deepEqual(
			said(kept).map(({ kind }) => kind),
			['catalogue.registered', 'catalogue.recorded'],
		);
		const again = await recordFirst({ ...CATALOGUE, version: 'other' }, () => new Uint8Array(1), inMemory('catalogue', kept), DICE);
		assert.equal(again, false);
		assert.deepEqual(kept.activations, [{ version: 'first' }]);
	});

	it('names the catalogue that decided until then, where it was another one', async () => {
		const facts = async (decidedBy: string | undefined): Promise<unknown> =>
			said(await begun({ ...nothing(), ...(decidedBy === undefined ? {} : { decidedBy }) })).at(-1)?.facts;
		assert.deepEqual(await facts('gone'), { before: 'gone' });
		assert.equal(await facts('first'), undefined);
		assert.equal(await facts(undefined), undefined);
	});

	it('is kept once, with the version of Weir that brought it', async () => {
		const kept = nothing();
		await inMemory('catalogue', kept).transact(async (tx) => {
			const row = { ...CATALOGUE, version: 'x', cameWith: '9.9.9' };
			assert.deepEqual(
				[await keepCatalogue(row, new Uint8Array(1), tx, DICE), await keepCatalogue(row, new Uint8Array(1), tx, DICE)],
				[true, false],
			);
		});
		assert.deepEqual(
			said(kept).map(({ facts }) => facts?.['cameWith']),
			['9.9.9'],
		);
	});
});

describe('what Weir offers', () => {
	it('never comes into force before a person has proposed it and another one agrees', async () => {
		const kept = await begun();
		const { proposal: offer } = await proposed(kept, SYSTEM);
		assert.equal(isOffer(offer), true);
		for (const actor of [ann, bo, keyOf('ann'), nobodys(), SYSTEM])
			assert.equal((await approved(kept, offer.id, actor)).kind, 'not-proposed');
		const taken = await proposed(kept, ann, LATER);
		assert.deepEqual([taken.fresh, taken.proposal.id, taken.proposal.proposedBy, taken.proposal.proposedAt], [true, offer.id, ann, LATER]);
		for (const actor of [ann, keyOf('ann'), nobodys()]) assert.equal((await approved(kept, offer.id, actor)).kind, 'same-person');
		assert.equal((await approved(kept, offer.id, bo)).kind, 'decided');
		assert.equal(kept.activations.at(-1)?.version, 'next');
		assert.deepEqual(
			said(kept)
				.map(({ kind }) => kind)
				.slice(2),
			['catalogue.offered', 'catalogue.proposed', 'catalogue.activated'],
		);
	});

	it('is taken up once, and not taken from whoever has proposed it', async () => {
		const kept = await begun();
		const { proposal } = await proposed(kept, ann);
		const offered = await proposed(kept, SYSTEM);
		assert.deepEqual([offered.fresh, offered.proposal.proposedBy], [false, ann]);
		const other = await proposed(kept, person('cy'));
		assert.deepEqual([other.fresh, other.proposal.id, other.proposal.proposedBy], [false, proposal.id, ann]);
	});
});

describe('a proposal', () => {
	it('is taken back by the person behind it alone, once', async () => {
		const kept = await begun();
		const { proposal } = await proposed(kept, keyOf('ann', 'chemist'));
		const store = inMemory('catalogue', kept);
		for (const actor of [bo, nobodys(), SYSTEM]) assert.equal((await withdraw(closing(proposal.id, actor), store, DICE)).kind, 'not-yours');
		const taken = await withdraw(closing(proposal.id, ann), store, DICE);
		assert.ok(taken.kind === 'decided' && taken.proposal.status === 'withdrawn' && taken.proposal.note === 'A test.');
		assert.deepEqual(kept.ended, ['next']);
		assert.equal((await withdraw(closing(proposal.id, ann), store, DICE)).kind, 'decided', 'the answer may have been lost');
		assert.equal((await reject(closing(proposal.id, bo), store, DICE)).kind, 'settled');
		assert.equal((await approved(kept, proposal.id, bo)).kind, 'settled');
		assert.equal(said(kept).filter(({ kind }) => kind === 'catalogue.withdrawn').length, 1);
		assert.equal((await withdraw(closing('none', ann), store, DICE)).kind, 'unknown');
	});

	it('of a key that nobody answers for is taken back by that key', async () => {
		const kept = await begun();
		const { proposal } = await proposed(kept, nobodys('chemist'));
		const store = inMemory('catalogue', kept);
		assert.equal((await withdraw(closing(proposal.id, { ...nobodys(), id: 'another' }), store, DICE)).kind, 'not-yours');
		assert.equal((await withdraw(closing(proposal.id, nobodys('chemist')), store, DICE)).kind, 'decided');
	});

	it('holds against the version and the ruling it was looked at under', async () => {
		const kept = await begun();
		const { proposal } = await proposed(kept, ann);
		assert.equal((await approved(kept, proposal.id, bo, 0)).kind, 'outdated');
		kept.activations.push({ version: 'meanwhile' });
		assert.deepEqual(await approved(kept, proposal.id, bo), { kind: 'moved', inForce: 'meanwhile' });
	});

	it('that is agreed to screens all listings again and is announced', async () => {
		const kept = await begun();
		const { proposal } = await proposed(kept, ann);
		const outcome = await approve(
			{ id: proposal.id, actor: bo, at: LATER, ruling: 1, policyAfter: 'its own policy' },
			inMemory('catalogue', kept),
			'first',
			DICE,
		);
		assert.ok(outcome.kind === 'decided' && outcome.job === kept.jobs[0]);
		assert.deepEqual(
			kept.announcements.map(({ kind }) => kind),
			['catalogue.changed', 'policy.changed'],
		);
		assert.equal((await approved(kept, proposal.id, bo)).kind, 'decided', 'the answer may have been lost');
		assert.equal((await approved(kept, proposal.id, person('cy'))).kind, 'settled');
	});

	it('of a policy that only tightens needs nobody else', async () => {
		const kept = nothing();
		const store = inMemory('policy', kept);
		const asked = { version: 'p', base: 'own', changes: [], twoPeople: false, reason: 'A test.', actor: ann, at: AT };
		const made = await propose({ ...asked, keep: async () => undefined }, store, 'own', DICE);
		assert.ok(made.kind === 'proposed' && !made.proposal.twoPeople);
		const agreed = await approve({ id: made.proposal.id, actor: ann, at: AT, ruling: 0 }, store, 'own', DICE);
		assert.equal(agreed.kind, 'decided');
	});
});
