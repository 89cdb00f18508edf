// One corrective action: what it is about, its history, and the next step for whoever may take it. Whoever had a hand in it is told that
// the check is another person's.
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { CorrectiveDetail } from '../../contract/corrective.ts';
import { ActionMark } from '../parts/action-mark.tsx';
import { Moment, PageHead, Section } from '../parts/marks.tsx';
import { linkParts } from '../parts/record-action.tsx';
import { Trouble, Waiting } from '../parts/trouble.tsx';
import { correctiveActionQuery, reviewersQuery } from '../queries.ts';
import { send } from '../request.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';
import '../styles/quality.css';

export function CorrectiveActionPage(): ReactNode {
	const { say } = useWords();
	const { id } = useParams({ from: '/inside/quality/$id' });
	const { data, error, refetch } = useQuery(correctiveActionQuery(id));
	if (data === undefined)
		return <div className="page">{error === null ? <Waiting /> : <Trouble error={error} retry={() => void refetch()} />}</div>;
	return (
		<div className="page">
			<PageHead title={say('action.one')}>
				<div className="case-line">
					<Link to="/quality" className="faint">
						{say('nav.quality')}
					</Link>
					<span>
						<ActionMark action={data} />
					</span>
					<Link to="/proofs" search={{ subject: `corrective/${id}` }}>
						{say('history.entry')}
					</Link>
				</div>
			</PageHead>
			<div className="case-grid">
				<div className="case-known">
					<What action={data} />
					<History action={data} />
				</div>
				<div className="case-todo">
					<Steps key={data.seq} action={data} />
				</div>
			</div>
		</div>
	);
}

function What({ action }: { readonly action: CorrectiveDetail }): ReactNode {
	const { say, date } = useWords();
	const { found, cause, causeNote, measure, owner, due, links, people } = action;
	return (
		<Section id="what" title={say('action.what')}>
			<dl className="facts">
				<dt>{say('action.found')}</dt>
				<dd dir="auto">{found}</dd>
				{links.length > 0 && (
					<>
						<dt>{say('action.links')}</dt>
						<dd>
							<ul className="plain-list">
								{links.map((link) => (
									<li key={JSON.stringify(link)}>
										<LinkTo link={link} />
									</li>
								))}
							</ul>
						</dd>
					</>
				)}
				<dt>{say('action.cause')}</dt>
				<dd dir="auto">
					{say(`cause.${cause}`)}
					{causeNote !== '' && ` · ${causeNote}`}
				</dd>
				<dt>{say('action.measure')}</dt>
				<dd dir="auto">{measure}</dd>
				<dt>{say('action.owner')}</dt>
				<dd>{people[owner] ?? owner}</dd>
				<dt>{say('action.due')}</dt>
				<dd>{date(due)}</dd>
			</dl>
		</Section>
	);
}

function LinkTo({ link }: { readonly link: CorrectiveDetail['links'][number] }): ReactNode {
	const { say } = useWords();
	const { id, number } = linkParts(link);
	const text = `${say(`link.${link.kind}`)} ${id}${number === undefined ? '' : ` · ${number}`}`;
	switch (link.kind) {
		case 'case':
		case 'review':
			return (
				<Link to="/cases/$id" params={{ id }}>
					{text}
				</Link>
			);
		case 'clear':
			return (
				<Link to="/listings/$id" params={{ id }}>
					{text}
				</Link>
			);
		case 'golden':
			return <Link to="/golden">{text}</Link>;
	}
}

function History({ action: { events, people } }: { readonly action: CorrectiveDetail }): ReactNode {
	const { say, name } = useWords();
	return (
		<Section id="history" title={say('case.history')}>
			<ol className="history">
				{events.map((one) => (
					<li key={one.entryId}>
						<div>
							<strong>{name('corrected', one.kind)}</strong>
						</div>
						<div className="faint">
							{people[one.by] ?? one.by} · <Moment at={one.at} /> ·{' '}
							<Link to="/proofs" search={{ entry: one.entryId }}>
								{say('history.entry')}
							</Link>
						</div>
						{one.note !== undefined && <p dir="auto">{one.note}</p>}
					</li>
				))}
			</ol>
		</Section>
	);
}

function Steps({ action }: { readonly action: CorrectiveDetail }): ReactNode {
	const { say } = useWords();
	const { me, may } = useSession();
	const queries = useQueryClient();
	const { id, seq, status, owner, yours } = action;
	const act = useMutation({
		mutationFn: ({ verb, body }: { readonly verb: string; readonly body: unknown }) =>
			send(`/v1/corrective-actions/${encodeURIComponent(id)}:${verb}`, { method: 'POST', body, ifMatch: `"${seq}"` }),
		onSettled: () => queries.invalidateQueries({ queryKey: ['corrective'] }),
	});
	const keeps = may('corrective:record');
	const take = (verb: string) => (body: Readonly<Record<string, unknown>>) => act.mutate({ verb, body });
	const mayDo = status === 'open' && may('corrective:do') && (keeps || me?.id === owner);
	const mayCheck = status === 'done' && may('corrective:check');
	if (!mayDo && !mayCheck && !(keeps && status === 'open')) return null;
	return (
		<section className="second" aria-labelledby="steps">
			<h2 id="steps">{say('action.next')}</h2>
			{act.error !== null && <Trouble error={act.error} />}
			{mayDo && <Step title={say('action.done')} hint={say('action.doneHint')} busy={act.isPending} onSend={take('done')} />}
			{mayCheck && yours && <p>{say('action.own')}</p>}
			{mayCheck && !yours && (
				<>
					<Step
						title={say('action.effective')}
						hint={say('action.checkHint')}
						busy={act.isPending}
						onSend={(body) => take('check')({ ...body, effective: true })}
					/>
					<Step
						title={say('action.ineffective')}
						hint={say('action.ineffectiveHint')}
						busy={act.isPending}
						due=""
						onSend={(body) => take('check')({ ...body, effective: false })}
					/>
				</>
			)}
			{keeps && status === 'open' && <Change action={action} busy={act.isPending} onSend={take('change')} />}
		</section>
	);
}

interface Stepping {
	readonly busy: boolean;
	readonly onSend: (body: Readonly<Record<string, unknown>>) => void;
}

function Step({
	title,
	hint,
	due,
	busy,
	onSend,
	children,
}: Stepping & { readonly title: string; readonly hint: string; readonly due?: string; readonly children?: ReactNode }): ReactNode {
	const { say } = useWords();
	const [lacks, setLacks] = useState<readonly string[]>([]);
	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const body = Object.fromEntries([...form].map(([key, value]) => [key, String(value).trim()]));
		const missing = Object.keys(body).filter((key) => body[key] === '');
		setLacks(missing);
		const [first] = missing;
		if (first === undefined) onSend(body);
		else event.currentTarget.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
	};
	const error = (key: string): string | undefined => (lacks.includes(key) ? say('action.needed') : undefined);
	return (
		<details>
			<summary>{title}</summary>
			<form className="office-form" onSubmit={submit} noValidate>
				<p className="faint small">{hint}</p>
				{children}
				{due !== undefined && (
					<TextInput name="due" type="date" size="xs" defaultValue={due} label={say('action.due')} error={error('due')} />
				)}
				<Textarea name="note" size="xs" rows={2} maxLength={4000} label={say('office.note')} error={error('note')} />
				<Button type="submit" size="xs" variant="default" loading={busy}>
					{title}
				</Button>
			</form>
		</details>
	);
}

function Change({ action: { measure, owner, due }, busy, onSend }: Stepping & { readonly action: CorrectiveDetail }): ReactNode {
	const { say } = useWords();
	const { data } = useQuery(reviewersQuery());
	return (
		<Step title={say('action.change')} hint={say('action.changeHint')} due={due} busy={busy} onSend={onSend}>
			<Textarea name="measure" size="xs" rows={2} maxLength={4000} label={say('action.measure')} defaultValue={measure} />
			<NativeSelect
				key={data === undefined ? 'waiting' : 'there'}
				name="owner"
				size="xs"
				label={say('action.owner')}
				defaultValue={owner}
				data={(data?.items ?? [])
					.filter(({ role }) => role !== 'auditor' && role !== 'regulator')
					.map((one) => ({ value: one.id, label: one.name }))}
			/>
		</Step>
	);
}
