// Tells whoever can do something about it that this version of Weir brings another catalogue along, which waits for two people.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { catalogueQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';

const STALE_MS = 60_000;

export function WaitingCatalogue(): ReactNode {
	const { say } = useWords();
	const { may } = useSession();
	const concerned = may('catalogue:propose') || may('catalogue:approve');
	const { data } = useQuery({ ...catalogueQuery(), enabled: concerned, staleTime: STALE_MS });
	const waiting = data?.waiting;
	if (!concerned || waiting === undefined) return null;
	const { cameWith, proposal, isProposed, trouble } = waiting;
	return (
		<div className="notice waiting-catalogue" role="note">
			<strong>{say('waiting.title', { version: cameWith })}</strong>
			{trouble === undefined ? (
				<p>{say(isProposed ? 'waiting.proposed' : 'waiting.offered')}</p>
			) : (
				<p dir="auto">
					{say('waiting.trouble')} {trouble}
				</p>
			)}
			{proposal !== undefined && (
				<Link to="/catalogues/$id" params={{ id: proposal }}>
					{say('waiting.look')}
				</Link>
			)}
		</div>
	);
}
