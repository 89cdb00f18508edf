// People and machines: who is calling, the first administrator, invitations, API keys. A key's secret is shown once, when it is made.
import { type Static, Type } from 'typebox';
import { RoleSchema } from './access.ts';
import { Page, Time } from './fields.ts';

const closed = { additionalProperties: false } as const;
const name = Type.String({ minLength: 1, maxLength: 200 });

export const MeSchema = Type.Object({
	kind: Type.Unsafe<'person' | 'key'>({ type: 'string', enum: ['person', 'key'] }),
	id: Type.String(),
	name,
	role: RoleSchema,
	demo: Type.Optional(Type.Boolean({ description: 'This installation is a demo: nothing in it is real' })),
	sandbox: Type.Optional(Type.Boolean({ description: 'This installation is a sandbox: nothing in it is a decision about anything' })),
	actions: Type.Array(Type.String(), { description: 'Everything that the role may do, and the scopes of the key allow' }),
});

export const WelcomeSchema = Type.Object(
	{
		token: Type.String({ minLength: 1, maxLength: 200, description: 'From the one-time link' }),
		name,
		email: Type.String({ minLength: 3, maxLength: 320, pattern: '^[^@\\s]+@[^@\\s]+$' }),
		password: Type.String({ minLength: 12, maxLength: 128 }),
	},
	closed,
);

export const CertificationSchema = Type.Object(
	{
		training: Type.String({ minLength: 1, maxLength: 500, description: 'The training it rests on' }),
		until: Type.Optional(Type.String({ format: 'date-time', description: 'RFC 3339; absent: until further notice' })),
	},
	{ ...closed, description: 'Without one a person may read and comment, and decide nothing' },
);

export const InviteSchema = Type.Object(
	{ role: RoleSchema, name: Type.Optional(name), certification: Type.Optional(CertificationSchema) },
	closed,
);
export const InvitedSchema = Type.Object({
	link: Type.String({ description: 'One-time link to hand to the person' }),
	role: RoleSchema,
	expiresAt: Time,
});

export const PersonSchema = Type.Object({
	id: Type.String(),
	name,
	email: Type.String(),
	role: RoleSchema,
	createdAt: Time,
	certification: Type.Optional(CertificationSchema),
	conflicts: Type.Array(Type.String(), { description: 'Ids of sellers with whom the person has a conflict of interest' }),
	twoFactor: Type.Boolean({ description: 'Signs in with a second factor' }),
});

/** What the register says about a person, in place of what it said. */
export const StandingSchema = Type.Object(
	{
		certification: Type.Optional(CertificationSchema),
		conflicts: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 1000, uniqueItems: true })),
	},
	closed,
);

export const KeySchema = Type.Object({
	id: Type.String(),
	name,
	role: RoleSchema,
	seller: Type.Optional(Type.String({ description: 'The one seller this key speaks for' })),
	createdBy: Type.Optional(Type.String({ description: 'The person behind the key' })),
	createdAt: Time,
	expiresAt: Type.Optional(Time),
	revokedAt: Type.Optional(Time),
	lastUsedAt: Type.Optional(Time),
	scopes: Type.Optional(Type.Array(Type.String(), { description: 'The only actions it may take; absent: all of its role' })),
	replacedBy: Type.Optional(Type.String({ description: 'Its successor in a rotation' })),
});

export const NewKeySchema = Type.Object(
	{
		role: RoleSchema,
		name: Type.Optional(name),
		seller: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Limits a key with the role seller to this seller' })),
		expiresAt: Type.Optional(Time),
		scopes: Type.Optional(
			Type.Array(Type.String({ maxLength: 100 }), {
				...{ maxItems: 100, uniqueItems: true },
				description: 'Narrows the key to these actions of its role; absent: all of them',
			}),
		),
		replaces: Type.Optional(Type.String({ maxLength: 100, description: 'In the place of this key, which stops working a day from now' })),
	},
	closed,
);

export const RotateKeySchema = Type.Object(
	{
		overlapHours: Type.Optional(
			Type.Number({ minimum: 0, maximum: 720, description: 'How long the old key works on: 24 unless stated, 0 to end it at once' }),
		),
		expiresAt: Type.Optional(
			Type.String({ format: 'date-time', description: 'Of the successor; absent: it works as long as the old key was made for' }),
		),
	},
	closed,
);
export const IssuedKeySchema = Type.Object({
	...KeySchema.properties,
	key: Type.String({ description: 'The secret: shown here and never again' }),
});

export const KeyPageSchema = Page(KeySchema);
export const PersonPageSchema = Page(PersonSchema);

export type Me = Static<typeof MeSchema>;
export type Welcome = Static<typeof WelcomeSchema>;
export type Person = Static<typeof PersonSchema>;
export type Key = Static<typeof KeySchema>;
export type IssuedKey = Static<typeof IssuedKeySchema>;
