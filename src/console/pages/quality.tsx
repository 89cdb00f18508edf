// Quality: what was drawn for a second look, and corrective actions, the overdue ones said first.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ACTION_STATUSES, type ActionStatus } from '../../model/corrective-action.ts';
import { ActionMark } from '../parts/action-mark.tsx';
import { More } from '../parts/list-tools.tsx';
import { Chip, PageHead, Section } from '../parts/marks.tsx';
import { RecordAction } from '../parts/record-action.tsx';
import { SecondLooks } from '../parts/second-looks.tsx';
import { Empty, Trouble, Waiting } from '../parts/trouble.tsx';
import { correctiveQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';
import '../styles/quality.css';

export function Quality(): ReactNode {
	const { say } = useWords();
	const { may } = useSession();
	const { case: caseId } = useSearch({ from: '/inside/quality' });
	return (
		<div className="page">
			<PageHead title={say('nav.quality')} />
			<Actions />
			{may('corrective:record') && (
				<details className="record" open={caseId !== undefined}>
					<summary>{say('action.record')}</summary>
					<RecordAction caseId={caseId} />
				</details>
			)}
			{may('qa:review') && <SecondLooks />}
		</div>
	);
}

type Which = ActionStatus | 'overdue' | undefined;
const WHICH: readonly Which[] = [undefined, ...ACTION_STATUSES, 'overdue'];

function Actions(): ReactNode {
	const { say, date } = useWords();
	const [which, setWhich] = useState<Which>();
	const list = useInfiniteQuery(correctiveQuery(which));
	const pages = list.data?.pages ?? [];
	const actions = pages.flatMap(({ items }) => items);
	const names = Object.assign({}, ...pages.map(({ people }) => people)) as Readonly<Record<string, string>>;
	const late = pages[0]?.overdue ?? 0;
	return (
		<Section
			id="actions"
			title={say('action.title')}
			aside={late > 0 ? <Chip tone="bad">{say('action.overdue', { count: late })}</Chip> : undefined}
		>
			<div className="tabs wrapping" role="group" aria-label={say('action.which')}>
				{WHICH.map((one) => (
					<button key={one ?? 'all'} type="button" aria-pressed={one === which} onClick={() => setWhich(one)}>
						{one === undefined ? say('queue.all') : one === 'overdue' ? say('deadline.late') : say(`action.status.${one}`)}
					</button>
				))}
			</div>
			{list.isPending && <Waiting lines={3} />}
			{list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
			{list.isSuccess && actions.length === 0 && <Empty title={say('action.none')}>{say('action.noneHint')}</Empty>}
			<ul className="cards">
				{actions.map((one) => (
					<li key={one.id}>
						<ActionMark action={one} />{' '}
						<Link to="/quality/$id" params={{ id: one.id }} className="title">
							<bdi>{one.found}</bdi>
						</Link>
						<span className="under faint">
							{say(`cause.${one.cause}`)} · {names[one.owner] ?? one.owner} · {say('action.until', { day: date(one.due) })}
						</span>
					</li>
				))}
			</ul>
			<More list={list} />
		</Section>
	);
}
