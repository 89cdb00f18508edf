// One case: left what is known (the listing with its marks, why, the law, similar listings), right what is to be done (claim, decide,
// history). Every command names the case as it was seen; when someone was faster, the server refuses and the page shows the new state.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { CaseDetail, CaseSummary } from '../../contract/cases.ts';
import { useNow } from '../clock.ts';
import { CaseActions } from '../parts/case-actions.tsx';
import { Evidence } from '../parts/evidence.tsx';
import { FindingList, FindingPanel } from '../parts/finding-panel.tsx';
import { History } from '../parts/history.tsx';
import { SubstanceCard } from '../parts/law.tsx';
import { ListingText } from '../parts/listing-text.tsx';
import { Chip, Deadline, PageHead, RiskMark, Section, StateMark, TierMark, VerdictMark } from '../parts/marks.tsx';
import { SellerSees } from '../parts/seller-sees.tsx';
import { Empty, Trouble, Waiting } from '../parts/trouble.tsx';
import { WatchHits } from '../parts/watch-hits.tsx';
import { caseQuery, casesQuery, commandCase } from '../queries.ts';
import { isRefusal } from '../request.ts';
import { useSession } from '../session.ts';
import { useShortcuts } from '../shortcuts.tsx';
import { useWords } from '../words.ts';

export interface Command {
	readonly name: string;
	readonly body?: unknown;
}

export function Case(): ReactNode {
	const { id } = useParams({ from: '/inside/cases/$id' });
	const { data, error, isPending, refetch } = useQuery(caseQuery(id));
	if (isPending) return <Waiting />;
	if (error !== null && data === undefined)
		return (
			<div className="page">
				<Trouble error={error} retry={() => void refetch()} />
			</div>
		);
	return <Open key={id} detail={data as CaseDetail} />;
}

function Open({ detail }: { readonly detail: CaseDetail }): ReactNode {
	const { say, name, number } = useWords();
	const { case: one, listing, verdict, events, similar, people } = detail;
	const queries = useQueryClient();
	const navigate = useNavigate();
	const { may } = useSession();
	const now = useNow(5_000);
	const settled = one.status === 'decided' || one.status === 'closed';
	const [chosen, setChosen] = useState<number | undefined>(verdict.findings.length > 0 ? 0 : undefined);
	const next = nextCase(queries.getQueryData(casesQuery('open').queryKey)?.pages.flatMap((page) => page.items) ?? [], one.id);

	const command = useMutation({
		mutationFn: ({ name: verb, body }: Command) => commandCase(one.id, one.seq, verb, body),
		// The form that had the focus is gone once a case is decided; without this the next Tab would start at the top.
		onSuccess: () => document.getElementById('case-state')?.focus(),
		// Asked again after a refusal too: most refusals mean that someone was faster.
		onSettled: async () => {
			await queries.invalidateQueries({ queryKey: ['case', one.id] });
			void queries.invalidateQueries({ queryKey: ['cases'] });
		},
	});
	const point = (step: number): void => {
		const count = verdict.findings.length;
		if (count === 0) return;
		const to = ((chosen ?? -1) + step + count) % count;
		setChosen(to);
		document.querySelector(`.mark[data-finding="${to}"]`)?.scrollIntoView({ block: 'nearest' });
	};
	useShortcuts([
		{ keys: 'n', label: 'keys.nextFinding', run: () => point(1) },
		{ keys: 'p', label: 'keys.previousFinding', run: () => point(-1) },
		{ keys: 'c', label: 'keys.claim', run: () => may('case:claim') && command.mutate({ name: 'claim' }) },
		{ keys: 'd', label: 'keys.decide', run: () => document.querySelector<HTMLElement>('#decision input')?.focus() },
		{ keys: 'u', label: 'keys.back', run: () => void navigate({ to: '/queue', search: {} }) },
		{ keys: ']', label: 'keys.nextCase', run: () => next !== undefined && void navigate({ to: '/cases/$id', params: { id: next } }) },
	]);

	return (
		<div className="page case">
			<PageHead title={listing.title}>
				<div className="case-line" id="case-state" tabIndex={-1}>
					<Link to="/queue" search={{}} className="faint">
						{say('nav.queue')}
					</Link>
					<VerdictMark verdict={verdict.verdict} />
					<TierMark tier={one.tier} />
					<StateMark state={one.status} />
					{one.outcome !== undefined && <StateMark state={one.outcome} />}
					{one.restricted && <Chip tone="doubt">{say('case.restricted')}</Chip>}
					<span className="pair-inline">
						{say('queue.risk')} <RiskMark risk={one.risk} />
					</span>
					{!settled && (
						<span className="pair-inline">
							{say('queue.deadline')} <Deadline at={one.deadline} now={now} />
						</span>
					)}
					<Link to="/listings/$id" params={{ id: one.listingId }}>
						{one.listingId} · {say('listing.revision', { number: one.revision })}
					</Link>
					<a href="#decision" className="to-decision">
						{say('keys.decide')}
					</a>
				</div>
			</PageHead>
			<div className="case-grid">
				<div className="case-known">
					<Section id="listing" title={say('case.listing')} aside={<span className="faint">{say('case.asWritten')}</span>}>
						<div className="beside reading">
							<ListingText listing={listing} findings={verdict.findings} chosen={chosen} choose={setChosen} />
							<aside aria-label={say('finding.panel')}>
								<FindingPanel finding={chosen === undefined ? undefined : verdict.findings[chosen]} />
								<FindingList findings={verdict.findings} chosen={chosen} choose={setChosen} />
							</aside>
						</div>
					</Section>
					<Evidence id={one.id} findings={verdict.findings} chosen={chosen} choose={setChosen} />
					<Section
						id="why"
						title={say('case.why')}
						aside={<span className="faint">{say('case.score', { percent: number(verdict.score, { style: 'percent' }) })}</span>}
					>
						<ul className="reasons">
							{verdict.reasons.map((reason) => (
								<li key={`${reason.code} ${reason.text}`}>
									<span>{reason.text}</span> <cite>{reason.citation}</cite>
								</li>
							))}
						</ul>
						{verdict.evasion.length > 0 && (
							<p>
								{say('case.undone')}{' '}
								{verdict.evasion.map((kind) => (
									<Chip key={kind} tone="doubt">
										{name('evasion', kind)}
									</Chip>
								))}
							</p>
						)}
						{verdict.unscreened.length > 0 && (
							<p>
								{say('case.unscreened')} <code>{verdict.unscreened.join(', ')}</code>
							</p>
						)}
					</Section>
					{detail.watch !== undefined && <WatchHits hits={detail.watch} />}
					{verdict.substances.length > 0 && (
						<Section id="law" title={say('case.law')}>
							{verdict.substances.map((substance) => (
								<SubstanceCard key={substance.id} id={substance.id} name={substance.name} />
							))}
						</Section>
					)}
					{verdict.obligations.length > 0 && (
						<Section id="obligations" title={say('case.obligations')}>
							<details open={verdict.obligations.length <= 4}>
								<summary>{say('case.obligationCount', { count: verdict.obligations.length })}</summary>
								<ul className="reasons">
									{verdict.obligations.map((one) => (
										<li key={`${one.code} ${one.regime} ${one.text}`}>
											<Chip>{one.regime}</Chip> <span>{one.text}</span> <cite>{one.citation}</cite>
										</li>
									))}
								</ul>
							</details>
						</Section>
					)}
					<Section id="similar" title={say('case.similar')}>
						{similar.length === 0 ? (
							<Empty title={say('case.noSimilar')} />
						) : (
							<ul className="similar">
								{similar.map((other) => (
									<li key={other.id}>
										<StateMark state={other.state} />{' '}
										<Link to="/listings/$id" params={{ id: other.id }}>
											<bdi>{other.title}</bdi>
										</Link>{' '}
										<span className="faint">{other.seller}</span>
									</li>
								))}
							</ul>
						)}
					</Section>
					<p className="versions faint">
						{say('case.versions', { catalogue: verdict.catalogueVersion, engine: verdict.engineVersion, policy: verdict.policyVersion })}
					</p>
				</div>
				<div className="case-todo">
					{command.error !== null && <Trouble error={command.error} />}
					{isRefusal(command.error, 412) && <p className="faint">{say('case.newer')}</p>}
					<CaseActions detail={detail} now={now} busy={command.isPending} send={command.mutate} />
					{next !== undefined && one.status !== 'open' && (
						<Button component={Link} {...({ to: '/cases/$id', params: { id: next } } as object)} variant="light" size="xs" fullWidth>
							{say('case.next')}
						</Button>
					)}
					{may('listing:read') && <SellerSees one={one} />}
					<Section id="history" title={say('case.history')}>
						<History id={one.id} events={events} people={people} />
					</Section>
				</div>
			</div>
		</div>
	);
}

function nextCase(queue: readonly CaseSummary[], id: string): string | undefined {
	const at = queue.findIndex((one) => one.id === id);
	const rest = [...queue.slice(at + 1), ...queue.slice(0, Math.max(0, at))];
	return rest.find((one) => one.id !== id && one.status === 'open')?.id;
}
