// A small marketplace in memory behind the console's tests: real verdicts from the real engine, real cases from the real reducer, a
// real log with real proofs; only storage, sessions and the clock are pretended. It follows the contract and is never shipped.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readCaseTables } from '../../src/adapters/case-tables.ts';
import { loadEngine, nativeDigest } from '../../src/adapters/engine.ts';
import { command } from '../../src/cases/command.ts';
import type { Command } from '../../src/cases/laws.ts';
import { priorityOf } from '../../src/cases/queue.ts';
import { reduce } from '../../src/cases/reducer.ts';
import { evidenceOf, screenedOf } from '../../src/cases/screened.ts';
import type { CaseDetail, CaseSummary } from '../../src/contract/cases.ts';
import type { ListingDetail, ListingState, ListingSummary } from '../../src/contract/listings.ts';
import type { LogEntryWire } from '../../src/contract/log.ts';
import type { Me } from '../../src/contract/people.ts';
import { record } from '../../src/flows/record.ts';
import type { Actor, Role } from '../../src/model/actor.ts';
import { decisionInForce } from '../../src/model/case.ts';
import type { CaseEvent } from '../../src/model/case-event.ts';
import type { Listing } from '../../src/model/listing.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { ACTIONS, may } from '../../src/policy/permissions.ts';
import { FakeLog } from './fake-log.ts';

export const NOW = '2026-03-02T09:00:00.000Z';
const SYSTEM: Actor = { kind: 'system', id: 'weir', role: 'system' };

export const PEOPLE: readonly { readonly id: string; readonly name: string; readonly email: string; readonly role: Role }[] = [
	{ id: 'p-mei', name: 'Mei Lindqvist', email: 'mei@example.org', role: 'analyst' },
	{ id: 'p-omar', name: 'Omar Reyes', email: 'omar@example.org', role: 'approver' },
	{ id: 'p-vera', name: 'Vera Silva', email: 'vera@example.org', role: 'compliance-officer' },
	{ id: 'p-ada', name: 'Ada Novak', email: 'ada@example.org', role: 'administrator' },
];

interface Held {
	readonly listing: Listing;
	readonly verdict: Verdict;
	readonly caseId: string | undefined;
	state: ListingState;
}

type Answer<T> = { readonly status: 200; readonly body: T } | { readonly status: number; readonly code: string; readonly detail: string };

export class Marketplace {
	readonly held = new Map<string, Held>();
	readonly cases = new Map<string, (CaseEvent & { readonly entryId: string })[]>();
	readonly log = new FakeLog();
	readonly tables = readCaseTables();
	onChange: (kind: 'case' | 'listing', id: string) => void = () => undefined;
	private chance = 0;

	static async open(): Promise<Marketplace> {
		const engine = await loadEngine();
		const shop = new Marketplace();
		const listings = JSON.parse(readFileSync(new URL('listings.json', import.meta.url), 'utf8')) as readonly (Listing & {
			readonly id: string;
		})[];
		for (const [place, listing] of listings.entries()) {
			const now = new Date(Date.parse(NOW) - (listings.length - place) * 5_400_000).toISOString();
			shop.submit(listing, engine.screen(listing, { listingId: listing.id, now }), now);
		}
		return shop;
	}

	submit(listing: Listing & { readonly id: string }, verdict: Verdict, now: string): void {
		const caseId = verdict.verdict === 'clear' ? undefined : `case-${listing.id}`;
		const state = verdict.verdict === 'clear' ? 'published' : verdict.verdict === 'review' ? 'held' : 'refused';
		this.held.set(listing.id, { listing, verdict, caseId, state });
		this.enter(now, 'listing.screened', `listing/${listing.id}`, SYSTEM, { state, verdict: verdict.verdict });
		if (caseId !== undefined) {
			const screened = screenedOf(verdict, 1, () => 2);
			const seller = listing.seller?.id ?? 'nobody';
			this.act(
				caseId,
				{ kind: 'open', caseId, listing: listing.id, seller, screened, evidence: evidenceOf(verdict, 1, nativeDigest) },
				SYSTEM,
				now,
			);
		}
		this.onChange('listing', listing.id);
	}

	/** Runs a command as the product would, and appends what it causes. */
	act(id: string, wanted: Command, actor: Actor, now = NOW): Answer<CaseSummary> {
		const events = this.cases.get(id) ?? [];
		const context = {
			now,
			rules: this.tables.rules,
			reasons: this.tables.reasons,
			standing: { certified: [actor.role as Role], conflicts: [] },
		};
		const answer = command(events.length === 0 ? null : reduce(events), wanted, actor, context);
		if (!answer.ok)
			return {
				status: 409,
				code: answer.problems[0]?.code ?? '',
				detail: answer.problems.map((one) => `${one.message}; ${one.fix}`).join('. '),
			};
		const entered = answer.value.map((event) => ({
			...event,
			entryId: this.enter(now, `case.${event.kind}`, `case/${id}`, actor, { seq: event.seq }),
		}));
		this.cases.set(id, [...events, ...entered]);
		const held = this.held.get(reduce(this.cases.get(id) ?? []).listing);
		const outcome = decisionInForce(reduce(this.cases.get(id) ?? []))?.outcome;
		if (held !== undefined && outcome !== undefined)
			held.state = outcome === 'publish' ? 'published' : outcome === 'refuse' ? 'refused' : 'held';
		this.onChange('case', id);
		return { status: 200, body: this.summary(id) };
	}

	private enter(at: string, kind: string, subject: string, actor: Actor, facts: Readonly<Record<string, string | number>>): string {
		const salt = createHash('sha256')
			.update(String(this.chance++))
			.digest('hex');
		const row = record({ at, kind, subject, actor, content: facts, facts }, { id: () => `entry-${this.chance}`, salt: () => salt });
		const wire: Omit<LogEntryWire, 'index'> = { id: row.id, at, kind, subject, entry: new TextDecoder().decode(row.entry) };
		this.log.append(wire);
		return row.id;
	}

	summary(id: string): CaseSummary {
		const state = reduce(this.cases.get(id) ?? []);
		const held = this.held.get(state.listing) as Held;
		const outcome = state.proposal?.decision.outcome ?? decisionInForce(state)?.outcome;
		return {
			id,
			seq: state.seq,
			status: state.status,
			listingId: state.listing,
			revision: state.screened.revision,
			title: held.listing.title,
			seller: state.seller ?? '',
			verdict: state.screened.verdict,
			score: state.screened.score,
			...(state.worstTier === null ? {} : { tier: state.worstTier }),
			substances: held.verdict.substances.map((one) => one.name),
			risk: state.risk,
			escalation: state.escalation,
			openedAt: state.openedAt,
			deadline: state.deadline,
			...(state.claim === undefined ? {} : { claimedBy: state.claim.by, claimedUntil: state.claim.until }),
			...(outcome === undefined ? {} : { outcome }),
			restricted: state.visibleTo !== undefined,
		};
	}

	queue(state: string, me: Me): CaseSummary[] {
		const waiting = ['open', 'proposed', 'appealed'];
		return [...this.cases.keys()]
			.map((id) => ({ id, folded: reduce(this.cases.get(id) ?? []) }))
			.filter(({ folded }) => {
				if (state === 'all') return true;
				if (state === 'mine') return folded.claim?.by === me.id;
				return waiting.includes(folded.status) === (state === 'open');
			})
			.sort((a, b) => priorityOf(a.folded) - priorityOf(b.folded) || a.id.localeCompare(b.id, 'en'))
			.map(({ id }) => this.summary(id));
	}

	detail(id: string): CaseDetail | undefined {
		const events = this.cases.get(id);
		if (events === undefined) return undefined;
		const state = reduce(events);
		const { listing, verdict } = this.held.get(state.listing) as Held;
		const similar = [...this.held.keys()]
			.map((one) => this.listingSummary(one))
			.filter((one) => one.seller === state.seller && one.id !== state.listing);
		return {
			case: this.summary(id),
			state,
			listing,
			verdict,
			events,
			similar,
			people: Object.fromEntries(PEOPLE.map((one) => [one.id, one.name])),
		} as CaseDetail;
	}

	listingSummary(id: string): ListingSummary {
		const { listing, verdict, caseId, state } = this.held.get(id) as Held;
		return {
			id,
			revision: 1,
			state,
			title: listing.title,
			seller: listing.seller?.id ?? '',
			verdict: verdict.verdict,
			updatedAt: verdict.decidedAt,
			...(caseId === undefined ? {} : { caseId }),
			...(state === 'published' ? {} : { reasonCode: 'under-review' }),
		};
	}

	listingDetail(id: string): ListingDetail {
		const { listing, verdict, state } = this.held.get(id) as Held;
		const summary = this.listingSummary(id);
		const revision = { revision: 1, submittedAt: verdict.decidedAt, state, listing, verdict, entryId: 'entry-1' };
		return { ...summary, listing, detail: verdict, revisions: [revision] } as unknown as ListingDetail;
	}
}

export function meOf(role: Role): Me {
	const person = PEOPLE.find((one) => one.role === role) as (typeof PEOPLE)[number];
	return { kind: 'person', id: person.id, name: person.name, role, actions: ACTIONS.filter((action) => may(role, action)) };
}
