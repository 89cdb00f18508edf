// Who did it: the accountable party of every act, and the person behind a machine. Must never name an act without an actor.

/** What a person or a key may be, as one closed list (src/policy/permissions.ts says what each may do). */
export const ROLES = [
	'seller',
	'buyer',
	'analyst',
	'chemist',
	'approver',
	'compliance-officer',
	'auditor',
	'regulator',
	'administrator',
] as const;

export type Role = (typeof ROLES)[number];

/** A person, a key that a person made, or Weir itself. No key and no person can carry the role `system`. */
export interface Actor {
	readonly kind: 'person' | 'key' | 'system';
	readonly id: string;
	readonly role: Role | 'system';
	/** For a key: the id of the person who made it and answers for it. */
	readonly person?: string;
	/** For a key that was narrowed: the only actions it may take. It limits an act and is never stored with one. */
	readonly scopes?: readonly string[];
}

/** An actor as acts name them for good: who it was, without what their key was narrowed to. */
export const recorded = ({ kind, id, role, person }: Actor): Actor => ({ kind, id, role, ...(person === undefined ? {} : { person }) });

/** The same as the JSON that is stored. */
export const actorText = (actor: Actor): string => JSON.stringify(recorded(actor));

/** The id of the accountable person; undefined for Weir itself and for a key nobody answers for. */
export function personBehind(actor: Actor): string | undefined {
	return actor.kind === 'person' ? actor.id : actor.kind === 'key' ? actor.person : undefined;
}

/** True when both acts lead to one person, or when for either of them no person answers: then nobody can tell them apart. */
export function samePerson(a: Actor, b: Actor): boolean {
	const one = personBehind(a);
	const other = personBehind(b);
	return one === undefined || other === undefined || one === other;
}
