// Passkeys over the wire: a person's own, and the two ceremonies of WebAuthn. Options and answers have the JSON form that browsers
// read and write (WebAuthn Level 3, 5.1.8 to 5.1.10); of an answer only what is checked is stated, and what a browser adds is let be.
import { type Static, Type } from 'typebox';
import { Time } from './fields.ts';

const closed = { additionalProperties: false } as const;
const name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', description: 'Your own word for the device that holds it' });
const bytes = (maxLength: number, description: string) =>
	Type.String({ minLength: 1, maxLength, pattern: '^[A-Za-z0-9_-]+$', description: `${description}, base64url` });
const credentialId = bytes(1400, 'Id of the credential');
const key = Type.Unsafe<'public-key'>({ type: 'string', enum: ['public-key'] });
const clientDataJSON = bytes(8000, 'What the browser signed for');
const Descriptor = Type.Object({ id: credentialId, type: key, transports: Type.Array(Type.String()) });

export const PasskeySchema = Type.Object({
	id: Type.String(),
	name,
	synced: Type.Boolean({ description: 'Its provider keeps a copy, so that it outlives the device' }),
	createdAt: Time,
	lastUsedAt: Type.Optional(Time),
});

export const PasskeyPageSchema = Type.Object({
	items: Type.Array(PasskeySchema),
	origin: Type.Optional(
		Type.String({ description: 'Address at which passkeys of this installation work; absent: nowhere, it has no host name' }),
	),
});

export const PasskeyNameSchema = Type.Object({ name }, closed);

/** PublicKeyCredentialCreationOptionsJSON. */
export const PasskeyCreationSchema = Type.Object({
	challenge: Type.String({ description: 'Good once, for five minutes, in this session' }),
	rp: Type.Object({ id: Type.String(), name: Type.String() }),
	user: Type.Object({ id: Type.String(), name: Type.String(), displayName: Type.String() }),
	pubKeyCredParams: Type.Array(Type.Object({ type: key, alg: Type.Integer() })),
	timeout: Type.Integer({ description: 'Milliseconds' }),
	excludeCredentials: Type.Array(Descriptor),
	authenticatorSelection: Type.Object({
		residentKey: Type.Unsafe<'required'>({ type: 'string', enum: ['required'] }),
		requireResidentKey: Type.Boolean(),
		userVerification: Type.Unsafe<'required'>({ type: 'string', enum: ['required'] }),
	}),
	attestation: Type.Unsafe<'none'>({ type: 'string', enum: ['none'] }),
});

/** PublicKeyCredentialRequestOptionsJSON. */
export const PasskeyRequestSchema = Type.Object({
	challenge: Type.String({ description: 'Good once, for five minutes, in this browser' }),
	rpId: Type.String(),
	timeout: Type.Integer({ description: 'Milliseconds' }),
	userVerification: Type.Unsafe<'required'>({ type: 'string', enum: ['required'] }),
});

/** RegistrationResponseJSON, as far as it is read. */
const AddedSchema = Type.Object({
	id: credentialId,
	rawId: credentialId,
	type: key,
	response: Type.Object({
		clientDataJSON,
		attestationObject: bytes(40_000, 'What the authenticator made'),
		transports: Type.Optional(Type.Array(Type.String({ maxLength: 20 }), { maxItems: 10 })),
	}),
});

/** AuthenticationResponseJSON, as far as it is read. */
const AssertionSchema = Type.Object({
	id: credentialId,
	rawId: credentialId,
	type: key,
	response: Type.Object({
		clientDataJSON,
		authenticatorData: bytes(4000, 'What the authenticator says'),
		signature: bytes(8000, 'Its signature over both'),
		userHandle: Type.Optional(bytes(200, 'The person it was made for')),
	}),
});

export const NewPasskeySchema = Type.Object({ name, credential: AddedSchema }, closed);
export const PasskeySignInSchema = Type.Object({ credential: AssertionSchema }, closed);

export type PasskeyWire = Static<typeof PasskeySchema>;
export type PasskeyPage = Static<typeof PasskeyPageSchema>;
export type PasskeyCreation = Static<typeof PasskeyCreationSchema>;
export type PasskeyRequest = Static<typeof PasskeyRequestSchema>;
export type AddedCredential = Static<typeof AddedSchema>;
export type Assertion = Static<typeof AssertionSchema>;
