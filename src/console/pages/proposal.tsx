// A proposed policy: what it changes, what it would do to the listings there are, how it decides beside the one in force, and the word
// of the people who may put it in force. After that: how far the listings are screened again.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PolicyAnswer, Proposal } from '../../contract/policy.ts';
import { countEffects } from '../../model/effect.ts';
import { useDecision } from '../decide-proposal.ts';
import { writeText } from '../document-text.ts';
import { EffectCounts } from '../parts/effects.tsx';
import { LineDifference } from '../parts/line-difference.tsx';
import { PageHead, Section } from '../parts/marks.tsx';
import { PolicyChanges } from '../parts/policy-changes.tsx';
import { Preview } from '../parts/preview.tsx';
import { ProposalDecision } from '../parts/proposal-decision.tsx';
import { ProposalMark } from '../parts/proposal-mark.tsx';
import { ProposalStory } from '../parts/proposal-story.tsx';
import { ProposeVersion } from '../parts/propose-version.tsx';
import { Rescreen } from '../parts/rescreen.tsx';
import { ShadowRun } from '../parts/shadow-run.tsx';
import { Trouble, Waiting } from '../parts/trouble.tsx';
import { policyQuery, proposalQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { useShortcuts } from '../shortcuts.tsx';
import { useWords } from '../words.ts';
import '../styles/policy.css';

export function ProposalPage(): ReactNode {
	const { id } = useParams({ from: '/inside/policy/proposals/$id' });
	const { data, error, refetch } = useQuery(proposalQuery(id));
	const policy = useQuery(policyQuery());
	if (data === undefined)
		return <div className="page">{error === null ? <Waiting /> : <Trouble error={error} retry={() => void refetch()} />}</div>;
	return <Open key={id} proposal={data} policy={policy.data} />;
}

function Open({ proposal, policy }: { readonly proposal: Proposal; readonly policy: PolicyAnswer | undefined }): ReactNode {
	const { say } = useWords();
	const { may } = useSession();
	const navigate = useNavigate();
	const { id, version, changes, status, outdated } = proposal;
	const path = `/v1/policy/proposals/${encodeURIComponent(id)}`;
	const decide = useDecision<Proposal>(path, ['proposal', id], ['proposals', 'policy', 'jobs', 'shadow']);
	useShortcuts([
		{ keys: 'd', label: 'keys.decide', run: () => document.querySelector<HTMLElement>('#decision button')?.focus() },
		{ keys: 'u', label: 'nav.policy', run: () => void navigate({ to: '/policy' }) },
	]);
	return (
		<div className="page">
			<PageHead title={say('proposal.title', { name: proposal.name })}>
				<div className="case-line" id="proposal-state" tabIndex={-1}>
					<Link to="/policy" className="faint">
						{say('nav.policy')}
					</Link>
					<code>{version}</code>
					<ProposalMark proposal={proposal} />
					<Link to="/proofs" search={{ subject: `policy/${version}` }}>
						{say('history.entry')}
					</Link>
					{status === 'open' && (
						<a href="#decision" className="to-decision">
							{say('keys.decide')}
						</a>
					)}
				</div>
			</PageHead>
			<div className="case-grid">
				<div className="case-known">
					<Section id="changes" title={say('changes.title')} aside={<EffectCounts counts={countEffects(changes)} />}>
						<PolicyChanges changes={changes} />
					</Section>
					{status === 'active' && <Rescreen cause="policy" proposal={proposal} />}
					<Preview
						path={`${path}:preview`}
						offered={status === 'open' && may('policy:propose')}
						isMine={(job) => job.candidate === version && job.createdAt >= proposal.proposedAt}
					/>
					<ShadowRun of="policy" proposal={proposal} />
					{proposal.document !== undefined && <DocumentText proposal={proposal} policy={policy} />}
				</div>
				<div className="case-todo">
					{decide.error !== null && <Trouble error={decide.error} />}
					{status === 'open' && (
						<ProposalDecision
							proposedBy={proposal.proposedBy}
							needsTwoPeople={proposal.needsTwoPeople}
							act="weaken-policy"
							action="policy:approve"
							proposing="policy:propose"
							outdated={outdated}
							busy={decide.isPending}
							title={say('proposal.approveTitle')}
							effect={say('proposal.approveHint')}
							own={say('proposal.own')}
							second={say('proposal.weakens')}
							onDecide={decide.mutate}
						/>
					)}
					{outdated && may('policy:propose') && <Again proposal={proposal} />}
					<ProposalStory proposal={proposal} />
				</div>
			</div>
		</div>
	);
}

function Again({ proposal: { id, version, name, document } }: { readonly proposal: Proposal }): ReactNode {
	const { say } = useWords();
	if (document === undefined)
		return <ProposeVersion kind="policy" version="built-in" called={`${name} ${version}`} label={say('proposal.again')} />;
	return (
		<Button size="xs" variant="light" component={Link} {...({ to: '/policy/edit', search: { from: id } } as object)}>
			{say('proposal.again')}
		</Button>
	);
}

function DocumentText({ proposal, policy }: { readonly proposal: Proposal; readonly policy: PolicyAnswer | undefined }): ReactNode {
	const { say } = useWords();
	const text = writeText(proposal.document, 'yaml');
	const { may } = useSession();
	const compared = proposal.status === 'open' && policy !== undefined;
	return (
		<Section
			id="document"
			title={say('editor.document')}
			aside={
				may('policy:propose') && (
					<Link to="/policy/edit" search={{ from: proposal.id }}>
						{say('proposal.startFrom')}
					</Link>
				)
			}
		>
			{compared && <p className="faint small">{say('editor.againstInForce')}</p>}
			{compared && <LineDifference before={policy.builtIn ? '' : writeText(policy.policy, 'yaml')} after={text} />}
			<details open={!compared}>
				<summary>{say('proposal.whole')}</summary>
				<pre className="json">{text}</pre>
			</details>
		</Section>
	);
}
