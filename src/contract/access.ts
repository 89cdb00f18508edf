// Roles and actions as they cross the wire.
import { Type } from 'typebox';

// biome-ignore format: one glance
export const ROLES = [
	'seller', 'buyer', 'analyst', 'chemist', 'approver', 'compliance-officer', 'auditor', 'regulator', 'administrator',
] as const;
export type Role = (typeof ROLES)[number];

/** Everything the permission table speaks of. */
export type Action =
	| 'listing:submit'
	| 'listing:read'
	| 'screen:run'
	| 'case:read'
	| 'case:claim'
	| 'case:comment'
	| 'case:decide'
	| 'case:approve'
	| 'case:appeal'
	| 'case:decide-appeal'
	| 'case:restrict'
	| 'catalogue:read'
	| 'catalogue:propose'
	| 'catalogue:approve'
	| 'policy:read'
	| 'policy:propose'
	| 'policy:approve'
	| 'log:read'
	| 'export:make'
	| 'key:create'
	| 'key:revoke'
	| 'person:invite'
	| 'dashboard:read'
	| 'qa:review'
	| 'webhook:configure';

export const RoleSchema = Type.Unsafe<Role>({ type: 'string', enum: [...ROLES], description: 'What a caller may do' });

/** Who did something: a person, a key, or Weir itself. */
export const ActorSchema = Type.Object({
	kind: Type.Unsafe<'person' | 'key' | 'system'>({ type: 'string', enum: ['person', 'key', 'system'] }),
	id: Type.String(),
	role: Type.Unsafe<Role | 'system'>({ type: 'string', enum: [...ROLES, 'system'] }),
	person: Type.Optional(Type.String({ description: 'The person behind a key, for the rule of four eyes' })),
});
