// SMILES kinds that write the same graph in another atom order. A small reader for the OpenSMILES subset (atoms, bonds, branches,
// ring closures, dots); stereo marks are dropped. It must never change an atom, a bond order or a charge.
import { type Apply, type Kind, kindsOf } from './kind.ts';
import type { Random } from './random.ts';

interface Graph {
	readonly atoms: string[];
	/** For each atom: neighbour and bond symbol (empty for the default bond). */
	readonly bonds: { readonly to: number; readonly symbol: string }[][];
}

const TOKEN = /\[[^\]]+\]|Br|Cl|[BCNOPSFIbcnops]|[-=#$:/\\~]|%\d\d|\d|[().]/gu;

/** The graph of a SMILES, or null for anything outside the subset. */
export function readSmiles(text: string): Graph | null {
	const tokens = text.match(TOKEN) ?? [];
	if (tokens.join('') !== text) return null;
	const graph: Graph = { atoms: [], bonds: [] };
	const branches: number[] = [];
	const rings = new Map<string, { readonly at: number; readonly symbol: string }>();
	let last = -1;
	let symbol = '';
	const link = (a: number, b: number, kind: string): void => {
		graph.bonds[a]?.push({ to: b, symbol: kind });
		graph.bonds[b]?.push({ to: a, symbol: kind });
	};
	for (const token of tokens) {
		if (token === '(') branches.push(last);
		else if (token === ')') last = branches.pop() ?? -1;
		else if (token === '.') last = -1;
		else if (/^[/\\]$/u.test(token)) symbol = '';
		else if (/^[-=#$:~]$/u.test(token)) symbol = token;
		else if (/^%?\d/u.test(token)) {
			const open = rings.get(token);
			if (open === undefined) rings.set(token, { at: last, symbol });
			else {
				link(open.at, last, open.symbol === '' ? symbol : open.symbol);
				rings.delete(token);
			}
			symbol = '';
		} else {
			graph.atoms.push(plainAtom(token));
			graph.bonds.push([]);
			if (last >= 0) link(last, graph.atoms.length - 1, symbol);
			last = graph.atoms.length - 1;
			symbol = '';
		}
	}
	return rings.size > 0 || branches.length > 0 || graph.atoms.length === 0 ? null : graph;
}

/** `[C@@H]` → `C`, `[C@@]` → `C`; brackets stay when they carry charge, isotope or an unusual hydrogen count. */
function plainAtom(token: string): string {
	const flat = token.replace(/@+/gu, '');
	return /^\[C(H\d?)?\]$/u.test(flat) && flat !== token ? 'C' : flat;
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
	const copy = [...list];
	for (let at = copy.length - 1; at > 0; at--) {
		const other = random.below(at + 1);
		[copy[at], copy[other]] = [copy[other] as T, copy[at] as T];
	}
	return copy;
}

/** Writes the graph depth first from a random atom, neighbours in random order. */
export function writeSmiles(graph: Graph, random: Random): string {
	const seen = new Set<number>();
	const order = graph.bonds.map((bonds) => shuffled(bonds, random));
	const closures = new Map<number, string>();
	const parts: string[] = [];
	for (const start of shuffled([...graph.atoms.keys()], random)) {
		if (seen.has(start)) continue;
		closures.clear();
		findRings(order, start, closures);
		parts.push(write(graph, order, start, -1, seen, closures));
	}
	return parts.join('.');
}

/** A first walk marks the bonds that close a ring, so that the writing walk can number them where they open. */
function findRings(order: Graph['bonds'], start: number, closures: Map<number, string>): void {
	const depth = new Map<number, number>([[start, 0]]);
	let number = 0;
	const walk = (at: number, from: number): void => {
		for (const { to, symbol } of order[at] ?? []) {
			if (to === from) continue;
			if (!depth.has(to)) {
				depth.set(to, (depth.get(at) ?? 0) + 1);
				walk(to, at);
			} else if ((depth.get(to) ?? 0) < (depth.get(at) ?? 0)) {
				number++;
				const mark = symbol + (number < 10 ? String(number) : `%${number}`);
				closures.set(at, (closures.get(at) ?? '') + mark);
				closures.set(to, (closures.get(to) ?? '') + mark);
			}
		}
	};
	walk(start, -1);
}

function write(graph: Graph, order: Graph['bonds'], at: number, from: number, seen: Set<number>, closures: Map<number, string>): string {
	seen.add(at);
	const branches: string[] = [];
	for (const { to, symbol } of order[at] ?? []) {
		if (to !== from && !seen.has(to)) branches.push(symbol + write(graph, order, to, at, seen, closures));
	}
	const tail = branches.pop() ?? '';
	return (graph.atoms[at] ?? '') + (closures.get(at) ?? '') + branches.map((branch) => `(${branch})`).join('') + tail;
}

const reordered: Apply = (text, random) => {
	const graph = readSmiles(text);
	if (graph === null || graph.atoms.length < 4) return null;
	const result = writeSmiles(graph, random);
	return result === text ? null : result;
};

export const REORDERED_SMILES_KINDS: readonly Kind[] = kindsOf('structure', 'smiles', {
	'smiles-reordered': ['held-out', reordered],
	'smiles-salt': ['held-out', (text) => (text.includes('.') || !/N|n/u.test(text) ? null : `${text}.Cl`)],
});
