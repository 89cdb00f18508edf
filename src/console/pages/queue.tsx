// The queue: what is most urgent first, in the order the server gives. Worked from the keyboard: j and k move the focus from case to
// case, Enter opens, c claims. Filters live in the address, so that a view can be bookmarked.
import { NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useRef } from 'react';
import type { CaseSummary } from '../../contract/cases.ts';
import { useNow } from '../clock.ts';
import { Icon } from '../parts/icon.tsx';
import { More } from '../parts/list-tools.tsx';
import { Chip, Deadline, Moment, PageHead, RiskMark, StateMark, TierMark, VerdictMark } from '../parts/marks.tsx';
import { Empty, Trouble, Waiting } from '../parts/trouble.tsx';
import { casesQuery, commandCase } from '../queries.ts';
import type { QueueSearch } from '../search.ts';
import { useSession } from '../session.ts';
import { useShortcuts } from '../shortcuts.tsx';
import { useWords } from '../words.ts';

const STATES = ['open', 'mine', 'decided', 'all'] as const;

export function Queue(): ReactNode {
	const { say, number } = useWords();
	const search = useSearch({ from: '/inside/queue' });
	const navigate = useNavigate();
	const queries = useQueryClient();
	const now = useNow();
	const { may } = useSession();
	const state = search.state ?? 'open';
	const list = useInfiniteQuery(casesQuery(state));
	const rows = useRef<HTMLTableSectionElement>(null);

	const all = list.data?.pages.flatMap((page) => page.items) ?? [];
	const cases = all.filter(
		(one) => (search.tier === undefined || one.tier === search.tier) && (search.verdict === undefined || one.verdict === search.verdict),
	);
	const claim = useMutation({
		mutationFn: (one: CaseSummary) => commandCase(one.id, one.seq, 'claim'),
		onSettled: () => queries.invalidateQueries({ queryKey: ['cases'] }),
	});

	const links = (): HTMLElement[] => [...(rows.current?.querySelectorAll<HTMLElement>('a[data-case]') ?? [])];
	const at = (): number => links().indexOf(document.activeElement as HTMLElement);
	const move = (step: number): void => {
		const found = links();
		const next = found[Math.min(found.length - 1, Math.max(0, at() + step))];
		next?.focus();
		next?.closest('tr')?.scrollIntoView({ block: 'nearest' });
	};
	const claimAt = (): void => {
		const one = cases[at()];
		if (one !== undefined) claim.mutate(one);
	};
	const filter = (change: QueueSearch): void => void navigate({ to: '/queue', search: { ...search, ...change }, replace: true });
	useShortcuts([
		{ keys: 'j', label: 'keys.next', run: () => move(1) },
		{ keys: 'k', label: 'keys.previous', run: () => move(-1) },
		{ keys: 'Enter', label: 'keys.open', run: () => links()[Math.max(0, at())]?.click() },
		...(may('case:claim') ? [{ keys: 'c', label: 'keys.claim', run: claimAt } as const] : []),
	]);

	return (
		<div className="page">
			<PageHead title={say('queue.title')}>
				<span className="faint count" role="status">
					{list.data === undefined ? '' : say('queue.count', { count: `${number(cases.length)}${list.hasNextPage ? '+' : ''}` })}
				</span>
			</PageHead>
			<div className="filters">
				<div className="tabs" role="group" aria-label={say('queue.states')}>
					{STATES.map((one) => (
						<button
							key={one}
							type="button"
							aria-pressed={one === state}
							onClick={() => filter({ state: one === 'open' ? undefined : one })}
						>
							{say(`queue.${one}`)}
						</button>
					))}
				</div>
				<NativeSelect
					size="xs"
					aria-label={say('queue.verdict')}
					value={search.verdict ?? ''}
					onChange={(event) => filter({ verdict: (event.currentTarget.value || undefined) as QueueSearch['verdict'] })}
					data={[
						{ value: '', label: say('queue.anyVerdict') },
						{ value: 'block', label: say('verdict.block') },
						{ value: 'review', label: say('verdict.review') },
					]}
				/>
				<NativeSelect
					size="xs"
					aria-label={say('queue.tier')}
					value={search.tier ?? ''}
					onChange={(event) => filter({ tier: Number(event.currentTarget.value) || undefined })}
					data={[
						{ value: '', label: say('queue.anyTier') },
						...[1, 2, 3].map((tier) => ({ value: String(tier), label: say('tier.short', { tier }) })),
					]}
				/>
				<span className="hint wide-only faint">{say(may('case:claim') ? 'queue.hint' : 'queue.hintRead')}</span>
			</div>
			{claim.error !== null && <Trouble error={claim.error} />}
			{list.isPending && <Waiting />}
			{list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
			{list.isSuccess && cases.length === 0 && all.length > 0 && <Empty title={say('queue.noMatch')} />}
			{list.isSuccess && all.length === 0 && <Empty title={say(`queue.empty.${state}`)}>{say('queue.emptyHint')}</Empty>}
			{cases.length > 0 && (
				<table className="rows queue">
					<thead>
						<tr>
							<th scope="col">{say('queue.risk')}</th>
							<th scope="col">{say('queue.case')}</th>
							<th scope="col">{say('queue.found')}</th>
							<th scope="col">{say('queue.seller')}</th>
							<th scope="col">{say('queue.opened')}</th>
							<th scope="col">{say('queue.deadline')}</th>
							<th scope="col">{say('queue.status')}</th>
						</tr>
					</thead>
					<tbody ref={rows}>
						{cases.map((one) => (
							<Row key={one.id} one={one} now={now} />
						))}
					</tbody>
				</table>
			)}
			<More list={list} />
		</div>
	);
}

function Row({ one, now }: { readonly one: CaseSummary; readonly now: number }): ReactNode {
	const { say, distance } = useWords();
	const { me } = useSession();
	const claimed = one.claimedBy !== undefined && (one.claimedUntil === undefined || Date.parse(one.claimedUntil) > now);
	const mine = claimed && one.claimedBy === me?.id;
	return (
		<tr>
			<td>
				<RiskMark risk={one.risk} />
			</td>
			<td className="lead">
				<Link to="/cases/$id" params={{ id: one.id }} data-case={one.id} className="title">
					<bdi>{one.title}</bdi>
				</Link>
				<span className="faint under">
					<bdi>{one.listingId}</bdi> · {say('listing.revision', { number: one.revision })}
				</span>
			</td>
			<td className="found">
				<VerdictMark verdict={one.verdict} /> <TierMark tier={one.tier} /> <span className="names">{one.substances.join(', ')}</span>
			</td>
			<td className="seller">
				<bdi>{one.seller ?? '–'}</bdi>
			</td>
			<td className="opened faint">
				<Moment at={one.openedAt} now={now} />
			</td>
			<td className="due">
				<Deadline at={one.status === 'decided' || one.status === 'closed' ? undefined : one.deadline} now={now} />
			</td>
			<td className="status">
				{claimed ? (
					<Chip tone={mine ? 'accent' : 'plain'} title={one.claimedUntil === undefined ? undefined : distance(one.claimedUntil, now)}>
						<Icon name="lock" size={12} /> {mine ? say('claim.mine') : say('claim.taken')}
					</Chip>
				) : (
					<StateMark state={one.status} />
				)}
				{one.outcome !== undefined && <StateMark state={one.outcome} />}
				{one.escalation > 0 && <Chip tone="doubt">{say('case.escalated')}</Chip>}
				{one.restricted && <Chip tone="doubt">{say('case.restricted')}</Chip>}
			</td>
		</tr>
	);
}
