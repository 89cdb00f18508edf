// Figures of the dashboard, counted from the tables themselves: nothing is kept beside them that could disagree.
import type { Dashboard } from '../../contract/dashboard.ts';
import { takedownFigures } from '../../report/takedowns.ts';
import { type Db, run } from './database.ts';
import { readTakedowns } from './takedowns.ts';

const MOST_SUBSTANCES = 20;

/** Figures of the days `from` to `to` (ISO dates, inclusive, UTC), as of `now`. */
export async function readDashboard(db: Db, from: string, to: string, now: string): Promise<Dashboard> {
	const span = [`${from}T00:00:00Z`, new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000).toISOString()] as const;
	const [states, days, [cases], [opened], [decided], substances, takedowns] = await Promise.all([
		run(db, 'select state, count(*)::int as count from listing group by state'),
		run(
			db,
			`select to_char(submitted_at at time zone 'UTC', 'YYYY-MM-DD') as day,
				count(*) filter (where verdict_kind = 'clear')::int as clear, count(*) filter (where verdict_kind = 'review')::int as review,
				count(*) filter (where verdict_kind = 'block')::int as block
			from listing_revision where submitted_at >= $1::timestamptz and submitted_at < $2::timestamptz group by 1 order by 1`,
			span,
		),
		run(
			db,
			`select count(*)::int as open,
				count(*) filter (where claimed_until > $1::timestamptz)::int as claimed,
				count(*) filter (where (state ->> 'deadline')::timestamptz < $1::timestamptz)::int as overdue,
				count(*) filter (where opened_at > $1::timestamptz - interval '4 hours')::int as hours4,
				count(*) filter (where opened_at <= $1::timestamptz - interval '4 hours' and opened_at > $1::timestamptz - interval '1 day')::int as day,
				count(*) filter (where opened_at <= $1::timestamptz - interval '1 day' and opened_at > $1::timestamptz - interval '3 days')::int as days3,
				count(*) filter (where opened_at <= $1::timestamptz - interval '3 days')::int as older
			from review_case where status in ('open', 'proposed', 'appealed')`,
			[now],
		),
		run(db, 'select count(*)::int as opened from review_case where opened_at >= $1::timestamptz and opened_at < $2::timestamptz', span),
		run(
			db,
			`select count(*)::int as decided,
				count(*) filter (where state::jsonb #>> '{decisions,-1,outcome}' = 'publish')::int as released,
				count(*) filter (where state::jsonb #>> '{decisions,-1,outcome}' = 'refuse')::int as refused,
				percentile_cont(0.5) within group (order by extract(epoch from decided_at - opened_at) / 3600) as hours
			from review_case where decided_at >= $1::timestamptz and decided_at < $2::timestamptz`,
			span,
		),
		run(
			db,
			`select substance, min(name) as name, count(*)::int as count from listing_substance group by substance order by 3 desc, 1 limit $1`,
			[MOST_SUBSTANCES],
		),
		readTakedowns(db, ...span),
	]);
	const count = (row: Readonly<Record<string, unknown>> | undefined, key: string): number => Number(row?.[key] ?? 0);
	const inState = (state: string): number =>
		count(
			states.find((row) => row['state'] === state),
			'count',
		);
	const hours = decided?.['hours'];
	return {
		from,
		to,
		listings: { published: inState('published'), held: inState('held'), refused: inState('refused') },
		days: days.map((row) => ({
			day: String(row['day']),
			clear: count(row, 'clear'),
			review: count(row, 'review'),
			block: count(row, 'block'),
		})),
		cases: {
			open: count(cases, 'open'),
			claimed: count(cases, 'claimed'),
			overdue: count(cases, 'overdue'),
			opened: count(opened, 'opened'),
			decided: count(decided, 'decided'),
			ageing: [
				{ upTo: '4 h', count: count(cases, 'hours4') },
				{ upTo: '1 d', count: count(cases, 'day') },
				{ upTo: '3 d', count: count(cases, 'days3') },
				{ upTo: 'older', count: count(cases, 'older') },
			],
			...(hours === null || hours === undefined ? {} : { medianHoursToDecision: Math.round(Number(hours) * 100) / 100 }),
			released: count(decided, 'released'),
			refused: count(decided, 'refused'),
		},
		takedowns: takedownFigures(takedowns),
		substances: substances.map((row) => ({ id: String(row['substance']), name: String(row['name']), count: count(row, 'count') })),
	};
}
