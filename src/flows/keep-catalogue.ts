// Compiled catalogues are kept by their content. What a server decides by when none was ever recorded is recorded as in force, so that
// the catalogue of a later version of Weir comes into force as any other does: by two people.
import type { Actor } from '../model/actor.ts';
import type { ChangeStore, ChangeTx } from './change-ruling.ts';
import { type Dice, record } from './record.ts';
import { SYSTEM } from './screened-case.ts';

export interface CatalogueRow {
	/** The first digits of the hash: what verdicts carry. */
	readonly version: string;
	/** SHA-256 over the content, as the file states it. */
	readonly hash: string;
	readonly size: number;
	readonly substances: number;
	readonly families: number;
	/** The version of Weir that brought it along, where that is how it came here. */
	readonly cameWith?: string;
	readonly registeredBy: Actor;
	/** RFC 3339 UTC. */
	readonly registeredAt: string;
}

export interface CatalogueTx extends ChangeTx {
	/** False when it is kept already. */
	addCatalogue(row: CatalogueRow, bytes: Uint8Array): Promise<boolean>;
	/** The catalogue of the latest decision on a listing; undefined before the first. */
	decidedLastBy(): Promise<string | undefined>;
}

/** Keeps a catalogue; false when it was kept before. */
export async function keepCatalogue(row: CatalogueRow, bytes: Uint8Array, tx: CatalogueTx, dice: Dice): Promise<boolean> {
	if (!(await tx.addCatalogue(row, bytes))) return false;
	const { version, hash, size, cameWith, registeredBy: actor, registeredAt: at } = row;
	const facts = { hash, size, ...(cameWith === undefined ? {} : { cameWith }) };
	await tx.addEntries([
		record({ at, kind: 'catalogue.registered', subject: `catalogue/${version}`, actor, content: { hash }, facts }, dice),
	]);
	return true;
}

/**
 * Records the catalogue of a server as the first in force, unless one is recorded. The entry names the catalogue that decided until
 * then, where it was another one: nobody kept that, so it cannot go on.
 */
export function recordFirst(row: CatalogueRow, bytes: () => Uint8Array, store: ChangeStore<CatalogueTx>, dice: Dice): Promise<boolean> {
	return store.transact(async (tx) => {
		if ((await tx.inForceAlone()).version !== undefined) return false;
		await keepCatalogue(row, bytes(), tx, dice);
		const { version, registeredAt: at } = row;
		await tx.activate(version, undefined, at);
		const before = await tx.decidedLastBy();
		const facts = before === undefined || before === version ? {} : { facts: { before } };
		await tx.addEntries([
			record({ at, kind: 'catalogue.recorded', subject: `catalogue/${version}`, actor: SYSTEM, content: {}, ...facts }, dice),
		]);
		return true;
	});
}
