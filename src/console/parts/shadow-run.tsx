// What is proposed, a policy or a catalogue, deciding silently beside what is in force: started and stopped here, with its counts as they grow and the
// submissions on which the two differ.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Proposal } from '../../contract/policy.ts';
import type { ShadowAnswer } from '../../contract/shadow.ts';
import { shadowQuery } from '../queries.ts';
import { send } from '../request.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';
import { Moment, Section } from './marks.tsx';
import { Move, Transitions } from './transitions.tsx';
import { Empty, Trouble } from './trouble.tsx';

interface Given {
	readonly of: 'policy' | 'catalogue';
	readonly proposal: Pick<Proposal, 'id' | 'version' | 'status'>;
}

export function ShadowRun({ of, proposal: { id, version, status } }: Given): ReactNode {
	const { say } = useWords();
	const { may } = useSession();
	const queries = useQueryClient();
	const { data, error, refetch } = useQuery(shadowQuery(of));
	const running = data?.shadow !== undefined && data.shadow.stoppedAt === undefined ? data.shadow : undefined;
	const runsHere = running?.version === version;
	const turn = useMutation({
		mutationFn: () =>
			runsHere
				? send(`/v1/${of}/shadow`, { method: 'DELETE' })
				: send(`/v1/${of}/proposals/${encodeURIComponent(id)}:shadow`, { method: 'POST', body: {} }),
		onSettled: async () => {
			await queries.invalidateQueries({ queryKey: ['shadow'] });
			void queries.invalidateQueries({ queryKey: ['policy'] });
		},
	});
	const offered = may(`${of}:propose`) && (runsHere || status === 'open');
	return (
		<Section
			id="shadow"
			title={say('shadow.title')}
			aside={
				offered ? (
					<Button size="compact-xs" variant="default" loading={turn.isPending} onClick={() => turn.mutate()}>
						{say(runsHere ? 'shadow.stop' : 'shadow.start')}
					</Button>
				) : undefined
			}
		>
			{turn.error !== null && <Trouble error={turn.error} />}
			{error !== null && data === undefined && <Trouble error={error} retry={() => void refetch()} />}
			{running !== undefined && !runsHere && status === 'open' && (
				<p className="four-eyes">
					{say('shadow.other', { name: running.name === running.version ? '' : running.name, version: running.version })}
				</p>
			)}
			{data?.shadow?.version === version ? (
				<Run told={data} />
			) : (
				<Empty title={say('shadow.none')}>{say(of === 'policy' ? 'shadow.hint' : 'shadow.hintCatalogue')}</Empty>
			)}
		</Section>
	);
}

function Run({ told: { shadow, items, nextCursor } }: { readonly told: ShadowAnswer }): ReactNode {
	const { say, number } = useWords();
	if (shadow === undefined) return null;
	const { startedAt, stoppedAt, differing, listings, transitions } = shadow;
	return (
		<div className="impact">
			<p role="status">
				{say(stoppedAt === undefined ? 'shadow.running' : 'shadow.stopped')}{' '}
				{say('policy.differs', { differing: number(differing), listings: number(listings) })}{' '}
				<span className="faint">
					<Moment at={startedAt} />
					{stoppedAt !== undefined && (
						<>
							{' – '}
							<Moment at={stoppedAt} />
						</>
					)}
				</span>
			</p>
			<Transitions transitions={transitions} caption={say('shadow.caption')} />
			{items.length > 0 && (
				<>
					<h3>{say('shadow.differences')}</h3>
					<ul className="reasons">
						{items.map(({ listingId, revision, live, candidate, why, at }) => (
							<li key={`${listingId} ${revision} ${at}`} data-listing={listingId}>
								<Move transition={`${live}→${candidate}`} />{' '}
								<Link to="/listings/$id" params={{ id: listingId }}>
									<bdi>{listingId}</bdi>
								</Link>{' '}
								<span>{why}</span>{' '}
								<span className="faint">
									<Moment at={at} />
								</span>
							</li>
						))}
					</ul>
					{nextCursor !== undefined && <p className="faint small">{say('shadow.latest', { count: items.length })}</p>}
				</>
			)}
		</div>
	);
}
