// A proposed catalogue that decides silently: a share of submissions is screened by it once they are stored, in a process of its own and
// off the path of requests, and what it says is counted beside what was decided. What it cannot keep up with is left out; nothing waits
// for it.
import { readCatalogueBytes } from '../adapters/postgres/catalogues.ts';
import { type Db, transact } from '../adapters/postgres/database.ts';
import { addShadows } from '../adapters/postgres/shadows.ts';
import type { Submission, SubmitOutcome } from '../flows/submit-listings.ts';
import { every } from './repeated.ts';
import type { StoredText } from './screen-job.ts';
import type { WorkerScreening } from './screening.ts';

/** Submissions looked at in a second, so that the gate keeps the processors for itself under load. */
const MOST_A_SECOND = 50;
const MOST_WAITING = 256;
const PART = 32;
const LOOK_MS = 1_000;
/** One that cannot be opened is tried again after this long. */
const REST_MS = 30_000;

export interface CatalogueShadow {
	/** A submission was stored. */
	saw(one: Submission, outcome: SubmitOutcome): void;
	stop(): Promise<void>;
}

export interface CatalogueShadowParts {
	readonly db: Db;
	readonly screening: Pick<WorkerScreening, 'ruling' | 'holding' | 'beside'>;
	readonly now: () => string;
	readonly onError: (error: unknown) => void;
}

export function catalogueShadow({ db, screening, now, onError }: CatalogueShadowParts): CatalogueShadow {
	const waiting: StoredText[] = [];
	let restsUntil = 0;
	let second = 0;
	let seen = 0;
	let wake = (): void => undefined;
	let isStopped = false;
	let stopped = (): void => undefined;
	const stopping = new Promise<undefined>((resolve) => {
		stopped = () => resolve(undefined);
	});

	const isWanted = (id: string): boolean => !isStopped && screening.ruling.beside?.id === id;

	const runs = async (id: string, catalogue: string): Promise<void> => {
		await screening.beside(await readCatalogueBytes(db, catalogue), async (ask) => {
			while (isWanted(id)) {
				const items = waiting.splice(0, PART);
				if (items.length === 0) {
					// Looked at again although nothing comes: it may have been ended.
					await new Promise<void>((resolve) => {
						const timer = setTimeout(resolve, LOOK_MS);
						wake = () => {
							clearTimeout(timer);
							resolve();
						};
					});
					continue;
				}
				const at = now();
				const verdicts = await Promise.race([ask(items, at, id), stopping]);
				if (verdicts === undefined || verdicts.length === 0) continue;
				const rows = verdicts.map(({ verdict: candidate, ...row }) => ({ ...row, candidate, at }));
				await transact(db, (tx) => addShadows(tx, rows));
			}
		});
	};

	const looks = every(
		LOOK_MS,
		async () => {
			const { beside } = screening.ruling;
			if (beside === undefined || isStopped || performance.now() < restsUntil) {
				waiting.length = 0;
				return;
			}
			try {
				await runs(beside.id, beside.catalogue);
			} catch (error) {
				restsUntil = performance.now() + REST_MS;
				throw error;
			}
		},
		onError,
	);

	const isOver = (): boolean => {
		const at = Math.floor(performance.now() / 1_000);
		if (at !== second) seen = 0;
		second = at;
		return ++seen > MOST_A_SECOND || waiting.length >= MOST_WAITING;
	};

	return {
		saw: ({ listingId, screened }, outcome) => {
			if (screening.ruling.beside === undefined || screening.holding !== undefined) return;
			if (outcome.kind !== 'stored' || outcome.unchanged || isOver()) return;
			const { content: body, text: before, media } = screened;
			const { revision } = outcome.submitted;
			waiting.push({ listingId, revision, body, before, ...(media === undefined ? {} : { media: media.texts }) });
			wake();
		},
		stop: async () => {
			isStopped = true;
			stopped();
			wake();
			await looks.stop();
		},
	};
}
