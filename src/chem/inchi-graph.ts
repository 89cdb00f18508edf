// Rebuilds a drawable molecule (V2000 molfile, BIOVIA CTfile formats) from one InChI component: InChI records atoms, connections and
// hydrogens but no bond orders, so the orders are searched for until every atom has a usual valence. The search is bounded; a
// component that does not resolve gives null. The caller must verify the result by writing its InChI again.
import { hillOrder, valencesOf } from './elements.ts';
import type { InchiComponent } from './inchi.ts';

const MAX_ATOMS = 128;
const MAX_STEPS = 20_000;
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

/** Per atom: how much bond order beyond single bonds it still needs, for each usual valence, and the charge that goes with it. */
type Options = readonly { readonly need: number; readonly charge: number }[];

function optionsOf(symbol: string, degree: number, hydrogens: number): Options {
	const used = degree + hydrogens;
	const options = valencesOf(symbol)
		.filter((valence) => valence >= used)
		.map((valence) => ({ need: valence - used, charge: 0 }));
	if (symbol === 'N' && used <= 4) options.push({ need: 4 - used, charge: 1 });
	if ((symbol === 'O' || symbol === 'S') && used === 1) options.push({ need: 0, charge: -1 });
	return options;
}

function solve(skeleton: Skeleton, hydrogens: readonly number[], charge: number, budget: { steps: number }): Solution | null {
	const { symbols, bonds } = skeleton;
	const edges: number[][] = symbols.map(() => []);
	for (const [i, [a, b]] of bonds.entries()) {
		edges[a]?.push(i);
		edges[b]?.push(i);
	}
	const options = symbols.map((symbol, atom) => optionsOf(symbol, edges[atom]?.length ?? 0, hydrogens[atom] ?? 0));
	// Neutral readings come first; charged atoms are allowed only where the neutral search fails.
	for (const most of charge === 0 ? [0, 2] : [Math.abs(charge), Math.abs(charge) + 2]) {
		const found = assign(options, bonds, edges, charge, most, budget);
		if (found !== null) return { ...found, hydrogens };
	}
	return null;
}

// Depth-first over bonds with an explicit trail: each bond gets 0, 1 or 2 extra orders; atoms are finished in bond order.
function assign(
	options: readonly Options[],
	bonds: Skeleton['bonds'],
	edges: readonly number[][],
	charge: number,
	mostCharged: number,
	budget: { steps: number },
): { orders: number[]; charges: number[] } | null {
	const allowed = options.map((list) => (mostCharged === 0 ? list.filter((option) => option.charge === 0) : list));
	const most = allowed.map((list) => list.reduce((max, option) => Math.max(max, option.need), -1));
	if (most.some((need) => need < 0)) return null;
	const order = bondOrderOfVisit(bonds, edges, most);
	const extra = new Array<number>(bonds.length).fill(0);
	const sums = new Array<number>(options.length).fill(0);
	const open = edges.map((list) => list.length);
	for (const list of bonds.keys()) if (!order.includes(list)) for (const atom of bonds[list] ?? []) open[atom] = (open[atom] ?? 0) - 1;
	const fits = (atom: number): boolean => {
		const need = sums[atom] ?? 0;
		if (need > (most[atom] ?? 0)) return false;
		return (open[atom] ?? 0) > 0 || (allowed[atom] ?? []).some((option) => option.need === need);
	};
	const change = (bond: number, by: number, opened: number): void => {
		for (const atom of bonds[bond] ?? []) {
			sums[atom] = (sums[atom] ?? 0) + by;
			open[atom] = (open[atom] ?? 0) + opened;
		}
	};
	for (const atom of options.keys()) if ((open[atom] ?? 0) === 0 && !fits(atom)) return null;
	const tried = new Array<number>(order.length).fill(-1);
	let depth = 0;
	while (depth >= 0) {
		if (budget.steps-- <= 0) return null;
		if (depth === order.length) {
			const charges = settleCharges(allowed, sums, charge);
			if (charges !== null) return { orders: extra.map((value) => value + 1), charges };
			depth--;
			continue;
		}
		const bond = order[depth] ?? 0;
		const [a, b] = bonds[bond] ?? [0, 0];
		const before = tried[depth] ?? -1;
		if (before >= 0) change(bond, -(extra[bond] ?? 0), 1);
		const value = before + 1;
		if (value > 2) {
			tried[depth] = -1;
			extra[bond] = 0;
			depth--;
			continue;
		}
		tried[depth] = value;
		extra[bond] = value;
		change(bond, value, -1);
		if (fits(a) && fits(b)) depth++;
	}
	return null;
}

// Bonds between two atoms that can take more order, visited so that each atom is finished soon after it is begun.
function bondOrderOfVisit(bonds: Skeleton['bonds'], edges: readonly number[][], most: readonly number[]): number[] {
	const usable = (bond: number): boolean => (bonds[bond] ?? []).every((atom) => (most[atom] ?? 0) > 0);
	const seen = new Set<number>();
	const order: number[] = [];
	const starts = [...edges.keys()].sort((x, y) => (edges[x]?.filter(usable).length ?? 0) - (edges[y]?.filter(usable).length ?? 0));
	for (const start of starts) {
		const stack = [start];
		while (stack.length > 0) {
			const atom = stack.pop() ?? 0;
			for (const bond of edges[atom] ?? []) {
				if (seen.has(bond) || !usable(bond)) continue;
				seen.add(bond);
				order.push(bond);
				for (const end of bonds[bond] ?? []) if (end !== atom) stack.push(end);
			}
		}
	}
	return order;
}

// The charges that the chosen orders imply; null unless they add up to the component's charge.
function settleCharges(allowed: readonly Options[], sums: readonly number[], charge: number): number[] | null {
	const charges = allowed.map((list, atom) => list.find((option) => option.need === sums[atom])?.charge ?? 0);
	return charges.reduce((sum, value) => sum + value, 0) === charge ? charges : null;
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
