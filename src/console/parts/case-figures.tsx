// Figures of decisions: how long they took, what became of complaints, where people overruled the software, and what second reviews
// found. Rates stand with their interval; what cannot be said is a dash.
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
	const { appeals, overrides, people, reviews, timeToDecision } = data;
	const most = Math.max(1, ...timeToDecision.map(({ count }) => count));
	const hours = (value: number): string => number(value, { style: 'unit', unit: 'hour' });
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
							{say('figures.errors')} <Share of={reviews.errors} /> · {say('figures.kappa')}{' '}
							{reviews.kappa === undefined ? '–' : number(reviews.kappa, { maximumFractionDigits: 2 })}
						</p>
						<Scroll label={say('figures.agreement')}>
							<table className="rows plain">
								<thead>
									<tr>
										<th scope="col">{say('figures.who')}</th>
										<th scope="col">{say('figures.errors')}</th>
									</tr>
								</thead>
								<tbody>
									{reviews.byPerson.map(({ by, errors }) => (
										<tr key={by}>
											<td>{people[by] ?? by}</td>
											<td>
												<Share of={errors} />
											</td>
										</tr>
									))}
								</tbody>
							</table>
						</Scroll>
					</>
				)}
			</Section>
		</>
	);
}

// A count of few says little: the interval stands beside it.
function Share({ of: { hits, total, low, high } }: { readonly of: Proportion }): ReactNode {
	const { say, number } = useWords();
	const percent = (value: number): string => number(value, { style: 'percent', maximumFractionDigits: 0 });
	return <>{say('figures.share', { hits: number(hits), total: number(total), low: percent(low), high: percent(high) })}</>;
}

function Scroll({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard
		<div className="scroll" tabIndex={0} role="group" aria-label={label}>
			{children}
		</div>
	);
}
