// A seller takes a listing back: it is no longer published, and everything that was known of it stays.
import type { Actor } from '../model/actor.ts';
import { announceListing } from './announce.ts';
import { type Dice, record } from './record.ts';
import type { ListingRow, PresentListing, Store } from './store.ts';

export interface Withdrawal {
	readonly listingId: string;
	readonly actor: Actor;
	/** The one seller the caller speaks for, when it speaks for one. */
	readonly seller?: string;
	/** The revision that is withdrawn, when the caller named one. */
	readonly revision?: number;
	/** RFC 3339 UTC. */
	readonly at: string;
}

export type WithdrawOutcome =
	/** `fresh`: it was not withdrawn before. */
	| { readonly kind: 'withdrawn'; readonly listing: ListingRow; readonly fresh: boolean }
	| { readonly kind: 'unknown' }
	| { readonly kind: 'stale'; readonly revision: number };

export function withdrawListing(one: Withdrawal, store: Store, dice: Dice): Promise<WithdrawOutcome> {
	return store.transact(async (tx) => {
		const present = (await tx.lockListings([one.listingId])).get(one.listingId);
		if (present === undefined || (one.seller !== undefined && present.seller !== one.seller)) return { kind: 'unknown' };
		if (one.revision !== undefined && one.revision !== present.revision) return { kind: 'stale', revision: present.revision };
		const listing = withdrawn(present, one.at);
		if (present.state === 'withdrawn') return { kind: 'withdrawn', listing: { ...listing, updatedAt: present.updatedAt }, fresh: false };
		await tx.saveListings([listing]);
		const facts = { revision: listing.revision, state: listing.state };
		const content = { was: present.state, caseId: present.caseId ?? null };
		const { at, actor, listingId } = one;
		await tx.addEntries([record({ at, kind: 'listing.withdrawn', subject: `listing/${listingId}`, actor, content, facts }, dice)]);
		await tx.addAnnouncements([announceListing(listing, at, dice)]);
		return { kind: 'withdrawn', listing, fresh: true };
	});
}

function withdrawn({ id, revision, verdict, title, seller, caseId }: PresentListing, at: string): ListingRow {
	return {
		id,
		revision,
		verdict,
		title,
		state: 'withdrawn',
		updatedAt: at,
		...(seller === undefined ? {} : { seller }),
		...(caseId === undefined ? {} : { caseId }),
	};
}
