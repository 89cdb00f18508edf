// The policy in force with the versions that every verdict names, what is proposed, and what was in force before, to come back to.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PolicyAnswer } from '../../contract/policy.ts';
import { Holding } from '../parts/holding.tsx';
import { Moment, PageHead, Section } from '../parts/marks.tsx';
import { type Parts, PolicyParts } from '../parts/policy-parts.tsx';
import { ProposalList } from '../parts/proposal-list.tsx';
import { ProposeVersion } from '../parts/propose-version.tsx';
import { Trouble, Waiting } from '../parts/trouble.tsx';
import { policyQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { useShortcuts } from '../shortcuts.tsx';
import { useWords } from '../words.ts';
import '../styles/policy.css';

export function PolicyPage(): ReactNode {
	const { say } = useWords();
	const { may } = useSession();
	const navigate = useNavigate();
	const { data, error, refetch } = useQuery(policyQuery());
	const offered = may('policy:propose');
	useShortcuts(offered ? [{ keys: 'n', label: 'policy.edit', run: () => void navigate({ to: '/policy/edit', search: {} }) }] : []);
	return (
		<div className="page">
			<PageHead title={say('nav.policy')}>
				<p className="faint lead-line">{say('policy.lead')}</p>
			</PageHead>
			{error !== null && <Trouble error={error} retry={() => void refetch()} />}
			{data === undefined && error === null && <Waiting />}
			{data !== undefined && (
				<>
					<Holding why={data.holding} />
					<dl className="facts checkpoint">
						<dt>{say('policy.policy')}</dt>
						<dd>
							<code>{data.policyVersion}</code> {data.builtIn && <span className="faint">{say('policy.builtIn')}</span>}
						</dd>
						<dt>{say('policy.catalogue')}</dt>
						<dd>
							<code>{data.catalogueVersion}</code>
						</dd>
						<dt>{say('policy.engine')}</dt>
						<dd>
							<code>{data.engineVersion}</code>
						</dd>
						{data.shadow !== undefined && <Candidate shadow={data.shadow} />}
					</dl>
					<div className="ways">
						{offered && (
							<Button size="xs" component={Link} {...({ to: '/policy/edit', search: {} } as object)}>
								{say('policy.edit')}
							</Button>
						)}
						{may('watch-list:read') && (
							<Button size="xs" variant="default" component={Link} {...({ to: '/policy/lists' } as object)}>
								{say('lists.title')}
							</Button>
						)}
					</div>
					<div className="two">
						<ProposalList />
						<History policy={data} />
					</div>
					<PolicyParts policy={data.policy as Parts} />
				</>
			)}
		</div>
	);
}

function Candidate({ shadow }: { readonly shadow: NonNullable<PolicyAnswer['shadow']> }): ReactNode {
	const { say } = useWords();
	const { version, name, listings, differing } = shadow;
	return (
		<>
			<dt>{say('policy.candidate')}</dt>
			<dd>
				{name} <code>{version}</code> <span className="faint">{say('policy.differs', { differing, listings })}</span>
			</dd>
		</>
	);
}

function History({ policy: { history, policyVersion, builtIn } }: { readonly policy: PolicyAnswer }): ReactNode {
	const { say } = useWords();
	const { may } = useSession();
	const offered = may('policy:propose');
	// A version that came back more than once is offered where it was in force last.
	const latest = history.filter(({ version }, at) => history.findIndex((one) => one.version === version) === at);
	return (
		<Section id="policy-history" title={say('policy.history')}>
			{history.length === 0 && <p className="faint">{say('policy.noHistory')}</p>}
			<ol className="policy-list">
				{history.map((one) => (
					<li key={one.number} data-version={one.version}>
						<Link to="/policy/proposals/$id" params={{ id: one.proposal }}>
							<bdi>{one.name}</bdi> <code>{one.version}</code>
						</Link>{' '}
						<span className="faint">{say('policy.since')}</span> <Moment at={one.at} />{' '}
						{offered && one.version !== policyVersion && latest.includes(one) && (
							<ProposeVersion kind="policy" version={one.version} called={`${one.name} ${one.version}`} label={say('rollBack.action')} />
						)}
					</li>
				))}
				{!builtIn && offered && (
					<li>
						{say('rollBack.builtIn')}{' '}
						<ProposeVersion kind="policy" version="built-in" called={say('rollBack.builtIn')} label={say('rollBack.action')} />
					</li>
				)}
			</ol>
		</Section>
	);
}
