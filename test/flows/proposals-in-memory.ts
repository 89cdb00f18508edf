// A store of proposals in memory, as the flows of changes need it: what one transaction does is there at once.
import type { ChangeStore, ChangeTx, ProposalRow, Subject } from '../../src/flows/change-ruling.ts';
import type { CatalogueRow, CatalogueTx } from '../../src/flows/keep-catalogue.ts';
import type { LogRow } from '../../src/flows/record.ts';
import type { AnnouncementRow } from '../../src/flows/store.ts';

export interface Kept {
	readonly proposals: Map<string, ProposalRow>;
	readonly activations: { readonly version: string; readonly proposal?: string }[];
	readonly catalogues: Map<string, CatalogueRow>;
	readonly entries: LogRow[];
	readonly announcements: AnnouncementRow[];
	readonly jobs: string[];
	/** Versions whose trials were ended. */
	readonly ended: string[];
	/** The catalogue of the latest decision. */
	decidedBy?: string;
}

export const nothing = (): Kept => ({
	proposals: new Map(),
	activations: [],
	catalogues: new Map(),
	entries: [],
	announcements: [],
	jobs: [],
	ended: [],
});

/** What the log says in the open of each step, oldest first. */
export const said = ({ entries }: Kept): { readonly kind: string; readonly facts?: Readonly<Record<string, unknown>> }[] =>
	entries.map(({ entry }) => JSON.parse(new TextDecoder().decode(entry)) as { kind: string; facts?: Record<string, unknown> });

export function inMemory(of: Subject, kept: Kept): ChangeStore<CatalogueTx> {
	const held = async () => {
		const version = kept.activations.at(-1)?.version;
		return { ruling: kept.activations.length, ...(version === undefined ? {} : { version }) };
	};
	const open = (version: string, base: string): ProposalRow | undefined =>
		[...kept.proposals.values()].find((one) => one.status === 'open' && one.version === version && one.base === base);
	const put = async (row: ProposalRow): Promise<void> => void kept.proposals.set(row.id, row);
	const tx: ChangeTx & CatalogueTx = {
		inForce: held,
		inForceAlone: held,
		addProposal: async (row) => {
			if (open(row.version, row.base) !== undefined) return false;
			await put(row);
			return true;
		},
		openProposal: async (version, base) => open(version, base),
		takeUp: put,
		lockProposal: async (id) => kept.proposals.get(id),
		decideProposal: put,
		activate: async (version, proposal) => kept.activations.push({ version, ...(proposal === undefined ? {} : { proposal }) }),
		endTrials: async (version) => void kept.ended.push(version),
		isPreviewed: async () => false,
		countListings: async () => 7,
		addJob: async ({ id }) => void kept.jobs.push(id),
		addEntries: async (rows) => void kept.entries.push(...rows),
		addAnnouncements: async (rows) => void kept.announcements.push(...rows),
		addCatalogue: async (row) => {
			if (kept.catalogues.has(row.version)) return false;
			kept.catalogues.set(row.version, row);
			return true;
		},
		decidedLastBy: async () => kept.decidedBy,
	};
	return { of, transact: (work) => work(tx) };
}
