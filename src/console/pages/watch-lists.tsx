// Restricted lists, for those who may know of them: each with where it is used and what happened to it, its entries when they are asked
// for, and a new one from a file or pasted. Nothing of a list is kept in the browser.
import { Button, FileInput, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { MOST_WATCH_LIST_BYTES, type WatchListEntries, type WatchListWire } from '../../contract/watch-lists.ts';
import { useActorNames } from '../parts/actor-names.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Chip, Moment, PageHead, Section } from '../parts/marks.tsx';
import { Empty, Trouble, Waiting } from '../parts/trouble.tsx';
import { watchListsQuery } from '../queries.ts';
import { pathWith, send, sendText } from '../request.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';
import '../styles/policy.css';

export function WatchLists(): ReactNode {
	const { say } = useWords();
	const { may } = useSession();
	const { data, error, refetch } = useQuery({ ...watchListsQuery(), enabled: may('watch-list:read') });
	if (!may('watch-list:read')) return <Empty title={say('trouble.forbidden')}>{say('trouble.forbiddenDetail')}</Empty>;
	return (
		<div className="page">
			<PageHead title={say('lists.title')}>
				<div className="case-line">
					<Link to="/policy" className="faint">
						{say('nav.policy')}
					</Link>
				</div>
				<p className="faint lead-line">{say('lists.lead')}</p>
			</PageHead>
			<div className="two">
				<Section id="lists" title={say('lists.all')}>
					{error !== null && <Trouble error={error} retry={() => void refetch()} />}
					{data === undefined && error === null && <Waiting lines={4} />}
					{data?.items.length === 0 && <Empty title={say('lists.none')}>{say('lists.noneHint')}</Empty>}
					<ul className="cards">
						{(data?.items ?? []).map((one) => (
							<WatchListCard key={one.sha256} one={one} />
						))}
					</ul>
				</Section>
				{may('watch-list:keep') && <Upload />}
			</div>
		</div>
	);
}

function WatchListCard({ one }: { readonly one: WatchListWire }): ReactNode {
	const { say, number } = useWords();
	const { may } = useSession();
	const called = useActorNames();
	const inForce = one.uses.some((use) => use.inForce);
	return (
		<li data-list={one.sha256}>
			<strong>
				<bdi>{one.name ?? say('lists.unreadable')}</bdi>
			</strong>{' '}
			{one.version !== undefined && <span className="faint">{say('lists.version', { number: one.version })}</span>}{' '}
			{inForce && <Chip tone="good">{say('lists.inForce')}</Chip>} {one.retired && <Chip>{say('lists.retired')}</Chip>}
			{!one.readable && (
				<p className="form-error" role="alert">
					{say(inForce ? 'lists.unreadableInForce' : 'lists.unreadableHint')}
				</p>
			)}
			{one.readable && (
				<span className="under">
					{say('lists.counts', { substances: number(one.substances), cas: number(one.cas), names: number(one.names) })}
					{one.against !== undefined && (
						<span className="faint">
							{' '}
							· {say('lists.against', { added: number(one.against.added), removed: number(one.against.removed) })}
						</span>
					)}
				</span>
			)}
			<code className="under address faint">{one.sha256}</code>
			<div className="list-uses">
				<h3>{say('lists.uses')}</h3>
				{one.uses.length === 0 && <p className="faint small">{say('lists.unused')}</p>}
				<ul className="policy-list">
					{one.uses.map((use) => (
						<li key={use.policy}>
							{use.proposal === undefined ? (
								<bdi>{use.name}</bdi>
							) : (
								<Link to="/policy/proposals/$id" params={{ id: use.proposal }}>
									<bdi>{use.name}</bdi>
								</Link>
							)}{' '}
							<code>{use.policy}</code>{' '}
							<span className="faint">
								{say(
									use.inForce
										? 'lists.useInForce'
										: use.silent
											? 'lists.useSilent'
											: use.proposal === undefined
												? 'lists.useBefore'
												: 'lists.useProposed',
								)}
							</span>
						</li>
					))}
				</ul>
			</div>
			<ol className="policy-list small">
				{one.history.map(({ kind, by, at }) => (
					<li key={`${kind} ${at}`}>
						{say(`listAct.${kind}`)} <span className="faint">{called(by)} · </span>
						<Moment at={at} />
					</li>
				))}
			</ol>
			<div className="ways">
				{one.readable && <Entries one={one} />}
				{one.readable && !one.retired && may('policy:propose') && (
					<Button
						size="compact-xs"
						variant="default"
						component={Link}
						aria-label={`${say('lists.use')}: ${one.name}`}
						{...({ to: '/policy/edit', search: { list: one.sha256 } } as object)}
					>
						{say('lists.use')}
					</Button>
				)}
				{may('watch-list:keep') && !one.retired && <Retire one={one} />}
			</div>
		</li>
	);
}

// Asked for once at a click, since every look leaves an entry in the log.
function Entries({ one }: { readonly one: WatchListWire }): ReactNode {
	const { say } = useWords();
	const read = useMutation({ mutationFn: () => send<WatchListEntries>(`/v1/watch-lists/${one.sha256}`) });
	const { data } = read;
	const kinds = [
		['lists.substances', data?.entries.substances],
		['lists.cas', data?.entries.cas],
		['lists.names', data?.entries.names],
	] as const;
	return (
		<>
			<Button
				size="compact-xs"
				variant="default"
				aria-label={`${say(data === undefined ? 'lists.show' : 'lists.hide')}: ${one.name}`}
				loading={read.isPending}
				onClick={() => (data === undefined ? read.mutate() : read.reset())}
			>
				{say(data === undefined ? 'lists.show' : 'lists.hide')}
			</Button>
			{read.error !== null && <Trouble error={read.error} />}
			{data !== undefined && (
				<dl className="facts list-entries">
					{kinds.map(
						([label, entries = []]) =>
							entries.length > 0 && (
								<div key={label} className="pair">
									<dt>{say(label)}</dt>
									<dd>
										<bdi>{entries.join(', ')}</bdi>
									</dd>
								</div>
							),
					)}
				</dl>
			)}
		</>
	);
}

function Retire({ one }: { readonly one: WatchListWire }): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const [open, setOpen] = useState(false);
	const retire = useMutation({
		mutationFn: () => send<WatchListWire>(`/v1/watch-lists/${one.sha256}:retire`, { method: 'POST', body: {} }),
		onSuccess: () => setOpen(false),
		onSettled: () => queries.invalidateQueries({ queryKey: ['watch-lists'] }),
	});
	const title = `${say('lists.retire')}: ${one.name ?? one.sha256.slice(0, 16)}`;
	return (
		<>
			<Button size="compact-xs" variant="default" aria-label={title} onClick={() => setOpen(true)}>
				{say('lists.retire')}
			</Button>
			<Confirm
				open={open}
				title={title}
				go={say('lists.retire')}
				busy={retire.isPending}
				onClose={() => setOpen(false)}
				onGo={() => retire.mutate()}
			>
				<p>{say('lists.retireHint')}</p>
				{retire.error !== null && <Trouble error={retire.error} />}
			</Confirm>
		</>
	);
}

/** What a text is, by the type it is sent as. */
const FORMS = { 'application/yaml': 'YAML, JSON', 'text/csv': 'CSV' } as const;
type Form = keyof typeof FORMS;

function Upload(): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const [file, setFile] = useState<File | null>(null);
	const [text, setText] = useState('');
	const [form, setForm] = useState<Form>('application/yaml');
	const [called, setCalled] = useState('');
	const [lacks, setLacks] = useState(false);
	const upload = useMutation({
		mutationFn: (given: Blob | string) =>
			sendText<WatchListWire>(pathWith('/v1/watch-lists', form === 'text/csv' ? { name: called.trim() } : {}), form, given),
		onSuccess: () => {
			setFile(null);
			setText('');
			setLacks(false);
		},
		onSettled: () => queries.invalidateQueries({ queryKey: ['watch-lists'] }),
	});
	const choose = (chosen: File | null): void => {
		setFile(chosen);
		if (chosen !== null) setForm(/\.csv$/i.test(chosen.name) ? 'text/csv' : 'application/yaml');
	};
	const isTooLarge = file !== null && file.size > MOST_WATCH_LIST_BYTES;
	const isNameless = form === 'text/csv' && called.trim() === '';
	const given = file ?? text;
	const isEmpty = file === null && text.trim() === '';
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		setLacks(true);
		if (!isEmpty && !isNameless && !isTooLarge) upload.mutate(given);
	};
	const { data } = upload;
	return (
		<Section id="upload" title={say('lists.upload')}>
			<form className="office-form list-form" onSubmit={submit}>
				<FileInput
					size="xs"
					label={say('lists.file')}
					description={say('lists.fileHint')}
					placeholder={say('catalogues.choose')}
					value={file}
					onChange={choose}
					error={isTooLarge ? say('lists.tooLarge') : undefined}
					clearable
					clearButtonProps={{ 'aria-label': say('catalogues.clear') }}
				/>
				{file === null && (
					<Textarea
						size="xs"
						label={say('lists.text')}
						rows={8}
						value={text}
						onChange={(event) => setText(event.currentTarget.value)}
						placeholder={form === 'text/csv' ? 'cas,name\n' : 'name: \nsubstances: []\ncas: []\nnames: []\n'}
						error={lacks && isEmpty ? say('lists.needText') : undefined}
						autoComplete="off"
						spellCheck={false}
						classNames={{ input: 'mono' }}
					/>
				)}
				<NativeSelect
					size="xs"
					label={say('editor.form')}
					value={form}
					onChange={(event) => setForm(event.currentTarget.value as Form)}
					data={Object.entries(FORMS).map(([value, label]) => ({ value, label }))}
				/>
				{form === 'text/csv' && (
					<TextInput
						size="xs"
						label={say('lists.name')}
						description={say('lists.nameHint')}
						maxLength={80}
						value={called}
						error={lacks && isNameless ? say('lists.needName') : undefined}
						onChange={(event) => setCalled(event.currentTarget.value)}
					/>
				)}
				<Button type="submit" size="xs" loading={upload.isPending}>
					{say('lists.send')}
				</Button>
			</form>
			{upload.error !== null && <Trouble error={upload.error} />}
			{data !== undefined && (
				<div className="once" role="status">
					<span>
						{say('lists.kept')} <bdi>{data.name}</bdi>
					</span>
					<Link to="/policy/edit" search={{ list: data.sha256 }}>
						{say('lists.use')}
					</Link>
				</div>
			)}
			<p className="faint small">{say('lists.then')}</p>
		</Section>
	);
}
