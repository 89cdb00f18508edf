// Statements of reasons on their way to the Transparency Database: whether sending is on, what waits, what was sent and where it stands
// there, what was refused with the reason and the fix, and sending again.
import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { FiledStatement } from '../../contract/statements.ts';
import { More } from '../parts/list-tools.tsx';
import { Chip, Moment, PageHead, Section, type Tone } from '../parts/marks.tsx';
import { Empty, Trouble, Waiting } from '../parts/trouble.tsx';
import { statementQuery, statementsQuery } from '../queries.ts';
import { send } from '../request.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';
import '../styles/quality.css';

const TONE: Readonly<Record<FiledStatement['state'], Tone>> = { waiting: 'doubt', sent: 'good', refused: 'bad', dead: 'bad' };
const STATES = [undefined, 'waiting', 'sent', 'refused', 'dead'] as const;
/** What waits may be sent at any moment. */
const LOOK_MS = 3_000;

export function Statements(): ReactNode {
	const { say, number, date } = useWords();
	const { may } = useSession();
	const queries = useQueryClient();
	const [state, setState] = useState<FiledStatement['state']>();
	const list = useInfiniteQuery({
		...statementsQuery(state),
		refetchInterval: ({ state: { data } }) => {
			const filing = data?.pages[0]?.filing;
			return filing?.host !== undefined && filing.waiting > 0 ? LOOK_MS : false;
		},
	});
	const pages = list.data?.pages ?? [];
	const statements = pages.flatMap(({ items }) => items);
	const filing = pages[0]?.filing;
	const resend = useMutation({
		mutationFn: (puid: string | undefined) =>
			send<{ readonly count: number }>('/v1/statements:resend', { method: 'POST', body: puid === undefined ? {} : { puid } }),
		onSettled: () => queries.invalidateQueries({ queryKey: ['statements'] }),
	});
	const mayResend = may('statement:resend') && filing?.host !== undefined;
	const stuck = (filing?.refused ?? 0) + (filing?.dead ?? 0);
	return (
		<div className="page">
			<PageHead title={say('filing.title')} />
			{filing !== undefined && (
				<>
					<p>
						{filing.host === undefined
							? say('filing.off')
							: say('filing.on', { host: filing.host, day: filing.since === undefined ? '–' : date(filing.since) })}
					</p>
					<dl className="tiles">
						{(['waiting', 'sent', 'refused', 'dead'] as const).map((one) => (
							<div key={one} className={`tile ${(one === 'refused' || one === 'dead') && filing[one] > 0 ? 'bad' : ''}`}>
								<dt>{say(`filing.${one}`)}</dt>
								<dd>{number(filing[one])}</dd>
							</div>
						))}
					</dl>
				</>
			)}
			<Section
				id="statements"
				title={say('filing.list')}
				aside={
					mayResend && stuck > 0 ? (
						<Button size="compact-xs" variant="default" loading={resend.isPending} onClick={() => resend.mutate(undefined)}>
							{say('filing.resendAll', { count: stuck })}
						</Button>
					) : undefined
				}
			>
				<div className="tabs wrapping" role="group" aria-label={say('filing.which')}>
					{STATES.map((one) => (
						<button key={one ?? 'all'} type="button" aria-pressed={one === state} onClick={() => setState(one)}>
							{one === undefined ? say('queue.all') : say(`filing.${one}`)}
						</button>
					))}
				</div>
				{resend.error !== null && <Trouble error={resend.error} />}
				{resend.data !== undefined && <p role="status">{say('filing.resent', { count: resend.data.count })}</p>}
				{list.isPending && <Waiting lines={3} />}
				{list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
				{list.isSuccess && statements.length === 0 && <Empty title={say('filing.none')} />}
				<ul className="cards">
					{statements.map((one) => (
						<Statement
							key={one.puid}
							one={one}
							busy={resend.isPending && resend.variables === one.puid}
							{...(mayResend ? { resend: () => resend.mutate(one.puid) } : {})}
						/>
					))}
				</ul>
				<More list={list} />
			</Section>
		</div>
	);
}

function Statement({
	one,
	busy,
	resend,
}: {
	readonly one: FiledStatement;
	readonly busy: boolean;
	readonly resend?: () => void;
}): ReactNode {
	const { say } = useWords();
	const { may } = useSession();
	const [shown, setShown] = useState(false);
	const { puid, caseId, state, made, problems, attempts, createdAt, nextAt, lastError, sentAt, uuid, permalink, entryId } = one;
	return (
		<li data-statement={puid}>
			<Chip tone={TONE[state]}>{say(`filing.${state}`)}</Chip> <code className="puid">{puid}</code>{' '}
			<span className="faint">
				<Moment at={sentAt ?? createdAt} />
				{state === 'waiting' && attempts > 0 && ` · ${say('deliveries.attempts', { count: attempts })}`}
				{nextAt !== undefined && attempts > 0 && (
					<>
						{' · '}
						{say('deliveries.next')} <Moment at={nextAt} />
					</>
				)}
			</span>
			{lastError !== undefined && state !== 'sent' && <p className="last-error">{lastError}</p>}
			{problems.length > 0 && state === 'refused' && (
				<ul className="problems">
					{problems.map((problem) => (
						<li key={`${problem.pointer} ${problem.message}`}>
							<strong>{say(made ? 'filing.byDatabase' : 'filing.byWeir')}</strong> <code>{problem.pointer}</code> {problem.message}
							<br />
							<span className="faint">
								{say('filing.fix')} {problem.fix}
							</span>
						</li>
					))}
				</ul>
			)}
			<div className="ways">
				{may('case:read') && (
					<Link to="/cases/$id" params={{ id: caseId }}>
						{say('link.case')}
					</Link>
				)}
				{permalink !== undefined && (
					<a href={permalink} target="_blank" rel="noreferrer">
						{say('filing.there')}
					</a>
				)}
				{permalink === undefined && uuid !== undefined && <code>{uuid}</code>}
				{entryId !== undefined && (
					<Link to="/proofs" search={{ entry: entryId }}>
						{say('history.entry')}
					</Link>
				)}
				{resend !== undefined && (state === 'refused' || state === 'dead') && (
					<Button size="compact-xs" variant="default" loading={busy} aria-label={`${say('filing.resend')}: ${puid}`} onClick={resend}>
						{say('filing.resend')}
					</Button>
				)}
			</div>
			{made && (
				<details onToggle={(event) => setShown(event.currentTarget.open)}>
					<summary>{say('filing.asSent')}</summary>
					{shown && <AsSent puid={puid} />}
				</details>
			)}
		</li>
	);
}

function AsSent({ puid }: { readonly puid: string }): ReactNode {
	const { data, error } = useQuery(statementQuery(puid));
	if (error !== null) return <Trouble error={error} />;
	if (data === undefined) return <Waiting lines={2} />;
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls must be reachable by keyboard
		<pre className="as-sent" tabIndex={0}>
			{JSON.stringify(data.statement, null, 2)}
		</pre>
	);
}
