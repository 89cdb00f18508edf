// Routes of reports: the notice of a restriction for its seller, the figures of casework, the export for the Transparency Database.
// An export leaves an entry in the log before anybody sees it.
import { readCase } from '../adapters/postgres/cases.ts';
import { transact } from '../adapters/postgres/database.ts';
import { goldenLooks } from '../adapters/postgres/golden.ts';
import { readListing } from '../adapters/postgres/listings.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import { namesOf } from '../adapters/postgres/people.ts';
import { activeHistories, decidedHistories, readRevision } from '../adapters/postgres/reports.ts';
import type { Problem, Result } from '../base/result.ts';
import { figuresOf } from '../cases/figures.ts';
import { goldenFiguresOf } from '../cases/golden-figures.ts';
import type { NoticeWire } from '../contract/reports.ts';
import { record } from '../flows/record.ts';
import { personBehind } from '../model/actor.ts';
import type { CaseEvent } from '../model/case-event.ts';
import type { Language } from '../model/casework.ts';
import { may } from '../policy/permissions.ts';
import { noticeOf, noticeText } from '../report/notice.ts';
import { type PastRestriction, restrictionsOf } from '../report/restrictions.ts';
import { type Statement, statementOf } from '../report/statement.ts';
import { batchesOf, type TransparencyStatement, transparencyStatement } from '../report/transparency.ts';
import type { Caller } from './caller.ts';
import { type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import { maySeeLists } from './shown-policy.ts';
import { spanOf } from './span.ts';
import type { World } from './world.ts';

const MOST_CASES = 20_000;

export function mountReports(mounting: Mounting, world: World): void {
	mount(mounting, 'readNotice', async ({ params, query, caller }) => {
		const found = await readCase(world.db, params.id);
		if (found === undefined) throw nothingToTell();
		return { body: await noticeFor(found.state.listing, query.language ?? 'en', caller, world) };
	});
	mount(mounting, 'readListingNotice', async ({ params, query, caller }) => ({
		body: await noticeFor(params.id, query.language ?? 'en', caller, world),
	}));

	mount(mounting, 'readCaseFigures', async ({ query, caller, now }) => {
		const span = spanOf(query, now);
		const histories = await decidedHistories(world.db, { ...span, most: MOST_CASES });
		const figures = figuresOf(histories.map(({ events }) => events));
		const reader = may(caller.actor.role, 'golden:read-people') ? 'everybody' : { person: personBehind(caller.actor) };
		const golden = goldenFiguresOf(await goldenLooks(world.db, span), reader);
		const ids = [...figures.overrides, ...figures.reviews.byPerson, ...golden.byPerson].map(({ by }) => by);
		const overrides = maySeeLists(caller)
			? figures.overrides
			: figures.overrides.map((one) => ({ ...one, reasonCode: world.casebook.reasons.get(one.reasonCode)?.shownAs ?? one.reasonCode }));
		return { body: { ...figures, overrides, golden, cases: histories.length, people: await namesOf(world.db, [...new Set(ids)]) } };
	});

	mount(mounting, 'exportTransparency', async ({ query, caller, now }) => {
		if (world.platform.draft)
			throw new Refused('conflict', "The marketplace's particulars are not set; give them in WEIR_PLATFORM before exporting.");
		const span = spanOf(query, now);
		const { statements, leftOut } = await statementsOf(span, world);
		const facts = { from: span.from.slice(0, 10), to: span.lastDay, statements: statements.length, leftOut: leftOut.length };
		const content = { statements: statements.map(({ puid }) => puid) };
		const subject = 'export/transparency';
		const entry = record({ at: now, kind: 'export.made', subject, actor: caller.actor, content, facts }, world.dice);
		await transact(world.db, (tx) => addEntries(tx, [entry]));
		return { body: { entryId: entry.id, statements: statements.length, batches: batchesOf(statements), leftOut } };
	});
}

const nothingToTell = (): Refused => new Refused('not-found', 'There is no restriction in force that this caller may read about.');

async function noticeFor(listingId: string, language: Language, caller: Caller, world: World): Promise<NoticeWire> {
	const { db, casebook, platform } = world;
	const found = await readListing(db, listingId, 1);
	// A caller who speaks for one seller learns nothing of another's listing, not even that it exists.
	if (found?.row.caseId === undefined || (caller.seller !== undefined && caller.seller !== found.row.seller)) throw nothingToTell();
	const { caseId, state } = found.row;
	const stored = await readCase(db, caseId);
	const last = restrictionsOf(stored?.events.map(({ event }) => event) ?? [], casebook.rules.appealMonths).at(-1);
	if (last === undefined || !last.inForce) throw nothingToTell();
	const statement = await stated(last, { caseId, listing: listingId }, world);
	if (!statement.ok) throw new Refused('conflict', 'No public reason stands behind this restriction.', { errors: statement.problems });
	const notice = noticeOf(statement.value, language, casebook.notices, platform);
	const { id: statementId, outcome, reason, decidedBy, from, appealUntil } = statement.value;
	return {
		...{ caseId, listingId, revision: last.revision, state, language, statementId, outcome, reasonCode: reason.code },
		...{ decidedBy, from, appealUntil, subject: notice.subject, sections: [...notice.sections], text: noticeText(notice) },
		draft: platform.draft,
	};
}

interface About {
	readonly caseId: string;
	readonly listing: string;
}

async function stated(one: PastRestriction, { caseId, listing }: About, { db, casebook }: World): Promise<Result<Statement>> {
	const { outcome, reasonCode, decidedBy, from, appealUntil, revision } = one;
	const judged = await readRevision(db, listing, revision);
	if (judged === undefined) throw nothingToTell();
	const restriction = {
		...{ outcome, reasonCode, decidedBy, from, appealUntil, listing: { id: listing, revision }, verdict: judged.verdict },
		...{ statementId: statementId(caseId, one.number, casebook.digest), territory: [], source: 'own' as const },
	};
	return statementOf(restriction, casebook.reasons);
}

// Letters only: a run of digits would look like a telephone number to the check that keeps people out of the export.
const statementId = (caseId: string, number: number, digest: (text: string) => string): string =>
	[...digest(`statement\n${caseId}\n${number}`).slice(0, 32)].map((digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)]).join('');

async function statementsOf(span: { readonly from: string; readonly to: string }, world: World) {
	const statements: TransparencyStatement[] = [];
	const leftOut: { readonly puid: string; readonly problems: readonly Problem[] }[] = [];
	for (const { caseId, listing, seller, events } of await activeHistories(world.db, { ...span, most: MOST_CASES })) {
		for (const one of inSpan(events, span, world)) {
			const statement = await stated(one, { caseId, listing }, world);
			const judged = await readRevision(world.db, listing, one.revision);
			const puid = statementId(caseId, one.number, world.casebook.digest);
			if (!statement.ok || judged === undefined) {
				leftOut.push({ puid, problems: statement.ok ? [] : statement.problems });
				continue;
			}
			const known = [listing, ...(seller === undefined ? [] : [seller])];
			const contentDate = judged.submittedAt.slice(0, 10);
			const made = transparencyStatement(statement.value, { platform: world.platform, contentDate, known });
			if (made.ok) statements.push(made.value);
			else leftOut.push({ puid, problems: made.problems });
		}
	}
	return { statements, leftOut };
}

const inSpan = (events: readonly CaseEvent[], { from, to }: { readonly from: string; readonly to: string }, { casebook }: World) =>
	restrictionsOf(events, casebook.rules.appealMonths).filter(
		(one) => Date.parse(one.from) >= Date.parse(from) && Date.parse(one.from) < Date.parse(to),
	);
