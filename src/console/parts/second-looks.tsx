// What was drawn for a second look: decisions, which are reviewed on the page of their case, and listings that the gate let through, which
// are looked at here. A word against the gate takes the listing off at once, and the form says so before it is sent.
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { LookWire, SecondLooks as Waiting } from '../../contract/second-looks.ts';
import { OUTCOMES, type Outcome } from '../../model/case.ts';
import { secondLooksQuery } from '../queries.ts';
import { send } from '../request.ts';
import { useWords } from '../words.ts';
import { Chip, Moment, RiskMark, Section, StateMark } from './marks.tsx';
import { Empty, Trouble, Waiting as Wait } from './trouble.tsx';

export function SecondLooks(): ReactNode {
	const { say, number } = useWords();
	const { data, error, refetch } = useQuery(secondLooksQuery());
	if (error !== null) return <Trouble error={error} retry={() => void refetch()} />;
	if (data === undefined) return <Wait />;
	const { decisions, clears } = data;
	return (
		<div className="two">
			<Section id="due-decisions" title={say('looks.decisions')} aside={<span className="faint">{number(decisions.left)}</span>}>
				<p className="faint small">{say('looks.decisionsHint')}</p>
				{decisions.items.length === 0 && <Empty title={say('looks.none')} />}
				<ul className="cards">
					{decisions.items.map((one) => (
						<li key={one.caseId}>
							<Link to="/cases/$id" params={{ id: one.caseId }} className="title">
								<bdi>{one.title}</bdi>
							</Link>
							<span className="under">
								<StateMark state={one.outcome} /> <RiskMark risk={one.risk} /> <Why why={one.why} />{' '}
								<span className="faint">
									<Moment at={one.decidedAt} />
								</span>
							</span>
						</li>
					))}
				</ul>
			</Section>
			<Section id="due-clears" title={say('looks.clears')} aside={<span className="faint">{number(clears.left)}</span>}>
				<p className="faint small">{say('looks.clearsHint')}</p>
				{clears.items.length === 0 && <Empty title={say('looks.none')} />}
				<ul className="cards">
					{clears.items.map((one) => (
						<Clear key={`${one.listingId} ${one.revision}`} one={one} />
					))}
				</ul>
			</Section>
		</div>
	);
}

function Why({ why }: { readonly why: 'random' | 'risk' }): ReactNode {
	const { say } = useWords();
	return <Chip>{say(`looks.why.${why}`)}</Chip>;
}

function Clear({ one: { listingId, revision, title, why, drawnAt } }: { readonly one: Waiting['clears']['items'][number] }): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const [outcome, setOutcome] = useState<Outcome>('publish');
	const [lacks, setLacks] = useState(false);
	const look = useMutation({
		mutationFn: (body: LookWire) => send('/v1/second-looks', { method: 'POST', body }),
		onSettled: () => queries.invalidateQueries({ queryKey: ['second-looks'] }),
	});
	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		const note = String(new FormData(event.currentTarget).get('note') ?? '').trim();
		setLacks(note === '');
		if (note === '') event.currentTarget.querySelector('textarea')?.focus();
		else look.mutate({ listingId, revision, outcome, note });
	};
	return (
		<li>
			<Link to="/listings/$id" params={{ id: listingId }} className="title">
				<bdi>{title}</bdi>
			</Link>
			<span className="under">
				<Why why={why} />{' '}
				<span className="faint">
					{say('looks.revision', { revision })} · <Moment at={drawnAt} />
				</span>
			</span>
			<details>
				<summary>{say('looks.look')}</summary>
				<form className="office-form" onSubmit={submit} noValidate>
					{look.error !== null && <Trouble error={look.error} />}
					<NativeSelect
						size="xs"
						label={say('looks.should')}
						value={outcome}
						onChange={(event) => setOutcome(event.currentTarget.value as Outcome)}
						data={OUTCOMES.map((value) => ({ value, label: say(`decide.${value}`) }))}
					/>
					{outcome !== 'publish' && <p className="small">{say('looks.takesOff')}</p>}
					<Textarea
						name="note"
						size="xs"
						rows={2}
						maxLength={4000}
						label={say('looks.seen')}
						error={lacks ? say('office.needNote') : undefined}
					/>
					<Button type="submit" size="xs" variant="default" loading={look.isPending}>
						{say('looks.send')}
					</Button>
				</form>
			</details>
		</li>
	);
}
