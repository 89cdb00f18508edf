// The work that follows once a proposal is in force: all listings screened again, and what moved.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { CatalogueProposal } from '../../contract/catalogue-changes.ts';
import type { Proposal } from '../../contract/policy.ts';
import { jobsQuery } from '../queries.ts';
import { useWords } from '../words.ts';
import { JobProgress } from './job-progress.tsx';
import { Section } from './marks.tsx';

interface Given {
	/** What kind of cause the job states. */
	readonly cause: 'policy' | 'catalogue';
	readonly proposal: Proposal | CatalogueProposal;
}

export function Rescreen({ cause: kind, proposal: { version, decidedAt = '', rescreen } }: Given): ReactNode {
	const { say } = useWords();
	const { data } = useQuery({ ...jobsQuery('rescreen'), enabled: rescreen === undefined });
	const caused = data?.items.filter(
		({ cause, createdAt }) => cause['kind'] === kind && cause['version'] === version && createdAt >= decidedAt,
	);
	// The first after the decision: the same version may have come into force again later.
	const job = rescreen ?? caused?.at(-1)?.id;
	return (
		<Section id="rescreen" title={say('rescreen.title')}>
			{job === undefined ? (
				<p className="faint">{say('rescreen.none')}</p>
			) : (
				<JobProgress key={job} id={job} caption={say('rescreen.caption')} />
			)}
		</Section>
	);
}
