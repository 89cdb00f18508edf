// Filing statements of reasons with the DSA Transparency Database: finds, along the log, restrictions that took effect; sends their
// statements under leases, at most 100 a call, each until it is answered 201 or refused; and leaves an entry for every call that was
// answered so. A call that died before it was recorded goes again under the same puids. Time and chance are arguments.
import type { Json } from '../base/json.ts';
import type { Problem, Result } from '../base/result.ts';
import { addHours, isBefore } from '../base/time.ts';
import type { Actor } from '../model/actor.ts';
import type { CaseEvent } from '../model/case-event.ts';
import { type FiledAs, type Filing, filingOf } from '../report/filing.ts';
import { BATCH, type TransparencyStatement } from '../report/transparency.ts';
import { nextAttempt } from './deliver.ts';
import { type Dice, type LogRow, record } from './record.ts';
import { SYSTEM } from './screened-case.ts';

/** A case as statements are made from it. */
export interface FilingCase {
	readonly caseId: string;
	readonly listing: string;
	readonly seller?: string;
	readonly events: readonly CaseEvent[];
}

/** The statement of one restriction, or why there can be none. */
export interface MadeStatement {
	readonly puid: string;
	/** Number of the restriction within the case. */
	readonly restriction: number;
	/** When it took effect. */
	readonly from: string;
	readonly made: Result<TransparencyStatement>;
}

export interface FilingRow {
	readonly puid: string;
	readonly caseId: string;
	readonly restriction: number;
	readonly at: string;
	readonly made: Result<TransparencyStatement>;
}

export interface ClaimedStatement {
	readonly puid: string;
	/** From 1. */
	readonly attempt: number;
	/** The largest call it may travel in. */
	readonly together: number;
	readonly statement: TransparencyStatement;
}

/** What became of one statement of a call. */
export type FilingOutcome =
	| { readonly kind: 'sent'; readonly place: FiledAs }
	| { readonly kind: 'refused'; readonly problems: readonly Problem[] }
	/** Nothing is wrong with it: at once, in a call of at most this many. */
	| { readonly kind: 'again'; readonly together: number }
	/** Without `nextAt` there is no further attempt. */
	| { readonly kind: 'failed'; readonly error: string; readonly nextAt?: string };

export interface FilingTx {
	/** Cases that had events in the next stretch of the log, less those that are restricted; undefined at its end. Held until the transaction ends. */
	nextCases(): Promise<{ readonly cases: readonly FilingCase[]; readonly since: string } | undefined>;
	/** The cases of these statements; those refused or given up when none is named. Restricted ones are left out. */
	casesToResend(puid: string | undefined): Promise<readonly FilingCase[]>;
	/** Adds what is not there yet. */
	add(rows: readonly FilingRow[]): Promise<void>;
	/** Puts what was refused or given up in the queue again, as it is made now; how many are there now to be sent. */
	resend(rows: readonly FilingRow[], only: string | undefined): Promise<number>;
	settle(at: string, outcomes: ReadonlyMap<string, FilingOutcome>, entryId: string | undefined): Promise<void>;
	addEntries(rows: readonly LogRow[]): Promise<void>;
}

export interface FilingStore {
	transact<T>(work: (tx: FilingTx) => Promise<T>): Promise<T>;
	/** Takes what is due and may travel together. */
	claim(wanted: { readonly now: string; readonly until: string; readonly most: number }): Promise<readonly ClaimedStatement[]>;
}

export type Reply =
	| { readonly kind: 'answered'; readonly status: number; readonly text: string; readonly retryAfterSeconds?: number }
	| { readonly kind: 'unanswered'; readonly reason: string };

export interface FilerOptions {
	readonly store: FilingStore;
	readonly make: (one: FilingCase) => Promise<readonly MadeStatement[]>;
	/** `body`: JSON. */
	readonly post: (body: string) => Promise<Reply>;
	readonly now: () => string;
	/** From 0 to 1, for jitter. */
	readonly chance: () => number;
	readonly dice: Dice;
}

export interface Filer {
	/** Finds what is to be filed and sends what is due; how many calls it made. */
	step(): Promise<number>;
	/** Makes no further call after the one under way. */
	stop(): void;
}

const LEASE_SECONDS = 120;
const MOST_STRETCHES = 50;
const MOST_CALLS = 50;

export function filerOf(options: FilerOptions): Filer {
	const { store, now } = options;
	let stopped = false;
	let quietUntil = '';
	return {
		step: async () => {
			for (let n = 0; n < MOST_STRETCHES && !stopped; n++) if (!(await gather(options))) break;
			let calls = 0;
			while (calls < MOST_CALLS && !stopped) {
				const at = now();
				// One that does not answer now will not answer the next call either.
				if (quietUntil !== '' && isBefore(at, quietUntil)) break;
				const claimed = await store.claim({ now: at, until: addHours(at, LEASE_SECONDS / 3600), most: BATCH });
				if (claimed.length === 0) break;
				quietUntil = (await send(claimed, options)) ?? '';
				calls++;
			}
			return calls;
		},
		stop: () => {
			stopped = true;
		},
	};
}

// One stretch of the log; false when there is no further one.
const gather = ({ store, make, now }: FilerOptions): Promise<boolean> =>
	store.transact(async (tx) => {
		const next = await tx.nextCases();
		if (next === undefined) return false;
		const rows = await rowsOf(next.cases, make, now());
		await tx.add(rows.filter(({ from }) => !isBefore(from, next.since)));
		return true;
	});

async function rowsOf(
	cases: readonly FilingCase[],
	make: FilerOptions['make'],
	at: string,
): Promise<(FilingRow & { readonly from: string })[]> {
	const rows: (FilingRow & { readonly from: string })[] = [];
	for (const one of cases) for (const made of await make(one)) rows.push({ ...made, caseId: one.caseId, at });
	return rows;
}

// One call; when to be quiet until, where it failed.
async function send(claimed: readonly ClaimedStatement[], { store, post, now, chance, dice }: FilerOptions): Promise<string | undefined> {
	const reply = await post(JSON.stringify({ statements: claimed.map(({ statement }) => statement) }));
	const at = now();
	const puids = claimed.map(({ puid }) => puid);
	const filing: Filing = reply.kind === 'unanswered' ? { kind: 'failed', error: reply.reason } : filingOf(reply.status, reply.text, puids);
	const wait = reply.kind === 'answered' ? reply.retryAfterSeconds : undefined;
	const luck = chance();
	const outcomes = new Map(
		claimed.map((one) => [one.puid, outcomeOf(filing, one, claimed.length, (attempt) => nextAttempt(attempt, at, luck, wait))]),
	);
	const entry = filing.kind === 'failed' ? undefined : entryOf(filing, outcomes, at, dice);
	await store.transact(async (tx) => {
		await tx.settle(at, outcomes, entry?.id);
		if (entry !== undefined) await tx.addEntries([entry]);
	});
	return filing.kind === 'failed' ? nextAttempt(1, at, luck, wait) : undefined;
}

/** What a call means for one of its statements. `size`: statements in the call. */
export function outcomeOf(
	filing: Filing,
	{ puid, attempt }: Pick<ClaimedStatement, 'puid' | 'attempt'>,
	size: number,
	nextAt: (attempt: number) => string | undefined,
): FilingOutcome {
	switch (filing.kind) {
		case 'filed':
			return { kind: 'sent', place: filing.places.get(puid) ?? {} };
		case 'sorted': {
			const place = filing.existing.get(puid);
			if (place !== undefined) return { kind: 'sent', place };
			const problems = filing.refused.get(puid);
			return problems === undefined ? { kind: 'again', together: BATCH } : { kind: 'refused', problems };
		}
		case 'unsorted':
			return size > 1 ? { kind: 'again', together: Math.floor(size / 2) } : { kind: 'refused', problems: filing.problems };
		case 'failed': {
			const next = nextAt(attempt);
			return { kind: 'failed', error: filing.error, ...(next === undefined ? {} : { nextAt: next }) };
		}
	}
}

// Identifiers say nothing about listing or seller, yet they stand only in the opening: they tie a public statement to a case of this log.
function entryOf(filing: Filing, outcomes: ReadonlyMap<string, FilingOutcome>, at: string, dice: Dice): LogRow {
	const of = (kind: FilingOutcome['kind']): string[] => [...outcomes].flatMap(([puid, one]) => (one.kind === kind ? [puid] : []));
	const content: Json = { sent: of('sent'), refused: of('refused'), again: of('again') };
	const facts = { statements: outcomes.size, sent: of('sent').length, refused: of('refused').length, created: filing.kind === 'filed' };
	return record({ at, kind: 'statements.filed', subject: FILING_SUBJECT, actor: SYSTEM, content, facts }, dice);
}

/** What the log entries of calls are about. */
export const FILING_SUBJECT = 'filing/transparency';

/** Makes what was refused or given up anew and puts it in the queue: one statement, or all of them. How many wait now. */
export function resendStatements(
	{ only, actor, at }: { readonly only?: string; readonly actor: Actor; readonly at: string },
	{ store, make, dice }: Pick<FilerOptions, 'store' | 'make' | 'dice'>,
): Promise<number> {
	return store.transact(async (tx) => {
		const rows = await rowsOf(await tx.casesToResend(only), make, at);
		const count = await tx.resend(rows, only);
		const content: Json = only === undefined ? {} : { puid: only };
		const facts = { statements: count };
		if (rows.length > 0)
			await tx.addEntries([record({ at, kind: 'statements.resent', subject: FILING_SUBJECT, actor, content, facts }, dice)]);
		return count;
	});
}
