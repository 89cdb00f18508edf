// Figures of decisions: how long they took, what became of complaints, where people overruled the software, what second reviews
// and golden cases found. Rates stand with their interval; what cannot be said is a dash.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { CaseFiguresWire } from '../../contract/reports.ts';
import { caseFiguresQuery } from '../queries.ts';
import { useWords } from '../words.ts';
import { Section } from './marks.tsx';
import { Empty, Trouble, Waiting } from './trouble.tsx';

type Proportion = CaseFiguresWire['reviews']['errors'];

export function CaseFigures({ from, to }: { readonly from: string; readonly to: string }): ReactNode {
	const { say, number } = useWords();
	const { data, error, refetch } = useQuery(caseFiguresQuery(from, to));
	if (error !== null) return <Trouble error={error} retry={() => void refetch()} />;
	if (data === undefined) return <Waiting />;
	const { appeals, clears, corrective, overrides, people, reviews, golden, timeToDecision } = data;
	const most = Math.max(1, ...timeToDecision.map(({ count }) => count));
	const hours = (value: number): string => number(value, { style: 'unit', unit: 'hour' });
	const agreement = (value: number | undefined): string => (value === undefined ? '–' : number(value, { maximumFractionDigits: 2 }));
	const last = timeToDecision.at(-2)?.upToHours ?? 0;
	return (
		<>
			<Section id="time-to-decision" title={say('figures.timeToDecision')}>
				<ol className="ranking">
					{timeToDecision.map(({ upToHours, count }) => (
						<li key={upToHours ?? 'longer'}>
							<span>
								{upToHours === undefined ? say('figures.longer', { time: hours(last) }) : say('figures.within', { time: hours(upToHours) })}
							</span>
							<meter min={0} max={most} value={count} aria-hidden="true" />
							<b>{number(count)}</b>
						</li>
					))}
				</ol>
			</Section>
			<Section id="appeals" title={say('figures.appeals')}>
				{appeals.received === 0 ? (
					<Empty title={say('figures.noAppeals')} />
				) : (
					<dl className="figures-list">
						{(['received', 'open', 'upheld', 'reversed'] as const).map((kind) => (
							<div key={kind}>
								<dt>{say(`figures.appeal.${kind}`)}</dt>
								<dd>{number(appeals[kind])}</dd>
							</div>
						))}
					</dl>
				)}
			</Section>
			<Section id="overrides" title={say('figures.overrides')}>
				{overrides.length === 0 ? (
					<Empty title={say('figures.noOverrides')} />
				) : (
					<Scroll label={say('figures.overrides')}>
						<table className="rows plain">
							<thead>
								<tr>
									{(['who', 'direction', 'reason', 'count', 'reversedLater', 'doubtedLater'] as const).map((key) => (
										<th key={key} scope="col">
											{say(`figures.${key}`)}
										</th>
									))}
								</tr>
							</thead>
							<tbody>
								{overrides.map((one) => (
									<tr key={`${one.by} ${one.reasonCode} ${one.direction}`}>
										<td>{people[one.by] ?? one.by}</td>
										<td>{say(`figures.direction.${one.direction}`)}</td>
										<td>
											<code>{one.reasonCode}</code>
										</td>
										<td>{number(one.total)}</td>
										<td>{number(one.reversed)}</td>
										<td>{number(one.doubted)}</td>
									</tr>
								))}
							</tbody>
						</table>
					</Scroll>
				)}
			</Section>
			<Section id="agreement" title={say('figures.agreement')}>
				{reviews.total === 0 ? (
					<Empty title={say('figures.noReviews')} />
				) : (
					<>
						<p>
							{say('figures.errors')} <Share of={reviews.errors} /> · {say('figures.kappa')} {agreement(reviews.kappa)}
						</p>
						<Samples of={reviews.bySample} />
						<Shares label={say('figures.agreement')} head={say('figures.errors')} {...reviews} people={people} />
					</>
				)}
			</Section>
			<Section id="clears" title={say('figures.clears')}>
				{clears.total === 0 ? (
					<Empty title={say('figures.noClears')} />
				) : (
					<>
						<p>
							{say('figures.shouldNot')} <Share of={clears.errors} />
						</p>
						<Samples of={clears.bySample} />
					</>
				)}
			</Section>
			<Section id="corrective" title={say('figures.corrective')}>
				<dl className="figures-list">
					{(['open', 'done', 'effective'] as const).map((status) => (
						<div key={status}>
							<dt>{say(`action.status.${status}`)}</dt>
							<dd>{number(status === 'done' ? corrective.unchecked : corrective[status])}</dd>
						</div>
					))}
					<div>
						<dt>{say('deadline.late')}</dt>
						<dd>{number(corrective.overdue)}</dd>
					</div>
				</dl>
			</Section>
			<Section id="golden" title={say('figures.golden')}>
				{golden.total === 0 ? (
					<Empty title={say('figures.noGolden')} />
				) : (
					<>
						<p>
							{say('figures.wrong')} <Share of={golden.errors} />
						</p>
						<p>
							{say('figures.otherReason')} <Share of={golden.reasons} />
						</p>
						<p>
							{say('figures.kappa')} {agreement(golden.kappa)} · {say('figures.alpha')} {agreement(golden.alpha)}
						</p>
						<Shares label={say('figures.golden')} head={say('figures.wrong')} {...golden} people={people} />
					</>
				)}
			</Section>
		</>
	);
}

type Rates = Pick<CaseFiguresWire['reviews'], 'byRole' | 'byPerson'>;

/** Rates by role, then by person where the server names any. */
function Shares({
	label,
	head,
	byRole,
	byPerson,
	people,
}: Rates & { readonly label: string; readonly head: string; readonly people: CaseFiguresWire['people'] }): ReactNode {
	const { say, name } = useWords();
	const rows = [
		...byRole.map(({ role, errors }) => ({ key: `role ${role}`, who: name('role', role), errors })),
		...byPerson.map(({ by, errors }) => ({ key: by, who: people[by] ?? by, errors })),
	];
	if (rows.length === 0) return null;
	return (
		<Scroll label={label}>
			<table className="rows plain">
				<thead>
					<tr>
						<th scope="col">{say('figures.whoOrRole')}</th>
						<th scope="col">{head}</th>
					</tr>
				</thead>
				<tbody>
					{rows.map(({ key, who, errors }) => (
						<tr key={key}>
							<td>{who}</td>
							<td>
								<Share of={errors} />
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</Scroll>
	);
}

/** The two samples apart: the random one alone speaks for everything. */
function Samples({ of: { random, risk } }: { readonly of: CaseFiguresWire['reviews']['bySample'] }): ReactNode {
	const { say } = useWords();
	return (
		<p>
			{say('figures.atRandom')} {random.total === 0 ? '–' : <Share of={random} />} · {say('figures.byRisk')}{' '}
			{risk.total === 0 ? '–' : <Share of={risk} />}
		</p>
	);
}

// A count of few says little: the interval stands beside it.
function Share({ of: { hits, total, low, high } }: { readonly of: Proportion }): ReactNode {
	const { say, number } = useWords();
	const percent = (value: number): string => number(value, { style: 'percent', maximumFractionDigits: 0 });
	return <>{say('figures.share', { hits: number(hits), total: number(total), low: percent(low), high: percent(high) })}</>;
}

/** A table that may be wider than the screen. */
export function Scroll({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard
		<div className="scroll" tabIndex={0} role="group" aria-label={label}>
			{children}
		</div>
	);
}
