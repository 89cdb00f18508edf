// Webhooks over the wire: where announcements go, and how their deliveries fare. A secret is shown once, when it is made.
import { type Static, Type } from 'typebox';
import { ANNOUNCEMENT_KINDS } from '../model/announcement.ts';
import { byId, Choice, cursor, limit, Page, Time } from './fields.ts';
import { routes } from './route.ts';

const closed = { additionalProperties: false } as const;
const Kind = Choice(ANNOUNCEMENT_KINDS, 'What happened');
const DeliveryState = Choice(['pending', 'delivered', 'dead'] as const, 'dead: every attempt failed; it can be sent again');

export const WebhookSchema = Type.Object({
	id: Type.String(),
	url: Type.String(),
	kinds: Type.Array(Kind, { description: 'What it hears of; empty: everything' }),
	description: Type.Optional(Type.String()),
	state: Choice(
		['live', 'disabled'] as const,
		'disabled: after repeated failure, or by an administrator; announcements wait until it is enabled',
	),
	reason: Type.Optional(Type.String({ description: 'Why it is disabled' })),
	createdAt: Time,
	oldSecretUntil: Type.Optional(Time),
	failingSince: Type.Optional(Time),
	waiting: Type.Integer({ minimum: 0 }),
	dead: Type.Integer({ minimum: 0 }),
});
const IssuedWebhookSchema = Type.Object({
	...WebhookSchema.properties,
	secret: Type.String({ description: 'Signs every announcement (Standard Webhooks): shown here and never again' }),
});
const NewWebhookSchema = Type.Object(
	{
		url: Type.String({ minLength: 1, maxLength: 2048, description: 'https address of the receiver, on the public network' }),
		kinds: Type.Optional(
			Type.Array(Kind, { maxItems: 20, uniqueItems: true, description: 'What it hears of; absent or empty: everything' }),
		),
		description: Type.Optional(Type.String({ maxLength: 500 })),
	},
	closed,
);
export const DeliverySchema = Type.Object({
	id: Type.Integer(),
	announcement: Type.String({ description: 'The webhook-id that the receiver sees: the same at every attempt' }),
	kind: Kind,
	state: DeliveryState,
	attempts: Type.Integer({ minimum: 0 }),
	createdAt: Time,
	nextAt: Type.Optional(Time),
	lastAt: Type.Optional(Time),
	lastError: Type.Optional(Type.String()),
	deliveredAt: Type.Optional(Time),
});
const DeliveryQuerySchema = Type.Object({ state: Type.Optional(DeliveryState), limit, cursor }, closed);
const ResendSchema = Type.Object(
	{ delivery: Type.Optional(Type.Integer({ minimum: 1, description: 'One delivery; absent: every dead one' })) },
	closed,
);

const WEBHOOK_ID = byId('Id of the webhook', 100);
const row = { access: 'webhook:configure', tag: 'Webhooks' } as const;

export const WEBHOOK_ROUTES = routes({
	listWebhooks: {
		...row,
		method: 'GET',
		path: '/v1/webhooks',
		summary: 'Webhooks, with what waits and what is dead',
		answers: { 200: Page(WebhookSchema) },
	},
	createWebhook: {
		...row,
		method: 'POST',
		path: '/v1/webhooks',
		summary: 'Tell an address what happens; the secret is shown once',
		description: 'An address has one webhook: a request sent twice answers 409 the second time.',
		body: NewWebhookSchema,
		example: {
			url: 'https://shop.example/hooks/weir',
			kinds: ['listing.published', 'listing.held', 'listing.refused', 'listing.withdrawn'],
		},
		answers: { 201: IssuedWebhookSchema },
	},
	readWebhook: {
		...row,
		method: 'GET',
		path: '/v1/webhooks/{id}',
		summary: 'One webhook',
		params: WEBHOOK_ID,
		answers: { 200: WebhookSchema },
	},
	removeWebhook: {
		...row,
		method: 'DELETE',
		path: '/v1/webhooks/{id}',
		summary: 'Remove a webhook and what waits for it',
		params: WEBHOOK_ID,
		answers: { 204: null },
	},
	rotateWebhook: {
		...row,
		method: 'POST',
		path: '/v1/webhooks/{id}:rotate',
		summary: 'Make a new secret; for a day both sign',
		params: WEBHOOK_ID,
		answers: { 200: IssuedWebhookSchema },
	},
	disableWebhook: {
		...row,
		method: 'POST',
		path: '/v1/webhooks/{id}:disable',
		summary: 'Stop telling a webhook; what happens waits for it',
		description: 'One that is disabled already keeps its reason.',
		params: WEBHOOK_ID,
		body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500, description: 'Why; it stands beside the webhook' }) }, closed),
		answers: { 200: WebhookSchema },
	},
	enableWebhook: {
		...row,
		method: 'POST',
		path: '/v1/webhooks/{id}:enable',
		summary: 'Let a disabled webhook hear again, with everything that waited',
		params: WEBHOOK_ID,
		answers: { 200: WebhookSchema },
	},
	testWebhook: {
		...row,
		method: 'POST',
		path: '/v1/webhooks/{id}:test',
		summary: 'Send an announcement that says nothing, to see whether it arrives',
		params: WEBHOOK_ID,
		answers: { 202: Type.Object({ announcement: Type.String() }) },
	},
	listDeliveries: {
		...row,
		method: 'GET',
		path: '/v1/webhooks/{id}/deliveries',
		summary: 'Deliveries of a webhook, newest first; `state=dead` for those given up',
		params: WEBHOOK_ID,
		query: DeliveryQuerySchema,
		answers: { 200: Page(DeliverySchema) },
	},
	resendDeliveries: {
		...row,
		method: 'POST',
		path: '/v1/webhooks/{id}/deliveries:resend',
		summary: 'Send dead deliveries again, or one of any state',
		params: WEBHOOK_ID,
		body: ResendSchema,
		answers: { 202: Type.Object({ count: Type.Integer({ minimum: 0 }) }) },
	},
});

export type Webhook = Static<typeof WebhookSchema>;
export type Delivery = Static<typeof DeliverySchema>;
export type IssuedWebhook = Static<typeof IssuedWebhookSchema>;
