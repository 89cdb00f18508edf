// An unfinished policy, kept for this tab until it is proposed or begun afresh, so that a reload, a sign-in or a look at another page
// loses nothing. It holds no credential, and each person has their own.

export interface Draft {
	/** The version in force that it was written against. */
	readonly basis: string;
	readonly form: 'yaml' | 'json';
	readonly text: string;
	readonly reason: string;
}

const keyOf = (place: string): string => `weir.draft ${place}`;

export function keptDraft(place: string): Draft | undefined {
	const kept = sessionStorage.getItem(keyOf(place));
	return kept === null ? undefined : (JSON.parse(kept) as Draft);
}

/** Where the browser has no room for it nothing is kept, rather than an older text. */
export function keepDraft(place: string, draft: Draft): void {
	try {
		sessionStorage.setItem(keyOf(place), JSON.stringify(draft));
	} catch {
		sessionStorage.removeItem(keyOf(place));
	}
}

export const forgetDraft = (place: string): void => sessionStorage.removeItem(keyOf(place));
