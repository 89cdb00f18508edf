// Routes of people: who is calling, one-time links, the register. Whatever changes who may do what leaves an entry in the log,
// in the same transaction.

import { type Db, transact } from '../adapters/postgres/database.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import { createInvitation, restoreInvitation, useInvitation } from '../adapters/postgres/people.ts';
import { type Certification, listRegister, readRegister, recordStanding } from '../adapters/postgres/standing.ts';
import type { Json } from '../base/json.ts';
import { addHours } from '../base/time.ts';
import { record } from '../flows/record.ts';
import { SYSTEM } from '../flows/screened-case.ts';
import { type Actor, personBehind, type Role } from '../model/actor.ts';
import { ACTIONS, isPermitted } from '../policy/permissions.ts';
import type { Caller } from './caller.ts';
import { type Answer, type Call, type Mounting, mount } from './mount.ts';
import { passwordProblem } from './password.ts';
import { Refused } from './problems.ts';
import type { World } from './world.ts';

const INVITATION_HOURS = 72;

export function mountPeople(mounting: Mounting, world: World): void {
	mount(mounting, 'readMe', async ({ caller }) => ({ body: meOf(caller, world) }));
	mount(mounting, 'welcome', (call) => welcome(call, world));
	mount(mounting, 'listPeople', async () => ({ body: { items: await listRegister(world.db) } }));

	mount(mounting, 'invitePerson', async ({ body, caller, now }) => {
		const { role, name, certification } = body;
		requireTime(certification);
		const content = { role, training: certification?.training ?? null, until: certification?.until ?? null };
		const expiresAt = addHours(now, INVITATION_HOURS);
		const token = await transact(world.db, async (tx) => {
			await note(tx, world, { at: now, kind: 'person.invited', subject: `role/${role}`, actor: caller.actor, content });
			const createdBy = personBehind(caller.actor) ?? caller.actor.id;
			return createInvitation(tx, {
				...{ role, now, expiresAt, createdBy },
				...(name === undefined ? {} : { name }),
				...(certification === undefined ? {} : { training: certification.training }),
				...(certification?.until === undefined ? {} : { certifiedUntil: certification.until }),
			});
		});
		return { status: 201, body: { link: `${world.publicUrl()}/welcome#${token}`, role, expiresAt } };
	});

	mount(mounting, 'readPerson', async ({ params }) => ({ body: await personOf(world.db, params.id) }));
	mount(mounting, 'recordPerson', async ({ params, body, caller, now }) => {
		const { certification, conflicts = [] } = body;
		requireTime(certification);
		const by = personBehind(caller.actor);
		const standing = { conflicts, ...(certification === undefined ? {} : { certification }) };
		const person = await transact(world.db, async (tx) => {
			await personOf(tx, params.id);
			await recordStanding(tx, params.id, { ...standing, at: now, ...(by === undefined ? {} : { by }) });
			await noteStanding(tx, world, { id: params.id, actor: caller.actor, at: now, ...standing });
			return personOf(tx, params.id);
		});
		return { body: person };
	});
}

/** What the console shows of whoever is calling. */
export function meOf({ actor, name }: Caller, { demo, sandbox }: Pick<World, 'demo' | 'sandbox'>) {
	return {
		kind: actor.kind as 'person' | 'key',
		id: actor.id,
		name,
		role: actor.role,
		...(demo ? { demo } : {}),
		...(sandbox ? { sandbox } : {}),
		actions: ACTIONS.filter((action) => isPermitted(actor, action)),
	};
}

async function personOf(db: Db, id: string) {
	const person = await readRegister(db, id);
	if (person === undefined) throw new Refused('not-found', 'There is no such person.');
	return person;
}

function requireTime(certification: Certification | undefined): void {
	if (certification?.until === undefined || !Number.isNaN(Date.parse(certification.until))) return;
	const problem = { pointer: '/certification/until', message: 'is not a time', fix: 'give an RFC 3339 time, or leave it out' };
	throw new Refused('input-invalid', 'The certification cannot be recorded.', { errors: [problem] });
}

interface Recorded {
	readonly id: string;
	readonly actor: Actor;
	readonly at: string;
	readonly certification?: Certification;
	readonly conflicts: readonly string[];
}

function noteStanding(tx: Db, world: World, { id, actor, at, certification, conflicts }: Recorded): Promise<void> {
	const content = { training: certification?.training ?? null, until: certification?.until ?? null, conflicts: [...conflicts] };
	const facts = { certified: certification === undefined ? 'no' : 'yes' };
	return note(tx, world, { at, kind: 'person.recorded', subject: `person/${id}`, actor, content, facts });
}

async function welcome({ body, reply, now }: Call<'welcome'>, world: World): Promise<Answer> {
	const { token, name, email, password } = body;
	const weak = passwordProblem(password, { name, email });
	if (weak !== undefined) throw new Refused('input-invalid', 'The password will not do; the link still works.', { errors: [weak] });
	const invitation = await useInvitation(world.db, token, now);
	if (invitation === undefined) throw new Refused('gone', 'This link has been used or has expired; ask for a new one.');
	const { role, training, certifiedUntil: until, createdBy: by } = invitation;
	const id = await made(world, { token, role, name, email, password });
	const actor = { kind: 'person' as const, id, role };
	await transact(world.db, async (tx) => {
		await note(tx, world, { at: now, kind: 'person.joined', subject: `person/${id}`, actor, content: { role }, facts: { role } });
		if (training === undefined) return;
		const certification = { training, ...(until === undefined ? {} : { until }) };
		await recordStanding(tx, id, { certification, conflicts: [], at: now, ...(by === undefined ? {} : { by }) });
		await noteStanding(tx, world, { id, actor: SYSTEM, at: now, certification, conflicts: [] });
	});
	void reply.header('set-cookie', [...(await world.people.signIn(email, password))]);
	return { status: 201, body: meOf({ actor, name }, world) };
}

// A link that could not be used for a reason of ours, or for a wrong address, can be used again.
async function made(world: World, one: { token: string; role: Role; name: string; email: string; password: string }): Promise<string> {
	try {
		const id = await world.people.create(one);
		if (id !== undefined) return id;
	} catch (error) {
		await restoreInvitation(world.db, one.token);
		throw error;
	}
	await restoreInvitation(world.db, one.token);
	const problem = { pointer: '/email', message: 'belongs to somebody who is here already', fix: 'use another address, or sign in' };
	throw new Refused('input-invalid', 'A person with this address is here already.', { errors: [problem] });
}

function note(
	tx: Db,
	{ dice }: Pick<World, 'dice'>,
	fact: { at: string; kind: string; subject: string; actor: Actor; content: Json; facts?: Readonly<Record<string, string>> },
): Promise<void> {
	return addEntries(tx, [record(fact, dice)]);
}
