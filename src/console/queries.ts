// What the console asks the server for, each under the key that live changes make stale (see live.ts).
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { CaseDetail, CaseSummary, Reason, Reviewer } from '../contract/cases.ts';
import type { SubstanceDetail, SubstanceSummary } from '../contract/catalogue.ts';
import type { CatalogueInForce, CatalogueProposal, RegisteredCatalogue } from '../contract/catalogue-changes.ts';
import type { CorrectiveDetail, CorrectivePage, CorrectiveWire } from '../contract/corrective.ts';
import type { Dashboard } from '../contract/dashboard.ts';
import type { GoldenPage, GoldenWork } from '../contract/golden.ts';
import type { Job } from '../contract/jobs.ts';
import type { ListingDetail, ListingSummary } from '../contract/listings.ts';
import type { LogEntryWire, Receipt } from '../contract/log.ts';
import type { Key, Me, Person } from '../contract/people.ts';
import type { PolicyAnswer, Proposal } from '../contract/policy.ts';
import type { CaseFiguresWire, NoticeWire } from '../contract/reports.ts';
import type { SecondLooks } from '../contract/second-looks.ts';
import type { ShadowAnswer } from '../contract/shadow.ts';
import type { FiledStatement, StatementPage } from '../contract/statements.ts';
import type { WatchListWire } from '../contract/watch-lists.ts';
import type { Delivery, Webhook } from '../contract/webhooks.ts';
import type { ActionStatus } from '../model/corrective-action.ts';
import { isSandbox, pathWith, send } from './request.ts';
import type { Language } from './words.ts';

/** One page of a list, as the contract's `Page` states it. */
export interface PageOf<T> {
	readonly items: readonly T[];
	readonly nextCursor?: string;
}

export type CaseState = 'open' | 'mine' | 'decided' | 'all';

const PAGE = 50;
const JOB_MS = 1_000;
const SHADOW_MS = 3_000;
const OPEN_MS = 10_000;

function pages<T, P extends PageOf<T> = PageOf<T>>(
	key: readonly unknown[],
	path: string,
	query: Readonly<Record<string, string | undefined>> = {},
) {
	return infiniteQueryOptions({
		queryKey: key,
		queryFn: ({ pageParam, signal }) => send<P>(pathWith(path, { ...query, limit: PAGE, cursor: pageParam }), { signal }),
		initialPageParam: undefined as string | undefined,
		getNextPageParam: (last) => last.nextCursor,
	});
}

const one = <T>(key: readonly unknown[], path: string) =>
	queryOptions({ queryKey: key, queryFn: ({ signal }) => send<T>(path, { signal }) });

export const meQuery = () => ({ ...one<Me>(['me'], '/v1/me'), staleTime: 60_000, retry: false });
/** What an installation is never changes (docs/operating.md). */
export const sandboxQuery = () => queryOptions({ queryKey: ['sandbox'], queryFn: ({ signal }) => isSandbox(signal), staleTime: Infinity });
export const casesQuery = (state: CaseState) => pages<CaseSummary>(['cases', state], '/v1/cases', { state });
export const caseQuery = (id: string) => one<CaseDetail>(['case', id], `/v1/cases/${encodeURIComponent(id)}`);
export const listingsQuery = (state: string | undefined, q: string) =>
	pages<ListingSummary>(['listings', state, q], '/v1/listings', { state, q });
export const listingQuery = (id: string) => one<ListingDetail>(['listing', id], `/v1/listings/${encodeURIComponent(id)}`);
export const substancesQuery = (q: string) => pages<SubstanceSummary>(['substances', q], '/v1/catalogue/substances', { q });
export const substanceQuery = (id: string) => ({
	...one<SubstanceDetail>(['substance', id], `/v1/catalogue/substances/${encodeURIComponent(id)}`),
	staleTime: 300_000,
});
export const policyQuery = () => one<PolicyAnswer>(['policy'], '/v1/policy');
export const watchListsQuery = () => one<PageOf<WatchListWire>>(['watch-lists'], '/v1/watch-lists');
export const proposalsQuery = () => pages<Proposal>(['proposals'], '/v1/policy/proposals');
/** Asked again while it is open: somebody else may decide it, or another version come into force. */
const whileOpen = {
	refetchInterval: ({ state }: { readonly state: { readonly data: { readonly status: Proposal['status'] } | undefined } }) =>
		state.data?.status === 'open' ? OPEN_MS : (false as const),
};
export const proposalQuery = (id: string) => ({
	...one<Proposal>(['proposal', id], `/v1/policy/proposals/${encodeURIComponent(id)}`),
	...whileOpen,
});
/** Asked again as long as a candidate runs: its counts grow with every submission. */
export const shadowQuery = (of: 'policy' | 'catalogue') => ({
	...one<ShadowAnswer>(['shadow', of], pathWith(`/v1/${of}/shadow`, { limit: PAGE })),
	refetchInterval: ({ state }: { readonly state: { readonly data: ShadowAnswer | undefined } }) =>
		state.data?.shadow !== undefined && state.data.shadow.stoppedAt === undefined ? SHADOW_MS : (false as const),
});
export const catalogueQuery = () => one<CatalogueInForce>(['catalogues', 'in-force'], '/v1/catalogue');
export const registeredQuery = () => pages<RegisteredCatalogue>(['catalogues', 'registered'], '/v1/catalogues');
export const catalogueProposalsQuery = () => pages<CatalogueProposal>(['catalogue-proposals'], '/v1/catalogue/proposals');
export const catalogueProposalQuery = (id: string) => ({
	...one<CatalogueProposal>(['catalogue-proposal', id], `/v1/catalogue/proposals/${encodeURIComponent(id)}`),
	...whileOpen,
});
export const jobsQuery = (kind: Job['kind']) => one<PageOf<Job>>(['jobs', kind], pathWith('/v1/rescreens', { kind, limit: PAGE }));
/** Asked again until it is done. */
export const jobQuery = (id: string) => ({
	...one<Job>(['job', id], `/v1/rescreens/${encodeURIComponent(id)}`),
	refetchInterval: ({ state }: { readonly state: { readonly data: Job | undefined } }) =>
		state.data?.status === 'waiting' ? JOB_MS : (false as const),
});
export const dashboardQuery = (from: string, to: string) =>
	one<Dashboard>(['dashboard', from, to], pathWith('/v1/dashboard', { from, to }));
export const reasonsQuery = () => ({ ...one<PageOf<Reason>>(['reasons'], '/v1/reasons'), staleTime: Number.POSITIVE_INFINITY });
export const reviewersQuery = () => ({ ...one<PageOf<Reviewer>>(['reviewers'], '/v1/reviewers'), staleTime: 60_000 });
/** `seq` of the case as shown: another event may mean another notice. */
export const noticeQuery = (id: string, language: Language, seq: number) => ({
	...one<NoticeWire>(['notice', id, language, seq], pathWith(`/v1/cases/${encodeURIComponent(id)}/notice`, { language })),
	retry: false,
});
export const caseFiguresQuery = (from: string, to: string) =>
	one<CaseFiguresWire>(['case-figures', from, to], pathWith('/v1/reports/casework', { from, to }));
export const exportPath = (from: string, to: string): string => pathWith('/v1/reports/transparency', { from, to });
export const goldenQuery = (caseId?: string) => one<GoldenPage>(['golden', caseId ?? ''], pathWith('/v1/golden', { caseId, limit: 200 }));
/** Asked for when the page is opened and when the reader wants the next one: what is on it must not change under their hands. */
export const goldenWorkQuery = () => ({
	...one<GoldenWork>(['golden-work'], '/v1/golden:next'),
	gcTime: 0,
	enabled: (query: { readonly state: { readonly data?: unknown } }): boolean => query.state.data === undefined,
});
export const secondLooksQuery = () => one<SecondLooks>(['second-looks'], '/v1/second-looks');
export const correctiveQuery = (which: ActionStatus | 'overdue' | undefined) =>
	pages<CorrectiveWire, CorrectivePage>(
		['corrective', 'list', which],
		'/v1/corrective-actions',
		which === 'overdue' ? { overdue: 'true' } : { status: which },
	);
export const correctiveActionQuery = (id: string) =>
	one<CorrectiveDetail>(['corrective', id], `/v1/corrective-actions/${encodeURIComponent(id)}`);
export const statementsQuery = (state: FiledStatement['state'] | undefined) =>
	pages<FiledStatement, StatementPage>(['statements', state], '/v1/statements', { state });
export const statementQuery = (puid: string) =>
	one<FiledStatement & { readonly statement?: unknown }>(['statement', puid], `/v1/statements/${encodeURIComponent(puid)}`);
export const keysQuery = () => pages<Key>(['keys'], '/v1/keys');
export const peopleQuery = () => pages<Person>(['people'], '/v1/people');
export const webhooksQuery = () => pages<Webhook>(['webhooks'], '/v1/webhooks');
export const webhookQuery = (id: string) => one<Webhook>(['webhook', id], `/v1/webhooks/${encodeURIComponent(id)}`);
export const deliveriesQuery = (id: string, state: Delivery['state'] | undefined) =>
	pages<Delivery>(['webhook', id, 'deliveries', state], `/v1/webhooks/${encodeURIComponent(id)}/deliveries`, { state });
export const entriesQuery = (subject: string) => pages<LogEntryWire>(['log', subject], '/v1/log/entries', { subject });
export const receiptQuery = (id: string) => one<Receipt>(['receipt', id], `/v1/log/receipts/${encodeURIComponent(id)}`);

/** The address of a substance's drawing; the browser sends the session along. */
export const structurePath = (id: string, highlight?: string): string =>
	pathWith(`/v1/structures/${encodeURIComponent(id)}.svg`, { highlight, width: 320, height: 220 });

/** Sends a command on a case. `seq` is what the sender saw last: the server refuses when there is more to see. */
export const commandCase = (id: string, seq: number, command: string, body?: unknown): Promise<CaseSummary> =>
	send(`/v1/cases/${encodeURIComponent(id)}:${command}`, { method: 'POST', body: body ?? {}, ifMatch: `"${seq}"` });
