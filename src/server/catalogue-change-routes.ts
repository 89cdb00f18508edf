// Routes by which the catalogue of a running server changes: registered, proposed, agreed to. What a catalogue is worth and what it
// changes is said by a thread that has it open; who may agree is said by the flow.
import type { Readable } from 'node:stream';
import { type CatalogueBytes, sharedBytes } from '../adapters/compiled-catalogue.ts';
import { ARTEFACT, nativeDigest, readArtefact } from '../adapters/engine.ts';
import { listCatalogues, postgresCatalogues, readCatalogueBytes, readCatalogueRow } from '../adapters/postgres/catalogues.ts';
import { latestPreviewOf } from '../adapters/postgres/jobs.ts';
import { countNaming } from '../adapters/postgres/listings.ts';
import { listActivations, listProposals, type ReadProposal } from '../adapters/postgres/proposals.ts';
import { Fault } from '../base/fault.ts';
import { bad, type Problem } from '../base/result.ts';
import { unpackArtefact } from '../catalogue/artefact.ts';
import type { MarkedChange } from '../catalogue/effects.ts';
import {
	type CatalogueInForce,
	type CatalogueProposal,
	MOST_CATALOGUE_BYTES,
	type RegisteredCatalogue,
} from '../contract/catalogue-changes.ts';
import { approve, type Closing, isOffer, propose, reject, withdraw } from '../flows/change-ruling.ts';
import { type CatalogueRow, keepCatalogue } from '../flows/keep-catalogue.ts';
import type { Actor } from '../model/actor.ts';
import { countEffects } from '../model/effect.ts';
import { mayComplete } from '../policy/four-eyes.ts';
import { pageOf } from './cursor.ts';
import { type Answer, type Call, type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import { BUILT_IN, moved, pageAsked, requireDecided, requireOpen, requireProposal, whileInForce } from './proposals.ts';
import { jobWire, startJob } from './start-job.ts';
import type { TriedCatalogue } from './try-catalogue.ts';
import { Places, readBytesOf } from './uploads.ts';
import type { World } from './world.ts';

const MOST_HISTORY = 100;
/** A little more is read, so that what is just too large is answered rather than cut off. */
const SLACK_BYTES = 16 * 1024;

export function mountCatalogueChanges(mounting: Mounting, world: World): void {
	const store = postgresCatalogues(world.db);
	const places = new Places(1);

	mount(mounting, 'readCatalogue', async () => {
		const { screening, db } = world;
		const { catalogueVersion: version, engineVersion, policyVersion } = screening.versions;
		const { substances, families } = world.catalogue.catalogue;
		const { builtInCatalogue: builtInVersion, holding } = screening;
		const [history, waiting] = await Promise.all([listActivations(db, 'catalogue', MOST_HISTORY), world.brought.waiting()]);
		const body: CatalogueInForce = {
			...{ version, builtIn: version === builtInVersion, builtInVersion, engineVersion, policyVersion },
			...{ substances: substances.length, families: families.length },
			history: history.map(({ name: _name, ...row }) => row),
			...(waiting === undefined ? {} : { waiting: { ...waiting } }),
			...(holding === undefined ? {} : { holding }),
		};
		return { body, etag: version };
	});

	mount(mounting, 'listCatalogues', async ({ query }) => {
		const rows = await listCatalogues(world.db, pageAsked(query));
		return {
			body: pageOf(
				rows,
				query.limit ?? 50,
				(row) => registeredWire(row, world),
				({ registeredAt, version }) => [registeredAt, version],
			),
		};
	});

	mount(
		mounting,
		'registerCatalogue',
		async (call) => {
			const leave = await places.take();
			try {
				return await register(call, world);
			} finally {
				leave();
			}
		},
		{ raw: true, limit: MOST_CATALOGUE_BYTES + SLACK_BYTES },
	);

	mount(mounting, 'listCatalogueProposals', async ({ query }) => {
		const rows = await listProposals<MarkedChange>(world.db, 'catalogue', pageAsked(query));
		return {
			body: pageOf(
				rows,
				query.limit ?? 50,
				(row) => proposalWire(row, world),
				({ proposedAt, id }) => [proposedAt, id],
			),
		};
	});

	mount(mounting, 'readCatalogueProposal', async ({ params }) => ({ body: await detail(params.id, world) }));

	mount(mounting, 'proposeCatalogue', (call) => proposed(call, world));

	mount(mounting, 'previewCatalogue', async ({ params, caller, now }) => {
		const { id, version } = await requireOpen('catalogue', params.id, world);
		return { status: 202, body: await preview(id, version, caller.actor, now, world) };
	});

	mount(mounting, 'approveCatalogue', async ({ params, caller, now }) => {
		const { status, version, proposedBy } = await requireProposal('catalogue', params.id, world);
		// Only what can come into force is worth opening; all else is refused by the flow.
		const isWorth = status === 'open' && mayComplete('promote-catalogue', proposedBy, caller.actor);
		const outcome = await whileInForce(world, async (ruling) => {
			// Tried out again: the policy may be another one since it was proposed.
			const tried = isWorth ? await tryOut(await readCatalogueBytes(world.db, version), world) : undefined;
			const { policyVersion } = world.screening.versions;
			const policyAfter = tried === undefined || tried.policyVersion === policyVersion ? {} : { policyAfter: tried.policyVersion };
			const deciding = { id: params.id, actor: caller.actor, at: now, ruling, ...policyAfter };
			return approve(deciding, store, world.screening.builtInCatalogue, world.dice);
		});
		const { proposal, job } = await requireDecided('catalogue', outcome, world);
		world.lookForWork();
		return { body: { ...(await detail(proposal.id, world)), ...(job === undefined ? {} : { rescreen: job }) } };
	});

	const closed = async (close: typeof reject, one: Closing): Promise<Answer> => {
		const { proposal } = await requireDecided('catalogue', await close(one, store, world.dice), world);
		return { body: await detail(proposal.id, world) };
	};

	mount(mounting, 'rejectCatalogue', ({ params, body, caller, now }) =>
		closed(reject, { id: params.id, actor: caller.actor, at: now, note: body.note }),
	);

	mount(mounting, 'withdrawCatalogue', ({ params, body, caller, now }) =>
		closed(withdraw, { id: params.id, actor: caller.actor, at: now, note: body.note }),
	);
}

const invalid = (errors: readonly Problem[]): Refused =>
	new Refused('input-invalid', 'The catalogue cannot be used; nothing was stored.', { errors });

async function register({ body, caller, now }: Call<'registerCatalogue'>, world: World): Promise<Answer> {
	if (body === undefined || body === null) throw new Refused('malformed-request', 'There is no file; send its bytes as the body.');
	const tooLarge = new Refused('body-too-large', `A compiled catalogue is at most ${MOST_CATALOGUE_BYTES / 1024 / 1024} MiB.`);
	const bytes = sharedBytes(await readBytesOf(body as unknown as Readable, MOST_CATALOGUE_BYTES, tooLarge));
	const version = versionOf(bytes);
	const known = await readCatalogueRow(world.db, version);
	const row = known ?? rowOf(await tryOut(bytes, world), bytes, caller.actor, now);
	if (Buffer.from(bytes.subarray(8, 40)).toString('hex') !== row.hash)
		throw new Refused('conflict', `Another catalogue has the version ${version}; compile this one anew with any fact changed.`);
	const fresh = known === undefined && (await postgresCatalogues(world.db).transact((tx) => keepCatalogue(row, bytes, tx, world.dice)));
	return { status: fresh ? 201 : 200, body: registeredWire(row, world) };
}

const rowOf = (
	{ version, hash, substances, families }: TriedCatalogue,
	bytes: Uint8Array,
	registeredBy: Actor,
	registeredAt: string,
): CatalogueRow => ({ version, hash, substances, families, size: bytes.length, registeredBy, registeredAt });

/** @throws Refused `input-invalid` when the bytes are no catalogue, or not whole. */
function versionOf(bytes: Uint8Array): string {
	try {
		return unpackArtefact(bytes, nativeDigest).version;
	} catch (error) {
		if (!(error instanceof Fault) || error.code !== 'artefact-invalid') throw error;
		throw invalid(bad('', error.message, 'send the file that "weir catalogue compile" made, whole and unchanged').problems);
	}
}

/** @throws Refused `input-invalid` with everything that is wrong with it. */
async function tryOut(bytes: CatalogueBytes, world: World): Promise<TriedCatalogue> {
	const tried = await world.screening.tryOut(bytes);
	if (tried.ok) return tried.value;
	throw invalid(tried.problems);
}

async function proposed({ body, caller, now }: Call<'proposeCatalogue'>, world: World): Promise<Answer> {
	const { screening, db, dice } = world;
	const { builtInCatalogue } = screening;
	const version = body.version === BUILT_IN ? builtInCatalogue : body.version;
	const base = screening.versions.catalogueVersion;
	if (version === base) throw new Refused('conflict', `The catalogue ${base} is in force already.`, { code: 'in-force' });
	const known = await readCatalogueRow(db, version);
	if (known === undefined && version !== builtInCatalogue)
		throw invalid(bad('/version', 'was never registered here', 'register the file with POST /v1/catalogues, or give built-in').problems);
	const bytes = known === undefined ? sharedBytes(readArtefact(ARTEFACT)) : await readCatalogueBytes(db, version);
	const tried = await tryOut(bytes, world);
	const { actor } = caller;
	const outcome = await propose(
		{
			...{ version, base, changes: tried.changes, twoPeople: true, reason: body.reason, actor, at: now },
			// What the server brings along is kept too, so that it can come back after the next version of Weir.
			keep: async (tx) => {
				if (known === undefined) await keepCatalogue(rowOf(tried, bytes, actor, now), bytes, tx, dice);
			},
		},
		postgresCatalogues(db),
		builtInCatalogue,
		dice,
	);
	if (outcome.kind === 'moved') throw await moved('catalogue', outcome.inForce, world);
	const { fresh, proposal } = outcome;
	if (fresh) await preview(proposal.id, version, actor, now, world);
	return { status: fresh ? 201 : 200, body: await detail(proposal.id, world) };
}

const preview = (id: string, catalogue: string, actor: Actor, at: string, world: World) =>
	startJob({ kind: 'preview', cause: { kind: 'catalogue-proposal', id }, catalogue }, actor, at, world);

function registeredWire(row: CatalogueRow, { screening }: World): RegisteredCatalogue {
	const { version } = row;
	return { ...row, builtIn: version === screening.builtInCatalogue, inForce: version === screening.versions.catalogueVersion };
}

function proposalWire({ twoPeople, changes, name: _name, ...row }: ReadProposal<MarkedChange>, { screening }: World): CatalogueProposal {
	const outdated = row.status === 'open' && row.base !== screening.versions.catalogueVersion;
	return { ...row, needsTwoPeople: twoPeople, offered: isOffer(row), outdated, counts: countEffects(changes) };
}

async function detail(id: string, world: World): Promise<CatalogueProposal> {
	const row = await requireProposal<MarkedChange>('catalogue', id, world);
	const substances = row.changes.flatMap((change) => /^substances\/(.{1,200})$/.exec(change.record)?.[1] ?? []);
	const naming = await countNaming(world.db, [...new Set(substances)]);
	const concerned = [...new Set(substances)].map((substance) => ({ substance, listings: naming.get(substance) ?? 0 }));
	const job = await latestPreviewOf(world.db, row.version, row.proposedAt);
	return {
		...proposalWire(row, world),
		changes: [...row.changes],
		concerned: concerned.sort((a, b) => b.listings - a.listings),
		...(job === undefined ? {} : { preview: jobWire(job) }),
	};
}
