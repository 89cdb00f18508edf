// The rows of the table of routes that concern cases.
import type { TSchema } from 'typebox';
import type { Action } from '../policy/permissions.ts';
import {
	AppealSchema,
	AssignSchema,
	CaseDetailSchema,
	CasePageSchema,
	CaseQuerySchema,
	CaseSummarySchema,
	CommentSchema,
	DecideSchema,
	NoteSchema,
	NothingSchema,
	ReasonPageSchema,
	RestrictSchema,
	ReviewerPageSchema,
	ReviewSchema,
} from './cases.ts';
import { byId } from './fields.ts';
import { type Route, routes } from './route.ts';

const CASE_ID = byId('Id of the case');

const command = <A extends Action, S extends TSchema>(verb: string, access: A, summary: string, body: S) =>
	({
		method: 'POST',
		path: `/v1/cases/{id}:${verb}`,
		access,
		tag: 'Cases',
		summary,
		params: CASE_ID,
		body,
		headers: { 'if-match': 'The ETag of the case as you read it (its sequence number); another one answers 412' },
		answers: { 200: CaseSummarySchema },
	}) satisfies Route;

export const CASE_ROUTES = routes({
	listCases: {
		method: 'GET',
		path: '/v1/cases',
		access: 'case:read',
		tag: 'Cases',
		summary: 'The queue: most urgent first',
		query: CaseQuerySchema,
		answers: { 200: CasePageSchema },
	},
	readCase: {
		method: 'GET',
		path: '/v1/cases/{id}',
		access: 'case:read',
		tag: 'Cases',
		summary: 'One case with listing, verdict and history',
		params: CASE_ID,
		answers: { 200: CaseDetailSchema },
	},
	listReasons: {
		method: 'GET',
		path: '/v1/reasons',
		access: 'case:read',
		tag: 'Cases',
		summary: 'Reason codes of decisions',
		answers: { 200: ReasonPageSchema },
	},
	listReviewers: {
		method: 'GET',
		path: '/v1/reviewers',
		access: 'case:read',
		tag: 'Cases',
		summary: 'People who work on cases: whom to give a complaint to, whom to let see a restricted case',
		answers: { 200: ReviewerPageSchema },
	},
	claimCase: command('claim', 'case:claim', 'Take a case for 15 minutes, or longer by claiming again', NothingSchema),
	releaseCase: command('release', 'case:claim', 'Give a claimed case back', NothingSchema),
	commentCase: command('comment', 'case:comment', 'Note something on a case', CommentSchema),
	escalateCase: command('escalate', 'case:escalate', 'Ask for another pair of eyes', NoteSchema),
	restrictCase: command('restrict', 'case:restrict', 'Name the staff who may see the case', RestrictSchema),
	decideCase: command('decide', 'case:decide', 'Decide, or propose where a second person must agree', DecideSchema),
	approveCase: command('approve', 'case:approve', 'Agree to a proposed decision', NothingSchema),
	rejectCase: command('reject', 'case:approve', 'Refuse a proposed decision', NoteSchema),
	appealCase: {
		method: 'POST',
		path: '/v1/cases/{id}:appeal',
		access: 'case:appeal',
		tag: 'Cases',
		summary: 'Complain about a restriction, as the seller',
		description: 'The id of the case is in the notice: GET /v1/listings/{id}/notice. Sellers see nothing of the case, so no If-Match.',
		params: CASE_ID,
		body: AppealSchema,
		example: {
			grounds: 'The product is a cleaning agent without any of the listed substances; the data sheet is attached to the listing.',
		},
		answers: { 204: null },
	},
	assignAppeal: command('assign-appeal', 'case:assign-appeal', 'Say who shall hear a complaint', AssignSchema),
	decideAppeal: command('decide-appeal', 'case:decide-appeal', 'Decide a complaint; never by who decided before', DecideSchema),
	reviewCase: command('review', 'qa:review', 'Look at a decided case again, for quality', ReviewSchema),
	closeCase: command('close', 'case:close', 'Close a case when nothing is open any more', NoteSchema),
	reopenCase: command('reopen', 'case:reopen', 'Open a decided case again', NoteSchema),
});
