// Figures of the dashboard, and the live changes that the console listens to.
import { type Static, Type } from 'typebox';
import { Choice, Time } from './fields.ts';

const count = Type.Integer({ minimum: 0 });
const day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', description: 'ISO 8601' });

export const DashboardQuerySchema = Type.Object({ from: Type.Optional(day), to: Type.Optional(day) }, { additionalProperties: false });

export const DashboardSchema = Type.Object({
	from: day,
	to: day,
	listings: Type.Object({ published: count, held: count, refused: count }),
	/** Submissions by day and verdict. */
	days: Type.Array(Type.Object({ day, clear: count, review: count, block: count })),
	cases: Type.Object({
		open: count,
		claimed: count,
		overdue: count,
		decided: count,
		/** Opened in the span: what alerted people for the first time. */
		opened: count,
		/** Open cases by age. */
		ageing: Type.Array(Type.Object({ upTo: Type.String(), count })),
		medianHoursToDecision: Type.Optional(Type.Number()),
		/** Decisions that published what the engine blocked or held. */
		released: count,
		refused: count,
	}),
	takedowns: Type.Object(
		{
			...{ count, byScreening: count, byPeople: count },
			medianHoursLive: Type.Optional(Type.Number()),
			longestHoursLive: Type.Optional(Type.Number()),
		},
		{
			description:
				'Published listings that were taken down in the span, by a screening again or in their case, and how long they had been live. Recomputed from the log',
		},
	),
	substances: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), count }), { description: 'Most frequent first' }),
});

/** The `data` of one server-sent event; its `event` is the same as `kind`. */
export const ChangeSchema = Type.Object({
	kind: Choice(['listing', 'case'], 'What changed'),
	id: Type.String(),
	at: Time,
	state: Type.Optional(Type.String({ description: 'State of the listing or status of the case' })),
	seq: Type.Optional(Type.Integer()),
});

export type Dashboard = Static<typeof DashboardSchema>;
export type Change = Static<typeof ChangeSchema>;
