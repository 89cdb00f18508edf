// The transparency log: its newest checkpoint, its entries, and for each entry a proof that is verified here, in the reader's browser.
import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { LogEntryWire } from '../../contract/log.ts';
import { toBase64 } from '../../log/base64.ts';
import { parseCheckpoint } from '../../log/checkpoint.ts';
import { parseNote } from '../../log/note.ts';
import { Icon } from '../parts/icon.tsx';
import { More } from '../parts/list-tools.tsx';
import { Chip, Moment, PageHead, Section } from '../parts/marks.tsx';
import { Empty, Trouble, Waiting } from '../parts/trouble.tsx';
import { entriesQuery, receiptQuery } from '../queries.ts';
import { Refusal } from '../request.ts';
import { type Verification, verifyReceipt } from '../verify.ts';
import { useWords } from '../words.ts';

const KEPT = 'weir.log-key';

export function Proofs(): ReactNode {
	const { say } = useWords();
	const { subject = '', entry: wanted } = useSearch({ from: '/inside/proofs' });
	const navigate = useNavigate();
	const list = useInfiniteQuery(entriesQuery(subject));
	const [key, setKey] = useState(() => localStorage.getItem(KEPT) ?? '');
	const entries = list.data?.pages.flatMap((page) => page.items) ?? [];

	return (
		<div className="page">
			<PageHead title={say('proofs.title')}>
				<p className="faint lead-line">{say('proofs.lead')}</p>
			</PageHead>
			<CheckpointCard />
			<div className="filters">
				<form
					role="search"
					onSubmit={(event: FormEvent<HTMLFormElement>) => {
						event.preventDefault();
						const text = String(new FormData(event.currentTarget).get('subject') ?? '').trim();
						void navigate({ to: '/proofs', search: text === '' ? {} : { subject: text } });
					}}
				>
					<TextInput
						key={subject}
						name="subject"
						size="xs"
						className="wide-input"
						aria-label={say('proofs.subject')}
						placeholder={say('proofs.subject')}
						defaultValue={subject}
					/>
				</form>
				<TextInput
					size="xs"
					className="wide-input"
					aria-label={say('proofs.key')}
					placeholder={say('proofs.key')}
					value={key}
					spellCheck={false}
					onChange={(event) => {
						setKey(event.currentTarget.value);
						localStorage.setItem(KEPT, event.currentTarget.value);
					}}
				/>
			</div>
			{list.isPending && <Waiting />}
			{list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
			{list.isSuccess && entries.length === 0 && <Empty title={say('proofs.empty')} />}
			{entries.length > 0 && (
				<ol className="entries">
					{entries.map((entry) => (
						<EntryRow key={entry.id} entry={entry} wanted={entry.id === wanted} verifierKey={key} />
					))}
				</ol>
			)}
			<More list={list} />
		</div>
	);
}

async function fetchCheckpoint(signal: AbortSignal): Promise<string> {
	const response = await fetch('/log/checkpoint', { signal, cache: 'no-store', credentials: 'same-origin' });
	if (!response.ok) throw new Refusal({ title: response.statusText, status: response.status });
	return await response.text();
}

function CheckpointCard(): ReactNode {
	const { say, number } = useWords();
	const { data, error } = useQuery({ queryKey: ['checkpoint'], queryFn: ({ signal }) => fetchCheckpoint(signal), refetchInterval: 10_000 });
	if (error !== null && data === undefined) return <Trouble error={error} />;
	if (data === undefined) return <Waiting lines={2} />;
	const note = parseNote(data);
	const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
	if (!note.ok || !checkpoint.ok) return <Empty title={say('proofs.badCheckpoint')} />;
	return (
		<Section id="checkpoint" title={say('proofs.checkpoint')} aside={<a href="/log/checkpoint">/log/checkpoint</a>}>
			<dl className="facts checkpoint">
				<dt>{say('proofs.origin')}</dt>
				<dd>{checkpoint.value.origin}</dd>
				<dt>{say('proofs.size')}</dt>
				<dd>{number(checkpoint.value.size)}</dd>
				<dt>{say('proofs.root')}</dt>
				<dd>
					<code>{toBase64(checkpoint.value.root)}</code>
				</dd>
				<dt>{say('proofs.signed')}</dt>
				<dd>{note.value.signatures.map((one) => one.name).join(', ')}</dd>
			</dl>
			<p className="faint command">
				{say('proofs.whole')} <code>{`npx weir log verify ${location.origin}/log --token KEY_FILE --key VKEY --copy ./log-copy`}</code>
			</p>
		</Section>
	);
}

interface Row {
	readonly entry: LogEntryWire;
	/** The reader came for this one. */
	readonly wanted: boolean;
	readonly verifierKey: string;
}

function EntryRow({ entry, wanted, verifierKey }: Row): ReactNode {
	const { say, name } = useWords();
	const queries = useQueryClient();
	const [result, setResult] = useState<Verification>();
	const [error, setError] = useState<unknown>();
	const verify = async (): Promise<void> => {
		setError(undefined);
		try {
			const receipt = await queries.fetchQuery({ ...receiptQuery(entry.id), staleTime: 0 });
			setResult(verifyReceipt(receipt, entry.entry, verifierKey));
		} catch (refused) {
			setError(refused);
		}
	};
	return (
		<li className={wanted ? 'entry wanted' : 'entry'} aria-current={wanted}>
			<div className="entry-line">
				<span className="num faint">{entry.index === undefined ? say('proofs.pending') : `#${entry.index}`}</span>
				<strong>{name('entry', entry.kind)}</strong>
				<code className="cut">{entry.subject}</code>
				<span className="faint">
					<Moment at={entry.at} />
				</span>
				<span className="spring" />
				<Button size="compact-xs" variant="light" onClick={() => void verify()}>
					{say('proofs.verify')}
				</Button>
			</div>
			<div role="status">
				{result?.pending === true && <p className="faint">{say('proofs.stillPending')}</p>}
				{result?.pending === false && (
					<ul className="steps">
						{result.steps.map(({ step, outcome, detail }) => (
							<li key={step} className={outcome}>
								<Icon name={outcome === 'holds' ? 'check' : outcome === 'fails' ? 'cross' : 'clock'} size={14} />{' '}
								{say(`proofs.step.${step}`)}{' '}
								<Chip tone={outcome === 'holds' ? 'good' : outcome === 'fails' ? 'bad' : 'plain'}>{say(`proofs.${outcome}`)}</Chip>{' '}
								<span className="faint">{detail}</span>
							</li>
						))}
					</ul>
				)}
			</div>
			{error !== undefined && <Trouble error={error} />}
			<details>
				<summary>{say('proofs.entry')}</summary>
				<pre className="json">{entry.entry}</pre>
			</details>
		</li>
	);
}
