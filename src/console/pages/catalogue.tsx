// The catalogue's substances, found by part of a name, a CAS number or an id.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { More, SearchField } from '../parts/list-tools.tsx';
import { Chip, PageHead, TierMark } from '../parts/marks.tsx';
import { Empty, Trouble, Waiting } from '../parts/trouble.tsx';
import { substancesQuery } from '../queries.ts';
import { useWords } from '../words.ts';

export function Catalogue(): ReactNode {
	const { say, name } = useWords();
	const navigate = useNavigate();
	const { q = '' } = useSearch({ from: '/inside/catalogue' });
	const list = useInfiniteQuery(substancesQuery(q));
	const substances = list.data?.pages.flatMap((page) => page.items) ?? [];
	const find = (words: string): void => void navigate({ to: '/catalogue', search: words === '' ? {} : { q: words } });
	return (
		<div className="page">
			<PageHead title={say('nav.catalogue')}>
				<p className="faint lead-line">{say('catalogue.lead')}</p>
			</PageHead>
			<div className="filters">
				<SearchField words={q} label={say('catalogue.search')} find={find} />
				<Link to="/catalogues">{say('catalogues.title')}</Link>
			</div>
			{list.isPending && <Waiting />}
			{list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
			{list.isSuccess && substances.length === 0 && <Empty title={say('catalogue.empty')}>{say('catalogue.emptyHint')}</Empty>}
			{substances.length > 0 && (
				<table className="rows">
					<thead>
						<tr>
							<th scope="col">{say('catalogue.substance')}</th>
							<th scope="col">{say('queue.tier')}</th>
							<th scope="col">CAS</th>
							<th scope="col">{say('catalogue.group')}</th>
							<th scope="col">{say('catalogue.regimes')}</th>
						</tr>
					</thead>
					<tbody>
						{substances.map((one) => (
							<tr key={one.id}>
								<td className="lead">
									<Link to="/catalogue/$id" params={{ id: one.id }} className="title">
										{one.name}
									</Link>
								</td>
								<td>
									<TierMark tier={one.tier} />
								</td>
								<td>
									<code>{one.cas.slice(0, 3).join(', ')}</code>
								</td>
								<td className="faint">{name('group', one.group)}</td>
								<td>
									{one.regimes.map((regime) => (
										<Chip key={regime}>{regime}</Chip>
									))}
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
