// The methods of an address: every row of the table is found under its own address, and no address has those of another.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { methodsAt } from '../../src/contract/methods.ts';
import type { Route } from '../../src/contract/route.ts';
import { ROUTES } from '../../src/contract/routes.ts';

const TABLE: readonly Route[] = Object.values(ROUTES);

test('every route: its address has exactly the methods of its rows', () => {
	for (const { path } of TABLE) {
		const own = TABLE.filter((route) => route.path === path).map(({ method }) => method);
		const address = path.replaceAll(/\{[a-zA-Z]+\}/g, path.endsWith('/{path}') ? '0/x001/234' : '0190-a');
		assert.deepEqual(methodsAt(address), own.sort(), address);
	}
});

test('verbs, ids with colons, and addresses where nothing is', () => {
	for (const [address, methods] of [
		['/v1/listings:screen', ['POST']],
		['/v1/listings/urn:shop:7', ['DELETE', 'GET', 'PUT']],
		['/v1/listings/%2F%20', ['DELETE', 'GET', 'PUT']],
		['/v1/cases/7:claim', ['POST']],
		['/v1/cases/7:unheard', []],
		['/v1/structures/aceton.svg', ['GET']],
		['/v1/structures/acetonXsvg', []],
		['/v1/listings/', []],
		['/v1/listings/a/b', []],
		['/v1', []],
		['/', []],
		['', []],
	] as const)
		assert.deepEqual(methodsAt(address), methods, address);
});
