// How one listing is to be screened: under which id, at what time, by which law.

export interface ScreenOptions {
	readonly listingId: string;
	/** RFC 3339 UTC. */
	readonly now: string;
	/** ISO date: decide by the law of that day. Otherwise the listing's own `asOf`, else `now`. */
	readonly asOf?: string;
	readonly regimes?: readonly string[];
}
