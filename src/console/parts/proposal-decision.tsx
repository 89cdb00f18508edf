// Agreeing to a proposal or refusing it, each after a question. Where two people are needed, whoever proposed is not offered to agree
// and is told why; the server refuses it all the same.
import { Button, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Actor } from '../../model/actor.ts';
import { mayComplete, type TwoPersonAct } from '../../policy/four-eyes.ts';
import type { Action } from '../../policy/permissions.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';
import { Confirm } from './confirm.tsx';
import { Icon } from './icon.tsx';

interface Given {
	readonly proposedBy: Actor;
	readonly needsTwoPeople: boolean;
	/** The act that one person can never complete alone. */
	readonly act: TwoPersonAct;
	/** What a role needs to decide at all. */
	readonly action: Action;
	/** It was compared with another version than the one in force: it can only be refused. */
	readonly outdated: boolean;
	readonly busy: boolean;
	/** The question before agreeing. */
	readonly title: string;
	/** What agreeing does. */
	readonly effect: string;
	/** Why whoever proposed cannot agree. */
	readonly own: string;
	/** What it means to be the second person. */
	readonly second: string;
	readonly onApprove: () => void;
	readonly onReject: (note: string) => void;
}

export function ProposalDecision(given: Given): ReactNode {
	const { proposedBy, needsTwoPeople, act, action, outdated, busy, onApprove, onReject } = given;
	const { say } = useWords();
	const { me, may } = useSession();
	const [asked, setAsked] = useState<'approve' | 'reject'>();
	const [note, setNote] = useState('');
	const [lacks, setLacks] = useState(false);
	const close = (): void => setAsked(undefined);
	if (me === undefined) return null;
	if (!may(action)) return <p className="four-eyes">{say('second.waiting')}</p>;
	const own = proposedBy.id === me.id || proposedBy.person === me.id;
	const mayAgree = !needsTwoPeople || mayComplete(act, proposedBy, { kind: 'person', id: me.id, role: me.role });
	return (
		<div className="second" id="decision">
			<h2>
				<Icon name="eyes" /> {say(needsTwoPeople ? 'second.title' : 'proposal.decide')}
			</h2>
			{!mayAgree && <p className="four-eyes">{own ? given.own : say('proposal.nobody')}</p>}
			{outdated && <p className="four-eyes">{say('proposal.outdatedHint')}</p>}
			<div className="confirm-ways">
				{mayAgree && !outdated && (
					<Button size="xs" loading={busy} onClick={() => setAsked('approve')}>
						{say('proposal.approve')}
					</Button>
				)}
				<Button size="xs" variant="default" loading={busy} onClick={() => setAsked('reject')}>
					{say(own ? 'proposal.withdraw' : 'second.reject')}
				</Button>
			</div>
			<Confirm
				open={asked === 'approve'}
				title={given.title}
				go={say('proposal.approve')}
				onClose={close}
				onGo={() => {
					close();
					onApprove();
				}}
			>
				<p>{given.effect}</p>
				{needsTwoPeople && <p className="four-eyes">{given.second}</p>}
			</Confirm>
			<Confirm
				open={asked === 'reject'}
				title={say(own ? 'proposal.withdraw' : 'second.reject')}
				go={say(own ? 'proposal.withdraw' : 'second.reject')}
				onClose={close}
				onGo={() => {
					setLacks(true);
					if (note.trim() === '') return;
					close();
					onReject(note.trim());
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
		</div>
	);
}
