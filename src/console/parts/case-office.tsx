// What compliance people do with a case beside deciding it: give a complaint to somebody, restrict sight, look again for quality,
// close, open again. Each is folded away until it is wanted, and left out where role or state rule it out.
import { Button, Checkbox, NativeSelect, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { CaseDetail } from '../../contract/cases.ts';
import { OUTCOMES } from '../../model/case.ts';
import { reviewersQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { type Key, useWords } from '../words.ts';
import { GoldenOffice } from './golden-office.tsx';
import { Trouble } from './trouble.tsx';

export type Send = (command: { readonly name: string; readonly body?: unknown }) => void;

interface Given {
	readonly detail: CaseDetail;
	readonly busy: boolean;
	readonly send: Send;
}

export function CaseOffice({ detail: { case: one, state }, busy, send }: Given): ReactNode {
	const { say } = useWords();
	const { me, may } = useSession();
	const settled = one.status === 'decided' || one.status === 'closed';
	const tookPart = me !== undefined && state.deciders.includes(me.id);
	const shown: ReactNode[] = [];
	if (one.status === 'appealed' && may('case:assign-appeal'))
		shown.push(<Assign key="assign" deciders={state.deciders} assignee={state.appeal?.assignee} busy={busy} send={send} />);
	if (settled && may('qa:review') && !tookPart) shown.push(<Act key="review" name="review" outcome busy={busy} send={send} />);
	if (settled && may('case:reopen')) shown.push(<Act key="reopen" name="reopen" busy={busy} send={send} />);
	if (one.status === 'decided' && may('case:close')) shown.push(<Act key="close" name="close" busy={busy} send={send} />);
	if (settled && one.outcome !== undefined && !one.restricted && may('golden:propose'))
		shown.push(<GoldenOffice key="golden" one={one} tookPart={tookPart} />);
	if (settled && !one.restricted && may('corrective:record'))
		shown.push(
			<Link key="corrective" className="office-link" to="/quality" search={{ case: one.id }}>
				{say('action.record')}
			</Link>,
		);
	if (may('case:restrict')) shown.push(<Restrict key="restrict" visibleTo={state.visibleTo} busy={busy} send={send} />);
	return shown.length === 0 ? null : (
		<section className="second office" aria-labelledby="office">
			<h2 id="office">{say('office.title')}</h2>
			{shown}
		</section>
	);
}

interface Sending {
	readonly busy: boolean;
	readonly send: Send;
}

/** One act with a note, and with an outcome where it asks for one. */
function Act({
	name,
	outcome = false,
	busy,
	send,
}: Sending & { readonly name: 'review' | 'close' | 'reopen'; readonly outcome?: boolean }): ReactNode {
	const { say } = useWords();
	const submit = (form: FormData, note: string): void =>
		send({ name, body: outcome ? { outcome: String(form.get('outcome')), note } : { note } });
	return (
		<Folded title={`office.${name}`} hint={`office.${name}Hint`} busy={busy} needsNote onSend={submit}>
			{outcome && (
				<NativeSelect
					name="outcome"
					size="xs"
					label={say('office.yourOutcome')}
					data={OUTCOMES.map((value) => ({ value, label: say(`decide.${value}`) }))}
				/>
			)}
		</Folded>
	);
}

function Assign({
	deciders,
	assignee,
	busy,
	send,
}: Sending & { readonly deciders: readonly string[]; readonly assignee: string | undefined }): ReactNode {
	const { say, name } = useWords();
	const { data, error } = useQuery(reviewersQuery());
	const fit = (data?.items ?? []).filter(({ id, mayHear }) => mayHear && !deciders.includes(id));
	const known = data?.items.find(({ id }) => id === assignee);
	return (
		<Folded
			title="office.assign"
			hint="office.assignHint"
			busy={busy}
			onSend={(form) => {
				const to = String(form.get('to') ?? '');
				if (to !== '') send({ name: 'assign-appeal', body: { to } });
			}}
		>
			{known !== undefined && <p className="faint small">{say('office.assigned', { who: known.name })}</p>}
			{error !== null && <Trouble error={error} />}
			<NativeSelect
				name="to"
				size="xs"
				label={say('office.who')}
				key={assignee ?? ''}
				defaultValue={assignee ?? ''}
				data={fit.map((one) => ({ value: one.id, label: `${one.name} (${name('role', one.role)})` }))}
			/>
		</Folded>
	);
}

function Restrict({ visibleTo, busy, send }: Sending & { readonly visibleTo: readonly string[] | undefined }): ReactNode {
	const { say, name } = useWords();
	const { data, error } = useQuery(reviewersQuery());
	const [lacks, setLacks] = useState(false);
	return (
		<Folded
			title="office.restrict"
			hint="office.restrictHint"
			busy={busy}
			needsNote
			onSend={(form, note) => {
				const named = form.getAll('visibleTo').map(String);
				setLacks(named.length === 0);
				if (named.length > 0) send({ name: 'restrict', body: { visibleTo: named, note } });
			}}
		>
			{error !== null && <Trouble error={error} />}
			<div className="ticks" role="group" aria-label={say('office.visibleTo')}>
				<span className="label">{say('office.visibleTo')}</span>
				{(data?.items ?? []).map((one) => (
					<Checkbox
						key={one.id}
						size="xs"
						name="visibleTo"
						value={one.id}
						defaultChecked={[one.id, `role:${one.role}`].some((called) => visibleTo?.includes(called))}
						label={`${one.name} (${name('role', one.role)})`}
					/>
				))}
				{lacks && (
					<p className="form-error" role="alert">
						{say('office.needPerson')}
					</p>
				)}
			</div>
		</Folded>
	);
}

interface Folding {
	readonly title: Key;
	readonly hint: Key;
	readonly busy: boolean;
	readonly needsNote?: boolean;
	readonly onSend: (form: FormData, note: string) => void;
	readonly children?: ReactNode;
}

function Folded({ title, hint, busy, needsNote = false, onSend, children }: Folding): ReactNode {
	const { say } = useWords();
	const [lacks, setLacks] = useState(false);
	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const note = String(form.get('note') ?? '').trim();
		setLacks(needsNote && note === '');
		if (needsNote && note === '') return event.currentTarget.querySelector('textarea')?.focus();
		onSend(form, note);
	};
	return (
		<details>
			<summary>{say(title)}</summary>
			<form className="office-form" onSubmit={submit} noValidate>
				<p className="faint small">{say(hint)}</p>
				{children}
				{needsNote && (
					<Textarea
						name="note"
						size="xs"
						rows={2}
						maxLength={10_000}
						label={say('office.note')}
						error={lacks ? say('office.needNote') : undefined}
					/>
				)}
				<Button type="submit" size="xs" variant="default" loading={busy}>
					{say(title)}
				</Button>
			</form>
		</details>
	);
}
