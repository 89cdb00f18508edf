// The rows of the table of routes that concern people and keys. Signing in and out is better-auth's, under /api/auth.
import { byId } from './fields.ts';
import {
	InvitedSchema,
	InviteSchema,
	IssuedKeySchema,
	KeyPageSchema,
	MeSchema,
	NewKeySchema,
	PersonPageSchema,
	WelcomeSchema,
} from './people.ts';
import { routes } from './route.ts';

export const PEOPLE_ROUTES = routes({
	readMe: {
		method: 'GET',
		path: '/v1/me',
		access: 'signed-in',
		tag: 'People',
		summary: 'Who is calling, and what they may do',
		answers: { 200: MeSchema },
	},
	welcome: {
		method: 'POST',
		path: '/v1/welcome',
		access: 'public',
		tag: 'People',
		summary: 'Use a one-time link: makes the person and signs them in',
		body: WelcomeSchema,
		answers: { 201: MeSchema },
	},
	listPeople: {
		method: 'GET',
		path: '/v1/people',
		access: 'person:invite',
		tag: 'People',
		summary: 'People of this installation',
		answers: { 200: PersonPageSchema },
	},
	invitePerson: {
		method: 'POST',
		path: '/v1/people',
		access: 'person:invite',
		tag: 'People',
		summary: 'Invite a person with a role',
		body: InviteSchema,
		answers: { 201: InvitedSchema },
	},
	listKeys: {
		method: 'GET',
		path: '/v1/keys',
		access: 'key:create',
		tag: 'People',
		summary: 'API keys, without their secrets',
		answers: { 200: KeyPageSchema },
	},
	createKey: {
		method: 'POST',
		path: '/v1/keys',
		access: 'key:create',
		tag: 'People',
		summary: 'Make an API key; the secret is shown once',
		body: NewKeySchema,
		answers: { 201: IssuedKeySchema },
	},
	revokeKey: {
		method: 'DELETE',
		path: '/v1/keys/{id}',
		access: 'key:revoke',
		tag: 'People',
		summary: 'End an API key at once',
		params: byId('Id of the key'),
		answers: { 204: null },
	},
});
