// The table of routes as documentation: an example is a body that its own row accepts.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Route } from '../../src/contract/route.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { checkShape } from '../../src/model/shape.ts';

const TABLE = Object.entries(ROUTES) as [string, Route][];

for (const [name, { body, example }] of TABLE.filter(([, route]) => route.example !== undefined)) {
	it(`${name} has an example that fits`, () => {
		assert.ok(body !== undefined, 'an example needs a body');
		const read = checkShape(body, example, 'body');
		assert.deepEqual(read.ok ? [] : read.problems, []);
	});
}

it('shows how a listing is submitted and screened', () => {
	assert.ok(TABLE.filter(([name]) => ['submitListing', 'screenListings'].includes(name)).every(([, { example }]) => example !== undefined));
});
