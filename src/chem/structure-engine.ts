// The structure-engine port: what the pure core asks of a cheminformatics toolkit. Adapters implement it (adapters/rdkit.ts).
// Outcomes are values. An engine must answer any text, hostile ones included, in bounded time, and must never throw for its
// content; `errored` means that it could not evaluate the text, which can never end as "clear".

export type StructureNotation = 'smiles' | 'inchi';

/** A query molecule: SMARTS, or SMILES whose atoms and bonds must be found in the target. */
export interface StructureQuery {
	readonly kind: 'smarts' | 'smiles';
	readonly text: string;
}

/** Queries compiled by one engine; opaque. `size` is how many there are. */
export interface CompiledQueries {
	readonly size: number;
}

/** One component of a salt, solvate or mixture, as its neutral, flat (stereo ignored), isotope-free parent. */
export interface StructureComponent {
	/** True when it contains carbon. */
	readonly organic: boolean;
	readonly heavyAtoms: number;
	/** How often it occurs in the whole; equal components are listed once. */
	readonly count: number;
	/** Hill formula of the parent; empty when the component is too large for `skeleton`. */
	readonly formula: string;
	/** First block of the parent's InChIKey; null when the component is larger than `KEY_ATOMS`. */
	readonly key: string | null;
	/** Main-layer InChI of the parent; equal strings are one skeleton. Null as `key`. */
	readonly skeleton: string | null;
	/** As `skeleton`, with keto-enol and 1,5-shift tautomers made equal. Null as `key`. */
	readonly tautomer: string | null;
	/** Per query: does it occur in this component as written? Empty when no queries were given; null when it could not be evaluated. */
	readonly matched: readonly boolean[] | null;
}

export type StructureOutcome =
	| { readonly kind: 'structure'; readonly components: readonly StructureComponent[]; readonly charge: number }
	| { readonly kind: 'not-a-structure'; readonly reason: string }
	| { readonly kind: 'too-large'; readonly reason: string }
	| { readonly kind: 'errored'; readonly reason: string };

/** Components with more heavy atoms get no keys: no listed substance comes near this size. */
export const KEY_ATOMS = 128;

export interface StructureEngine {
	/** Name and version, such as `RDKit 2026.09.1`; part of every verdict's engine version. */
	readonly version: string;
	/** @throws Fault `catalogue-invalid` naming the first query that is not valid. */
	compile(queries: readonly StructureQuery[]): CompiledQueries;
	/** Reads a notation and matches the queries against each component. Never throws for the content of `text`. */
	resolve(notation: StructureNotation, text: string, queries?: CompiledQueries): StructureOutcome;
	/** First block of the InChIKey of a whole SMILES, counter-ions and solvent included; null when it has none. */
	firstBlock(smiles: string): string | null;
}
