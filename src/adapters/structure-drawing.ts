// Draws the structure of a substance as SVG (RDKit MinimalLib), with the part that a legal class speaks of marked. Drawings are few
// and fixed, so each is drawn once. Only structures of the catalogue are drawn, never one that a caller sends.
import rdkit, { type MainModule } from '@rdkit/rdkit';

export interface DrawingOptions {
	readonly width: number;
	readonly height: number;
	/** SMARTS whose first match is marked. */
	readonly marked?: readonly string[];
}

export interface StructureDrawing {
	/** SVG text; undefined when the structure cannot be drawn. */
	draw(smiles: string, options: DrawingOptions): Promise<string | undefined>;
}

const MOST = 500;

/** Loads RDKit when the first drawing is asked for. */
export function structureDrawing(): StructureDrawing {
	let module: Promise<MainModule> | undefined;
	const drawn = new Map<string, string | undefined>();
	return {
		draw: async (smiles, options) => {
			const key = JSON.stringify([smiles, options]);
			if (drawn.has(key)) return drawn.get(key);
			module ??= rdkit.default({ print: () => undefined, printErr: () => undefined });
			const svg = drawOn(await module, smiles, options);
			if (drawn.size >= MOST) drawn.clear();
			drawn.set(key, svg);
			return svg;
		},
	};
}

function drawOn(module: MainModule, smiles: string, { width, height, marked = [] }: DrawingOptions): string | undefined {
	const mol = module.get_mol(smiles);
	if (mol === null) return undefined;
	try {
		mol.set_new_coords();
		for (const smarts of marked) {
			const query = module.get_qmol(smarts);
			if (query === null) continue;
			const match = JSON.parse(mol.get_substruct_match(query)) as {
				readonly atoms?: readonly number[];
				readonly bonds?: readonly number[];
			};
			query.delete();
			if (match.atoms !== undefined && match.atoms.length > 0) {
				return mol.get_svg_with_highlights(
					JSON.stringify({ width, height, atoms: match.atoms, bonds: match.bonds ?? [], clearBackground: false }),
				);
			}
		}
		return mol.get_svg_with_highlights(JSON.stringify({ width, height, clearBackground: false }));
	} finally {
		mol.delete();
	}
}
