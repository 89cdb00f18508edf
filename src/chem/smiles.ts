// A linear-time SMILES lexer (OpenSMILES 1.0 grammar), the gate in front of the structure engine.
//   smiles := atom ( bond? ( atom | ring-closure ) | "(" bond? … ")" | "." atom )*
//   atom   := organic-subset | "[" isotope? symbol chirality? hydrogens? charge? class? "]" | "*"
// It proves the text well formed and small before anything heavier sees it, counts atoms per component, and says how much the
// text looks like notation. Never recursive, no backtracking, bounded in length, depth, atoms and rings.
import { isElement } from './elements.ts';

export const SMILES_LIMITS = { length: 4000, depth: 100, atoms: 500, rings: 200 } as const;

/** One dot-separated part. With `elements`, hydrogens are not counted; `start`/`end` are UTF-16 offsets into the text read. */
export interface SmilesComponent {
	readonly start: number;
	readonly end: number;
	readonly heavyAtoms: number;
	/** Heavy atoms by element symbol; `*` counts wildcards. */
	readonly elements: ReadonlyMap<string, number>;
	/** Sum of the formal charges written. */
	readonly charge: number;
	readonly isotopes: boolean;
}

/** What the notation uses, for judging whether free text is meant as SMILES. */
export interface SmilesFeatures {
	readonly rings: number;
	readonly branches: number;
	/** Written bond symbols other than "-". */
	readonly bonds: number;
	readonly brackets: number;
	readonly aromatic: number;
	/** True when every atom's written bonds fit a usual valence (no "CIC", no "O(C)(C)C"). */
	readonly plausible: boolean;
}

export type SmilesReading =
	| {
			readonly kind: 'smiles';
			readonly components: readonly SmilesComponent[];
			readonly heavyAtoms: number;
			readonly features: SmilesFeatures;
	  }
	| { readonly kind: 'not-smiles'; readonly at: number; readonly reason: string }
	| { readonly kind: 'too-large'; readonly reason: string };

const AROMATIC_BRACKET: ReadonlySet<string> = new Set(['b', 'c', 'n', 'o', 'p', 's', 'se', 'as', 'te', 'si']);
/** Most bonds (written orders, aromatic counted 1) an uncharged organic-subset atom carries. */
const MOST_BONDS: Readonly<Record<string, number>> = { B: 3, C: 4, N: 5, O: 2, P: 5, S: 6, F: 1, Cl: 1, Br: 1, I: 1 };

/** Reads a whole text as one SMILES (no white space inside). Takes time linear in the text, at most `SMILES_LIMITS.length`. */
export function lexSmiles(text: string): SmilesReading {
	if (text.length > SMILES_LIMITS.length) return { kind: 'too-large', reason: `longer than ${SMILES_LIMITS.length} characters` };
	return new Lexer(text).read();
}

/**
 * The same molecule without isotopes, chirality, atom classes and bond directions: `[13C@@H](F)` → `[CH](F)`, `C/C` → `C-C`.
 * The text must have been lexed. Identities are compared flat, and less reaches the engine this way.
 */
export function flatSmiles(smiles: string): string {
	let out = '';
	for (let at = 0; at < smiles.length; at++) {
		const char = smiles[at] ?? '';
		const end = char === '[' ? smiles.indexOf(']', at) : -1;
		const parts = end < 0 ? null : BRACKET_ATOM.exec(smiles.slice(at + 1, end));
		if (parts === null) {
			out += char === '/' || char === '\\' ? '-' : char;
			continue;
		}
		out += `[${parts[2]}${parts[4]}${parts[5]}]`;
		at = end;
	}
	return out;
}

class Lexer {
	private readonly text: string;
	private at = 0;
	private previous = -1;
	private bond = 0;
	private bondWritten = false;
	private readonly branchStack: number[] = [];
	private branchOpened = false;
	private readonly symbols: string[] = [];
	private readonly parents: number[] = [];
	private readonly bondSums: number[] = [];
	private readonly charged: boolean[] = [];
	private readonly openRings = new Map<number, { atom: number; bond: number; written: boolean }>();
	private readonly components: SmilesComponent[] = [];
	private partStart = 0;
	private partAtom = 0;
	private partCharge = 0;
	private partIsotopes = false;
	private partSafe = true;
	private heavy = 0;
	private rings = 0;
	private branches = 0;
	private bonds = 0;
	private brackets = 0;
	private aromatic = 0;

	constructor(text: string) {
		this.text = text;
	}

	read(): SmilesReading {
		const { text } = this;
		while (this.at < text.length) {
			const reason = this.step(text.charCodeAt(this.at));
			if (reason !== null) return { kind: 'not-smiles', at: this.at, reason };
			if (this.symbols.length > SMILES_LIMITS.atoms) return { kind: 'too-large', reason: `more than ${SMILES_LIMITS.atoms} atoms` };
			if (this.branchStack.length > SMILES_LIMITS.depth) return { kind: 'too-large', reason: `nested deeper than ${SMILES_LIMITS.depth}` };
			if (this.rings > SMILES_LIMITS.rings) return { kind: 'too-large', reason: `more than ${SMILES_LIMITS.rings} ring closures` };
		}
		const reason = this.finish();
		if (reason !== null) return { kind: 'not-smiles', at: text.length, reason };
		const { rings, branches, bonds, brackets, aromatic } = this;
		const features = { rings, branches, bonds, brackets, aromatic, plausible: this.plausible() };
		return { kind: 'smiles', components: this.components, heavyAtoms: this.heavy, features };
	}

	// One token. Returns why it is not allowed here, or null.
	private step(code: number): string | null {
		if (code === OPEN) return this.openBranch();
		if (code === CLOSE) return this.closeBranch();
		if (code === DOT) return this.dot();
		const order = BOND_ORDER[code];
		if (order !== undefined) return this.writeBond(code, order);
		if (isDigit(code)) return this.closeRing(code - 48, 1);
		if (code === PERCENT) return this.longRing();
		if (code === BRACKET) return this.bracketAtom();
		return this.organicAtom(code);
	}

	private openBranch(): string | null {
		if (this.previous < 0 || this.bondWritten || this.branchOpened) return 'a branch must follow an atom';
		this.branchStack.push(this.previous);
		this.branchOpened = true;
		this.at++;
		return null;
	}

	private closeBranch(): string | null {
		const back = this.branchStack.pop();
		if (back === undefined) return 'a closing parenthesis has no opening one';
		if (this.bondWritten || this.branchOpened) return 'a branch may not be empty or end in a bond';
		this.previous = back;
		this.branches++;
		this.at++;
		return null;
	}

	private dot(): string | null {
		if (this.previous < 0 || this.bondWritten || this.branchOpened) return 'a dot must stand between components';
		this.closePart(this.at);
		// A dot inside a branch is legal but its part cannot be cut out of the text.
		if (this.branchStack.length > 0) this.partSafe = false;
		this.previous = -1;
		this.at++;
		return null;
	}

	private writeBond(code: number, order: number): string | null {
		if (this.bondWritten || this.previous < 0) return 'a bond must follow an atom';
		this.bond = order;
		this.bondWritten = true;
		if (code !== DASH) this.bonds++;
		this.at++;
		return null;
	}

	private longRing(): string | null {
		const tens = this.text.charCodeAt(this.at + 1);
		const ones = this.text.charCodeAt(this.at + 2);
		if (!isDigit(tens) || !isDigit(ones)) return 'a percent sign must be followed by two digits';
		return this.closeRing((tens - 48) * 10 + ones - 48, 3);
	}

	private closeRing(label: number, width: number): string | null {
		if (this.previous < 0 || this.branchOpened) return 'a ring closure must follow an atom';
		const open = this.openRings.get(label);
		if (open === undefined) {
			this.openRings.set(label, { atom: this.previous, bond: this.bond, written: this.bondWritten });
		} else {
			this.openRings.delete(label);
			if (open.atom === this.previous) return 'a ring closure joins an atom to itself';
			if (this.parents[this.previous] === open.atom || this.parents[open.atom] === this.previous) return 'a ring closure doubles a bond';
			if (open.atom < this.partAtom) this.partSafe = false;
			const order = Math.max(open.bond, this.bond, 1);
			this.addBond(open.atom, order);
			this.addBond(this.previous, order);
			this.rings++;
		}
		this.bond = 0;
		this.bondWritten = false;
		this.at += width;
		return null;
	}

	private organicAtom(code: number): string | null {
		const { text } = this;
		const next = text.charCodeAt(this.at + 1);
		let symbol = ORGANIC[code];
		if (code === C_UPPER && next === L_LOWER) symbol = 'Cl';
		else if (code === B_UPPER && next === R_LOWER) symbol = 'Br';
		if (symbol === undefined) return `"${text[this.at]}" is no atom, bond or ring closure`;
		const aromatic = code >= 97;
		if (aromatic) this.aromatic++;
		this.addAtom(symbol, false);
		this.at += symbol.length;
		return null;
	}

	private bracketAtom(): string | null {
		const { text } = this;
		const end = text.indexOf(']', this.at);
		if (end < 0 || end - this.at > 24) return 'a square bracket is not closed';
		const parts = BRACKET_ATOM.exec(text.slice(this.at + 1, end));
		if (parts === null) return 'the atom in square brackets is not well formed';
		const written = parts[2] ?? '';
		const lower = written.toLowerCase() === written && written !== '*';
		if (lower ? !AROMATIC_BRACKET.has(written) : written !== '*' && !isElement(written)) return `"${written}" is no element`;
		if (parts[1] !== '') this.partIsotopes = true;
		if (lower) this.aromatic++;
		this.brackets++;
		const charge = chargeOf(parts[5] ?? '');
		this.partCharge += charge;
		this.addAtom(lower ? capital(written) : written, charge !== 0 || parts[4] !== '');
		this.at = end + 1;
		return null;
	}

	private addAtom(symbol: string, exempt: boolean): void {
		const index = this.symbols.length;
		this.symbols.push(symbol);
		this.parents.push(this.previous);
		this.bondSums.push(0);
		this.charged.push(exempt);
		if (symbol !== 'H') this.heavy++;
		if (this.previous >= 0) {
			const order = Math.max(this.bond, 1);
			this.addBond(this.previous, order);
			this.addBond(index, order);
		}
		this.previous = index;
		this.bond = 0;
		this.bondWritten = false;
		this.branchOpened = false;
	}

	private addBond(atom: number, order: number): void {
		this.bondSums[atom] = (this.bondSums[atom] ?? 0) + order;
	}

	private closePart(end: number): void {
		const elements = new Map<string, number>();
		let heavyAtoms = 0;
		for (let i = this.partAtom; i < this.symbols.length; i++) {
			const symbol = this.symbols[i] ?? '';
			if (symbol === 'H') continue;
			heavyAtoms++;
			elements.set(symbol, (elements.get(symbol) ?? 0) + 1);
		}
		this.components.push({ start: this.partStart, end, heavyAtoms, elements, charge: this.partCharge, isotopes: this.partIsotopes });
		this.partStart = end + 1;
		this.partAtom = this.symbols.length;
		this.partCharge = 0;
		this.partIsotopes = false;
	}

	private finish(): string | null {
		if (this.symbols.length === 0) return 'there are no atoms';
		if (this.branchStack.length > 0) return 'a parenthesis is not closed';
		if (this.bondWritten || this.previous < 0) return 'the text ends in a bond or a dot';
		if (this.openRings.size > 0) return 'a ring closure has no partner';
		this.closePart(this.text.length);
		if (!this.partSafe) this.joinParts();
		return null;
	}

	// Ring closures or branches that reach over a dot tie the parts together: the whole text is then one component.
	private joinParts(): void {
		const elements = new Map<string, number>();
		let charge = 0;
		let isotopes = false;
		for (const part of this.components) {
			for (const [symbol, count] of part.elements) elements.set(symbol, (elements.get(symbol) ?? 0) + count);
			charge += part.charge;
			isotopes ||= part.isotopes;
		}
		this.components.length = 0;
		this.components.push({ start: 0, end: this.text.length, heavyAtoms: this.heavy, elements, charge, isotopes });
	}

	private plausible(): boolean {
		for (let i = 0; i < this.symbols.length; i++) {
			const most = MOST_BONDS[this.symbols[i] ?? ''];
			if (most !== undefined && !this.charged[i] && (this.bondSums[i] ?? 0) > most) return false;
		}
		return true;
	}
}

const OPEN = 40;
const CLOSE = 41;
const DOT = 46;
const DASH = 45;
const PERCENT = 37;
const BRACKET = 91;
const B_UPPER = 66;
const C_UPPER = 67;
const L_LOWER = 108;
const R_LOWER = 114;

/** Character code → bond order; ":" and the direction marks count as single. */
const BOND_ORDER: Readonly<Record<number, number>> = { 45: 1, 61: 2, 35: 3, 36: 4, 58: 1, 47: 1, 92: 1 };
const ORGANIC: Readonly<Record<number, string>> = Object.fromEntries(
	[...'BCNOPSFI*'].map((s) => [s.charCodeAt(0), s]).concat([...'bcnops'].map((s) => [s.charCodeAt(0), s.toUpperCase()])),
) as Record<number, string>;
/** isotope, symbol, chirality, hydrogens, charge, class; the text is at most 24 characters, so matching is bounded. */
const BRACKET_ATOM =
	/^(\d{0,4})([A-Z][a-z]?|[a-z]{1,2}|\*)(@{0,2}(?:(?<=@)(?:TH|AL|SP|TB|OH)\d{1,2})?)((?:H\d{0,2})?)(\+\+|--|[+-]\d{0,2}|)(?::\d{1,4})?$/;

function chargeOf(text: string): number {
	if (text === '') return 0;
	if (text === '++') return 2;
	if (text === '--') return -2;
	const size = text.length === 1 ? 1 : Number(text.slice(1));
	return text[0] === '-' ? -size : size;
}

const capital = (symbol: string): string => symbol.charAt(0).toUpperCase() + symbol.slice(1);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
