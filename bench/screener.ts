// The benches' view of the engine: one function from listing to verdict, and how it is loaded. Benches go through the same door as
// every other caller, so that nothing is measured that users do not get.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCatalogueFolder } from '../src/adapters/catalogue-files.ts';
import { Fault } from '../src/base/fault.ts';
import { describeProblem } from '../src/base/result.ts';
import type { Listing } from '../src/model/listing.ts';
import type { Catalogue } from '../src/model/substance.ts';
import type { Verdict } from '../src/model/verdict.ts';

export interface Screener {
	screen(
		listing: Listing,
		at: { readonly listingId: string; readonly now: string; readonly asOf?: string; readonly regimes?: readonly string[] },
	): Verdict;
}

/** The repository root. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** A fixed "now": a bench must give the same verdicts on every day it is run. */
export const NOW = '2026-11-22T12:00:00Z';

/** The shipped engine. */
export async function loadScreener(): Promise<Screener> {
	const { loadEngine } = await import('../src/adapters/engine.ts');
	return loadEngine();
}

/** The hand-edited catalogue beside the benches. @throws Fault `catalogue-invalid`, naming the first problem. */
export function loadCatalogue(folder: string = join(ROOT, 'catalogue')): Catalogue {
	const catalogue = readCatalogueFolder(folder);
	if (catalogue.ok) return catalogue.value;
	const [first] = catalogue.problems;
	throw new Fault('catalogue-invalid', first === undefined ? undefined : describeProblem(first));
}
