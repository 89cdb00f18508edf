// Recording a corrective action: what was found and in what, why it came about, what is done about it, by whom and until when.
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { CorrectiveWire } from '../../contract/corrective.ts';
import { type ActionLink, CAUSES } from '../../model/corrective-action.ts';
import { reviewersQuery } from '../queries.ts';
import { send } from '../request.ts';
import { useWords } from '../words.ts';
import { Trouble } from './trouble.tsx';

const KINDS = ['case', 'review', 'golden', 'clear'] as const;
type Kind = (typeof KINDS)[number];
/** Those that need a number beside the id. */
const NUMBERED: readonly Kind[] = ['review', 'clear'];

/** A link of what was typed; undefined while something is missing. */
function linkOf(kind: Kind, id: string, number: string): ActionLink | undefined {
	const count = Number(number);
	if (id === '' || (NUMBERED.includes(kind) && !(Number.isInteger(count) && count > 0))) return undefined;
	switch (kind) {
		case 'case':
			return { kind, caseId: id };
		case 'review':
			return { kind, caseId: id, seq: count };
		case 'golden':
			return { kind, goldenId: id };
		case 'clear':
			return { kind, listingId: id, revision: count };
	}
}

/** Kind, id and number of a link, as text. */
export const linkParts = (link: ActionLink): { readonly id: string; readonly number?: number } => {
	switch (link.kind) {
		case 'case':
			return { id: link.caseId };
		case 'review':
			return { id: link.caseId, number: link.seq };
		case 'golden':
			return { id: link.goldenId };
		case 'clear':
			return { id: link.listingId, number: link.revision };
	}
};

/** `caseId`: the case the reader came from. */
export function RecordAction({ caseId }: { readonly caseId: string | undefined }): ReactNode {
	const { say, name } = useWords();
	const queries = useQueryClient();
	const navigate = useNavigate();
	const people = useQuery(reviewersQuery());
	const [links, setLinks] = useState<readonly ActionLink[]>(caseId === undefined ? [] : [{ kind: 'case', caseId }]);
	const [cause, setCause] = useState('');
	const [lacks, setLacks] = useState<ReadonlySet<string>>(new Set());
	const record = useMutation({
		mutationFn: (body: unknown) => send<CorrectiveWire>('/v1/corrective-actions', { method: 'POST', body }),
		onSuccess: async ({ id }) => {
			await queries.invalidateQueries({ queryKey: ['corrective'] });
			await navigate({ to: '/quality/$id', params: { id } });
		},
	});
	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const text = (key: string): string => String(form.get(key) ?? '').trim();
		const needed = ['found', 'cause', 'measure', 'owner', 'due', ...(cause === 'other' ? ['causeNote'] : [])];
		const missing = needed.filter((key) => text(key) === '');
		setLacks(new Set(missing));
		const [first] = missing;
		if (first !== undefined) return event.currentTarget.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
		const [found, measure, owner, due, causeNote] = ['found', 'measure', 'owner', 'due', 'causeNote'].map(text);
		record.mutate({ found, measure, owner, due, cause, links, ...(causeNote === '' ? {} : { causeNote }) });
	};
	const error = (key: string): string | undefined => (lacks.has(key) ? say('action.needed') : undefined);
	return (
		<form className="office-form" onSubmit={submit} noValidate>
			{record.error !== null && <Trouble error={record.error} />}
			<Textarea name="found" size="xs" rows={3} maxLength={4000} label={say('action.found')} error={error('found')} />
			<p className="faint small">{say('action.foundHint')}</p>
			<Links links={links} change={setLinks} />
			<NativeSelect
				name="cause"
				size="xs"
				label={say('action.cause')}
				value={cause}
				error={error('cause')}
				onChange={(event) => setCause(event.currentTarget.value)}
				data={[{ value: '', label: '–' }, ...CAUSES.map((value) => ({ value, label: say(`cause.${value}`) }))]}
			/>
			<Textarea name="causeNote" size="xs" rows={2} maxLength={4000} label={say('action.causeNote')} error={error('causeNote')} />
			<Textarea name="measure" size="xs" rows={2} maxLength={4000} label={say('action.measure')} error={error('measure')} />
			{people.error !== null && <Trouble error={people.error} />}
			<NativeSelect
				name="owner"
				size="xs"
				label={say('action.owner')}
				error={error('owner')}
				data={[
					{ value: '', label: '–' },
					...(people.data?.items ?? [])
						.filter(({ role }) => role !== 'auditor' && role !== 'regulator')
						.map((one) => ({ value: one.id, label: `${one.name} (${name('role', one.role)})` })),
				]}
			/>
			<TextInput name="due" type="date" size="xs" label={say('action.due')} error={error('due')} />
			<Button type="submit" size="xs" loading={record.isPending}>
				{say('action.record')}
			</Button>
		</form>
	);
}

function Links({
	links,
	change,
}: {
	readonly links: readonly ActionLink[];
	readonly change: (links: readonly ActionLink[]) => void;
}): ReactNode {
	const { say } = useWords();
	const [kind, setKind] = useState<Kind>('case');
	const [id, setId] = useState('');
	const [number, setNumber] = useState('');
	const link = linkOf(kind, id.trim(), number);
	return (
		<fieldset className="links">
			<legend>{say('action.links')}</legend>
			<ul className="plain-list">
				{links.map((one) => {
					const { id: of, number: at } = linkParts(one);
					const text = `${say(`link.${one.kind}`)} ${of}${at === undefined ? '' : ` · ${at}`}`;
					return (
						<li key={text}>
							<code>{text}</code>{' '}
							<Button
								size="compact-xs"
								variant="default"
								aria-label={`${say('action.unlink')}: ${text}`}
								onClick={() => change(links.filter((other) => other !== one))}
							>
								{say('action.unlink')}
							</Button>
						</li>
					);
				})}
			</ul>
			<div className="link-row">
				<NativeSelect
					size="xs"
					aria-label={say('action.links')}
					value={kind}
					onChange={(event) => setKind(event.currentTarget.value as Kind)}
					data={KINDS.map((value) => ({ value, label: say(`link.${value}`) }))}
				/>
				<TextInput
					size="xs"
					aria-label={say('action.linkId')}
					placeholder={say('action.linkId')}
					value={id}
					onChange={(event) => setId(event.currentTarget.value)}
				/>
				{NUMBERED.includes(kind) && (
					<TextInput
						size="xs"
						inputMode="numeric"
						aria-label={say(kind === 'review' ? 'action.linkEvent' : 'action.linkRevision')}
						placeholder={say(kind === 'review' ? 'action.linkEvent' : 'action.linkRevision')}
						value={number}
						onChange={(event) => setNumber(event.currentTarget.value)}
					/>
				)}
				<Button
					size="xs"
					variant="default"
					disabled={link === undefined}
					onClick={() => {
						if (link !== undefined) change([...links, link]);
						setId('');
						setNumber('');
					}}
				>
					{say('action.addLink')}
				</Button>
			</div>
		</fieldset>
	);
}
