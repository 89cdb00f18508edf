// How a proposal stands, in a word.
import type { ReactNode } from 'react';
import type { Proposal } from '../../contract/policy.ts';
import { useWords } from '../words.ts';
import { Chip, type Tone } from './marks.tsx';

const TONE: Readonly<Record<Proposal['status'], Tone>> = { open: 'accent', active: 'good', rejected: 'plain' };

export function ProposalMark({ proposal }: { readonly proposal: Pick<Proposal, 'status' | 'outdated' | 'needsTwoPeople'> }): ReactNode {
	const { say } = useWords();
	const { status, outdated, needsTwoPeople } = proposal;
	return (
		<>
			<Chip tone={TONE[status]}>{say(`proposal.status.${status}`)}</Chip>
			{outdated && <Chip tone="doubt">{say('proposal.outdated')}</Chip>}
			{status === 'open' && needsTwoPeople && <Chip tone="bad">{say('proposal.twoPeople')}</Chip>}
		</>
	);
}
