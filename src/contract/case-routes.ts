// The rows of the table of routes that concern cases.
import type { TSchema } from 'typebox';
import type { Action } from './access.ts';
import {
	AppealSchema,
	ApproveSchema,
	CaseDetailSchema,
	CasePageSchema,
	CaseQuerySchema,
	CaseSummarySchema,
	CommentSchema,
	DecideAppealSchema,
	DecideSchema,
	EscalateSchema,
	NothingSchema,
	RejectSchema,
} from './cases.ts';
import { byId } from './fields.ts';
import { type Route, routes } from './route.ts';

const CASE_ID = byId('Id of the case');

const command = (verb: string, access: Action, summary: string, body: TSchema) =>
	({
		method: 'POST',
		path: `/v1/cases/{id}:${verb}`,
		access,
		tag: 'Cases',
		summary,
		params: CASE_ID,
		body,
		headers: { 'if-match': 'The ETag of the case as you read it (its sequence number); a later one answers 412' },
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
	claimCase: command('claim', 'case:claim', 'Take a case for 15 minutes', NothingSchema),
	releaseCase: command('release', 'case:claim', 'Give a claimed case back', NothingSchema),
	commentCase: command('comment', 'case:comment', 'Note something on a case', CommentSchema),
	escalateCase: command('escalate', 'case:comment', 'Ask for another pair of eyes', EscalateSchema),
	decideCase: command('decide', 'case:decide', 'Decide, or propose where a second person must agree', DecideSchema),
	approveCase: command('approve', 'case:approve', 'Agree to a proposed decision', ApproveSchema),
	rejectCase: command('reject', 'case:approve', 'Refuse a proposed decision', RejectSchema),
	appealCase: command('appeal', 'case:appeal', 'Record an appeal of the seller', AppealSchema),
	decideAppeal: command('decide-appeal', 'case:decide-appeal', 'Decide an appeal; never by who decided first', DecideAppealSchema),
});
