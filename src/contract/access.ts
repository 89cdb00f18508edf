// Roles and actors as they cross the wire; what a role may do is policy/permissions.ts.
import { Type } from 'typebox';
import { type Actor, ROLES, type Role } from '../model/actor.ts';

export const RoleSchema = Type.Unsafe<Role>({ type: 'string', enum: [...ROLES], description: 'What a caller may do' });

export const ActorSchema = Type.Unsafe<Actor>(
	Type.Object(
		{
			kind: Type.String({ enum: ['person', 'key', 'system'] }),
			id: Type.String(),
			role: Type.String({ enum: [...ROLES, 'system'] }),
			person: Type.Optional(Type.String({ description: 'The person who answers for a key' })),
		},
		{ description: 'Who did something: a person, a key, or Weir itself' },
	),
);
