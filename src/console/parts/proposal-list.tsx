// Proposals, latest first, of policies or of catalogues: what each would change, who wants it, and what became of it.
import type { ReactNode } from 'react';
import type { Actor } from '../../model/actor.ts';
import type { Effect } from '../../model/effect.ts';
import type { PageOf } from '../queries.ts';
import { useWords } from '../words.ts';
import { useActorNames } from './actor-names.ts';
import { EffectCounts } from './effects.tsx';
import { More } from './list-tools.tsx';
import { Moment, Section } from './marks.tsx';
import { type MarkedProposal, ProposalMark } from './proposal-mark.tsx';
import { Empty, Trouble, Waiting } from './trouble.tsx';

interface Listed extends MarkedProposal {
	readonly id: string;
	readonly reason: string;
	readonly proposedBy: Actor;
	readonly proposedAt: string;
}

interface Given<P extends Listed> {
	readonly list: {
		readonly data: { readonly pages: readonly PageOf<P>[] } | undefined;
		readonly error: unknown;
		readonly isPending: boolean;
		readonly isSuccess: boolean;
		readonly refetch: () => unknown;
		readonly hasNextPage: boolean;
		readonly isFetchingNextPage: boolean;
		readonly fetchNextPage: () => unknown;
	};
	/** What to do where there is none. */
	readonly hint: string;
	/** What is proposed, as a link to its page. */
	readonly nameOf: (one: P) => ReactNode;
	readonly countsOf: (one: P) => Readonly<Record<Effect, number>>;
}

export function ProposalList<P extends Listed>({ list, hint, nameOf, countsOf }: Given<P>): ReactNode {
	const { say } = useWords();
	const called = useActorNames();
	const proposals = list.data?.pages.flatMap((page) => page.items) ?? [];
	return (
		<Section id="proposals" title={say('proposals.title')}>
			{list.isPending && <Waiting lines={3} />}
			{list.error !== null && <Trouble error={list.error} retry={() => void list.refetch()} />}
			{list.isSuccess && proposals.length === 0 && <Empty title={say('proposals.none')}>{hint}</Empty>}
			<ul className="cards proposals">
				{proposals.map((one) => (
					<li key={one.id} data-proposal={one.id}>
						<ProposalMark proposal={one} /> {nameOf(one)} <EffectCounts counts={countsOf(one)} />
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
