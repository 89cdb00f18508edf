// Two people means two people, whatever they act through.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Actor } from '../../src/model/actor.ts';
import { mayComplete, maySecond, twoPersonActs } from '../../src/policy/four-eyes.ts';

const ana: Actor = { kind: 'person', id: 'ana', role: 'approver' };
const pavel: Actor = { kind: 'person', id: 'pavel', role: 'approver' };
const keyOf = (person?: string): Actor => ({ kind: 'key', id: 'k', role: 'approver', ...(person === undefined ? {} : { person }) });
const weir: Actor = { kind: 'system', id: 'gate', role: 'system' };

it('only another person may be the second', () => {
	assert.equal(maySecond(ana, pavel), true);
	assert.equal(maySecond(ana, keyOf('pavel')), true);
	assert.equal(maySecond(keyOf('ana'), keyOf('pavel')), true);
	for (const [first, second] of [
		[ana, ana],
		[ana, { ...ana, role: 'compliance-officer' }],
		[ana, keyOf('ana')],
		[keyOf('ana'), ana],
		[keyOf('ana'), { ...keyOf('ana'), id: 'k2' }],
		[ana, keyOf()],
		[keyOf(), ana],
		[keyOf(), keyOf()],
		[ana, weir],
		[weir, ana],
		[weir, weir],
	] as const)
		assert.equal(maySecond(first, second), false, JSON.stringify([first, second]));
});

it('says which acts of a decision need two people', () => {
	assert.deepEqual(twoPersonActs({ outcome: 'publish', followUp: [], tier: 1 }), ['release-tier-1']);
	assert.deepEqual(twoPersonActs({ outcome: 'publish', followUp: ['whitelist'], tier: 2 }), ['whitelist']);
	assert.deepEqual(twoPersonActs({ outcome: 'refuse', followUp: ['terminate-supplier', 'no-report'], tier: 1 }), [
		'terminate-supplier',
		'close-without-report',
	]);
	assert.deepEqual(twoPersonActs({ outcome: 'refuse', followUp: ['report-authority', 'watch-seller'], tier: 1 }), []);
	assert.deepEqual(twoPersonActs({ outcome: 'publish', followUp: [], tier: null }), []);
});

it('asks the second for permission too, for catalogue and policy as for cases', () => {
	const analyst: Actor = { kind: 'person', id: 'lin', role: 'analyst' };
	for (const act of [
		'release-tier-1',
		'terminate-supplier',
		'whitelist',
		'close-without-report',
		'promote-catalogue',
		'weaken-policy',
	] as const) {
		assert.equal(mayComplete(act, ana, pavel), true);
		assert.equal(mayComplete(act, ana, keyOf('ana')), false);
		assert.equal(mayComplete(act, ana, analyst), false);
		assert.equal(mayComplete(act, ana, weir), false);
	}
});
