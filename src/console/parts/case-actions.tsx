// What can be done with a case now: claim and release with the lease shown, the decision, the second person's word, a comment, an
// escalation, an appeal. Buttons that the reader's role or the state rule out are left out.
import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { CaseDetail, CaseEventWire } from '../../contract/cases.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';
import { DecisionForm, type EvidenceChoice } from './decision-form.tsx';
import { Icon } from './icon.tsx';
import { StateMark } from './marks.tsx';

/** A piece of evidence as the case's events carry it. */
interface EvidenceHeld {
	readonly id: string;
	readonly kind: string;
	readonly source: string;
}

interface Given {
	readonly detail: CaseDetail;
	readonly now: number;
	readonly busy: boolean;
	readonly send: (command: { readonly name: string; readonly body?: unknown }) => void;
}

export function CaseActions({ detail, now, busy, send }: Given): ReactNode {
	const { say, distance } = useWords();
	const { me, may } = useSession();
	const { case: one, verdict, events } = detail;
	const until = one.claimedUntil;
	const claimed = one.claimedBy !== undefined && (until === undefined || Date.parse(until) > now);
	const mine = claimed && one.claimedBy?.id === me?.id;
	const open = one.status === 'open' || one.status === 'claimed';
	const proposal = one.status === 'proposed' ? events.findLast((event) => event.kind === 'decision-proposed') : undefined;

	return (
		<div className="actions">
			{open && may('case:claim') && (
				<div className="claim">
					<span className={claimed ? '' : 'faint'}>
						<Icon name="lock" size={15} />{' '}
						{mine ? say('claim.yours') : claimed ? say('claim.by', { who: one.claimedBy?.id ?? '' }) : say('claim.free')}
						{claimed && until !== undefined && <span className="faint"> · {say('claim.until', { left: distance(until, now) })}</span>}
					</span>
					<Button size="compact-xs" variant={mine ? 'default' : 'light'} loading={busy} disabled={claimed && !mine} onClick={() => send({ name: mine ? 'release' : 'claim' })}>
						{say(mine ? 'claim.release' : 'claim.claim')}
					</Button>
				</div>
			)}
			{open && may('case:decide') && (
				<>
					{!mine && <p className="faint small">{say('claim.first')}</p>}
					<DecisionForm
						verdict={verdict}
						tier={one.tier}
						evidence={evidenceOf(events, detail)}
						busy={busy}
						disabled={!mine}
						onDecide={(body) => send({ name: 'decide', body })}
					/>
				</>
			)}
			{proposal !== undefined && <SecondPerson proposal={proposal} own={proposal.actor.id === me?.id || proposal.actor.person === me?.id} busy={busy} send={send} />}
			{may('case:comment') && one.status !== 'closed' && <Say busy={busy} send={send} />}
		</div>
	);
}

/** The evidence the case holds; before it holds any, the findings by pointer. */
function evidenceOf(events: readonly CaseEventWire[], { verdict }: CaseDetail): EvidenceChoice[] {
	const held = events.flatMap((event) => {
		const { evidence } = event as { readonly evidence?: EvidenceHeld | readonly EvidenceHeld[] };
		return event.kind === 'decided' || event.kind === 'decision-proposed' || evidence === undefined ? [] : [evidence].flat();
	});
	if (held.length > 0) return held.map((one) => ({ id: one.id, label: `${one.kind} · ${one.source}` }));
	return verdict.findings.map((finding, index) => ({ id: `/findings/${index}`, label: `${finding.text || finding.read} · ${finding.rule}` }));
}

function SecondPerson({ proposal, own, busy, send }: { readonly proposal: CaseEventWire; readonly own: boolean; readonly busy: boolean; readonly send: Given['send'] }): ReactNode {
	const { say } = useWords();
	const { may } = useSession();
	const [text, setText] = useState('');
	const [lacks, setLacks] = useState(false);
	const decision = (proposal.decision ?? proposal) as { readonly outcome?: string; readonly reasonCode?: string; readonly facts?: string };
	return (
		<div className="second">
			<h2>
				<Icon name="eyes" /> {say('second.title')}
			</h2>
			<p>
				{say('second.proposed', { who: proposal.actor.id })} {decision.outcome !== undefined && <StateMark state={decision.outcome} />} <code>{decision.reasonCode}</code>
			</p>
			<p dir="auto">{decision.facts}</p>
			{own || !may('case:approve') ? (
				<p className="four-eyes">{say(own ? 'second.own' : 'second.waiting')}</p>
			) : (
				<>
					<Textarea
						label={say('second.word')}
						size="xs"
						autosize
						minRows={2}
						value={text}
						error={lacks ? say('second.needWord') : undefined}
						onChange={(event) => setText(event.currentTarget.value)}
					/>
					<div className="buttons">
						<Button size="xs" loading={busy} onClick={() => send({ name: 'approve', body: text.trim() === '' ? {} : { text: text.trim() } })}>
							{say('second.approve')}
						</Button>
						<Button
							size="xs"
							variant="default"
							loading={busy}
							onClick={() => {
								setLacks(text.trim() === '');
								if (text.trim() !== '') send({ name: 'reject', body: { text: text.trim() } });
							}}
						>
							{say('second.reject')}
						</Button>
					</div>
				</>
			)}
		</div>
	);
}

function Say({ busy, send }: { readonly busy: boolean; readonly send: Given['send'] }): ReactNode {
	const { say } = useWords();
	const [text, setText] = useState('');
	const submit = (name: string): void => {
		if (text.trim() === '') return;
		send({ name, body: { text: text.trim() } });
		setText('');
	};
	return (
		<form
			className="say"
			onSubmit={(event: FormEvent) => {
				event.preventDefault();
				submit('comment');
			}}
		>
			<TextInput size="xs" aria-label={say('comment.label')} placeholder={say('comment.label')} value={text} onChange={(event) => setText(event.currentTarget.value)} />
			<Button size="xs" type="submit" variant="default" disabled={busy || text.trim() === ''}>
				{say('comment.submit')}
			</Button>
			<Button size="xs" type="button" variant="subtle" disabled={busy || text.trim() === ''} onClick={() => submit('escalate')}>
				{say('comment.escalate')}
			</Button>
		</form>
	);
}
