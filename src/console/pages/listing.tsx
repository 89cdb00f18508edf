// One listing with its revisions: what was submitted when, what the gate answered each time, and the log entry of each answer.
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { ListingDetail } from '../../contract/listings.ts';
import { FindingList, FindingPanel } from '../parts/finding-panel.tsx';
import { ListingText } from '../parts/listing-text.tsx';
import { PageHead, Section, StateMark, VerdictMark } from '../parts/marks.tsx';
import { ReasonList } from '../parts/reason-list.tsx';
import { Trouble, Waiting } from '../parts/trouble.tsx';
import { listingQuery } from '../queries.ts';
import { useWords } from '../words.ts';

export function ListingPage(): ReactNode {
	const { id } = useParams({ from: '/inside/listings/$id' });
	const { data, error, isPending, refetch } = useQuery(listingQuery(id));
	if (isPending) return <Waiting />;
	if (data === undefined)
		return (
			<div className="page">
				<Trouble error={error} retry={() => void refetch()} />
			</div>
		);
	return <Revisions key={id} detail={data} />;
}

function Revisions({ detail }: { readonly detail: ListingDetail }): ReactNode {
	const { say, dateTime } = useWords();
	const [place, setPlace] = useState(0);
	const [chosen, setChosen] = useState<number>();
	const shown = detail.revisions[place];
	const verdict = shown?.verdict;
	return (
		<div className="page">
			<PageHead title={shown?.listing.title ?? detail.title}>
				<div className="case-line">
					<StateMark state={shown?.state ?? detail.state} />
					{verdict !== undefined && <VerdictMark verdict={verdict.verdict} />}
					{shown?.reasonCode !== undefined && <code>{shown.reasonCode}</code>}
					<NativeSelect
						size="xs"
						aria-label={say('listing.revisions')}
						value={place}
						onChange={(event) => {
							setPlace(Number(event.currentTarget.value));
							setChosen(undefined);
						}}
						data={detail.revisions.map((one, index) => ({
							value: String(index),
							label: `${say('listing.revision', { number: one.revision })} · ${dateTime(one.submittedAt)}`,
						}))}
					/>
					{detail.caseId !== undefined && (
						<Link to="/cases/$id" params={{ id: detail.caseId }}>
							{say('listing.case')}
						</Link>
					)}
					{shown?.entryId !== undefined && (
						<Link to="/proofs" search={{ subject: `listing/${detail.id}`, entry: shown.entryId }}>
							{say('history.entry')}
						</Link>
					)}
				</div>
			</PageHead>
			<Section id="listing" title={say('case.listing')} aside={<span className="faint">{say('case.asWritten')}</span>}>
				<div className="beside reading">
					<ListingText listing={shown?.listing ?? detail.listing} findings={verdict?.findings ?? []} chosen={chosen} choose={setChosen} />
					{verdict !== undefined && verdict.findings.length > 0 && (
						<aside aria-label={say('finding.panel')}>
							<FindingPanel finding={chosen === undefined ? undefined : verdict.findings[chosen]} />
							<FindingList findings={verdict.findings} chosen={chosen} choose={setChosen} />
						</aside>
					)}
				</div>
			</Section>
			{verdict !== undefined && verdict.reasons.length > 0 && (
				<Section id="why" title={say('case.why')}>
					<ReasonList reasons={verdict.reasons} />
				</Section>
			)}
		</div>
	);
}
