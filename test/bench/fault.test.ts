// The fault bench in small: a server is killed under load five times; nothing acknowledged is lost, nothing doubled, and its log only
// grows. `weir bench fault` does it two hundred times, and breaks more.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { measure } from '../../bench/fault/main.ts';

it('loses nothing in five kills', async () => {
	const report = await measure({ wanted: ['kill'], kills: 5, seed: 7, told: () => undefined });
	assert.deepEqual(report.broken, []);
	assert.equal(report.rounds['kill'], 5);
	assert.ok(report.acknowledged > 50, `${report.acknowledged} acknowledged`);
	assert.ok(report.unanswered > 0, 'no kill came while something was under way');
});
