// Golden work: a decided case whose right answer is established, asked without it; one answer, and then what is right. Below it the
// golden cases whose answer the reader may know.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { GoldenAnswerWire, GoldenResult, GoldenWork } from '../../contract/golden.ts';
import { OUTCOMES, type Outcome } from '../../model/case.ts';
import { Scroll } from '../parts/case-figures.tsx';
import { ReasonSelect } from '../parts/decision-form.tsx';
import { FindingList, FindingPanel } from '../parts/finding-panel.tsx';
import { ListingText } from '../parts/listing-text.tsx';
import { Moment, PageHead, Section, StateMark, VerdictMark } from '../parts/marks.tsx';
import { ReasonList } from '../parts/reason-list.tsx';
import { Empty, Trouble, Waiting } from '../parts/trouble.tsx';
import { goldenQuery, goldenWorkQuery } from '../queries.ts';
import { send } from '../request.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';

export function Golden(): ReactNode {
	const { say } = useWords();
	const { may } = useSession();
	return (
		<div className="page">
			<PageHead title={say('nav.golden')} />
			<p className="faint">{say('golden.lead')}</p>
			{may('golden:answer') && <Work />}
			<Known />
		</div>
	);
}

function Work(): ReactNode {
	const { say } = useWords();
	const { data, error, isFetching, refetch } = useQuery(goldenWorkQuery());
	if (error !== null) return <Trouble error={error} retry={() => void refetch()} />;
	if (data === undefined) return <Waiting />;
	if (data.work === undefined) return <Empty title={say('golden.none')}>{say('golden.noneHint')}</Empty>;
	return <Asked key={data.work.id} work={data.work} left={data.left} busy={isFetching} next={() => void refetch()} />;
}

interface Given {
	readonly work: NonNullable<GoldenWork['work']>;
	readonly left: number;
	readonly busy: boolean;
	readonly next: () => void;
}

function Asked({ work: { id, snapshot }, left, busy, next }: Given): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const { listing, sellerCountry, verdict } = snapshot;
	const [chosen, setChosen] = useState<number | undefined>(verdict.findings.length > 0 ? 0 : undefined);
	const answer = useMutation({
		mutationFn: (body: GoldenAnswerWire) => send<GoldenResult>(`/v1/golden/${encodeURIComponent(id)}:answer`, { method: 'POST', body }),
		onSuccess: () => queries.invalidateQueries({ queryKey: ['golden'] }),
	});
	return (
		<div className="case-grid">
			<div className="case-known">
				<Section id="listing" title={say('case.listing')} aside={<VerdictMark verdict={verdict.verdict} />}>
					<div className="beside reading">
						<ListingText listing={listing} findings={verdict.findings} chosen={chosen} choose={setChosen} />
						<aside aria-label={say('finding.panel')}>
							<FindingPanel finding={chosen === undefined ? undefined : verdict.findings[chosen]} />
							<FindingList findings={verdict.findings} chosen={chosen} choose={setChosen} />
						</aside>
					</div>
					{sellerCountry !== undefined && <p className="faint">{say('golden.sellerIn', { country: sellerCountry })}</p>}
				</Section>
				<Section id="why" title={say('case.why')}>
					<ReasonList reasons={verdict.reasons} />
				</Section>
			</div>
			<div className="case-todo">
				{answer.error !== null && <Trouble error={answer.error} />}
				{answer.data === undefined ? (
					<AnswerForm left={left} busy={answer.isPending} onAnswer={answer.mutate} />
				) : (
					<Result told={answer.data} busy={busy} next={next} />
				)}
			</div>
		</div>
	);
}

function AnswerForm({
	left,
	busy,
	onAnswer,
}: {
	readonly left: number;
	readonly busy: boolean;
	readonly onAnswer: (answer: GoldenAnswerWire) => void;
}): ReactNode {
	const { say, number } = useWords();
	const [outcome, setOutcome] = useState<Outcome | undefined>();
	const [tried, setTried] = useState(false);
	const [reason, setReason] = useState(true);
	const choose = (one: Outcome): void => {
		setOutcome(one);
		setReason(true);
	};
	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		const reasonCode = String(new FormData(event.currentTarget).get('reasonCode') ?? '');
		setTried(true);
		setReason(reasonCode !== '');
		if (outcome !== undefined && reasonCode !== '') onAnswer({ outcome, reasonCode });
		else event.currentTarget.querySelector<HTMLElement>(`[name=${outcome === undefined ? 'outcome' : 'reasonCode'}]`)?.focus();
	};
	return (
		<form className="decision" aria-labelledby="answer" onSubmit={submit} noValidate>
			<h2 id="answer">{say('golden.work')}</h2>
			<p className="faint small">{say('golden.left', { count: number(left) })}</p>
			<fieldset>
				<legend className="unseen">{say('golden.work')}</legend>
				<div className="outcomes" role="radiogroup" aria-label={say('decide.outcome')}>
					{OUTCOMES.map((one) => (
						<label key={one} className={`outcome ${one}`}>
							<input type="radio" name="outcome" value={one} checked={outcome === one} onChange={() => choose(one)} />
							<span>{say(`decide.${one}`)}</span>
						</label>
					))}
				</div>
				{tried && outcome === undefined && (
					<p className="form-error" role="alert">
						{say('decide.needOutcome')}
					</p>
				)}
				<ReasonSelect key={outcome} outcome={outcome} error={reason ? undefined : say('decide.needReason')} />
				<Button type="submit" size="sm" fullWidth loading={busy}>
					{say('golden.answer')}
				</Button>
			</fieldset>
		</form>
	);
}

function Result({ told, busy, next }: { readonly told: GoldenResult; readonly busy: boolean; readonly next: () => void }): ReactNode {
	const { say } = useWords();
	const word = !told.agrees ? 'golden.differs' : told.reasonAgrees ? 'golden.agrees' : 'golden.otherReason';
	return (
		<section className="second" aria-labelledby="result">
			<div role="status">
				<h2 id="result">{say(word)}</h2>
			</div>
			<p>
				{say('golden.yours')} <StateMark state={told.answer.outcome} /> <code>{told.answer.reasonCode}</code>
			</p>
			<p>
				{say('golden.right')} <StateMark state={told.right.outcome} /> <code>{told.right.reasonCode}</code>
			</p>
			<Button size="sm" loading={busy} onClick={next} autoFocus>
				{say('golden.next')}
			</Button>
		</section>
	);
}

function Known(): ReactNode {
	const { say, number } = useWords();
	const { data, error, refetch } = useQuery(goldenQuery());
	return (
		<Section id="known" title={say('golden.known')}>
			{error !== null && <Trouble error={error} retry={() => void refetch()} />}
			{data === undefined && error === null && <Waiting lines={3} />}
			{data?.items.length === 0 && <Empty title={say('golden.noneKnown')}>{say('golden.noneKnownHint')}</Empty>}
			{data !== undefined && data.items.length > 0 && (
				<Scroll label={say('golden.known')}>
					<table className="rows plain">
						<thead>
							<tr>
								<th scope="col">{say('queue.status')}</th>
								<th scope="col">{say('queue.case')}</th>
								<th scope="col">{say('golden.right')}</th>
								<th scope="col">{say('golden.yours')}</th>
								<th scope="col">{say('golden.answers')}</th>
							</tr>
						</thead>
						<tbody>
							{data.items.map((one) => (
								<tr key={one.id}>
									<td>
										<StateMark state={one.status} />
									</td>
									<td className="lead">
										<Link to="/cases/$id" params={{ id: one.caseId }} className="title">
											<bdi>{one.title}</bdi>
										</Link>
										<span className="faint under">
											<Moment at={one.proposedAt} />
										</span>
									</td>
									<td>
										<StateMark state={one.right.outcome} /> <code>{one.right.reasonCode}</code>
									</td>
									<td>
										{one.yours === undefined ? (
											'–'
										) : (
											<>
												<StateMark state={one.yours.outcome} /> <code>{one.yours.reasonCode}</code>
											</>
										)}
									</td>
									<td>{number(one.answers)}</td>
								</tr>
							))}
						</tbody>
					</table>
				</Scroll>
			)}
		</Section>
	);
}
