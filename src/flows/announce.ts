// What webhooks hear of a change of listings and cases. Announcements go into the outbox in the transaction of the fact, so that
// none is lost and none tells of something that was undone. What is restricted to named staff is not announced.
import type { Announcement, AnnouncementKind } from '../model/announcement.ts';
import type { CaseEvent } from '../model/case-event.ts';
import type { ReasonCodes } from '../model/casework.ts';
import type { Dice } from './record.ts';
import { type CaseChange, decidedStanding } from './screened-case.ts';
import type { AnnouncementRow, ListingRow } from './store.ts';

/** The row of an announcement. */
export function announcement(kind: AnnouncementKind, at: string, data: Announcement['data'], dice: Pick<Dice, 'id'>): AnnouncementRow {
	const body: Announcement = { type: kind, timestamp: at, data };
	return { id: dice.id(), kind, body: JSON.stringify(body), at };
}

/** Where a listing stands now. */
export function announceListing({ id, revision, state, reasonCode }: ListingRow, at: string, dice: Pick<Dice, 'id'>): AnnouncementRow {
	return announcement(
		`listing.${state}`,
		at,
		{ listingId: id, revision, state, ...(reasonCode === undefined ? {} : { reasonCode }) },
		dice,
	);
}

/** What of a case's new events concerns the outside. */
export function announceCase({ state, events }: CaseChange, reasons: ReasonCodes, dice: Pick<Dice, 'id'>): AnnouncementRow[] {
	// One that was restricted by a screening is told of like any other: silence would say what it hides.
	if (state.visibleTo !== undefined && state.discreet !== true) return [];
	return events.flatMap(({ event }) => {
		const told = tell(event, reasons);
		if (told === undefined) return [];
		return [announcement(told.kind, event.at, { caseId: state.id, listingId: state.listing, seq: event.seq, ...told.data }, dice)];
	});
}

interface Told {
	readonly kind: AnnouncementKind;
	readonly data: Announcement['data'];
}

function tell(event: CaseEvent, reasons: ReasonCodes): Told | undefined {
	switch (event.kind) {
		case 'opened':
		case 'reopened':
			return { kind: 'case.opened', data: {} };
		case 'appealed':
			return { kind: 'case.appealed', data: {} };
		case 'decided':
		case 'appeal-decided': {
			const { outcome } = event.decision;
			const { reasonCode } = decidedStanding(event.decision, reasons);
			return { kind: 'case.decided', data: { outcome, ...(reasonCode === undefined ? {} : { reasonCode }) } };
		}
		default:
			return undefined;
	}
}
