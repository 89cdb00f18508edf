// Fills an empty installation with the fictional marketplace of `weir serve --demo`. Everything goes the way real work goes: listings
// through the gate, decisions through the rules of casework, each act into the log. Only the hours are chosen. It must never touch an
// installation that has anything in it, nor one that others can reach: its passwords are printed.
import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Demo, type DemoAct, readDemo } from '../adapters/demo-files.ts';
import { run, transact } from '../adapters/postgres/database.ts';
import { createKey } from '../adapters/postgres/keys.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import { withdrawInvitations } from '../adapters/postgres/people.ts';
import { listRegister, recordStanding, standingOfPerson } from '../adapters/postgres/standing.ts';
import { Fault } from '../base/fault.ts';
import { addHours } from '../base/time.ts';
import type { Command } from '../cases/laws.ts';
import { decideCase } from '../flows/decide-case.ts';
import { createdEntry } from '../flows/key-entries.ts';
import { record } from '../flows/record.ts';
import { type Actor, personBehind, type Role } from '../model/actor.ts';
import type { Case, Decision } from '../model/case.ts';
import { type Config, DEMO_FOLDER } from './config.ts';
import { takeGoldenStep } from './demo-golden.ts';
import { keepDemoList, recordDemoAction } from './demo-measures.ts';
import { proposeDemoCatalogue, proposeDemoPolicy } from './demo-proposals.ts';
import type { World } from './world.ts';

export const DEMO_PLATFORM = fileURLToPath(new URL('../../tables/demo/platform.yaml', import.meta.url));
export const DEMO_PASSWORD = 'explore the demo';
const TRAINING = 'Induction at Example Market';
const MARK = 'demo-complete';
const CATALOGUE_MARK = 'demo-catalogue';
const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

export interface DemoAccount {
	readonly name: string;
	readonly email: string;
	readonly role: Role;
}

/** @throws Fault `configuration-invalid` unless the settings keep a demo to itself. */
export function requireDemoSettings({ databaseUrl, folder, host }: Config): void {
	if (databaseUrl !== undefined)
		throw new Fault('configuration-invalid', '--demo keeps to its embedded database; take DATABASE_URL out of the environment.');
	if (basename(folder) !== DEMO_FOLDER)
		throw new Fault('configuration-invalid', `--demo keeps to a folder named ${DEMO_FOLDER}; leave --folder and WEIR_FOLDER out.`);
	if (!LOOPBACK.includes(host))
		throw new Fault(
			'configuration-invalid',
			'--demo has passwords that everybody knows, so it listens on this machine only; leave --host out.',
		);
}

/** Fills the installation once; later starts find it as it was left. The people who can sign in. */
export async function openDemo(world: World, folder: string, now: string): Promise<readonly DemoAccount[]> {
	const mark = join(folder, MARK);
	if (!existsSync(mark)) {
		const [found] = await run(world.db, 'select exists (select from listing) or exists (select from person) as used');
		if (found?.['used'] === true)
			throw new Fault('configuration-invalid', `${folder} holds something that is no finished demo; delete the folder to make one.`);
		await new Filling(world, await readDemo(), now).run();
		writeFileSync(mark, `${now}\n`);
	}
	return listRegister(world.db);
}

/**
 * Proposes the demo's catalogue, once. Apart from the rest because it takes seconds, in which people can look around already.
 */
export async function finishDemo(world: World, folder: string, now: string): Promise<void> {
	const mark = join(folder, CATALOGUE_MARK);
	if (existsSync(mark)) return;
	const { catalogue } = await readDemo();
	const people = await listRegister(world.db);
	const found = people.find(({ name }) => firstName(name) === catalogue.by);
	if (found === undefined) throw new Fault('table-invalid', `The demo has nobody called ${catalogue.by}.`);
	await proposeDemoCatalogue(catalogue, { kind: 'person', id: found.id, role: found.role }, now, world);
	writeFileSync(mark, `${now}\n`);
}

const firstName = (name: string): string => name.split(' ', 1)[0]?.toLowerCase() ?? '';

class Filling {
	readonly #world: World;
	readonly #demo: Demo;
	readonly #now: string;
	readonly #people = new Map<string, Actor & { readonly role: Role }>();
	readonly #sellers = new Map<string, Actor>();
	#shop: Actor | undefined;

	constructor(world: World, demo: Demo, now: string) {
		this.#world = world;
		this.#demo = demo;
		this.#now = now;
	}

	async run(): Promise<void> {
		const { listings, acts, people, golden, corrective, watchList, policy } = this.#demo;
		let preview: (now: string) => Promise<unknown> = async () => undefined;
		await withdrawInvitations(this.#world.db, 'administrator');
		for (const person of people) await this.#join(person.name, person.role);
		this.#shop = await this.#key('administrator', 'Shop server');
		// In the order in which it would have happened, so that the log's order is the order of its times.
		const steps = [
			...listings.map((one) => ({ hours: one.hours, run: () => this.#submit(one) })),
			...acts.map((one) => ({ hours: one.hours, run: () => this.#act(one) })),
			...golden.map((one) => ({
				hours: one.hours,
				run: () => takeGoldenStep(one, this.#person(one.by), this.#at(one.hours), this.#world),
			})),
			{ hours: corrective.hours, run: () => this.#correct(corrective) },
			{
				hours: watchList.hours,
				run: () => keepDemoList(watchList, { actor: this.#person(watchList.by), at: this.#at(watchList.hours) }, this.#world),
			},
			{
				hours: policy.hours,
				run: async () => {
					preview = await proposeDemoPolicy(policy, this.#person(policy.by), this.#at(policy.hours), this.#world);
				},
			},
		].sort((a, b) => b.hours - a.hours);
		for (const step of steps) await step.run();
		await preview(this.#now);
	}

	#at(hours: number): string {
		return addHours(this.#now, -hours);
	}

	#first(): string {
		return this.#at(Math.max(...this.#demo.listings.map(({ hours }) => hours)) + 1);
	}

	async #join(name: string, role: Role): Promise<void> {
		const { people, db, dice } = this.#world;
		const first = firstName(name);
		const id = await people.create({ name, role, password: DEMO_PASSWORD, email: `${first}@${this.#demo.domain}` });
		if (id === undefined) throw new Fault('table-invalid', `The demo has two people called ${first}.`);
		const actor = { kind: 'person', id, role } as const;
		this.#people.set(first, actor);
		const fact = { at: this.#first(), kind: 'person.joined', subject: `person/${id}`, actor, content: { role }, facts: { role } };
		const certification = { training: TRAINING };
		const certified = {
			...fact,
			kind: 'person.recorded',
			content: { ...certification, until: null, conflicts: [] },
			facts: { certified: 'yes' },
		};
		await transact(db, async (tx) => {
			await recordStanding(tx, id, { certification, conflicts: [], at: fact.at });
			await addEntries(tx, [record(fact, dice), record(certified, dice)]);
		});
	}

	/** A key that the administrator answers for. */
	async #key(role: Role, name: string, seller?: string): Promise<Actor> {
		const administrator = [...this.#people.values()].find((one) => one.role === 'administrator');
		if (administrator === undefined) throw new Fault('table-invalid', 'The demo has no administrator.');
		const at = this.#first();
		const { db, dice } = this.#world;
		const id = await transact(db, async (tx) => {
			const key = await createKey(tx, { name, role, now: at, createdBy: administrator.id, ...(seller === undefined ? {} : { seller }) });
			await addEntries(tx, [createdEntry(key, administrator, dice)]);
			return key.id;
		});
		return { kind: 'key', id, role, person: administrator.id };
	}

	async #submit({ id, listing, hours }: Demo['listings'][number]): Promise<void> {
		const at = this.#at(hours);
		const screened = await this.#world.screening.screen({ listingId: id, body: JSON.stringify(listing), now: at });
		if (screened.kind !== 'screened') throw new Fault('table-invalid', `The demo's listing ${id} is not valid.`);
		const outcome = await this.#world.submit({ listingId: id, screened, actor: this.#shop as Actor, at });
		if (outcome.kind !== 'stored') throw new Fault('table-invalid', `The demo's listing ${id} was not stored: ${outcome.kind}.`);
	}

	async #act(act: DemoAct): Promise<void> {
		const { db, store, casebook, dice } = this.#world;
		const [row] = await run(db, 'select id, state from review_case where listing_id = $1', [act.listing]);
		if (row === undefined) throw new Fault('table-invalid', `The demo's listing ${act.listing} has no case for "${act.act}".`);
		const state = row['state'] as Case;
		const actor = act.by === undefined ? await this.#seller(state.seller) : this.#person(act.by);
		const standing = await standingOfPerson(db, personBehind(actor), this.#at(act.hours));
		const wanted = this.#command(act, state);
		const outcome = await decideCase(
			{ caseId: state.id, wanted, actor, seen: state.seq, standing, at: this.#at(act.hours) },
			store,
			casebook,
			dice,
		);
		if (outcome.kind === 'done') return;
		const why = outcome.kind === 'refused' ? outcome.refusals.map(({ code }) => code).join(', ') : outcome.kind;
		throw new Fault('table-invalid', `The demo's "${act.act}" on ${act.listing} is refused: ${why}.`);
	}

	#correct(action: Demo['corrective']): Promise<void> {
		const undertaking = { owner: this.#person(action.owner).id ?? '', due: addHours(this.#now, 24 * action.days).slice(0, 10) };
		return recordDemoAction(action, undertaking, { actor: this.#person(action.by), at: this.#at(action.hours) }, this.#world);
	}

	#person(name: string): Actor & { readonly role: Role } {
		const found = this.#people.get(name);
		if (found === undefined) throw new Fault('table-invalid', `The demo has nobody called ${name}.`);
		return found;
	}

	async #seller(id: string | undefined): Promise<Actor> {
		if (id === undefined) throw new Fault('table-invalid', 'The demo lets a seller act where there is none.');
		const known = this.#sellers.get(id) ?? (await this.#key('seller', id, id));
		this.#sellers.set(id, known);
		return known;
	}

	#command(act: DemoAct, state: Case): Exclude<Command, { kind: 'open' }> {
		const { note = '', grounds = '', outcome = 'hold' } = act;
		const named = [act.to ?? []].flat().map((name) => this.#person(name).id);
		switch (act.act) {
			case 'claim':
			case 'approve':
				return { kind: act.act };
			case 'comment':
				return { kind: 'comment', text: note };
			case 'escalate':
			case 'reject':
			case 'close':
			case 'reopen':
				return { kind: act.act, note };
			case 'restrict':
				return { kind: 'restrict', visibleTo: named, note };
			case 'decide':
			case 'decide-appeal':
				return { kind: act.act, decision: decisionOf(act, state) };
			case 'appeal':
				return { kind: 'appeal', seller: state.seller ?? '', grounds };
			case 'assign-appeal':
				return { kind: 'assign-appeal', to: named[0] ?? '' };
			case 'review':
				return { kind: 'review', outcome, note };
		}
	}
}

const decisionOf = ({ outcome = 'hold', reason = '', facts = '', followUp = [] }: DemoAct, { evidence }: Case): Decision => ({
	outcome,
	reasonCode: reason,
	facts,
	legalBasis: 'Terms of Example Market, section 4',
	followUp,
	evidence: evidence.map(({ id }) => id),
});
