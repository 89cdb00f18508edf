// Which listings a proposal would decide differently: a job over all of them that changes nothing, its progress and what it found. The
// newest one of this candidate is shown, whoever began it.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Job } from '../../contract/jobs.ts';
import { jobsQuery } from '../queries.ts';
import { send } from '../request.ts';
import { useWords } from '../words.ts';
import { JobProgress } from './job-progress.tsx';
import { Section } from './marks.tsx';
import { Empty, Trouble } from './trouble.tsx';

interface Given {
	/** Where a preview is asked for. */
	readonly path: string;
	/** Is this job a preview of what is proposed here? */
	readonly isMine: (job: Job) => boolean;
	/** The proposal is open, and the reader's role may. */
	readonly offered: boolean;
}

export function Preview({ path, isMine, offered }: Given): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const jobs = useQuery(jobsQuery('preview'));
	const begin = useMutation({
		mutationFn: () => send<Job>(path, { method: 'POST', body: {} }),
		onSettled: () => queries.invalidateQueries({ queryKey: ['jobs', 'preview'] }),
	});
	const job = begin.data ?? jobs.data?.items.find(isMine);
	return (
		<Section
			id="preview"
			title={say('preview.title')}
			aside={
				offered ? (
					<Button
						size="compact-xs"
						variant={job === undefined ? 'filled' : 'default'}
						loading={begin.isPending}
						onClick={() => begin.mutate()}
					>
						{say(job === undefined ? 'preview.start' : 'preview.again')}
					</Button>
				) : undefined
			}
		>
			{begin.error !== null && <Trouble error={begin.error} />}
			{jobs.isError && <Trouble error={jobs.error} retry={() => void jobs.refetch()} />}
			{job === undefined ? (
				<Empty title={say('preview.none')}>{say('preview.hint')}</Empty>
			) : (
				<JobProgress key={job.id} id={job.id} caption={say('preview.caption')} />
			)}
		</Section>
	);
}
