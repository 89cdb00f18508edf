// What the console asks the server for, each under the key that live changes make stale (see live.ts).
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { CaseDetail, CaseSummary, Reason, Reviewer } from '../contract/cases.ts';
import type { SubstanceDetail, SubstanceSummary } from '../contract/catalogue.ts';
import type { Dashboard } from '../contract/dashboard.ts';
import type { GoldenPage, GoldenWork } from '../contract/golden.ts';
import type { ListingDetail, ListingSummary } from '../contract/listings.ts';
import type { LogEntryWire, Receipt } from '../contract/log.ts';
import type { Key, Me, Person } from '../contract/people.ts';
import type { PolicyAnswer } from '../contract/policy.ts';
import type { CaseFiguresWire, NoticeWire } from '../contract/reports.ts';
import { pathWith, send } from './request.ts';
import type { Language } from './words.ts';

/** One page of a list, as the contract's `Page` states it. */
export interface PageOf<T> {
	readonly items: readonly T[];
	readonly nextCursor?: string;
}

export type CaseState = 'open' | 'mine' | 'decided' | 'all';

const PAGE = 50;

function pages<T>(key: readonly unknown[], path: string, query: Readonly<Record<string, string | undefined>> = {}) {
	return infiniteQueryOptions({
		queryKey: key,
		queryFn: ({ pageParam, signal }) => send<PageOf<T>>(pathWith(path, { ...query, limit: PAGE, cursor: pageParam }), { signal }),
		initialPageParam: undefined as string | undefined,
		getNextPageParam: (last) => last.nextCursor,
	});
}

const one = <T>(key: readonly unknown[], path: string) =>
	queryOptions({ queryKey: key, queryFn: ({ signal }) => send<T>(path, { signal }) });

export const meQuery = () => ({ ...one<Me>(['me'], '/v1/me'), staleTime: 60_000, retry: false });
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
/** Asked for again only when the reader wants the next one: what is on the page must not change under their hands. */
export const goldenWorkQuery = () => ({
	...one<GoldenWork>(['golden-work'], '/v1/golden:next'),
	staleTime: Number.POSITIVE_INFINITY,
	refetchOnWindowFocus: false,
});
export const keysQuery = () => pages<Key>(['keys'], '/v1/keys');
export const peopleQuery = () => pages<Person>(['people'], '/v1/people');
export const entriesQuery = (subject: string) => pages<LogEntryWire>(['log', subject], '/v1/log/entries', { subject });
export const receiptQuery = (id: string) => one<Receipt>(['receipt', id], `/v1/log/receipts/${encodeURIComponent(id)}`);

/** The address of a substance's drawing; the browser sends the session along. */
export const structurePath = (id: string, highlight?: string): string =>
	pathWith(`/v1/structures/${encodeURIComponent(id)}.svg`, { highlight, width: 320, height: 220 });

/** Sends a command on a case. `seq` is what the sender saw last: the server refuses when there is more to see. */
export const commandCase = (id: string, seq: number, command: string, body?: unknown): Promise<CaseSummary> =>
	send(`/v1/cases/${encodeURIComponent(id)}:${command}`, { method: 'POST', body: body ?? {}, ifMatch: `"${seq}"` });
