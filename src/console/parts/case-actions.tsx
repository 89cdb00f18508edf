// What can be done with a case now: claim and release with the lease shown, the decision, the second person's word, a complaint, a
// note. What the reader's role or the state rules out is left out; the server refuses it all the same.
import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { CaseDetail } from '../../contract/cases.ts';
import type { Proposal } from '../../model/case.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';
import { CaseOffice, type Send } from './case-office.tsx';
import { DecisionForm } from './decision-form.tsx';
import { type Names, useActorName } from './history.tsx';
import { Icon } from './icon.tsx';
import { StateMark } from './marks.tsx';

interface Given {
	readonly detail: CaseDetail;
	readonly now: number;
	readonly busy: boolean;
	readonly send: Send;
}

export function CaseActions({ detail, now, busy, send }: Given): ReactNode {
	const { say } = useWords();
	const { me, may } = useSession();
	const { case: one, state, people } = detail;
	const holder = state.claim !== undefined && Date.parse(state.claim.until) > now ? state.claim.by : undefined;
	const mine = holder !== undefined && holder === me?.id;
	const assignee = state.appeal?.assignee;
	const others = assignee === undefined || assignee === me?.id ? undefined : assignee;

	const mayHear = one.status === 'appealed' && others === undefined && may('case:decide-appeal') && !state.deciders.includes(me?.id ?? '');

	return (
		<div className="actions">
			{one.status === 'open' && may('case:claim') && <ClaimLine detail={detail} now={now} holder={holder} busy={busy} send={send} />}
			{one.status === 'open' && may('case:decide') && (
				<>
					{!mine && <p className="faint small">{say('claim.first')}</p>}
					<DecisionForm
						detail={detail}
						title={say('decide.title')}
						busy={busy}
						disabled={!mine}
						onDecide={(body) => send({ name: 'decide', body })}
					/>
				</>
			)}
			{state.proposal !== undefined && <SecondPerson proposal={state.proposal} people={people} busy={busy} send={send} />}
			{state.appeal !== undefined && state.appeal.decided === undefined && (
				<div className="second">
					<h2>{say('appeal.title')}</h2>
					<p dir="auto">{state.appeal.grounds}</p>
					{me !== undefined && state.deciders.includes(me.id) && <p className="four-eyes">{say('appeal.decidedByYou')}</p>}
					{others !== undefined && <p className="faint">{say('office.assigned', { who: people[others] ?? others })}</p>}
					{mayHear && (
						<DecisionForm
							detail={detail}
							title={say('appeal.decide')}
							busy={busy}
							disabled={false}
							onDecide={(body) => send({ name: 'decide-appeal', body })}
						/>
					)}
				</div>
			)}
			<CaseOffice detail={detail} busy={busy} send={send} />
			{may('case:comment') && one.status !== 'closed' && <Note busy={busy} send={send} />}
		</div>
	);
}

function ClaimLine({ detail, now, holder, busy, send }: Given & { readonly holder: string | undefined }): ReactNode {
	const { say, distance } = useWords();
	const { me } = useSession();
	const mine = holder !== undefined && holder === me?.id;
	const words =
		holder === undefined ? say('claim.free') : mine ? say('claim.yours') : say('claim.by', { who: detail.people[holder] ?? holder });
	return (
		<div className="claim">
			<span className={holder === undefined ? 'faint' : ''} role="status">
				<Icon name="lock" size={15} /> {words}
				{holder !== undefined && detail.state.claim !== undefined && (
					<span className="faint"> · {say('claim.until', { left: distance(detail.state.claim.until, now) })}</span>
				)}
			</span>
			<Button
				size="compact-xs"
				variant={mine ? 'default' : 'filled'}
				loading={busy}
				disabled={holder !== undefined && !mine}
				onClick={() => send({ name: mine ? 'release' : 'claim' })}
			>
				{say(mine ? 'claim.release' : 'claim.claim')}
			</Button>
		</div>
	);
}

interface Seconding {
	readonly proposal: Proposal;
	readonly people: Names;
	readonly busy: boolean;
	readonly send: Send;
}

function SecondPerson({ proposal: { by, decision }, people, busy, send }: Seconding): ReactNode {
	const { say } = useWords();
	const { me, may } = useSession();
	const called = useActorName(people);
	const [note, setNote] = useState('');
	const [lacks, setLacks] = useState(false);
	const own = me !== undefined && (by.id === me.id || by.person === me.id);
	return (
		<div className="second">
			<h2>
				<Icon name="eyes" /> {say('second.title')}
			</h2>
			<p>
				{say('second.proposed', { who: called(by) })} <StateMark state={decision.outcome} /> <code>{decision.reasonCode}</code>
			</p>
			<p dir="auto">{decision.facts}</p>
			<p className="faint">{decision.legalBasis}</p>
			{own || !may('case:approve') ? (
				<p className="four-eyes">{say(own ? 'second.own' : 'second.waiting')}</p>
			) : (
				<>
					<Button size="xs" loading={busy} onClick={() => send({ name: 'approve' })}>
						{say('second.approve')}
					</Button>
					<Textarea
						label={say('second.word')}
						size="xs"
						rows={2}
						value={note}
						error={lacks && note.trim() === '' ? say('second.needWord') : undefined}
						onChange={(event) => setNote(event.currentTarget.value)}
					/>
					<Button
						size="xs"
						variant="default"
						loading={busy}
						onClick={() => {
							setLacks(true);
							if (note.trim() !== '') send({ name: 'reject', body: { note: note.trim() } });
						}}
					>
						{say('second.reject')}
					</Button>
				</>
			)}
		</div>
	);
}

function Note({ busy, send }: { readonly busy: boolean; readonly send: Send }): ReactNode {
	const { say } = useWords();
	const { may } = useSession();
	const [text, setText] = useState('');
	const submit = (name: 'comment' | 'escalate'): void => {
		const said = text.trim();
		if (said === '') return;
		send({ name, body: name === 'comment' ? { text: said } : { note: said } });
		setText('');
	};
	return (
		<form
			className="note"
			onSubmit={(event: FormEvent) => {
				event.preventDefault();
				submit('comment');
			}}
		>
			<TextInput
				size="xs"
				aria-label={say('comment.label')}
				placeholder={say('comment.label')}
				value={text}
				maxLength={10_000}
				onChange={(event) => setText(event.currentTarget.value)}
			/>
			<Button size="xs" type="submit" variant="default" disabled={busy || text.trim() === ''}>
				{say('comment.submit')}
			</Button>
			{may('case:escalate') && (
				<Button size="xs" type="button" variant="subtle" disabled={busy || text.trim() === ''} onClick={() => submit('escalate')}>
					{say('comment.escalate')}
				</Button>
			)}
		</form>
	);
}
