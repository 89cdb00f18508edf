// Agreeing to a proposal, refusing it, or taking back one's own, each after a question. Where two people are needed, whoever proposed is
// not offered to agree and is told why; the server refuses it all the same.
import { Button, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Actor } from '../../model/actor.ts';
import { mayComplete, type TwoPersonAct } from '../../policy/four-eyes.ts';
import type { Action } from '../../policy/permissions.ts';
import type { Decided } from '../decide-proposal.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';
import { Confirm } from './confirm.tsx';
import { Icon } from './icon.tsx';

interface Given {
	readonly proposedBy: Actor;
	readonly needsTwoPeople: boolean;
	/** The act that one person can never complete alone. */
	readonly act: TwoPersonAct;
	/** What a role needs to decide, and to propose. */
	readonly action: Action;
	readonly proposing: Action;
	/** It was compared with another version than the one in force: it can only be refused. */
	readonly outdated: boolean;
	/** Instead of agreeing, where nobody has proposed it yet. */
	readonly offer?: ReactNode;
	readonly busy: boolean;
	/** The question before agreeing. */
	readonly title: string;
	/** What agreeing does. */
	readonly effect: string;
	/** Why whoever proposed cannot agree. */
	readonly own: string;
	/** What it means to be the second person. */
	readonly second: string;
	readonly onDecide: (decided: Decided) => void;
}

export function ProposalDecision(given: Given): ReactNode {
	const { proposedBy, needsTwoPeople, act, action, proposing, outdated, offer, busy, onDecide } = given;
	const { say } = useWords();
	const { me, may } = useSession();
	const [asked, setAsked] = useState<Decided['verb']>();
	const close = (): void => setAsked(undefined);
	if (me === undefined) return null;
	const own = proposedBy.id === me.id || proposedBy.person === me.id;
	const mayClose = own ? may(proposing) : may(action);
	const mayAgree = may(action) && offer === undefined && (!needsTwoPeople || mayComplete(act, proposedBy, meAs(me)));
	const ending = own ? 'withdraw' : 'reject';
	return (
		<div className="second" id="decision">
			<h2>
				<Icon name="eyes" /> {say(needsTwoPeople ? 'second.title' : 'proposal.decide')}
			</h2>
			{offer}
			{!mayAgree && offer === undefined && (
				<p className="four-eyes">{own ? given.own : say(may(action) ? 'proposal.nobody' : 'second.waiting')}</p>
			)}
			{outdated && <p className="four-eyes">{say('proposal.outdatedHint')}</p>}
			<div className="confirm-ways">
				{mayAgree && !outdated && (
					<Button size="xs" loading={busy} onClick={() => setAsked('approve')}>
						{say('proposal.approve')}
					</Button>
				)}
				{mayClose && (
					<Button size="xs" variant="default" loading={busy} onClick={() => setAsked(ending)}>
						{say(own ? 'proposal.withdraw' : 'second.reject')}
					</Button>
				)}
			</div>
			<Confirm
				open={asked === 'approve'}
				title={given.title}
				go={say('proposal.approve')}
				onClose={close}
				onGo={() => {
					close();
					onDecide({ verb: 'approve' });
				}}
			>
				<p>{given.effect}</p>
				{needsTwoPeople && <p className="four-eyes">{given.second}</p>}
			</Confirm>
			<Closing
				open={asked === ending}
				title={say(own ? 'proposal.withdraw' : 'second.reject')}
				onClose={close}
				onGo={(note) => {
					close();
					onDecide({ verb: ending, note });
				}}
			/>
		</div>
	);
}

const meAs = ({ id, role }: { readonly id: string; readonly role: Actor['role'] }): Actor => ({ kind: 'person', id, role });

interface ClosingGiven {
	readonly open: boolean;
	readonly title: string;
	readonly onClose: () => void;
	readonly onGo: (note: string) => void;
}

// Without a word on it nothing is closed.
function Closing({ open, title, onClose, onGo }: ClosingGiven): ReactNode {
	const { say } = useWords();
	const [note, setNote] = useState('');
	const [lacks, setLacks] = useState(false);
	return (
		<Confirm
			open={open}
			title={title}
			go={title}
			onClose={onClose}
			onGo={() => {
				setLacks(true);
				if (note.trim() !== '') onGo(note.trim());
			}}
		>
			<Textarea
				label={say('second.word')}
				size="xs"
				rows={3}
				maxLength={2000}
				value={note}
				error={lacks && note.trim() === '' ? say('second.needWord') : undefined}
				onChange={(event) => setNote(event.currentTarget.value)}
			/>
		</Confirm>
	);
}
