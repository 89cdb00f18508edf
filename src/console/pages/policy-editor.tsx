// Writing a policy: the document as text, with what is wrong at its line, what differs from the one in force, and the reason. What it
// changes and whether it weakens is said by the server once it is proposed. An unfinished text is kept for this tab, and nowhere else.
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { PolicyAnswer, Proposal } from '../../contract/policy.ts';
import { continued, FIRST_DOCUMENT, type Form, placed, readText, watching, writeText } from '../document-text.ts';
import { type Draft, forgetDraft, keepDraft, keptDraft } from '../draft.ts';
import { DocumentPane } from '../parts/document-pane.tsx';
import { LineDifference } from '../parts/line-difference.tsx';
import { ListOffer } from '../parts/list-offer.tsx';
import { PageHead, Section } from '../parts/marks.tsx';
import { Empty, Trouble, Waiting } from '../parts/trouble.tsx';
import { policyQuery, proposalQuery } from '../queries.ts';
import { isRefusal, type ProblemRead, Refusal, send } from '../request.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';
import '../styles/policy.css';

/** Starts from nothing instead of a document. */
const NOTHING = 'nothing';

export function PolicyEditor(): ReactNode {
	const { say } = useWords();
	const { me, may } = useSession();
	const { from, list } = useSearch({ from: '/inside/policy/edit' });
	const policy = useQuery(policyQuery());
	const asked = from !== undefined && from !== NOTHING;
	const start = useQuery({ ...proposalQuery(from ?? ''), enabled: asked });
	const error = policy.error ?? start.error;
	const ready = policy.data !== undefined && me !== undefined && (!asked || start.data !== undefined);
	return (
		<div className="page">
			<PageHead title={say('editor.title')}>
				<div className="case-line">
					<Link to="/policy" className="faint">
						{say('nav.policy')}
					</Link>
				</div>
				<p className="faint lead-line">{say('editor.lead')}</p>
			</PageHead>
			{!may('policy:propose') ? (
				<Empty title={say('trouble.forbidden')}>{say('trouble.forbiddenDetail')}</Empty>
			) : ready ? (
				<Editor
					key={from ?? ''}
					policy={policy.data}
					start={asked ? (start.data?.document ?? NOTHING) : from}
					place={`${me.id} ${from ?? ''}`}
					from={from}
					list={list}
				/>
			) : error !== null ? (
				<Trouble error={error} retry={() => void Promise.all([policy.refetch(), asked && start.refetch()])} />
			) : (
				<Waiting />
			)}
		</div>
	);
}

interface Given {
	readonly policy: PolicyAnswer;
	/** A document to start from; absent: the one in force, where there is one. */
	readonly start: unknown;
	/** Under what the unfinished text is kept. */
	readonly place: string;
	readonly from: string | undefined;
	/** A restricted list to offer first. */
	readonly list: string | undefined;
}

function Editor({ policy, start, place, from, list }: Given): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const navigate = useNavigate();
	const field = useRef<HTMLTextAreaElement>(null);
	const inForce = policy.builtIn ? undefined : policy.policy;
	const fresh = (form: Form): Draft => {
		const begin = start === NOTHING ? undefined : (start ?? inForce);
		const document =
			begin === undefined ? (inForce === undefined ? FIRST_DOCUMENT : continued(FIRST_DOCUMENT, inForce)) : continued(begin, inForce);
		return { basis: policy.policyVersion, form, text: writeText(document, form), reason: '' };
	};
	const [kept, setKept] = useState(() => keptDraft(place));
	const [draft, setDraft] = useState(() => kept ?? fresh('yaml'));
	const [lacks, setLacks] = useState(false);
	const [refused, setRefused] = useState<NonNullable<ProblemRead['errors']>>([]);
	const { text, form, reason, basis } = draft;
	const change = (more: Partial<Draft>): void => {
		const next = { ...draft, ...more };
		setDraft(next);
		keepDraft(place, next);
	};

	const settled = useDeferredValue(text);
	const read = useMemo(() => readText(settled), [settled]);
	const mistakes = [...read.mistakes, ...refused.map((one) => placed(one, read.lineOf))];
	const before = useMemo(() => (inForce === undefined ? '' : writeText(inForce, form)), [inForce, form]);
	// Compared as Weir would write it, so that blanks and comments are no difference.
	const after = useMemo(() => (read.value === undefined ? settled : writeText(read.value, form)), [read, settled, form]);

	const propose = useMutation({
		mutationFn: (document: unknown) =>
			send<Proposal>('/v1/policy/proposals', { method: 'POST', body: { document, reason: reason.trim() } }),
		onSuccess: (proposal) => {
			forgetDraft(place);
			queries.setQueryData(proposalQuery(proposal.id).queryKey, proposal);
			void queries.invalidateQueries({ queryKey: ['proposals'] });
			void navigate({ to: '/policy/proposals/$id', params: { id: proposal.id } });
		},
		onError: (error) => {
			const errors = (isRefusal(error) ? error.problem.errors : undefined) ?? [];
			setRefused(errors.map((one) => ({ ...one, pointer: one.pointer.replace(/^\/document/, '') })));
			void queries.invalidateQueries({ queryKey: ['policy'] });
			field.current?.focus();
		},
	});
	const submit = (): void => {
		setLacks(true);
		const now = readText(text);
		setRefused([]);
		if (now.value === undefined || now.mistakes.length > 0) return field.current?.focus();
		if (reason.trim() !== '') propose.mutate(now.value);
	};
	const turnTo = (other: Form): void =>
		change({ form: other, ...(read.value === undefined || settled !== text ? {} : { text: writeText(read.value, other) }) });
	const submitByKey = (event: KeyboardEvent): void => {
		if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
	};

	return (
		// Ctrl+Enter proposes from either field; the button does the same.
		<form
			className="case-grid editor"
			onKeyDown={submitByKey}
			onSubmit={(event) => {
				event.preventDefault();
				submit();
			}}
		>
			<div className="case-known">
				{basis !== policy.policyVersion && (
					<div className="four-eyes" role="alert">
						<p>{say('editor.moved', { version: policy.policyVersion })}</p>
						<Button
							type="button"
							size="compact-xs"
							variant="default"
							disabled={read.value === undefined}
							onClick={() => {
								change({ basis: policy.policyVersion, text: writeText(continued(read.value, inForce), form) });
								setRefused([]);
								propose.reset();
							}}
						>
							{say('editor.follow')}
						</Button>
					</div>
				)}
				{kept !== undefined && (
					<p className="four-eyes" role="status">
						{say('editor.kept')}{' '}
						<Button
							type="button"
							size="compact-xs"
							variant="default"
							onClick={() => {
								forgetDraft(place);
								setKept(undefined);
								setDraft(fresh(form));
								setRefused([]);
							}}
						>
							{say('editor.afresh')}
						</Button>
					</p>
				)}
				<div className="filters">
					<StartSelect policy={policy} from={from} />
					<div className="tabs" role="group" aria-label={say('editor.form')}>
						{(['yaml', 'json'] as const).map((one) => (
							<button key={one} type="button" aria-pressed={one === form} onClick={() => turnTo(one)}>
								{one.toUpperCase()}
							</button>
						))}
					</div>
				</div>
				<ListOffer
					first={list}
					disabled={read.value === undefined}
					onChoose={(one) => change({ text: writeText(watching(read.value, one), form) })}
				/>
				<DocumentPane text={text} mistakes={mistakes} field={field} onChange={(next) => change({ text: next })} />
			</div>
			<div className="case-todo">
				{propose.error !== null && <Trouble error={withoutErrors(propose.error)} />}
				<div className="second">
					<Textarea
						label={say('editor.reason')}
						description={say('editor.reasonHint')}
						size="xs"
						rows={3}
						maxLength={2000}
						value={reason}
						error={lacks && reason.trim() === '' ? say('editor.needReason') : undefined}
						onChange={(event) => change({ reason: event.currentTarget.value })}
					/>
					<Button type="submit" size="xs" loading={propose.isPending}>
						{say('editor.propose')}
					</Button>
					<p className="faint small">{say('editor.then')}</p>
				</div>
				<Section id="against" title={say('editor.againstInForce')}>
					{policy.builtIn && <p className="faint small">{say('editor.builtIn')}</p>}
					<LineDifference before={before} after={after} />
				</Section>
			</div>
		</form>
	);
}

// The mistakes stand under the text, at their lines.
function withoutErrors(error: unknown): unknown {
	if (!isRefusal(error)) return error;
	const { errors: _errors, ...problem } = error.problem;
	return new Refusal(problem);
}

function StartSelect({ policy, from }: { readonly policy: PolicyAnswer; readonly from: string | undefined }): ReactNode {
	const { say, date } = useWords();
	const navigate = useNavigate();
	const { history, builtIn, policyVersion } = policy;
	const earlier = history.filter(
		({ version }, at) => history.findIndex((one) => one.version === version) === at && version !== policyVersion,
	);
	const known = from === undefined || from === NOTHING || earlier.some(({ proposal }) => proposal === from);
	return (
		<NativeSelect
			size="xs"
			label={say('editor.start')}
			value={from ?? (builtIn ? NOTHING : '')}
			onChange={(event) => {
				const chosen = event.currentTarget.value;
				void navigate({ to: '/policy/edit', search: chosen === '' ? {} : { from: chosen }, replace: true });
			}}
			data={[
				...(builtIn ? [] : [{ value: '', label: say('editor.fromInForce') }]),
				{ value: NOTHING, label: say('editor.fromNothing') },
				...earlier.map((one) => ({ value: one.proposal, label: `${one.name} ${one.version} · ${date(one.at)}` })),
				...(known ? [] : [{ value: from, label: say('editor.fromProposal') }]),
			]}
		/>
	);
}
