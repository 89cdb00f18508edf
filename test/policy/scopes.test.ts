// What a key may be narrowed to: actions of its role, named with a fix where they are none; nobody hands on more than they have.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ROLES } from '../../src/model/actor.ts';
import { ACTIONS, isPermitted, may } from '../../src/policy/permissions.ts';
import { actionsOf, beyond, scopeProblems } from '../../src/policy/scopes.ts';

const SHOP = ['listing:submit', 'listing:read', 'screen:run'];
const pointers = (...asked: Parameters<typeof scopeProblems>): string[] => scopeProblems(...asked).map(({ pointer }) => pointer);

describe('scopes of a key', () => {
	it('are actions of its role, whatever the role', () => {
		assert.deepEqual(scopeProblems('administrator', SHOP), []);
		for (const role of ROLES) {
			assert.deepEqual(scopeProblems(role, actionsOf(role)), [], role);
			for (const action of ACTIONS.filter((one) => !may(role, one))) assert.deepEqual(pointers(role, [action]), ['/scopes/0'], role);
		}
	});
	it('name what is wrong, where, and what to do', () => {
		assert.deepEqual(pointers('administrator', []), ['/scopes']);
		const [unknown, foreign, ...more] = scopeProblems('administrator', ['listing:sumbit', 'case:decide', 'screen:run']);
		assert.deepEqual([unknown?.pointer, foreign?.pointer, more.length], ['/scopes/0', '/scopes/1', 0]);
		assert.match(unknown?.message ?? '', /"listing:sumbit" is not an action/);
		assert.match(unknown?.fix ?? '', /did you mean listing:submit\?/);
		assert.match(foreign?.message ?? '', /administrator may not do case:decide/);
	});
	it('include the sight of what they act on', () => {
		assert.match(scopeProblems('analyst', ['case:decide'])[0]?.fix ?? '', /add case:read/);
		assert.deepEqual(scopeProblems('analyst', ['case:decide', 'case:read']), []);
		assert.deepEqual(pointers('approver', ['policy:read', 'policy:approve']), ['/scopes/1']);
		assert.deepEqual(scopeProblems('seller', ['case:appeal']), []);
	});
	it('take away and never add', () => {
		for (const role of ROLES)
			for (const action of ACTIONS) {
				assert.equal(isPermitted({ role, scopes: [action] }, action), may(role, action));
				assert.equal(isPermitted({ role, scopes: ACTIONS.filter((one) => one !== action) }, action), false);
				assert.equal(isPermitted({ role, scopes: [] }, action), false);
				assert.equal(isPermitted({ role }, action), may(role, action));
			}
	});
	it('bound what a key may make', () => {
		const maker = { kind: 'key', id: 'k', role: 'administrator' } as const;
		assert.deepEqual(beyond(maker, { role: 'approver' }), []);
		const narrow = { ...maker, scopes: ['key:create', 'listing:read'] };
		assert.deepEqual(beyond(narrow, { role: 'administrator', scopes: ['listing:read'] }), []);
		assert.deepEqual(beyond(narrow, { role: 'seller', scopes: ['listing:read', 'listing:submit'] }), ['listing:submit']);
		assert.deepEqual(beyond(narrow, { role: 'buyer' }), ['screen:run']);
	});
	it('are asked for wherever the permission of an actor is', () => {
		const src = new URL('../../src/', import.meta.url);
		const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path));
		assert.ok(files.length > 300);
		// The refusal itself asks the role, to tell the two reasons apart.
		const asks = files.filter((path) => /\bmay\((?:\w+\.)?(?:actor|second)\.role,/.test(readFileSync(new URL(path, src), 'utf8')));
		assert.deepEqual(asks.sort(), ['cases/refusals.ts', 'server/mount.ts']);
	});
});
