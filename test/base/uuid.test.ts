// Ids that grow with time.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { timedUuid } from '../../src/base/uuid.ts';

it('has the form of RFC 9562 and its example value', () => {
	// Appendix A.6: 2022-02-22T19:22:22Z.
	const random = Uint8Array.from([0xcc, 0x39, 0x8c, 0x4d, 0xc0, 0xc0, 0xc0, 0x73, 0x98, 0xf0]);
	assert.equal(timedUuid(0x017f22e279b0, random), '017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
});

it('sorts by its moment', () => {
	const random = new Uint8Array(10).fill(255);
	const ids = [1, 1000, Date.UTC(2026, 0), Date.UTC(2126, 0)].map((time) => timedUuid(time, random));
	assert.deepEqual([...ids].sort(), ids);
	assert.equal(new Set(ids.map((id) => id.length)).values().next().value, 36);
});
