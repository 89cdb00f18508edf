// What proposals of policies and of catalogues have in common over the wire: who asked for what, against which version, how it ended.
import { Type } from 'typebox';
import { EFFECTS } from '../model/effect.ts';
import { ActorSchema } from './access.ts';
import { Choice, Time } from './fields.ts';

export const EffectSchema = Choice(EFFECTS, 'Whether it can lower a verdict; unknown counts as weaker');

/** Why something is asked for or refused. */
export const ReasonSchema = Type.String({ minLength: 1, maxLength: 2000, description: 'Why; it stands in the record' });

/** Properties of every proposal. */
export const PROPOSAL_PROPERTIES = {
	id: Type.String(),
	version: Type.String({ description: 'What is proposed, as verdicts carry it' }),
	base: Type.String({ description: 'The version in force when it was proposed' }),
	status: Choice(['open', 'active', 'rejected', 'withdrawn'], 'active: it was agreed to and came into force; withdrawn: taken back'),
	outdated: Type.Boolean({ description: 'Open, but another version came into force meanwhile: propose it again' }),
	reason: Type.String(),
	proposedBy: ActorSchema,
	proposedAt: Time,
	decidedBy: Type.Optional(ActorSchema),
	decidedAt: Type.Optional(Time),
	note: Type.Optional(Type.String()),
	rescreen: Type.Optional(Type.String({ description: 'The job that screens all listings again' })),
} as const;

/** Properties of one thing that was in force. */
export const ACTIVATION_PROPERTIES = {
	number: Type.Integer(),
	version: Type.String(),
	proposal: Type.String({ description: 'Id of the proposal that brought it' }),
	at: Time,
} as const;

/** Why nothing can be decided. */
export const HoldingSchema = Type.String({
	description: 'Why everything is held: what is in force cannot be read. Absent while decisions are made',
});
