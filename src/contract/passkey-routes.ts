// The rows of the table of routes that concern passkeys: a person's own, and signing in with one.
import { byId } from './fields.ts';
import {
	NewPasskeySchema,
	PasskeyCreationSchema,
	PasskeyNameSchema,
	PasskeyPageSchema,
	PasskeyRequestSchema,
	PasskeySchema,
	PasskeySignInSchema,
} from './passkeys.ts';
import { MeSchema } from './people.ts';
import { routes } from './route.ts';

const ID = byId('Id of the passkey');

export const PASSKEY_ROUTES = routes({
	listPasskeys: {
		method: 'GET',
		path: '/v1/passkeys',
		access: 'signed-in',
		tag: 'People',
		summary: 'Your own passkeys, and the address at which they work',
		description: 'Passkeys belong to people: a key is refused (`persons-only`) here and wherever one of them is changed.',
		answers: { 200: PasskeyPageSchema },
	},
	beginPasskey: {
		method: 'POST',
		path: '/v1/passkeys:begin',
		access: 'signed-in',
		tag: 'People',
		summary: 'Begin to add a passkey: what the browser hands to the authenticator',
		description: 'Only within 15 minutes of signing in (`session-not-fresh`).',
		answers: { 200: PasskeyCreationSchema },
	},
	addPasskey: {
		method: 'POST',
		path: '/v1/passkeys',
		access: 'signed-in',
		tag: 'People',
		summary: 'Add the passkey that the authenticator made',
		body: NewPasskeySchema,
		answers: { 201: PasskeySchema },
	},
	renamePasskey: {
		method: 'PUT',
		path: '/v1/passkeys/{id}',
		access: 'signed-in',
		tag: 'People',
		summary: 'Give a passkey of your own another name',
		params: ID,
		body: PasskeyNameSchema,
		answers: { 200: PasskeySchema },
	},
	removePasskey: {
		method: 'DELETE',
		path: '/v1/passkeys/{id}',
		access: 'signed-in',
		tag: 'People',
		summary: 'Remove a passkey of your own: it signs nobody in any more',
		params: ID,
		answers: { 204: null },
	},
	beginPasskeySignIn: {
		method: 'POST',
		path: '/v1/passkeys:challenge',
		access: 'public',
		tag: 'People',
		summary: 'Begin to sign in with a passkey: what the browser hands to the authenticator',
		answers: { 200: PasskeyRequestSchema },
	},
	signInWithPasskey: {
		method: 'POST',
		path: '/v1/passkeys:sign-in',
		access: 'public',
		tag: 'People',
		summary: 'Sign in with a passkey: starts a session, without a further code',
		body: PasskeySignInSchema,
		answers: { 200: MeSchema },
	},
});
