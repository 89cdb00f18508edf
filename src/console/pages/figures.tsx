// Figures of the last weeks: what came in and how it was decided, how old open cases are, how long decisions take, what is found most.
// Each chart has its numbers as a table beside it, for those who do not see charts.
import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Dashboard } from '../../contract/dashboard.ts';
import { CaseFigures } from '../parts/case-figures.tsx';
import { PageHead, Section } from '../parts/marks.tsx';
import { Empty, Trouble, Waiting } from '../parts/trouble.tsx';
import { dashboardQuery, exportPath } from '../queries.ts';
import { useSession } from '../session.ts';
import { useWords, type Words } from '../words.ts';

const SPANS = [7, 28, 90] as const;
const DAY_MS = 86_400_000;
const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export function Figures(): ReactNode {
	const { say, number } = useWords();
	const [span, setSpan] = useState<number>(28);
	const [today] = useState(() => Date.now());
	const from = isoDay(today - (span - 1) * DAY_MS);
	const to = isoDay(today);
	const { may } = useSession();
	const { data, error, refetch } = useQuery(dashboardQuery(from, to));
	const hours = (value: number | undefined): string =>
		value === undefined ? '–' : number(value, { style: 'unit', unit: 'hour', maximumFractionDigits: 1 });
	const ages = agesIn(data?.cases.ageing ?? [], number);
	return (
		<div className="page">
			<PageHead title={say('nav.figures')} />
			<div className="filters">
				<div className="tabs" role="group" aria-label={say('figures.span')}>
					{SPANS.map((days) => (
						<button key={days} type="button" aria-pressed={days === span} onClick={() => setSpan(days)}>
							{say('figures.days', { days })}
						</button>
					))}
				</div>
				{may('statement:read') && <Link to="/statements">{say('figures.statements')}</Link>}
				{may('export:make') && (
					<a className="export" href={exportPath(from, to)} download={`statements-${from}-${to}.json`}>
						{say('figures.export')}
					</a>
				)}
			</div>
			{error !== null && <Trouble error={error} retry={() => void refetch()} />}
			{data === undefined && error === null && <Waiting />}
			{data !== undefined && (
				<>
					<dl className="tiles">
						<Tile label={say('figures.open')} value={number(data.cases.open)} />
						<Tile label={say('figures.overdue')} value={number(data.cases.overdue)} tone={data.cases.overdue > 0 ? 'bad' : ''} />
						<Tile label={say('figures.decided')} value={number(data.cases.decided)} />
						<Tile label={say('figures.median')} value={hours(data.cases.medianHoursToDecision)} />
						<Tile label={say('figures.opened')} value={number(data.cases.opened)} />
						<Tile label={say('figures.takenDown')} value={number(data.takedowns.count)} />
						<Tile label={say('figures.live')} value={hours(data.takedowns.medianHoursLive)} />
						<Tile label={say('figures.released')} value={number(data.cases.released)} />
						<Tile label={say('figures.published')} value={number(data.listings.published)} />
						<Tile label={say('figures.held')} value={number(data.listings.held)} />
						<Tile label={say('figures.refused')} value={number(data.listings.refused)} />
					</dl>
					<div className="two">
						<Section id="by-day" title={say('figures.byDay')}>
							{data.days.length === 0 ? (
								<Empty title={say('figures.none')} />
							) : (
								<>
									<div aria-hidden="true">
										<BarChart
											h={230}
											data={everyDay(data)}
											dataKey="day"
											type="stacked"
											withLegend
											maxBarWidth={28}
											yAxisProps={{ allowDecimals: false }}
											barChartProps={{ accessibilityLayer: false }}
											series={[
												{ name: 'clear', label: say('verdict.clear'), color: 'weir.6' },
												{ name: 'review', label: say('verdict.review'), color: 'yellow.6' },
												{ name: 'block', label: say('verdict.block'), color: 'red.7' },
											]}
										/>
									</div>
									<Numbers
										head={[say('figures.day'), say('verdict.clear'), say('verdict.review'), say('verdict.block')]}
										rows={data.days.map((one) => [one.day, number(one.clear), number(one.review), number(one.block)])}
									/>
								</>
							)}
						</Section>
						<Section id="ageing" title={say('figures.ageing')}>
							<div aria-hidden="true">
								<BarChart
									h={230}
									data={ages}
									dataKey="upTo"
									barChartProps={{ accessibilityLayer: false }}
									maxBarWidth={56}
									yAxisProps={{ allowDecimals: false }}
									series={[{ name: 'count', label: say('figures.cases'), color: 'weir.6' }]}
								/>
							</div>
							<Numbers head={[say('figures.age'), say('figures.cases')]} rows={ages.map((one) => [one.upTo, number(one.count)])} />
						</Section>
						<Section id="found" title={say('figures.found')}>
							{data.substances.length === 0 ? (
								<Empty title={say('figures.none')} />
							) : (
								<ol className="ranking">
									{data.substances.slice(0, 12).map((one) => (
										<li key={one.id}>
											<span>{one.name}</span>
											<meter min={0} max={data.substances[0]?.count ?? 1} value={one.count} aria-hidden="true" />
											<b>{number(one.count)}</b>
										</li>
									))}
								</ol>
							)}
						</Section>
						<CaseFigures from={from} to={to} />
					</div>
				</>
			)}
		</div>
	);
}

/** The days of the span, those without submissions as zeros: a gap in the chart would look like a day that was not measured. */
function everyDay({ from, to, days }: Dashboard): Dashboard['days'] {
	const known = new Map(days.map((one) => [one.day, one]));
	const count = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
	return Array.from({ length: count }, (_, place) => {
		const day = isoDay(Date.parse(from) + place * DAY_MS);
		return known.get(day) ?? { day, clear: 0, review: 0, block: 0 };
	});
}

/** Ages as the reader's language writes them: up to so long, and beyond the last. */
function agesIn(ageing: Dashboard['cases']['ageing'], number: Words['number']): Dashboard['cases']['ageing'] {
	const time = (upTo = ''): string | undefined => {
		const [, amount, unit] = /^(\d{1,4}) ([hd])$/.exec(upTo) ?? [];
		return amount === undefined ? undefined : number(Number(amount), { style: 'unit', unit: unit === 'h' ? 'hour' : 'day' });
	};
	return ageing.map(({ upTo, count }, place) => {
		const most = time(upTo);
		const before = time(ageing[place - 1]?.upTo);
		return { upTo: most !== undefined ? `≤ ${most}` : before !== undefined ? `> ${before}` : upTo, count };
	});
}

function Tile({ label, value, tone = '' }: { readonly label: string; readonly value: string; readonly tone?: string }): ReactNode {
	return (
		<div className={`tile ${tone}`}>
			<dt>{label}</dt>
			<dd>{value}</dd>
		</div>
	);
}

function Numbers({ head, rows }: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }): ReactNode {
	const { say } = useWords();
	return (
		<details>
			<summary>{say('figures.numbers')}</summary>
			<table className="rows plain">
				<thead>
					<tr>
						{head.map((one) => (
							<th key={one} scope="col">
								{one}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map((row) => (
						<tr key={row[0]}>
							{row.map((cell, place) => (
								<td key={head[place]}>{cell}</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</details>
	);
}
