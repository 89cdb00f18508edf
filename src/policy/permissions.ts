// Who may do what: one table of actions and the roles that may take them. Whatever is not listed is refused. The table is walked by
// a test and printed in docs/cases.md; nothing else in Weir compares role names.
import type { Actor, Role } from '../model/actor.ts';

const REVIEWERS = ['analyst', 'chemist', 'approver', 'compliance-officer'] as const;
const READERS = ['auditor', 'regulator'] as const;
const STAFF = [...REVIEWERS, ...READERS] as const;

/** Action → roles. `system` is Weir itself, which can never decide, approve or hear an appeal. */
const TABLE = {
	// The administrator's key is how a marketplace's own server submits and sees the whole verdict.
	'listing:submit': ['seller', 'administrator'],
	'listing:read': ['seller', ...STAFF, 'administrator'],
	// The files themselves, which may show more of a person than a listing does.
	'media:read': REVIEWERS,
	'screen:run': ['seller', 'buyer', ...REVIEWERS, 'auditor', 'administrator'],
	'case:open': [...REVIEWERS, 'system'],
	'case:read': STAFF,
	'case:claim': REVIEWERS,
	'case:comment': REVIEWERS,
	'case:add-evidence': [...REVIEWERS, 'system'],
	'case:escalate': [...REVIEWERS, 'system'],
	'case:rescreen': ['system'],
	'case:decide': REVIEWERS,
	'case:approve': ['approver', 'compliance-officer'],
	'case:appeal': ['seller'],
	'case:assign-appeal': ['compliance-officer'],
	'case:decide-appeal': ['approver', 'compliance-officer'],
	'case:restrict': ['compliance-officer'],
	'case:reassign': ['compliance-officer'],
	'case:close': ['compliance-officer', 'system'],
	'case:reopen': ['approver', 'compliance-officer', 'system'],
	'qa:review': ['chemist', 'approver', 'compliance-officer'],
	'corrective:read': STAFF,
	'corrective:record': ['compliance-officer'],
	// Who reports it done: its owner, or whoever keeps the actions.
	'corrective:do': REVIEWERS,
	'corrective:check': ['approver', 'compliance-officer'],
	'golden:read': REVIEWERS,
	// Who keeps the golden cases knows their answers, so that they measure nothing of the keeper.
	'golden:answer': ['analyst', 'chemist', 'approver'],
	'golden:propose': ['chemist', 'approver', 'compliance-officer'],
	'golden:confirm': ['approver', 'compliance-officer'],
	'golden:retire': ['compliance-officer'],
	// Golden results of named people; everyone reads their own.
	'golden:read-people': ['compliance-officer'],
	'catalogue:read': [...STAFF, 'administrator'],
	'catalogue:propose': ['analyst', 'chemist', 'compliance-officer'],
	'catalogue:approve': ['approver', 'compliance-officer'],
	'policy:read': [...STAFF, 'administrator'],
	'policy:propose': ['approver', 'compliance-officer'],
	'policy:approve': ['approver', 'compliance-officer'],
	// Whoever may agree to a policy must see what it names; nobody else, an auditor or a regulator included, whose work needs who agreed to
	// what and not which chemicals an authority asked to be watched.
	'watch-list:read': ['approver', 'compliance-officer'],
	'watch-list:keep': ['compliance-officer'],
	'log:read': [...STAFF, 'administrator'],
	'export:make': ['compliance-officer', ...READERS],
	// What is sent of each restriction; the administrator sets where to and with which token.
	'statement:read': ['compliance-officer', ...READERS, 'administrator'],
	'statement:resend': ['compliance-officer', 'administrator'],
	'dashboard:read': [...STAFF, 'administrator'],
	'metrics:read': ['auditor', 'administrator'],
	'key:create': ['administrator'],
	'key:revoke': ['administrator'],
	'person:invite': ['administrator'],
	'webhook:configure': ['administrator'],
} as const satisfies Readonly<Record<string, readonly (Role | 'system')[]>>;

export type Action = keyof typeof TABLE;

/** Every action, in the order of the table. */
export const ACTIONS = Object.keys(TABLE) as Action[];

/** May this role take this action? Whether it may take it on this very case is the reducer's and the flow's to say. */
export function may(role: Role | 'system', action: Action): boolean {
	const roles: readonly (Role | 'system')[] = TABLE[action];
	return roles.includes(role);
}

/** May this actor take this action: by their role, and within what their key was narrowed to? */
export const isPermitted = ({ role, scopes }: Pick<Actor, 'role' | 'scopes'>, action: Action): boolean =>
	may(role, action) && (scopes === undefined || scopes.includes(action));
