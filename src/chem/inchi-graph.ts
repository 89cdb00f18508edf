// Rebuilds a drawable molecule (V2000 molfile, BIOVIA CTfile formats) from one InChI component: InChI records atoms, connections and
// hydrogens but no bond orders, so the orders are searched for until every atom has a usual valence. The search is bounded; a
// component that does not resolve gives null. The caller must verify the result by writing its InChI again.
import { hillOrder, valencesOf } from './elements.ts';
import type { InchiComponent } from './inchi.ts';

const MAX_ATOMS = 128;
const MAX_STEPS = 4000;
const MAX_PLACEMENTS = 48;

interface Skeleton {
	/** Element symbols; InChI numbers atoms from 1 in Hill order without hydrogen. */
	readonly symbols: readonly string[];
	readonly bonds: readonly (readonly [number, number])[];
	readonly hydrogens: readonly number[];
	/** Hydrogens that may sit on any of several atoms (tautomers, acids). */
	readonly mobile: readonly { readonly count: number; readonly atoms: readonly number[] }[];
}

interface Solution {
	readonly orders: readonly number[];
	readonly charges: readonly number[];
	readonly hydrogens: readonly number[];
}

/** A molfile of the component, or null when it is too large, charged in unusual ways or has no reading with usual valences. */
export function molfileFromInchi(component: InchiComponent): string | null {
	const skeleton = readSkeleton(component);
	if (skeleton === null) return null;
	const budget = { steps: MAX_STEPS };
	for (const hydrogens of placements(skeleton)) {
		const found = solve(skeleton, hydrogens, component.charge, budget);
		if (found !== null) return writeMolfile(skeleton, found);
		if (budget.steps <= 0) return null;
	}
	return null;
}

function readSkeleton(component: InchiComponent): Skeleton | null {
	const symbols: string[] = [];
	for (const symbol of hillOrder(component.counts.keys())) {
		const count = symbol === 'H' ? 0 : (component.counts.get(symbol) ?? 0);
		if (symbols.length + count > MAX_ATOMS) return null;
		for (let i = 0; i < count; i++) symbols.push(symbol);
	}
	if (symbols.length === 0) return null;
	const bonds = readConnections(component.connections, symbols.length);
	const hydrogens = readHydrogens(component.hydrogens, symbols.length);
	if (bonds === null || hydrogens === null) return null;
	return { symbols, bonds, ...hydrogens };
}

// "7-5(8)1-3" → bonds 7-5, 5-8, 5-1, 1-3 (given from zero). Null when a number is out of range.
function readConnections(layer: string, atoms: number): [number, number][] | null {
	const bonds: [number, number][] = [];
	const stack: number[] = [];
	let previous = -1;
	for (const token of layer.match(/\d+|[^\d]/g) ?? []) {
		if (token === '-') continue;
		if (token === '(') stack.push(previous);
		else if (token === ',') previous = stack[stack.length - 1] ?? -1;
		else if (token === ')') previous = stack.pop() ?? -1;
		else {
			const atom = Number(token) - 1;
			if (!(atom >= 0 && atom < atoms) || bonds.length > atoms * 4) return null;
			if (previous >= 0) bonds.push([previous, atom]);
			previous = atom;
		}
	}
	return stack.length === 0 ? bonds : null;
}

// "2-6,10H,7H2,1H3,(H,11,12)" → fixed hydrogens per atom and mobile groups.
function readHydrogens(layer: string, atoms: number): Pick<Skeleton, 'hydrogens' | 'mobile'> | null {
	const hydrogens = new Array<number>(atoms).fill(0);
	const mobile: { count: number; atoms: number[] }[] = [];
	const groups = layer.match(/\([^()]*\)/g) ?? [];
	for (const group of groups) {
		const parts = /^\(H(\d{0,2})((?:,\d{1,3})+)\)$/.exec(group);
		if (parts === null) return null;
		const list = (parts[2] ?? '')
			.slice(1)
			.split(',')
			.map((text) => Number(text) - 1);
		if (list.some((atom) => !(atom >= 0 && atom < atoms))) return null;
		mobile.push({ count: parts[1] === '' ? 1 : Number(parts[1]), atoms: list });
	}
	let pending: number[] = [];
	for (const item of layer.replace(/\([^()]*\)/g, '').split(',')) {
		if (item === '') continue;
		const parts = /^(\d{1,3})(?:-(\d{1,3}))?(?:H(\d{0,2}))?$/.exec(item);
		if (parts === null) return null;
		const from = Number(parts[1]) - 1;
		const to = parts[2] === undefined ? from : Number(parts[2]) - 1;
		if (from < 0 || to >= atoms || from > to) return null;
		for (let atom = from; atom <= to; atom++) pending.push(atom);
		if (!item.includes('H')) continue;
		for (const atom of pending) hydrogens[atom] = parts[3] === '' ? 1 : Number(parts[3]);
		pending = [];
	}
	return pending.length === 0 ? { hydrogens, mobile } : null;
}

// Ways to seat the mobile hydrogens, at most two on one atom; the number of ways tried is bounded.
function placements(skeleton: Skeleton): number[][] {
	let ways: number[][] = [[...skeleton.hydrogens]];
	for (const group of skeleton.mobile) {
		for (let i = 0; i < group.count; i++) {
			const next = new Map<string, number[]>();
			for (const way of ways) {
				for (const atom of group.atoms) {
					if ((way[atom] ?? 0) >= (skeleton.symbols[atom] === 'N' ? 2 : 1)) continue;
					const seated = [...way];
					seated[atom] = (seated[atom] ?? 0) + 1;
					if (next.size < MAX_PLACEMENTS) next.set(seated.join(), seated);
				}
			}
			ways = [...next.values()];
		}
	}
	return ways;
}

/** How much bond order beyond single bonds an atom still needs, for each usual valence, and the charge that goes with it. */
type Options = readonly { readonly need: number; readonly charge: number }[];

// Readings are tried from ordinary to unusual: lowest valences, then any usual valence, then charged atoms.
const STAGES = ['lowest', 'any', 'charged'] as const;

function optionsOf(symbol: string, used: number, stage: (typeof STAGES)[number]): Options {
	const neutral = valencesOf(symbol)
		.filter((valence) => valence >= used)
		.map((valence) => ({ need: valence - used, charge: 0 }));
	if (stage === 'lowest') return neutral.slice(0, 1);
	if (stage === 'any') return neutral;
	if (symbol === 'N' && used <= 4) neutral.push({ need: 4 - used, charge: 1 });
	if ((symbol === 'O' || symbol === 'S') && used === 1) neutral.push({ need: 0, charge: -1 });
	return neutral;
}

function solve(skeleton: Skeleton, hydrogens: readonly number[], charge: number, budget: { steps: number }): Solution | null {
	const { symbols, bonds } = skeleton;
	const edges: number[][] = symbols.map(() => []);
	for (const [i, [a, b]] of bonds.entries()) {
		edges[a]?.push(i);
		edges[b]?.push(i);
	}
	for (const stage of STAGES) {
		if (charge !== 0 && stage !== 'charged') continue;
		const options = symbols.map((symbol, atom) => optionsOf(symbol, (edges[atom]?.length ?? 0) + (hydrogens[atom] ?? 0), stage));
		if (options.some((list) => list.length === 0)) continue;
		const found = assign({ options, bonds, edges }, charge, budget);
		if (found !== null) return { ...found, hydrogens };
	}
	return null;
}

interface Puzzle {
	readonly options: readonly Options[];
	readonly bonds: Skeleton['bonds'];
	readonly edges: readonly number[][];
}

const UNDECIDED = -1;

// Depth-first with propagation: forced bonds are set first, then one bond of the tightest atom is tried as 1, 0 and 2.
function assign(puzzle: Puzzle, charge: number, budget: { steps: number }): { orders: number[]; charges: number[] } | null {
	const stack: number[][] = [new Array<number>(puzzle.bonds.length).fill(UNDECIDED)];
	while (stack.length > 0) {
		const extra = stack.pop();
		if (extra === undefined || budget.steps-- <= 0) return null;
		if (!propagate(puzzle, extra)) continue;
		const bond = tightestBond(puzzle, extra);
		if (bond === UNDECIDED) {
			const charges = settleCharges(puzzle, extra, charge);
			if (charges !== null) return { orders: extra.map((value) => value + 1), charges };
			continue;
		}
		for (const value of [2, 0, 1]) {
			const next = [...extra];
			next[bond] = value;
			stack.push(next);
		}
	}
	return null;
}

// Sets every bond that has only one possible value, until nothing changes. False when an atom cannot be satisfied.
function propagate(puzzle: Puzzle, extra: number[]): boolean {
	let pending = [...puzzle.options.keys()];
	while (pending.length > 0) {
		const touched = new Set<number>();
		for (const atom of pending) {
			const forced = forcedBonds(puzzle, extra, atom);
			if (forced === null) return false;
			for (const [bond, value] of forced) {
				extra[bond] = value;
				for (const end of puzzle.bonds[bond] ?? []) touched.add(end);
			}
		}
		pending = [...touched];
	}
	return true;
}

function forcedBonds({ options, edges }: Puzzle, extra: readonly number[], atom: number): [bond: number, value: number][] | null {
	const { sum, open } = stateOf(edges[atom] ?? [], extra);
	const missing = (options[atom] ?? []).map(({ need }) => need - sum).filter((need) => need >= 0 && need <= open.length * 2);
	if (missing.length === 0) return null;
	if (open.length === 0) return missing.includes(0) ? [] : null;
	if (missing.every((need) => need === 0)) return open.map((bond) => [bond, 0]);
	const [only] = open;
	return open.length === 1 && missing.length === 1 && only !== undefined ? [[only, missing[0] ?? 0]] : [];
}

// An undecided bond of the atom with the fewest of them; UNDECIDED when all are decided.
function tightestBond({ edges }: Puzzle, extra: readonly number[]): number {
	let best = UNDECIDED;
	let fewest = Number.POSITIVE_INFINITY;
	for (const list of edges) {
		const { open } = stateOf(list, extra);
		if (open.length === 0 || open.length >= fewest) continue;
		fewest = open.length;
		best = open[0] ?? UNDECIDED;
	}
	return best;
}

function stateOf(list: readonly number[], extra: readonly number[]): { sum: number; open: number[] } {
	let sum = 0;
	const open: number[] = [];
	for (const bond of list) {
		const value = extra[bond] ?? 0;
		if (value === UNDECIDED) open.push(bond);
		else sum += value;
	}
	return { sum, open };
}

// The charges that the chosen orders imply; null unless they add up to the component's charge.
function settleCharges({ options, edges }: Puzzle, extra: readonly number[], charge: number): number[] | null {
	const charges = options.map((list, atom) => {
		const { sum } = stateOf(edges[atom] ?? [], extra);
		return list.find((option) => option.need === sum)?.charge ?? 0;
	});
	return charges.reduce((total, value) => total + value, 0) === charge ? charges : null;
}

function writeMolfile(skeleton: Skeleton, solution: Solution): string {
	const { symbols, bonds } = skeleton;
	const pad = (value: number, width = 3): string => String(value).padStart(width);
	const valence = symbols.map((_, atom) => solution.hydrogens[atom] ?? 0);
	for (const [i, [a, b]] of bonds.entries()) {
		valence[a] = (valence[a] ?? 0) + (solution.orders[i] ?? 1);
		valence[b] = (valence[b] ?? 0) + (solution.orders[i] ?? 1);
	}
	const lines = ['', '', '', `${pad(symbols.length)}${pad(bonds.length)}  0  0  0  0  0  0  0  0999 V2000`];
	for (const [atom, symbol] of symbols.entries()) {
		// The valence column fixes the hydrogen count; 15 means zero.
		const total = valence[atom] === 0 ? 15 : (valence[atom] ?? 0);
		lines.push(`    0.0000    0.0000    0.0000 ${symbol.padEnd(3)} 0  0  0  0  0${pad(total)}  0  0  0  0  0  0`);
	}
	for (const [i, [a, b]] of bonds.entries()) lines.push(`${pad(a + 1)}${pad(b + 1)}${pad(solution.orders[i] ?? 1)}  0`);
	for (const [atom, charge] of solution.charges.entries()) if (charge !== 0) lines.push(`M  CHG  1 ${pad(atom + 1)} ${pad(charge)}`);
	return [...lines, 'M  END', ''].join('\n');
}
