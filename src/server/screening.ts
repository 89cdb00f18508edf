// The screening port over worker threads. Requests that arrive together travel to a worker together. A batch whose worker died or
// hung is tried again one by one, so that only the listing at fault is answered as `errored`. What is in force and the threads that
// decide by it change together; what cannot be decided by holds everything until something else is in force.
import { type CatalogueBytes, type CompiledCatalogue, readCompiledCatalogue } from '../adapters/compiled-catalogue.ts';
import type { RawRecord } from '../adapters/raw-record.ts';
import { Fault, type FaultCode } from '../base/fault.ts';
import { bad, type Result } from '../base/result.ts';
import { Lanes } from '../flows/lanes.ts';
import type { Stretch } from '../flows/rescreen.ts';
import type { PolicyText, Ruling, Screened, Screening, Submitted, Versions } from '../flows/screening.ts';
import { type Bench, type BenchOptions, openBench, versionsUnder, type Workers } from './bench.ts';
import { goOver, type WentOver } from './go-over.ts';
import type { ComparedPolicy, StoredText } from './screen-job.ts';
import { type ReadNamed, screenLines, unscreenedLines } from './screen-lines.ts';
import { openTrials, type Trials } from './trials.ts';
import type { TriedCatalogue } from './try-catalogue.ts';

const BATCH = 32;
const MOST_WAITING = 20_000;

export interface ScreeningOptions extends Omit<BenchOptions, 'catalogue'> {
	/** What to begin with instead of the server's own catalogue, when it is there and can be read. */
	readonly instead?: Promise<CatalogueBytes | undefined>;
}

/** What a preview tries out. */
export interface Preview {
	readonly candidate?: PolicyText;
	readonly catalogue?: CatalogueBytes;
	readonly asOf?: string;
}

export interface WorkerScreening extends Screening {
	/** Screens records of a stream; one line of JSON each. `media` is asked for what the media of a record say. */
	lines(records: readonly RawRecord[], now: string, media: ReadNamed): Promise<string>;
	/** Version of the policy that the catalogue in force brings along. */
	readonly builtInPolicy: string;
	/** Version of the catalogue that the server brings along. */
	readonly builtInCatalogue: string;
	/** The catalogue in force; while it cannot be read, the one before it. */
	readonly catalogue: CompiledCatalogue;
	/** What is decided by now. */
	readonly ruling: Ruling;
	/** Why nothing can be decided, with the fix: every listing is held. */
	readonly holding: string | undefined;
	/** Decides by this from the next job on, or holds everything where this cannot be. `load` is asked for another catalogue's bytes. */
	adopt(ruling: Ruling, load?: (version: string) => Promise<CatalogueBytes>): Promise<void>;
	/** Stored listings screened again: whose decision moves, or what a preview says of them. */
	again(items: readonly StoredText[], now: string, preview?: Preview): Promise<WentOver & Pick<Stretch, 'ruling'>>;
	/** What a policy document with its restricted lists, or the catalogue's own policy, would change. */
	compare(document: unknown, lists?: PolicyText['lists']): Promise<Result<ComparedPolicy>>;
	/** Opens a catalogue beside the one in force and says what it would change, or what is wrong with it. */
	tryOut(catalogue: CatalogueBytes): Promise<Result<TriedCatalogue>>;
	close(): Promise<void>;
}

/** What decides, all of which changes at once. */
interface InForce {
	readonly bench: Bench;
	readonly catalogue: CompiledCatalogue;
	readonly ruling: Ruling;
	readonly versions: Versions;
	readonly holding?: string;
}

/** Starts the workers and waits until one has answered. @throws Fault `worker-died` when none can start. */
export async function openScreening(options: ScreeningOptions): Promise<WorkerScreening> {
	const bytes = await options.instead?.catch(() => undefined);
	const other = bytes === undefined ? undefined : await opened(options, bytes);
	const own = other === undefined ? await openBench(options) : undefined;
	// Read when the threads are there: meanwhile this one is needed for the database.
	const brought = readCompiledCatalogue();
	const builtInCatalogue = brought.version;
	const first = other ?? { bench: own as Bench, catalogue: brought };
	let inForce: InForce = { ...first, ruling: { number: 0 }, versions: first.bench.own };
	const trials = openTrials(options);
	// One after the other: each takes the memory of an engine.
	let trying: Promise<unknown> = Promise.resolve();
	const screenAll = (items: readonly Submitted[]): Promise<readonly Screened[]> => {
		const { bench, ruling, versions, holding } = inForce;
		return bench.use((workers) =>
			holding === undefined ? screenItems(workers, items, ruling) : notScreened(workers, items, { reason: holding, ruling, as: versions }),
		);
	};
	const lanes = new Lanes<Submitted, Screened>({ size: BATCH, lanes: options.workers * 2, run: screenAll, most: MOST_WAITING });
	return {
		builtInCatalogue,
		get builtInPolicy() {
			return inForce.bench.own.policyVersion;
		},
		get versions() {
			return inForce.versions;
		},
		get catalogue() {
			return inForce.catalogue;
		},
		get ruling() {
			return inForce.ruling;
		},
		get holding() {
			return inForce.holding;
		},
		adopt: async (next, load) => {
			const before = inForce.bench;
			inForce = await readied(next, inForce, builtInCatalogue, async (version) => {
				if (version === builtInCatalogue) return { bench: await openBench(options), catalogue: brought };
				if (load === undefined) throw new Fault('impossible', `Nobody can say what catalogue ${version} is.`);
				return openOther(options, await load(version));
			});
			if (inForce.bench !== before) before.retire();
		},
		again: (items, now, preview) => {
			const { bench, ruling } = inForce;
			const { catalogue, ...trial } = preview ?? {};
			const how = { now, ruling, ...(preview === undefined ? {} : { preview: trial }) };
			const work = async (workers: Workers) => ({ ...(await goOver(workers, items, how)), ruling: ruling.number });
			return catalogue === undefined ? bench.use(work) : trials.use(catalogue, work);
		},
		compare: async (document, lists) => {
			const { bench, ruling } = inForce;
			const answer = await bench.use((workers) =>
				workers.run({
					kind: 'compare',
					ruling,
					...(document === undefined ? {} : { document }),
					...(lists === undefined ? {} : { lists }),
				}),
			);
			if (answer.kind !== 'compared') throw new Fault('worker-died', 'The policies could not be compared.');
			return answer.compared;
		},
		tryOut: (candidate) => {
			const turn = trying.then(() => tryOne(candidate, inForce, trials));
			trying = turn.catch(() => undefined);
			return turn;
		},
		screen: (one) => lanes.add(one) ?? Promise.reject(new Fault('overloaded')),
		lines: (records, now, media) => {
			const { bench, ruling, versions, holding } = inForce;
			return bench.use((workers) =>
				holding === undefined
					? screenLines(workers, records, { now, ruling, media })
					: unscreenedLines(workers, records, { now, ruling: { number: ruling.number }, reason: holding, as: versions }),
			);
		},
		close: async () => {
			await Promise.all([inForce.bench.close(), trials.close()]);
		},
	};
}

const COMPILE = 'compile it anew with this version of Weir and send the file as it is';
async function tryOne(candidate: CatalogueBytes, { bench, ruling, versions }: InForce, trials: Trials): Promise<Result<TriedCatalogue>> {
	const isRead = bench.own.catalogueVersion === versions.catalogueVersion;
	const live = isRead ? bench.catalogue : null;
	try {
		const answer = await trials.use(candidate, (workers) =>
			workers.run({ kind: 'try-catalogue', candidate, ruling, ...(live === undefined ? {} : { live }) }),
		);
		if (answer.kind === 'tried') return answer.tried;
		return bad('', `could not be tried out: ${answer.kind === 'lost' ? answer.reason : 'its thread gave a wrong answer'}`, COMPILE);
	} catch (error) {
		if (error instanceof Fault && error.code === 'worker-died') return bad('', `cannot be opened: ${error.message}`, COMPILE);
		throw error;
	}
}

const FIX =
	'Every listing is held. Propose a policy or a catalogue that can be read, or start the version of Weir that reads what is in force.';

type Opened = Pick<InForce, 'bench' | 'catalogue'>;

/** What a catalogue that this server cannot work with ends in, as against a database that is away. */
const UNREADABLE: ReadonlySet<FaultCode> = new Set(['artefact-invalid', 'catalogue-invalid', 'worker-died']);

async function openOther(options: BenchOptions, bytes: CatalogueBytes): Promise<Opened> {
	const catalogue = readCompiledCatalogue(bytes);
	return { catalogue, bench: await openBench({ ...options, catalogue: bytes }) };
}

// Undefined where it cannot be worked with: what that means is said when it is adopted.
const opened = (options: BenchOptions, bytes: CatalogueBytes): Promise<Opened | undefined> =>
	openOther(options, bytes).catch((error: unknown) => {
		if (error instanceof Fault && UNREADABLE.has(error.code)) return undefined;
		throw error;
	});

// What cannot be read holds everything, under threads that can at least say so.
async function readied(next: Ruling, now: InForce, builtIn: string, open: (version: string) => Promise<Opened>): Promise<InForce> {
	const wanted = next.catalogue ?? builtIn;
	let ready: Opened = now;
	if (wanted !== now.bench.own.catalogueVersion) {
		try {
			ready = await open(wanted);
		} catch (error) {
			if (!(error instanceof Fault) || !UNREADABLE.has(error.code)) throw error;
			return held(next, now, wanted, `The catalogue in force (${wanted}) cannot be read: ${error.message}`);
		}
	}
	const { bench } = ready;
	try {
		return { ...plain(ready), ruling: next, versions: await bench.use((workers) => versionsUnder(workers, next)) };
	} catch (error) {
		if (error instanceof Fault && error.code === 'policy-invalid') return held(next, ready, wanted, error.message);
		if (bench !== now.bench) bench.retire();
		throw error;
	}
}

const plain = ({ bench, catalogue }: Opened): Opened => ({ bench, catalogue });

// The versions that should have decided: what is held is decided again as soon as others are in force.
function held(ruling: Ruling, opened: Opened, catalogueVersion: string, why: string): InForce {
	const { engineVersion, policyVersion } = opened.bench.own;
	const { policy } = ruling;
	const versions = { catalogueVersion, engineVersion, policyVersion: policy?.document === undefined ? policyVersion : policy.version };
	return { ...plain(opened), ruling, versions, holding: `${why} ${FIX}` };
}

async function screenItems(workers: Workers, items: readonly Submitted[], ruling: Ruling): Promise<readonly Screened[]> {
	const answer = await workers.run({ kind: 'submitted', items, ruling });
	if (answer.kind === 'screened') return answer.items;
	if (items.length > 1) return Promise.all(items.map(async (item) => (await screenItems(workers, [item], ruling))[0] as Screened));
	return notScreened(workers, items, { ruling, reason: answer.kind === 'lost' ? answer.reason : 'its worker gave a wrong answer' });
}

interface Why {
	readonly reason: string;
	readonly ruling: Ruling;
	/** What would have decided, where that is not what answers. */
	readonly as?: Versions;
}

async function notScreened(workers: Workers, items: readonly Submitted[], { reason, ruling, as }: Why): Promise<readonly Screened[]> {
	// Under no policy at all, since the one in force may be what cannot be read.
	const under = as === undefined ? ruling : { number: ruling.number };
	const said = await workers.run({ kind: 'failed', items, reason, ruling: under, ...(as === undefined ? {} : { as }) });
	if (said.kind === 'screened') return said.items;
	throw new Fault('worker-died', `Listing ${items[0]?.listingId} could not be screened: ${reason}.`);
}
