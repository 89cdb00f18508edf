// A candidate that decides silently over the wire, be it a policy or a catalogue: how long, on how many submissions, and where it differs.
import { type Static, Type } from 'typebox';
import { Time } from './fields.ts';

export const ShadowSchema = Type.Object({
	id: Type.String(),
	version: Type.String({ description: 'The first 16 hex digits of the hash, as verdicts carry them' }),
	name: Type.String({ description: 'Of the policy; a catalogue is called by its version' }),
	startedAt: Time,
	stoppedAt: Type.Optional(Time),
	listings: Type.Integer({ description: 'Submissions decided by both' }),
	differing: Type.Integer(),
	transitions: Type.Record(Type.String(), Type.Integer(), { description: '`clear→review`: live, then candidate' }),
});

export const ShadowAnswerSchema = Type.Object({
	shadow: Type.Optional(ShadowSchema),
	items: Type.Array(
		Type.Object({
			listingId: Type.String(),
			revision: Type.Integer(),
			live: Type.String(),
			candidate: Type.String(),
			why: Type.String(),
			at: Time,
		}),
	),
	nextCursor: Type.Optional(Type.String()),
});

export type Shadow = Static<typeof ShadowSchema>;
export type ShadowAnswer = Static<typeof ShadowAnswerSchema>;
