// A proposed catalogue: every fact it changes, the listings it concerns, what it would do to them, and the second person's word. After
// that: how far the listings are screened again.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CatalogueProposal } from '../../contract/catalogue-changes.ts';
import { useDecision } from '../decide-proposal.ts';
import { CatalogueChangeList } from '../parts/catalogue-changes.tsx';
import { EffectCounts } from '../parts/effects.tsx';
import { PageHead, Section } from '../parts/marks.tsx';
import { Preview } from '../parts/preview.tsx';
import { ProposalDecision } from '../parts/proposal-decision.tsx';
import { ProposalMark } from '../parts/proposal-mark.tsx';
import { ProposalStory } from '../parts/proposal-story.tsx';
import { ProposeVersion } from '../parts/propose-version.tsx';
import { Rescreen } from '../parts/rescreen.tsx';
import { ShadowRun } from '../parts/shadow-run.tsx';
import { Empty, Trouble, Waiting } from '../parts/trouble.tsx';
import { catalogueProposalQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { useShortcuts } from '../shortcuts.tsx';
import { useWords } from '../words.ts';
import '../styles/policy.css';

export function CatalogueProposalPage(): ReactNode {
	const { id } = useParams({ from: '/inside/catalogues/$id' });
	const { data, error, refetch } = useQuery(catalogueProposalQuery(id));
	if (data === undefined)
		return <div className="page">{error === null ? <Waiting /> : <Trouble error={error} retry={() => void refetch()} />}</div>;
	return <Open key={id} proposal={data} />;
}

function Open({ proposal }: { readonly proposal: CatalogueProposal }): ReactNode {
	const { say } = useWords();
	const { may } = useSession();
	const navigate = useNavigate();
	const { id, version, status, outdated, offered, counts, changes = [], concerned = [] } = proposal;
	const path = `/v1/catalogue/proposals/${encodeURIComponent(id)}`;
	const decide = useDecision<CatalogueProposal>(
		path,
		['catalogue-proposal', id],
		['catalogue-proposals', 'catalogues', 'policy', 'jobs', 'shadow', 'substances', 'substance'],
	);
	useShortcuts([
		{ keys: 'd', label: 'keys.decide', run: () => document.querySelector<HTMLElement>('#decision button')?.focus() },
		{ keys: 'u', label: 'catalogues.title', run: () => void navigate({ to: '/catalogues' }) },
	]);
	return (
		<div className="page">
			<PageHead title={say('catalogues.proposed', { version })}>
				<div className="case-line" id="proposal-state" tabIndex={-1}>
					<Link to="/catalogues" className="faint">
						{say('catalogues.title')}
					</Link>
					<ProposalMark proposal={proposal} />
					<Link to="/proofs" search={{ subject: `catalogue/${version}` }}>
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
					<Section id="changes" title={say('changes.title')} aside={<EffectCounts counts={counts} />}>
						<CatalogueChangeList changes={changes} />
					</Section>
					{status === 'active' && <Rescreen cause="catalogue" proposal={proposal} />}
					<Preview
						path={`${path}:preview`}
						offered={status === 'open' && may('catalogue:propose')}
						isMine={(job) => job.catalogue === version && job.createdAt >= proposal.proposedAt}
					/>
					<ShadowRun of="catalogue" proposal={proposal} />
					<Concerned concerned={concerned} />
				</div>
				<div className="case-todo">
					{decide.error !== null && <Trouble error={decide.error} />}
					{status === 'open' && (
						<ProposalDecision
							proposedBy={proposal.proposedBy}
							needsTwoPeople={proposal.needsTwoPeople}
							act="promote-catalogue"
							action="catalogue:approve"
							proposing="catalogue:propose"
							offer={offered ? <Offer version={version} /> : undefined}
							outdated={outdated}
							busy={decide.isPending}
							title={say('catalogues.approveTitle')}
							effect={say('proposal.approveHint')}
							own={say('catalogues.own')}
							second={say('catalogues.second')}
							onDecide={decide.mutate}
						/>
					)}
					{outdated && may('catalogue:propose') && (
						<ProposeVersion kind="catalogue" version={version} called={version} label={say('proposal.again')} />
					)}
					<ProposalStory proposal={proposal} />
				</div>
			</div>
		</div>
	);
}

// What Weir brings along: the first of the two people is whoever proposes it.
function Offer({ version }: { readonly version: string }): ReactNode {
	const { say } = useWords();
	const { may } = useSession();
	return (
		<>
			<p className="four-eyes">{say('catalogues.offered')}</p>
			{may('catalogue:propose') && <ProposeVersion kind="catalogue" version={version} called={version} label={say('editor.propose')} />}
		</>
	);
}

function Concerned({ concerned }: { readonly concerned: NonNullable<CatalogueProposal['concerned']> }): ReactNode {
	const { say, number } = useWords();
	const named = concerned.filter(({ listings }) => listings > 0);
	return (
		<Section id="concerned" title={say('catalogues.concerned')}>
			{named.length === 0 ? (
				<Empty title={say('catalogues.nobodyConcerned')} />
			) : (
				<ul className="reasons">
					{named.map(({ substance, listings }) => (
						<li key={substance}>
							<Link to="/catalogue/$id" params={{ id: substance }}>
								{substance}
							</Link>{' '}
							<span className="faint">{say('catalogues.listings', { count: number(listings) })}</span>
						</li>
					))}
				</ul>
			)}
		</Section>
	);
}
