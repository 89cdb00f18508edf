// The shipped engine, started once for each test file, and short ways to ask it. Tests look at which identities are named and at
// the verdict, never at exact probabilities: the models are fitted anew with every catalogue.
import { loadEngine } from '../../src/adapters/engine.ts';
import type { Listing } from '../../src/model/listing.ts';
import type { EvasionKind, Finding, Verdict } from '../../src/model/verdict.ts';
import type { ScreenOptions } from '../../src/screen/options.ts';

/** A fixed day: all dates of the catalogue's controls lie before it unless a test says otherwise. */
export const NOW = '2026-11-22T12:00:00Z';
export const AT: ScreenOptions = { listingId: 'test', now: NOW };

export const engine = await loadEngine();

/** The verdict on a listing, or on a title alone. */
export function screen(listing: Listing | string, options: Partial<ScreenOptions> = {}): Verdict {
	return engine.screen(typeof listing === 'string' ? { title: listing } : listing, { ...AT, ...options });
}

/** Ids of the substances a verdict lists, in alphabetical order. */
export const substancesOf = (verdict: Verdict): string[] => verdict.substances.map((one) => one.id).sort();

/** Ids of the substances named by a title. */
export const named = (listing: Listing | string): string[] => substancesOf(screen(listing));

export const names = (listing: Listing | string, id: string): boolean => named(listing).includes(id);

/** Findings about one subject. */
export const about = (verdict: Verdict, subject: string): Finding[] => verdict.findings.filter((one) => one.subject === subject);

/** Disguises undone for one subject. */
export const undoneFor = (verdict: Verdict, subject: string): EvasionKind[] => [
	...new Set(about(verdict, subject).flatMap((one) => one.undone ?? [])),
];

export const errored = (verdict: Verdict): Finding[] => verdict.findings.filter((one) => one.outcome === 'errored');
