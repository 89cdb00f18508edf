// Who wanted a proposal and why, and who decided it.
import type { ReactNode } from 'react';
import type { CatalogueProposal } from '../../contract/catalogue-changes.ts';
import type { Proposal } from '../../contract/policy.ts';
import { useWords } from '../words.ts';
import { useActorNames } from './actor-names.ts';
import { Moment, Section } from './marks.tsx';

export function ProposalStory({ proposal }: { readonly proposal: Proposal | CatalogueProposal }): ReactNode {
	const { say } = useWords();
	const called = useActorNames();
	const { proposedBy, proposedAt, reason, base, decidedBy, decidedAt, note, status } = proposal;
	return (
		<Section id="story" title={say('case.history')}>
			<ol className="history">
				<li data-kind="proposed">
					<strong>{say(proposedBy.kind === 'system' ? 'proposal.offered' : 'proposal.proposed')}</strong>
					<div className="faint">
						<Moment at={proposedAt} /> · {called(proposedBy)}
					</div>
					<p dir="auto">{reason}</p>
					<p className="faint">
						{say('proposal.base')} <code>{base}</code>
					</p>
				</li>
				{decidedBy !== undefined && decidedAt !== undefined && (
					<li data-kind={status}>
						<strong>{say(`proposal.status.${status}`)}</strong>
						<div className="faint">
							<Moment at={decidedAt} /> · {called(decidedBy)}
						</div>
						{note !== undefined && <p dir="auto">{note}</p>}
					</li>
				)}
			</ol>
		</Section>
	);
}
