// What happened in a case, oldest first: who, when, what, and the words they left.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CaseDetail, CaseEventWire } from '../../contract/cases.ts';
import type { Actor } from '../../model/actor.ts';
import type { Decision } from '../../model/case.ts';
import { useWords } from '../words.ts';
import { Moment, StateMark } from './marks.tsx';

/** Id → name. */
export type Names = CaseDetail['people'];

/** How an actor is called: by name where it is known, a key as a key. */
export function useActorName(people: Names): (actor: Actor) => string {
	const { say } = useWords();
	return (actor) => {
		const person = people[actor.person ?? actor.id];
		if (actor.kind === 'system') return 'Weir';
		return actor.kind === 'key' ? say('actor.key', { name: person ?? actor.id }) : (person ?? actor.id);
	};
}

/** The words an event carries, whatever the kind calls them. */
function wordsOf(event: CaseEventWire): string | undefined {
	if ('text' in event) return event.text;
	if ('note' in event) return event.note;
	return 'grounds' in event ? event.grounds : undefined;
}

const decisionOf = (event: CaseEventWire): Decision | undefined => ('decision' in event ? event.decision : undefined);

interface Given {
	/** Of the case. */
	readonly id: string;
	readonly events: readonly CaseEventWire[];
	readonly people: Names;
}

export function History({ id, events, people }: Given): ReactNode {
	const { name, say } = useWords();
	const called = useActorName(people);
	return (
		<ol className="history">
			{events.map((event) => {
				const decision = decisionOf(event);
				const words = wordsOf(event);
				return (
					<li key={event.seq} data-kind={event.kind}>
						<div>
							<strong>{name('event', event.kind)}</strong>
							{decision !== undefined && <StateMark state={decision.outcome} />}
							{decision !== undefined && <code>{decision.reasonCode}</code>}
						</div>
						<div className="faint">
							<Moment at={event.at} /> · {called(event.actor)}
							{event.actor.role !== 'system' && ` (${name('role', event.actor.role)})`} ·{' '}
							<Link to="/proofs" search={{ subject: `case/${id}`, entry: event.entryId }}>
								{say('history.entry')}
							</Link>
						</div>
						{decision !== undefined && <p dir="auto">{decision.facts}</p>}
						{decision !== undefined && <p className="faint">{decision.legalBasis}</p>}
						{words !== undefined && words !== '' && <p dir="auto">{words}</p>}
					</li>
				);
			})}
		</ol>
	);
}
