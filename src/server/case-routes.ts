// Routes of cases: the queue, one case, and every command of casework. What a command needs and whether it is legal is decided by
// the rules of cases; here its words are only translated.
import { listCases, type QueuedCase, readCase } from '../adapters/postgres/cases.ts';
import { readListing, similarListings } from '../adapters/postgres/listings.ts';
import { namesOf as namesOfPeople } from '../adapters/postgres/people.ts';
import { listRegister, standingOfPerson } from '../adapters/postgres/standing.ts';
import { readHits } from '../adapters/postgres/watch-lists.ts';
import { maySee, namesOf } from '../cases/command.ts';
import type { Command } from '../cases/laws.ts';
import type { CaseDetail, CaseSummary, Decide } from '../contract/cases.ts';
import type { RouteName } from '../contract/routes.ts';
import { type CaseOutcome, decideCase } from '../flows/decide-case.ts';
import { personBehind } from '../model/actor.ts';
import { type Case, type Decision, decisionInForce } from '../model/case.ts';
import type { Listing } from '../model/listing.ts';
import type { WatchHits } from '../policy/confidential.ts';
import { may } from '../policy/permissions.ts';
import type { Caller } from './caller.ts';
import { pageOf, readCursor } from './cursor.ts';
import { summaryOf } from './listing-routes.ts';
import { type Answer, type Call, ifMatch, type Mounting, mount } from './mount.ts';
import { Refused, refusedByRules } from './problems.ts';
import type { World } from './world.ts';

const MOST_REVISIONS = 50;
const MOST_SIMILAR = 10;

type Wanted = Exclude<Command, { kind: 'open' }>;

export function mountCases(mounting: Mounting, world: World): void {
	mount(mounting, 'listCases', async ({ query, caller, now }) => {
		const { state = 'open', limit = 50, cursor } = query;
		const key = cursor === undefined ? undefined : readCursor(cursor, ['number', 'string', 'string']);
		const after = key === undefined ? {} : { after: { priority: Number(key[0]), openedAt: String(key[1]), id: String(key[2]) } };
		const person = personBehind(caller.actor) ?? '';
		const rows = await listCases(world.db, { state, person, names: namesOf(caller.actor), now, limit: limit + 1, ...after });
		return {
			body: pageOf(
				rows,
				limit,
				(row) => caseSummary(row, now),
				({ priority, state: one }) => [priority, one.openedAt, one.id],
			),
		};
	});

	mount(mounting, 'readCase', async ({ params, caller, now }) => {
		const found = await readCase(world.db, params.id);
		if (found === undefined || !maySee(found.state, caller.actor)) throw noSuchCase();
		return { body: await detailOf(found, caller, now, world), etag: found.state.seq };
	});

	mount(mounting, 'listReasons', async () => ({
		body: {
			items: [...world.casebook.reasons.values()].map(({ internal, ...reason }) => ({ ...reason, text: internal })),
		},
	}));

	mount(mounting, 'listReviewers', async () => ({
		body: {
			items: (await listRegister(world.db))
				.filter(({ role }) => may(role, 'case:read'))
				.map(({ id, name, role }) => ({ id, name, role, mayHear: may(role, 'case:decide-appeal') })),
		},
	}));

	const on = <N extends RouteName>(name: N, wanted: (call: Call<N>) => Wanted): void =>
		mount(mounting, name, (call) => carryOut(call, wanted(call), world));

	on('claimCase', () => ({ kind: 'claim' }));
	on('releaseCase', () => ({ kind: 'release' }));
	on('commentCase', ({ body }) => ({ kind: 'comment', text: body.text }));
	on('escalateCase', ({ body }) => ({ kind: 'escalate', note: body.note }));
	on('restrictCase', ({ body }) => ({ kind: 'restrict', ...body }));
	on('decideCase', ({ body }) => ({ kind: 'decide', decision: decisionOf(body) }));
	on('approveCase', () => ({ kind: 'approve' }));
	on('rejectCase', ({ body }) => ({ kind: 'reject', note: body.note }));
	on('appealCase', ({ body, caller }) => ({ kind: 'appeal', grounds: body.grounds, seller: caller.seller ?? '' }));
	on('assignAppeal', ({ body }) => ({ kind: 'assign-appeal', to: body.to }));
	on('decideAppeal', ({ body }) => ({ kind: 'decide-appeal', decision: decisionOf(body) }));
	on('reviewCase', ({ body }) => ({ kind: 'review', ...body }));
	on('closeCase', ({ body }) => ({ kind: 'close', note: body.note }));
	on('reopenCase', ({ body }) => ({ kind: 'reopen', note: body.note }));
}

const noSuchCase = (): Refused => new Refused('not-found', 'There is no such case.', { code: 'case-unknown' });

const decisionOf = ({ followUp = [], note, ...rest }: Decide): Decision => ({ ...rest, followUp, ...(note === undefined ? {} : { note }) });

async function carryOut(
	call: { readonly params: unknown; readonly caller: Caller; readonly request: Call<'readCase'>['request']; readonly now: string },
	wanted: Wanted,
	world: World,
): Promise<Answer> {
	const { caller, request, now } = call;
	const caseId = (call.params as { readonly id: string }).id;
	const seen = ifMatch(request);
	// A seller cannot see a case, so a complaint is about the restriction in force, whatever happened in the case meanwhile.
	const blind = wanted.kind === 'appeal';
	if (!blind && (seen === undefined || seen === 'any'))
		throw new Refused(
			'precondition-required',
			'Send If-Match with the ETag of the case as you read it, so that you decide on what you have seen.',
		);
	const standing = await standingOfPerson(world.db, personBehind(caller.actor), now);
	const outcome = await decideCase(
		{ caseId, wanted, actor: caller.actor, standing, at: now, ...(typeof seen === 'number' && !blind ? { seen } : {}) },
		world.store,
		world.casebook,
		world.dice,
	);
	return answerOf(outcome, caller, now, world);
}

async function answerOf(outcome: CaseOutcome, caller: Caller, now: string, world: World): Promise<Answer> {
	switch (outcome.kind) {
		case 'done': {
			const { state, listing } = outcome;
			world.changes.tell({ kind: 'case', id: state.id, at: now, state: state.status, seq: state.seq });
			if (listing !== undefined) world.changes.tell({ kind: 'listing', id: listing.id, at: now, state: listing.state });
			if (!maySee(state, caller.actor)) return { status: 204 };
			const stored = await readCase(world.db, state.id);
			if (stored === undefined) throw noSuchCase();
			return { etag: state.seq, body: caseSummary({ ...stored, state }, now) };
		}
		case 'stale':
			throw new Refused('precondition-failed', `The case has moved on to event ${outcome.seq}; read it again.`);
		case 'refused':
			throw refusedByRules(outcome.refusals);
	}
}

/** A case as the queue shows it. */
function caseSummary({ state, title, substances }: QueuedCase, now: string): CaseSummary {
	const { id, seq, status, listing, seller, screened, worstTier, risk, escalation, openedAt, deadline, claim, visibleTo, proposal } = state;
	const live = claim !== undefined && claim.until > now ? claim : undefined;
	const decision = decisionInForce(state);
	const outcome = decision?.outcome ?? proposal?.decision.outcome;
	return {
		id,
		seq,
		status,
		listingId: listing,
		revision: screened.revision,
		title,
		verdict: screened.verdict,
		score: screened.score,
		substances: [...substances],
		risk,
		escalation,
		openedAt,
		deadline,
		restricted: visibleTo !== undefined,
		...(seller === undefined ? {} : { seller }),
		...(worstTier === null ? {} : { tier: worstTier }),
		...(live === undefined ? {} : { claimedBy: live.by, claimedUntil: live.until }),
		...(outcome === undefined ? {} : { outcome }),
		...(decision === undefined ? {} : { decidedAt: decision.at }),
	};
}

async function detailOf(
	found: NonNullable<Awaited<ReturnType<typeof readCase>>>,
	caller: Caller,
	now: string,
	world: World,
): Promise<CaseDetail> {
	const { state, events } = found;
	const listing = await readListing(world.db, state.listing, MOST_REVISIONS);
	if (listing === undefined) throw noSuchCase();
	// The revision that a decision would be about; the latest when that is further back than revisions are read.
	const shown = listing.revisions.find(({ revision }) => revision === state.screened.revision) ?? listing.revisions[0];
	const similar = await similarListings(world.db, listing.row, MOST_SIMILAR);
	return {
		case: caseSummary(found, now),
		state,
		listing: shown?.listing as Listing,
		verdict: shown?.verdict as CaseDetail['verdict'],
		events: events.map(({ event, entryId }) => ({ ...event, entryId })),
		similar: similar.map((row) => summaryOf(row, caller)),
		...(await watchOf(state, shown?.revision ?? state.screened.revision, world)),
		people: await namesOfPeople(
			world.db,
			peopleIn(
				state,
				events.map(({ event }) => event.actor),
			),
		),
	};
}

// Whoever may see a case that restricted lists raised may see what they said.
async function watchOf({ discreet, listing }: Case, revision: number, { db, watchLists }: World): Promise<Pick<CaseDetail, 'watch'>> {
	const hits = discreet === true ? await readHits(db, listing, revision, watchLists.box) : undefined;
	if (hits === undefined) return {};
	if (hits === 'lost') return { watch: { revision, readable: false, reasons: [], findings: [] } };
	const { reasons, findings } = JSON.parse(hits) as WatchHits;
	return {
		watch: {
			revision,
			readable: true,
			reasons: reasons.map(({ text, citation }) => ({ text, citation })),
			findings: findings.map(({ field, start, end, text, read, note }) => ({ field, start, end, text, read, note })),
		},
	};
}

function peopleIn(state: Case, actors: readonly Caller['actor'][] | readonly Parameters<typeof personBehind>[0][]): string[] {
	const named = actors.flatMap((actor) => personBehind(actor) ?? []);
	const { claim, appeal, deciders, visibleTo = [] } = state;
	const others = [claim?.by, appeal?.assignee].filter((id) => id !== undefined);
	return [...new Set([...named, ...others, ...deciders, ...visibleTo])];
}
