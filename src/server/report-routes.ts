// Routes of reports: the notice of a restriction for its seller, the figures of casework, the export for the Transparency Database.
// An export leaves an entry in the log before anybody sees it.
import { readCase } from '../adapters/postgres/cases.ts';
import { actionsOf, openLinks } from '../adapters/postgres/corrective.ts';
import { transact } from '../adapters/postgres/database.ts';
import { goldenLooks } from '../adapters/postgres/golden.ts';
import { readListing } from '../adapters/postgres/listings.ts';
import { addEntries } from '../adapters/postgres/log.ts';
import { namesOf } from '../adapters/postgres/people.ts';
import { activeHistories, decidedHistories } from '../adapters/postgres/reports.ts';
import { clearLooks } from '../adapters/postgres/second-looks.ts';
import type { Problem } from '../base/result.ts';
import { isBefore } from '../base/time.ts';
import { actionFigures } from '../cases/corrective.ts';
import { figuresOf } from '../cases/figures.ts';
import { goldenFiguresOf } from '../cases/golden-figures.ts';
import { clearFiguresOf } from '../cases/quality.ts';
import type { NoticeWire } from '../contract/reports.ts';
import { record } from '../flows/record.ts';
import { personBehind } from '../model/actor.ts';
import type { Language } from '../model/casework.ts';
import { isPermitted } from '../policy/permissions.ts';
import { noticeOf, noticeText } from '../report/notice.ts';
import { restrictionsOf } from '../report/restrictions.ts';
import { batchesOf, type TransparencyStatement } from '../report/transparency.ts';
import type { Caller } from './caller.ts';
import { wire } from './corrective-routes.ts';
import { type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import { maySeeLists } from './shown-policy.ts';
import { spanOf } from './span.ts';
import { statedOf, transparencyOf } from './statements.ts';
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
		const reader = isPermitted(caller.actor, 'golden:read-people') ? 'everybody' : { person: personBehind(caller.actor) };
		const figures = figuresOf(
			histories.map(({ events }) => events),
			reader,
			world.draw.decision,
		);
		const golden = goldenFiguresOf(await goldenLooks(world.db, span), reader);
		const clears = clearFiguresOf(await clearLooks(world.db, span));
		const corrective = await correctiveOf(span, caller, now, world);
		const ids = [
			...[...figures.overrides, ...figures.reviews.byPerson, ...golden.byPerson].map(({ by }) => by),
			...corrective.items.map(({ owner }) => owner),
		];
		const people = await namesOf(world.db, [...new Set(ids)]);
		const overrides = maySeeLists(caller)
			? figures.overrides
			: figures.overrides.map((one) => ({ ...one, reasonCode: world.casebook.reasons.get(one.reasonCode)?.shownAs ?? one.reasonCode }));
		return { body: { ...figures, overrides, clears, corrective, golden, cases: histories.length, people } };
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

// Who may not read corrective actions has their number.
async function correctiveOf(span: { readonly from: string; readonly to: string }, { actor }: Caller, now: string, { db }: World) {
	const actions = await actionsOf(db, span);
	const today = now.slice(0, 10);
	const items = isPermitted(actor, 'corrective:read')
		? await Promise.all(
				actions.map(async (one) => wire(one, { links: await openLinks(db, one.links), person: personBehind(actor), today })),
			)
		: [];
	const { byCause, ...counts } = actionFigures(actions, today);
	return { ...counts, byCause: [...byCause], items };
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
	const stated = await statedOf(last, { caseId, listing: listingId }, world);
	if (stated === undefined) throw nothingToTell();
	if (!stated.ok) throw new Refused('conflict', 'No public reason stands behind this restriction.', { errors: stated.problems });
	const { statement } = stated.value;
	const notice = noticeOf(statement, language, casebook.notices, platform);
	const { id: statementId, outcome, reason, decidedBy, from, appealUntil } = statement;
	return {
		...{ caseId, listingId, revision: last.revision, state, language, statementId, outcome, reasonCode: reason.code },
		...{ decidedBy, from, appealUntil, subject: notice.subject, sections: [...notice.sections], text: noticeText(notice) },
		draft: platform.draft,
	};
}

async function statementsOf(span: { readonly from: string; readonly to: string }, world: World) {
	const statements: TransparencyStatement[] = [];
	const leftOut: { readonly puid: string; readonly problems: readonly Problem[] }[] = [];
	for (const one of await activeHistories(world.db, { ...span, most: MOST_CASES })) {
		for (const { puid, from, made } of await transparencyOf(one, world)) {
			if (isBefore(from, span.from) || !isBefore(from, span.to)) continue;
			if (made.ok) statements.push(made.value);
			else leftOut.push({ puid, problems: made.problems });
		}
	}
	return { statements, leftOut };
}
