// Files under the operator's malware scanner. While there is one, nothing is opened or handed out that it has not called clean; what it
// found stays withheld for good, also without it. A scanner that does not answer withholds: unknown is never clean.
import type { Scan, Scanner } from '../adapters/media/clamd.ts';
import { type Db, transact } from '../adapters/postgres/database.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import { readScan, saveScan } from '../adapters/postgres/media-scans.ts';
import type { Upload } from '../flows/listing-media.ts';
import { type Dice, record } from '../flows/record.ts';
import { SYSTEM } from '../flows/screened-case.ts';
import type { Warning } from './room.ts';

/** A word on the scanner's health is good for this long. */
const TROUBLE_MS = 5_000;

export interface Quarantine {
	/** Whether what was read of a file before may be used without asking again. */
	isOpen(hash: string): Promise<boolean>;
	/** The word on a file that is about to be opened. */
	examine(file: Upload, bytes: Uint8Array): Promise<Scan>;
	/** The word on a file that is about to be handed out: asked again, since signatures are younger than uploads. */
	release(file: Upload, bytes: Uint8Array): Promise<Scan>;
	/** Why the scanner does not answer; undefined when it does, or there is none. */
	trouble(): Promise<string | undefined>;
}

export interface QuarantineOptions {
	readonly db: Db;
	readonly dice: Dice;
	/** None: files are not scanned. */
	readonly scanner: Scanner | undefined;
	/** RFC 3339 UTC. */
	readonly now: () => string;
	/** Told of every scan by its outcome. */
	readonly counted: (kind: Scan['kind']) => void;
}

export function openQuarantine({ db, dice, scanner, now, counted }: QuarantineOptions): Quarantine {
	const scan = async (file: Upload, bytes: Uint8Array): Promise<Scan> => {
		if (scanner === undefined) return { kind: 'clean' };
		const said = await scanner.scan(bytes);
		counted(said.kind);
		if (said.kind === 'failed') return said;
		const at = now();
		const { what } = { what: undefined, ...said };
		await transact(db, async (tx) => {
			const fresh = await saveScan(tx, file.hash, what === undefined ? {} : { found: what }, at);
			if (!fresh) return;
			const content = { hash: file.hash, found: what ?? null };
			await addEntries(tx, [record({ at, kind: 'media.withheld', subject: `media/${file.id}`, actor: SYSTEM, content }, dice)]);
		});
		return said;
	};
	let known: { readonly at: number; readonly why: Promise<string | undefined> } | undefined;
	return {
		isOpen: async (hash) => {
			const stored = await readScan(db, hash);
			return stored === undefined ? scanner === undefined : stored.found === undefined;
		},
		examine: async (file, bytes) => {
			const stored = await readScan(db, file.hash);
			if (stored?.found !== undefined) return { kind: 'found', what: stored.found };
			return stored === undefined ? scan(file, bytes) : { kind: 'clean' };
		},
		release: async (file, bytes) => {
			const stored = await readScan(db, file.hash);
			return stored?.found === undefined ? scan(file, bytes) : { kind: 'found', what: stored.found };
		},
		trouble: async () => {
			if (scanner === undefined) return undefined;
			const at = performance.now();
			if (known === undefined || at - known.at > TROUBLE_MS) known = { at, why: scanner.trouble() };
			return known.why;
		},
	};
}

/** What readiness says of it: not where it is, nor why it fails. */
export async function scannerWarnings(quarantine: Quarantine): Promise<Warning[]> {
	if ((await quarantine.trouble()) === undefined) return [];
	return [{ code: 'scanner', text: 'The malware scanner does not answer: listings with files that it has not seen are held.' }];
}
