// What waits to be agreed to in the demo: a policy that decides silently meanwhile, and a catalogue with one fact changed.
import { sharedBytes } from '../adapters/compiled-catalogue.ts';
import type { Demo } from '../adapters/demo-files.ts';
import { ARTEFACT, nativeDigest, readArtefact } from '../adapters/engine.ts';
import { postgresCatalogues } from '../adapters/postgres/catalogues.ts';
import { postgresPolicies } from '../adapters/postgres/policies.ts';
import { Fault } from '../base/fault.ts';
import { describeProblem } from '../base/result.ts';
import { packArtefact, requireSection, unpackArtefact } from '../catalogue/artefact.ts';
import { propose } from '../flows/change-ruling.ts';
import { keepCatalogue } from '../flows/keep-catalogue.ts';
import type { Actor } from '../model/actor.ts';
import type { Catalogue, Tier } from '../model/substance.ts';
import { startJob } from './start-job.ts';
import { beginShadow } from './trial-routes.ts';
import type { World } from './world.ts';

/** Proposes the policy, and lets it decide silently from then on. What begins its preview, once there are listings. */
export async function proposeDemoPolicy(
	{ document, reason }: Demo['policy'],
	actor: Actor,
	at: string,
	world: World,
): Promise<(at: string) => Promise<unknown>> {
	const { screening, db, dice } = world;
	const read = await screening.compare(document);
	if (!read.ok) throw new Fault('table-invalid', `The demo's policy is not valid: ${read.problems.map(describeProblem).join('; ')}`);
	const { base, changes, needsTwoPeople: twoPeople, ...named } = read.value;
	const { version } = named;
	const row = { ...named, createdAt: at, document: JSON.stringify(document) };
	const proposing = { version, base, changes, twoPeople, reason, actor, at, keep: (tx: PolicyTx) => tx.addPolicy(row) };
	const outcome = await propose(proposing, postgresPolicies(db), screening.builtInPolicy, dice);
	if (outcome.kind !== 'proposed') throw new Fault('table-invalid', 'The demo’s policy cannot be proposed.');
	const { id } = outcome.proposal;
	await beginShadow('policy', id, { actor, at }, world);
	return (now) => startJob({ kind: 'preview', cause: { kind: 'proposal', id }, candidate: version }, actor, now, world);
}

type TxOf<S> = S extends { transact<T>(work: (tx: infer Tx) => Promise<T>): Promise<T> } ? Tx : never;
type PolicyTx = TxOf<ReturnType<typeof postgresPolicies>>;
type CatalogueTx = TxOf<ReturnType<typeof postgresCatalogues>>;

/** Proposes a catalogue in which one substance is of another tier. Takes seconds: it is opened and tried out. */
export async function proposeDemoCatalogue(
	{ substance, tier, reason }: Demo['catalogue'],
	registeredBy: Actor,
	at: string,
	world: World,
): Promise<void> {
	const { screening, db, dice } = world;
	const bytes = withTier(substance, tier as Tier);
	const tried = await screening.tryOut(bytes);
	if (!tried.ok) throw new Fault('table-invalid', `The demo's catalogue is not valid: ${tried.problems.map(describeProblem).join('; ')}`);
	const { version, hash, substances, families, changes } = tried.value;
	const row = { version, hash, substances, families, size: bytes.length, registeredBy, registeredAt: at };
	const keep = async (tx: CatalogueTx): Promise<void> => void (await keepCatalogue(row, bytes, tx, dice));
	const base = screening.versions.catalogueVersion;
	const proposing = { version, base, changes, twoPeople: true, reason, actor: registeredBy, at, keep };
	const outcome = await propose(proposing, postgresCatalogues(db), base, dice);
	if (outcome.kind !== 'proposed' || !outcome.fresh) return;
	const wanted = { kind: 'preview', cause: { kind: 'catalogue-proposal', id: outcome.proposal.id }, catalogue: version } as const;
	await startJob(wanted, registeredBy, at, world);
}

function withTier(id: string, tier: Tier): ReturnType<typeof sharedBytes> {
	const { sections } = unpackArtefact(readArtefact(ARTEFACT), nativeDigest);
	const catalogue = JSON.parse(new TextDecoder().decode(requireSection({ version: '', sections }, 'catalogue'))) as Catalogue;
	const substances = catalogue.substances.map((one) => (one.id === id ? { ...one, tier } : one));
	const changed = new TextEncoder().encode(JSON.stringify({ ...catalogue, substances }));
	return sharedBytes(packArtefact(new Map([...sections, ['catalogue', changed]]), nativeDigest));
}
