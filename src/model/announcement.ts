// What webhooks are told: a kind, a time, and the ids, states and public reason codes of what happened. Must never carry a score, a
// span, a finding or a confidential reason: a marketplace may hand it on to a seller as it is.

/** Everything a webhook can hear of. */
export const ANNOUNCEMENT_KINDS = [
	'listing.published',
	'listing.held',
	'listing.refused',
	'listing.withdrawn',
	'case.opened',
	'case.decided',
	'case.appealed',
	'policy.changed',
	'catalogue.changed',
	'webhook.tested',
] as const;

export type AnnouncementKind = (typeof ANNOUNCEMENT_KINDS)[number];

/** The body of a webhook, as the Standard Webhooks specification shapes it. */
export interface Announcement {
	readonly type: AnnouncementKind;
	/** When it happened, RFC 3339 UTC. */
	readonly timestamp: string;
	readonly data: Readonly<Record<string, string | number>>;
}
