// A proposed policy: what it changes, what it would do to the listings there are, how it decides beside the one in force, and the word
// of the people who may put it in force. After that: how far the listings are screened again.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PolicyAnswer, Proposal } from '../../contract/policy.ts';
import { writeText } from '../document-text.ts';
import { useActorNames } from '../parts/actor-names.ts';
import { JobProgress } from '../parts/job-progress.tsx';
import { LineDifference } from '../parts/line-difference.tsx';
import { Moment, PageHead, Section } from '../parts/marks.tsx';
import { ChangeCounts, PolicyChanges } from '../parts/policy-changes.tsx';
import { Preview } from '../parts/preview.tsx';
import { ProposalDecision } from '../parts/proposal-decision.tsx';
import { ProposalMark } from '../parts/proposal-mark.tsx';
import { ProposeVersion } from '../parts/propose-version.tsx';
import { ShadowRun } from '../parts/shadow-run.tsx';
import { Trouble, Waiting } from '../parts/trouble.tsx';
import { jobsQuery, policyQuery, proposalQuery } from '../queries.ts';
import { send } from '../request.ts';
import { useSession } from '../session.ts';
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
	const queries = useQueryClient();
	const { id, version, changes, status, outdated } = proposal;
	const path = `/v1/policy/proposals/${encodeURIComponent(id)}`;
	const decide = useMutation({
		mutationFn: (told: { readonly verb: 'approve' } | { readonly verb: 'reject'; readonly note: string }) =>
			send<Proposal>(`${path}:${told.verb}`, { method: 'POST', body: told.verb === 'reject' ? { note: told.note } : {} }),
		// The buttons that had the focus are gone once it is decided.
		onSuccess: () => document.getElementById('proposal-state')?.focus(),
		// Asked again after a refusal too: most refusals mean that someone was faster.
		onSettled: async () => {
			await queries.invalidateQueries({ queryKey: ['proposal', id] });
			for (const key of ['proposals', 'policy', 'jobs', 'shadow']) void queries.invalidateQueries({ queryKey: [key] });
		},
	});
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
					<Section id="changes" title={say('changes.title')} aside={<ChangeCounts changes={changes} />}>
						<PolicyChanges changes={changes} />
					</Section>
					{status === 'active' && <Rescreen proposal={proposal} />}
					<Preview
						path={`${path}:preview`}
						offered={status === 'open' && may('policy:propose')}
						isMine={(job) => job.candidate === version && job.createdAt >= proposal.proposedAt}
					/>
					<ShadowRun proposal={proposal} />
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
							outdated={outdated}
							busy={decide.isPending}
							effect={say('proposal.approveHint')}
							onApprove={() => decide.mutate({ verb: 'approve' })}
							onReject={(note) => decide.mutate({ verb: 'reject', note })}
						/>
					)}
					{outdated && may('policy:propose') && <Again proposal={proposal} />}
					<Story proposal={proposal} />
				</div>
			</div>
		</div>
	);
}

/** Who wanted it and why, and who decided it. */
function Story({ proposal }: { readonly proposal: Proposal }): ReactNode {
	const { say } = useWords();
	const called = useActorNames();
	const { proposedBy, proposedAt, reason, base, decidedBy, decidedAt, note, status } = proposal;
	return (
		<Section id="story" title={say('case.history')}>
			<ol className="history">
				<li data-kind="proposed">
					<strong>{say('proposal.proposed')}</strong>
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

function Again({ proposal: { id, version, name, document } }: { readonly proposal: Proposal }): ReactNode {
	const { say } = useWords();
	if (document === undefined) return <ProposeVersion version="built-in" called={`${name} ${version}`} label={say('proposal.again')} />;
	return (
		<Button size="xs" variant="light" component={Link} {...({ to: '/policy/edit', search: { from: id } } as object)}>
			{say('proposal.again')}
		</Button>
	);
}

/** The work that follows: all listings under the policy that came into force. */
function Rescreen({ proposal: { version, decidedAt = '', rescreen } }: { readonly proposal: Proposal }): ReactNode {
	const { say } = useWords();
	const { data } = useQuery({ ...jobsQuery('rescreen'), enabled: rescreen === undefined });
	const caused = data?.items.filter(
		({ cause, createdAt }) => cause['kind'] === 'policy' && cause['version'] === version && createdAt >= decidedAt,
	);
	// The first after the decision: the same version may have come into force again later.
	const job = rescreen ?? caused?.at(-1)?.id;
	return (
		<Section id="rescreen" title={say('rescreen.title')}>
			{job === undefined ? (
				<p className="faint">{say('rescreen.none')}</p>
			) : (
				<JobProgress key={job} id={job} caption={say('rescreen.caption')} />
			)}
		</Section>
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
