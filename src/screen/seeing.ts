// One listing to what was seen in it: inspected, and its sightings summed up. The half of screening that no policy changes.
import type { StructureEngine } from '../chem/structure-engine.ts';
import type { Listing } from '../model/listing.ts';
import type { MediaText } from '../model/media.ts';
import type { Catalogue } from '../model/substance.ts';
import { type Gathered, gather } from './gather.ts';
import type { Inspection } from './inspect.ts';
import type { Halves } from './known.ts';
import { inspectWithMedia } from './media.ts';
import { buildParts } from './parts.ts';
import type { Prepared } from './prepared.ts';
import { compileStructures, type StructureIndex } from './structures.ts';
import { type Watch, type WatchSeen, watcherOf } from './watch.ts';

/** What every policy decides from. */
export interface Seen {
	readonly inspection: Inspection;
	readonly gathered: Gathered;
	/** What is on the restricted lists of the policy that decides; absent where it names none. */
	readonly watched?: WatchSeen;
}

/** `media`: what was read of its images and attachments. */
export type See = (listing: Listing, media: readonly MediaText[]) => Seen;

export interface Sight {
	readonly see: See;
	readonly watch: Watch;
}

/** The recognisers over a prepared catalogue; without a structure engine, a listing with a structure cannot be evaluated. */
export function createSight(prepared: Prepared, engine: StructureEngine | undefined, halves: Halves | undefined): Sight {
	const parts = buildParts(prepared, halves);
	const structures = engine === undefined ? null : lazily(engine, prepared.catalogue);
	return {
		see: (listing, media) => {
			const inspection = inspectWithMedia(listing, parts, structures, media);
			return { inspection, gathered: gather(inspection, prepared.intent.score) };
		},
		watch: (lists) => watcherOf(lists, parts),
	};
}

// Structures are rare in listings and their index takes a while to build: it is built when the first one comes.
function lazily(engine: StructureEngine, catalogue: Catalogue): StructureIndex {
	let index: StructureIndex | null = null;
	const open = (): StructureIndex => {
		index ??= compileStructures(engine, catalogue.substances, catalogue.families);
		return index;
	};
	return {
		identify: (notation, text) => open().identify(notation, text),
		byKey: (block) => open().byKey(block),
		keys: () => open().keys(),
	};
}
