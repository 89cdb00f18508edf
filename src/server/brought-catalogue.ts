// The catalogue that this version of Weir brings along. The first one of an installation is recorded as in force; where another one is in
// force it is offered: registered, proposed by Weir itself with a preview, and told of until people have decided. It never comes into
// force by itself.
import { type CatalogueBytes, sharedBytes } from '../adapters/compiled-catalogue.ts';
import { ARTEFACT, readArtefact } from '../adapters/engine.ts';
import { postgresCatalogues, readStanding } from '../adapters/postgres/catalogues.ts';
import type { Db } from '../adapters/postgres/database.ts';
import { readRuling } from '../adapters/postgres/ruling.ts';
import { describeProblem } from '../base/result.ts';
import { propose, withdraw } from '../flows/change-ruling.ts';
import { type CatalogueRow, keepCatalogue, recordFirst } from '../flows/keep-catalogue.ts';
import type { Dice } from '../flows/record.ts';
import { SYSTEM } from '../flows/screened-case.ts';
import type { WorkerScreening } from './screening.ts';
import { startJob } from './start-job.ts';
import type { TriedCatalogue } from './try-catalogue.ts';

/** What people have to decide on. */
export interface WaitingCatalogue {
	readonly version: string;
	/** The version of Weir that brings it along. */
	readonly cameWith: string;
	/** Absent for the moment until it is offered, and where it cannot be. */
	readonly proposal?: string;
	/** A person has proposed it: another one has to agree. */
	readonly isProposed: boolean;
	/** Why it cannot be offered. */
	readonly trouble?: string;
}

export interface BroughtCatalogue {
	/** Undefined where it is in force, or people have decided on it. */
	waiting(): Promise<WaitingCatalogue | undefined>;
	/** Offers it where that is still to be done. */
	step(): Promise<void>;
}

export interface BroughtParts {
	readonly db: Db;
	readonly screening: WorkerScreening;
	readonly dice: Dice;
	/** Of the package. */
	readonly cameWith: string;
	readonly now: () => string;
	readonly lookForWork: () => void;
	readonly failed: (error: unknown) => void;
}

const REASON = 'offered because this version of Weir brings it along';

/** Records what a server decides by as in force, where nothing is recorded yet. */
export async function recordOwn({ db, screening, dice, cameWith, now }: Omit<BroughtParts, 'lookForWork' | 'failed'>): Promise<void> {
	if ((await readRuling(db)).catalogue !== undefined) return;
	const bytes = readArtefact(ARTEFACT);
	const { substances, families } = screening.catalogue.catalogue;
	const tried = {
		version: screening.builtInCatalogue,
		hash: Buffer.from(bytes.subarray(8, 40)).toString('hex'),
		substances: substances.length,
		families: families.length,
	};
	await recordFirst(rowOf(tried, bytes, cameWith, now()), () => bytes, postgresCatalogues(db), dice);
}

export function broughtCatalogue({ db, screening, dice, cameWith, now, lookForWork, failed }: BroughtParts): BroughtCatalogue {
	const version = screening.builtInCatalogue;
	const store = postgresCatalogues(db);
	let trouble: { readonly why: string; readonly ruling: number } | undefined;

	const offer = async (base: string): Promise<void> => {
		const { number } = screening.ruling;
		// Tried in vain under what is still in force.
		if (trouble?.ruling === number) return;
		const bytes: CatalogueBytes = sharedBytes(readArtefact(ARTEFACT));
		const tried = await screening.tryOut(bytes);
		if (!tried.ok) {
			trouble = { why: tried.problems.map(describeProblem).join('; '), ruling: number };
			return failed(new Error(`The catalogue that Weir ${cameWith} brings along (${version}) cannot be offered: ${trouble.why}`));
		}
		trouble = undefined;
		const at = now();
		const row = rowOf(tried.value, bytes, cameWith, at);
		const offered = {
			...{ version, base, changes: tried.value.changes, twoPeople: true, reason: `Weir ${cameWith}: ${REASON}.`, actor: SYSTEM, at },
			keep: async (tx: Parameters<Parameters<typeof store.transact>[0]>[0]) => void (await keepCatalogue(row, bytes, tx, dice)),
		};
		const outcome = await propose(offered, store, version, dice);
		if (outcome.kind !== 'proposed' || !outcome.fresh) return;
		const wanted = { kind: 'preview', cause: { kind: 'catalogue-proposal', id: outcome.proposal.id }, catalogue: version } as const;
		await startJob(wanted, SYSTEM, at, { db, dice, lookForWork });
	};

	return {
		waiting: async () => {
			const { inForce, isDecided, open, isOffer } = await readStanding(db, version);
			if (inForce === undefined || inForce === version || isDecided) return undefined;
			const isProposed = open !== undefined && !isOffer;
			const why = open === undefined && trouble !== undefined ? { trouble: trouble.why } : {};
			return { version, cameWith, isProposed, ...(open === undefined ? {} : { proposal: open }), ...why };
		},
		step: async () => {
			const { inForce, isDecided, open, outdated } = await readStanding(db, version);
			if (inForce === undefined) return;
			const isOver = inForce === version || isDecided;
			const note = isOver ? 'It is decided on.' : 'Another catalogue came into force; it is offered against that one.';
			for (const id of outdated) await withdraw({ id, actor: SYSTEM, at: now(), note }, store, dice);
			if (!isOver && open === undefined) await offer(inForce);
		},
	};
}

const rowOf = (
	{ version, hash, substances, families }: Pick<TriedCatalogue, 'version' | 'hash' | 'substances' | 'families'>,
	{ length: size }: Uint8Array,
	cameWith: string,
	registeredAt: string,
): CatalogueRow => ({ version, hash, size, substances, families, cameWith, registeredBy: SYSTEM, registeredAt });
