// How a proposal stands, in a word.
import type { ReactNode } from 'react';
import type { Proposal } from '../../contract/policy.ts';
import { useWords } from '../words.ts';
import { Chip, type Tone } from './marks.tsx';

const TONE: Readonly<Record<Proposal['status'], Tone>> = { open: 'accent', active: 'good', rejected: 'plain', withdrawn: 'plain' };

export interface MarkedProposal extends Pick<Proposal, 'status' | 'outdated' | 'needsTwoPeople'> {
	/** Weir itself offers it. */
	readonly offered?: boolean;
	/** The version of Weir that brought it along. */
	readonly cameWith?: string;
}

export function ProposalMark({ proposal }: { readonly proposal: MarkedProposal }): ReactNode {
	const { say } = useWords();
	const { status, outdated, needsTwoPeople, offered = false, cameWith } = proposal;
	const isOpen = status === 'open';
	return (
		<>
			<Chip tone={TONE[status]}>{say(isOpen && offered ? 'proposal.offered' : `proposal.status.${status}`)}</Chip>
			{outdated && <Chip tone="doubt">{say('proposal.outdated')}</Chip>}
			{isOpen && needsTwoPeople && <Chip tone="bad">{say('proposal.twoPeople')}</Chip>}
			{cameWith !== undefined && <Chip>{say('catalogues.cameWith', { version: cameWith })}</Chip>}
		</>
	);
}
