// Work over all listings: how far it is while it runs, asked again every second, and what it found.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { jobQuery } from '../queries.ts';
import { useWords } from '../words.ts';
import { Moment } from './marks.tsx';
import { Impact } from './transitions.tsx';
import { Trouble, Waiting } from './trouble.tsx';

/** `caption` says what moves from what to what. */
export function JobProgress({ id, caption }: { readonly id: string; readonly caption: string }): ReactNode {
	const { say, number } = useWords();
	const { data: job, error, refetch } = useQuery(jobQuery(id));
	if (error !== null && job === undefined) return <Trouble error={error} retry={() => void refetch()} />;
	if (job === undefined) return <Waiting lines={3} />;
	// Listings may come while it runs: the count at the start is not a limit.
	const total = Math.max(job.total, job.done);
	const running = job.status === 'waiting';
	return (
		<div className="job" data-status={job.status}>
			<p role="status">
				{say(`job.status.${job.status}`)} · {say('job.count', { done: number(job.done), total: number(total) })}{' '}
				<span className="faint">
					<Moment at={job.finishedAt ?? job.createdAt} />
				</span>
			</p>
			{running && <progress max={Math.max(1, total)} value={job.done} aria-label={say('job.progress')} />}
			{(job.done > 0 || !running) && <Impact result={job.result} caption={caption} />}
		</div>
	);
}
