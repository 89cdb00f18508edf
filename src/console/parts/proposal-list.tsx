// The proposed policies, latest first: what each would change, who wants it, and what became of it.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { countEffects } from '../../model/effect.ts';
import { proposalsQuery } from '../queries.ts';
import { useWords } from '../words.ts';
import { useActorNames } from './actor-names.ts';
import { EffectCounts } from './effects.tsx';
import { More } from './list-tools.tsx';
import { Moment, Section } from './marks.tsx';
import { ProposalMark } from './proposal-mark.tsx';
import { Empty, Trouble, Waiting } from './trouble.tsx';

export function ProposalList(): ReactNode {
	const { say } = useWords();
	const called = useActorNames();
	const list = useInfiniteQuery(proposalsQuery());
	const proposals = list.data?.pages.flatMap((page) => page.items) ?? [];
	return (
		<Section id="proposals" title={say('proposals.title')}>
			{list.isPending && <Waiting lines={3} />}
			{list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
			{list.isSuccess && proposals.length === 0 && <Empty title={say('proposals.none')}>{say('proposals.noneHint')}</Empty>}
			<ul className="cards proposals">
				{proposals.map((one) => (
					<li key={one.id} data-proposal={one.id}>
						<ProposalMark proposal={one} />{' '}
						<Link to="/policy/proposals/$id" params={{ id: one.id }}>
							<bdi>{one.name}</bdi> <code>{one.version}</code>
						</Link>{' '}
						<EffectCounts counts={countEffects(one.changes)} />
						<span className="under" dir="auto">
							{one.reason}
						</span>
						<span className="faint under">
							{called(one.proposedBy)} · <Moment at={one.proposedAt} />
						</span>
					</li>
				))}
			</ul>
			<More list={list} />
		</Section>
	);
}
