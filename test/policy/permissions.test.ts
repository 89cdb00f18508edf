// The permission table: least privilege, stated as sentences, and the same as the one printed in docs/cases.md.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ROLES, type Role } from '../../src/model/actor.ts';
import { ACTIONS, type Action, may } from '../../src/policy/permissions.ts';

const actionsOf = (role: Role | 'system'): Action[] => ACTIONS.filter((action) => may(role, action));
const JUDGING: readonly Action[] = [
	'case:decide',
	'case:approve',
	'case:decide-appeal',
	'qa:review',
	'golden:answer',
	'golden:propose',
	'golden:confirm',
	'golden:retire',
	'catalogue:approve',
	'policy:approve',
];

describe('permissions', () => {
	it('give sellers and buyers nothing but their own business', () => {
		assert.deepEqual(actionsOf('seller'), ['listing:submit', 'listing:read', 'screen:run', 'case:appeal']);
		assert.deepEqual(actionsOf('buyer'), ['screen:run']);
	});
	it('let auditors and regulators read and export, nothing else', () => {
		for (const role of ['auditor', 'regulator'] as const) {
			for (const action of actionsOf(role))
				assert.ok(/:read$/.test(action) || ['export:make', 'screen:run'].includes(action), `${role} ${action}`);
		}
		assert.equal(may('regulator', 'screen:run'), false);
	});
	it('keep administrators, sellers, readers and Weir itself from judging', () => {
		for (const role of ['administrator', 'seller', 'buyer', 'auditor', 'regulator', 'system'] as const) {
			for (const action of JUDGING) assert.equal(may(role, action), false, `${role} ${action}`);
		}
	});
	it('leave people, keys and webhooks to administrators', () => {
		for (const action of ['key:create', 'key:revoke', 'person:invite', 'webhook:configure'] as const) {
			assert.deepEqual(
				ROLES.filter((role) => may(role, action)),
				['administrator'],
			);
		}
		assert.equal(may('administrator', 'case:read'), false);
	});
	it('let whoever may agree to a policy read the restricted lists it names, and nobody else', () => {
		const readers = ROLES.filter((role) => may(role, 'watch-list:read'));
		assert.deepEqual(readers, ['approver', 'compliance-officer']);
		for (const action of ['policy:propose', 'policy:approve'] as const)
			assert.deepEqual(
				ROLES.filter((role) => may(role, action)),
				readers,
			);
	});
	it('give every action to someone, and none of them deletes', () => {
		for (const action of ACTIONS) {
			assert.ok(
				[...ROLES, 'system' as const].some((role) => may(role, action)),
				action,
			);
			assert.doesNotMatch(action, /delete|remove|purge/);
		}
	});
	it('are what docs/cases.md prints', () => {
		const page = readFileSync(new URL('../../docs/cases.md', import.meta.url), 'utf8');
		const roles = [...ROLES, 'system' as const];
		const table = [
			`| action | ${roles.join(' | ')} |`,
			`|---|${roles.map(() => '---').join('|')}|`,
			...ACTIONS.map((action) => `| \`${action}\` | ${roles.map((role) => (may(role, action) ? '✓' : '')).join(' | ')} |`),
		].join('\n');
		assert.ok(page.includes(table), `docs/cases.md lacks this table:\n${table}`);
	});
});
