// How one listing is to be screened: under which id, at what time, by which law, with what was read from its media.
import type { MediaText } from '../model/media.ts';

export interface ScreenOptions {
	readonly listingId: string;
	/** RFC 3339 UTC. */
	readonly now: string;
	/** ISO date: decide by the law of that day. Otherwise the listing's own `asOf`, else `now`. */
	readonly asOf?: string;
	readonly regimes?: readonly string[];
	/** What was read from its images and attachments, in their order; media without an entry are named in `unscreened`. */
	readonly media?: readonly MediaText[];
}
