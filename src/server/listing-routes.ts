// Routes of listings: the gate, the list, one listing. Whoever has the seller's role sees state and reason code, and nothing of how
// it came about.
import { createHash } from 'node:crypto';
import { listListings, type ReadRevision, readListing } from '../adapters/postgres/listings.ts';
import { Fault } from '../base/fault.ts';
import type { ListingDetail, ListingState, ListingSummary } from '../contract/listings.ts';
import { screenWithMedia } from '../flows/listing-media.ts';
import type { ListingRow } from '../flows/store.ts';
import type { Submission, SubmitOutcome } from '../flows/submit-listings.ts';
import { withdrawListing } from '../flows/withdraw-listing.ts';
import type { Listing } from '../model/listing.ts';
import type { Verdict } from '../model/verdict.ts';
import { type Caller, isSeller } from './caller.ts';
import { pageOf, readCursor } from './cursor.ts';
import { type Answer, type Call, ifMatch, type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import type { World } from './world.ts';

const BODY_BYTES = 8 * 1024 * 1024;
const MOST_REVISIONS = 50;
/** Policies and catalogues that may come into force while one listing is submitted. */
const MOST_RULINGS = 3;
const KEY = /^[\x21-\x7e]{1,200}$/;

export function mountListings(mounting: Mounting, world: World): void {
	mount(mounting, 'submitListing', (call) => submit(call, world), { raw: true, limit: BODY_BYTES });

	mount(mounting, 'withdrawListing', (call) => withdraw(call, world));

	mount(mounting, 'listListings', async ({ query, caller }) => {
		const { state, q, limit = 50, cursor } = query;
		const after = cursor === undefined ? undefined : readCursor(cursor, ['string', 'string']);
		const rows = await listListings(world.db, {
			limit: limit + 1,
			...(state === undefined ? {} : { state }),
			...(q === undefined ? {} : { q }),
			...(caller.seller === undefined ? {} : { seller: caller.seller }),
			...(after === undefined ? {} : { after: { updatedAt: String(after[0]), id: String(after[1]) } }),
		});
		return {
			body: pageOf(
				rows,
				limit,
				(row) => summaryOf(row, caller),
				(row) => [row.updatedAt, row.id],
			),
		};
	});

	mount(mounting, 'readListing', async ({ params, caller }) => {
		const found = await readListing(world.db, params.id, MOST_REVISIONS);
		if (found === undefined || !isTheirs(found.row, caller)) throw new Refused('not-found', 'There is no such listing.');
		return { body: detailOf(found.row, found.revisions, caller), etag: found.row.revision };
	});
}

const isTheirs = (row: ListingRow, { seller }: Caller): boolean => seller === undefined || row.seller === seller;

/** A listing as this caller may see it. */
export function summaryOf(row: ListingRow, caller: Caller): ListingSummary {
	const { verdict, caseId, ...plain } = row;
	if (isSeller(caller)) return plain;
	return { ...plain, verdict, ...(caseId === undefined ? {} : { caseId }) };
}

function detailOf(row: ListingRow, revisions: readonly ReadRevision[], caller: Caller): ListingDetail {
	const [latest] = revisions;
	if (latest === undefined) throw new Fault('impossible', `Listing ${row.id} has no revision.`);
	const shown = revisions.map((one) => {
		const { revision, submittedAt, state, reasonCode, entryId } = one;
		const seen = {
			revision,
			submittedAt,
			state: state as ListingState,
			listing: one.listing as Listing,
			...(reasonCode === undefined ? {} : { reasonCode }),
		};
		if (isSeller(caller)) return seen;
		return { ...seen, entryId, submittedBy: one.submittedBy as Caller['actor'], verdict: one.verdict as Verdict };
	});
	const detail = { ...summaryOf(row, caller), listing: latest.listing as Listing, revisions: shown };
	return (isSeller(caller) ? detail : { ...detail, detail: latest.verdict }) as ListingDetail;
}

async function submit({ params, body, caller, request, now }: Call<'submitListing'>, world: World): Promise<Answer> {
	const text = body as unknown as string | undefined;
	if (text === undefined || text === '') throw invalid('', 'is empty', 'send the listing as a JSON object with at least a "title"');
	if (params.id.includes('\0') || !params.id.isWellFormed())
		throw invalid('', 'the id in the address is not text', 'use an id of ordinary characters');
	const replaces = replaced(request);
	const key = request.headers['idempotency-key'];
	if (key !== undefined && (typeof key !== 'string' || !KEY.test(key)))
		throw new Refused('input-invalid', 'Idempotency-Key is 1 to 200 visible ASCII characters.');
	const screened = await screenWithMedia({ listingId: params.id, body: text, now }, caller.seller, world.screening, world.media);
	if (screened.kind === 'unreadable')
		throw new Refused('input-invalid', 'The listing is not valid; nothing was stored.', { errors: screened.problems });
	if (screened.id !== undefined && screened.id !== params.id)
		throw invalid(
			'/id',
			`is ${JSON.stringify(screened.id)}, the address says ${JSON.stringify(params.id)}`,
			'leave it out or use the same id',
		);
	if (caller.seller !== undefined && screened.seller !== undefined && screened.seller !== caller.seller)
		throw invalid('/seller/id', 'is not the seller this key speaks for', 'leave it out or use the key of that seller');
	const submission: Submission = {
		listingId: params.id,
		screened,
		actor: caller.actor,
		at: now,
		...(caller.seller === undefined ? {} : { seller: caller.seller }),
		...(replaces === undefined ? {} : { replaces }),
		...(key === undefined ? {} : { idempotency: { key, requestHash: requestHash(params.id, text) } }),
	};
	return answerOf(await submitAnew(submission, text, world), caller);
}

// A policy that came into force between screening and storing: the listing is screened again, by that one.
async function submitAnew(submission: Submission, body: string, world: World): Promise<SubmitOutcome> {
	let outcome = await world.submit(submission);
	for (let i = 0; i < MOST_RULINGS && outcome.kind === 'outdated'; i++) {
		await world.refreshRuling();
		const one = { listingId: submission.listingId, body, now: submission.at };
		const screened = await screenWithMedia(one, submission.seller, world.screening, world.media);
		if (screened.kind === 'unreadable') break;
		outcome = await world.submit({ ...submission, screened });
	}
	return outcome;
}

async function withdraw({ params, caller, request, now }: Call<'withdrawListing'>, world: World): Promise<Answer> {
	const revision = replaced(request);
	const outcome = await withdrawListing(
		{
			listingId: params.id.replaceAll('\0', '�'),
			actor: caller.actor,
			at: now,
			...(caller.seller === undefined ? {} : { seller: caller.seller }),
			...(revision === undefined ? {} : { revision }),
		},
		world.store,
		world.dice,
	);
	if (outcome.kind === 'unknown') throw new Refused('not-found', 'There is no such listing.');
	if (outcome.kind === 'stale') throw new Refused('precondition-failed', staleText(outcome.revision));
	const { id, state, caseId } = outcome.listing;
	if (outcome.fresh) world.changes.tell({ kind: 'listing', id, at: now, state });
	const plain = { listingId: id, revision: outcome.listing.revision, state };
	return { etag: plain.revision, body: isSeller(caller) || caseId === undefined ? plain : { ...plain, caseId } };
}

const invalid = (pointer: string, message: string, fix: string): Refused =>
	new Refused('input-invalid', 'The listing is not valid; nothing was stored.', { errors: [{ pointer, message, fix }] });

const requestHash = (id: string, text: string): string => createHash('sha256').update(`PUT ${id}\n${text}`).digest('hex');

// `If-Match: *` asks for some revision to be there; which one does not matter, and the gate cannot tell afterwards.
function replaced(request: Call<'submitListing'>['request']): number | undefined {
	const wanted = ifMatch(request);
	if (wanted === 'any') throw new Refused('precondition-failed', 'Name the revision in If-Match; "*" is not supported here.');
	if (request.headers['if-none-match'] === '*') return 0;
	return wanted;
}

function staleText(revision: number): string {
	const standing = revision === 0 ? 'does not exist' : `is at revision ${revision}`;
	return `The listing ${standing}; read it again and decide whether yours still applies.`;
}

function answerOf(outcome: SubmitOutcome, caller: Caller): Answer {
	switch (outcome.kind) {
		case 'stored': {
			const { verdictText, caseId, ...plain } = outcome.submitted;
			const etag = plain.revision;
			const status = outcome.fresh ? 201 : 200;
			if (isSeller(caller)) return { status, etag, body: plain };
			const standing = JSON.stringify({ ...plain, ...(caseId === undefined ? {} : { caseId }) });
			// The verdict is JSON as the engine wrote it.
			return { status, etag, json: `${standing.slice(0, -1)},"verdict":${verdictText}}` };
		}
		case 'stale':
			throw new Refused('precondition-failed', staleText(outcome.revision));
		case 'not-yours':
			throw new Refused('not-permitted', 'This listing belongs to another seller.', { code: 'not-your-listing' });
		case 'key-reused':
			throw new Refused('idempotency-key-reused', 'This Idempotency-Key came with another body within the last day; use a new one.');
		case 'outdated':
			throw new Refused('unavailable', 'What is in force changes at this moment; send the listing again. Nothing was stored.');
		case 'failed':
			throw new Refused(
				'internal-error',
				'The listing could not be stored, so it is not published. The request id names the cause in the log.',
			);
	}
}
