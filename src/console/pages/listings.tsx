// All listings, latest change first, by state and by words of the title.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { LISTING_STATES } from '../../contract/listings.ts';
import { useNow } from '../clock.ts';
import { More, SearchField } from '../parts/list-tools.tsx';
import { Moment, PageHead, StateMark, VerdictMark } from '../parts/marks.tsx';
import { Empty, Trouble, Waiting } from '../parts/trouble.tsx';
import { listingsQuery } from '../queries.ts';
import { useWords } from '../words.ts';

export function Listings(): ReactNode {
	const { say, name } = useWords();
	const now = useNow();
	const navigate = useNavigate();
	const search = useSearch({ from: '/inside/listings' });
	const { state, q = '' } = search;
	const list = useInfiniteQuery(listingsQuery(state, q));
	const listings = list.data?.pages.flatMap((page) => page.items) ?? [];
	const find = (words: string): void => void navigate({ to: '/listings', search: { ...search, q: words === '' ? undefined : words } });
	return (
		<div className="page">
			<PageHead title={say('nav.listings')} />
			<div className="filters">
				<div className="tabs" role="group" aria-label={say('listings.states')}>
					{[undefined, ...LISTING_STATES].map((one) => (
						<button
							key={one ?? 'all'}
							type="button"
							aria-pressed={one === state}
							onClick={() => void navigate({ to: '/listings', search: { ...search, state: one } })}
						>
							{one === undefined ? say('queue.all') : name('state', one)}
						</button>
					))}
				</div>
				<SearchField words={q} label={say('listings.search')} find={find} />
			</div>
			{list.isPending && <Waiting />}
			{list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
			{list.isSuccess &&
				listings.length === 0 &&
				(q === '' && state === undefined ? (
					<Empty title={say('listings.none')}>{say('listings.noneHint')}</Empty>
				) : (
					<Empty title={say('listings.empty')}>{say('listings.emptyHint')}</Empty>
				))}
			{listings.length > 0 && (
				<table className="rows listings-table">
					<thead>
						<tr>
							<th scope="col">{say('queue.status')}</th>
							<th scope="col">{say('listings.listing')}</th>
							<th scope="col">{say('listings.verdict')}</th>
							<th scope="col">{say('listings.reason')}</th>
							<th scope="col">{say('queue.seller')}</th>
							<th scope="col">{say('listings.updated')}</th>
						</tr>
					</thead>
					<tbody>
						{listings.map((one) => (
							<tr key={one.id}>
								<td>
									<StateMark state={one.state} />
								</td>
								<td className="lead">
									<Link to="/listings/$id" params={{ id: one.id }} className="title">
										<bdi>{one.title}</bdi>
									</Link>
									<span className="faint under">
										<bdi>{one.id}</bdi> · {say('listing.revision', { number: one.revision })}
									</span>
								</td>
								<td>{one.verdict !== undefined && <VerdictMark verdict={one.verdict} />}</td>
								<td>{one.reasonCode !== undefined && <code>{one.reasonCode}</code>}</td>
								<td className="seller">
									<bdi>{one.seller ?? '–'}</bdi>
								</td>
								<td className="faint">
									<Moment at={one.updatedAt} now={now} />
								</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
			<More list={list} />
		</div>
	);
}
