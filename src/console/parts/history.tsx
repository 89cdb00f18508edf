// What happened in a case, oldest first: who, when, what, and the words they left. Events the console does not know are shown too,
// by name, because a history with gaps is none.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CaseEventWire } from '../../contract/cases.ts';
import { useWords } from '../words.ts';
import { Moment, StateMark } from './marks.tsx';

/** The members of an event that the console shows, wherever they stand. */
interface Told {
	readonly text?: string;
	readonly note?: string;
	readonly grounds?: string;
	readonly outcome?: string;
	readonly reasonCode?: string;
	readonly facts?: string;
	readonly legalBasis?: string;
	readonly until?: string;
	readonly decision?: Told;
}

export function History({ events }: { readonly events: readonly CaseEventWire[] }): ReactNode {
	const { name, say } = useWords();
	return (
		<ol className="history">
			{events.map((event) => {
				const told = event as Told;
				const decision = told.decision ?? told;
				const text = told.text ?? told.note ?? told.grounds ?? decision.facts;
				return (
					<li key={event.seq} data-kind={event.kind}>
						<div>
							<strong>{name('event', event.kind)}</strong>
							{decision.outcome !== undefined && <StateMark state={decision.outcome} />}
							{decision.reasonCode !== undefined && <code>{decision.reasonCode}</code>}
						</div>
						<div className="faint">
							<Moment at={event.at} /> · {event.actor.kind === 'system' ? 'Weir' : event.actor.id} ({name('role', event.actor.role)})
							{event.entryId !== undefined && (
								<>
									{' · '}
									<Link to="/proofs" search={{ subject: event.entryId }}>
										{say('history.entry')}
									</Link>
								</>
							)}
						</div>
						{text !== undefined && text !== '' && <p dir="auto">{text}</p>}
						{decision.legalBasis !== undefined && <p className="faint">{decision.legalBasis}</p>}
					</li>
				);
			})}
		</ol>
	);
}
