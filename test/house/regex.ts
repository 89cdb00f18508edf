// Decides, for one regular expression, whether a backtracking matcher can be made slow: builds the position automaton with the
// number of ways each step can be taken, then looks for ambiguity inside loops (Weber and Seidl 1991, criteria EDA and IDA).
// Character sets are taken from the engine itself over a sample of code points, so every class and flag is understood.
import { type Piece, parsePattern } from './regex-pattern.ts';

/** What is wrong with a pattern; `null` when matching takes time linear in the text. */
export type RegexProblem = 'backreference' | 'exponential' | 'polynomial' | 'rescans' | 'too large to check' | null;

const SAMPLE: readonly string[] = (() => {
	const points: number[] = [];
	for (let cp = 0; cp < 0x250; cp++) points.push(cp);
	for (let cp = 0x250; cp < 0xd800; cp += 23) points.push(cp);
	for (let cp = 0xe000; cp < 0x10000; cp += 61) points.push(cp);
	for (let cp = 0xff10; cp < 0xff5b; cp++) points.push(cp);
	points.push(0x200b, 0x200d, 0x2010, 0x2013, 0x2014, 0x2028, 0x2029, 0x2212, 0x3000, 0x4e00, 0xfeff);
	return points.map((cp) => String.fromCodePoint(cp));
})();

const MAX_POSITIONS = 600;
const MAX_STATES = 400_000;

type Counts = Map<number, number>;

interface Fragment {
	readonly first: Counts;
	readonly last: Counts;
	/** In how many ways (capped at 2) it matches nothing. */
	readonly nullable: number;
}

interface Automaton {
	/** Per position: which sample characters it reads. */
	readonly reads: Uint8Array[];
	/** Per position: the next positions and in how many ways (capped at 2) each is reached. */
	readonly follow: Counts[];
	readonly whole: Fragment;
}

/**
 * Checks one pattern. `scanned` also refuses patterns that are searched for from every offset and can read far before failing
 * (`/a+b/`), which costs quadratic time on a long run of the same character.
 */
export function checkRegex(source: string, flags: string, scanned: boolean): RegexProblem {
	const { body, asides, backreference, guarded, conditional } = parsePattern(source, flags.includes('v'));
	if (backreference) return 'backreference';
	for (const part of [body, ...asides]) {
		const nested = build(part, flags, 4);
		if (nested === null) return 'too large to check';
		const exponential = hasExponentialLoop(nested);
		if (exponential !== null) return exponential;
		const long = build(part, flags, 16);
		if (long === null) return 'too large to check';
		const polynomial = hasPolynomialLoops(long, null, false);
		if (polynomial !== null) return polynomial;
	}
	if (!scanned || guarded || flags.includes('y')) return null;
	const searched = build(body, flags, 16);
	return searched === null ? 'too large to check' : hasPolynomialLoops(searched, withSearch(searched), !conditional);
}

// Bounded repetition up to `limit` is copied; above it, it counts as a loop, which is the cautious reading.
function build(piece: Piece, flags: string, limit: number): Automaton | null {
	const reads: Uint8Array[] = [];
	const follow: Counts[] = [];
	const cache = new Map<string, Uint8Array>();
	const plain = flags.replace(/[gydu]/g, '') + (flags.includes('u') ? 'u' : '');

	const link = (from: Counts, to: Counts): void => {
		for (const [p, n] of from) for (const [q, m] of to) add(follow[p] as Counts, q, n * m);
	};
	const join = (a: Fragment, b: Fragment): Fragment => {
		link(a.last, b.first);
		const first = new Map(a.first);
		if (a.nullable > 0) for (const [q, n] of b.first) add(first, q, n * a.nullable);
		const last = new Map(b.last);
		if (b.nullable > 0) for (const [q, n] of a.last) add(last, q, n * b.nullable);
		return { first, last, nullable: Math.min(2, a.nullable * b.nullable) };
	};
	const nothing: Fragment = { first: new Map(), last: new Map(), nullable: 1 };
	const optional = (a: Fragment): Fragment => ({ ...a, nullable: Math.min(2, a.nullable + 1) });
	const loop = (a: Fragment): Fragment => {
		link(a.last, a.first);
		return { ...a, nullable: 1 };
	};

	const make = (part: Piece): Fragment => {
		if (reads.length > MAX_POSITIONS) return nothing;
		if (part.kind === 'atom') {
			let set = cache.get(part.source);
			if (set === undefined) {
				const test = new RegExp(`^(?:${part.source})$`, plain);
				set = Uint8Array.from(SAMPLE, (char) => (test.test(char) ? 1 : 0));
				cache.set(part.source, set);
			}
			const at = reads.push(set) - 1;
			follow.push(new Map());
			return { first: new Map([[at, 1]]), last: new Map([[at, 1]]), nullable: 0 };
		}
		if (part.kind === 'sequence') return part.parts.map(make).reduce(join, nothing);
		if (part.kind === 'choice') {
			const all = part.parts.map(make);
			const first: Counts = new Map();
			const last: Counts = new Map();
			for (const one of all) {
				for (const [q, n] of one.first) add(first, q, n);
				for (const [q, n] of one.last) add(last, q, n);
			}
			return {
				first,
				last,
				nullable: Math.min(
					2,
					all.reduce((sum, one) => sum + one.nullable, 0),
				),
			};
		}
		const { min, max, body } = part;
		const required = Math.min(min, limit);
		let whole = nothing;
		for (let i = 0; i < required; i++) whole = join(whole, make(body));
		if (max > limit) return join(whole, loop(make(body)));
		let tail = nothing;
		for (let i = required; i < max; i++) tail = optional(join(make(body), tail));
		return join(whole, tail);
	};

	const whole = make(piece);
	return reads.length > MAX_POSITIONS ? null : { reads, follow, whole };
}

const add = (counts: Counts, key: number, n: number): void => {
	counts.set(key, Math.min(2, (counts.get(key) ?? 0) + n));
};

/** A copy of the automaton with one more position: the search that may start the match at every offset. */
function withSearch(automaton: Automaton): number {
	const at = automaton.reads.push(new Uint8Array(SAMPLE.length).fill(1)) - 1;
	automaton.follow.push(new Map([[at, 1], ...automaton.whole.first]));
	return at;
}

// Exponential: a loop that reads one word in two ways, seen as a cycle of pairs through (q,q) that leaves the diagonal.
function hasExponentialLoop(automaton: Automaton): RegexProblem {
	const { reads, follow } = automaton;
	const size = reads.length;
	const meet = overlaps(reads);
	const next = new Map<number, number[]>();
	const doubled: [number, number][] = [];
	const open: number[] = [];
	for (let p = 0; p < size; p++) open.push(p * size + p);
	const seen = new Set(open);
	while (open.length > 0) {
		if (seen.size > MAX_STATES) return 'too large to check';
		const pair = open.pop() as number;
		const p = Math.floor(pair / size);
		const q = pair % size;
		const to: number[] = [];
		for (const [s, n] of follow[p] as Counts) {
			for (const [t, m] of follow[q] as Counts) {
				if (!meet(s, t)) continue;
				const target = s * size + t;
				to.push(target);
				if (p === q && s === t && Math.max(n, m) > 1) doubled.push([pair, target]);
				if (!seen.has(target)) {
					seen.add(target);
					open.push(target);
				}
			}
		}
		next.set(pair, to);
	}
	const group = components(next);
	if (doubled.some(([from, to]) => group.get(from) === group.get(to))) return 'exponential';
	const diagonal = new Set<number>();
	for (let p = 0; p < size; p++) diagonal.add(group.get(p * size + p) as number);
	for (const pair of next.keys()) {
		if (Math.floor(pair / size) !== pair % size && diagonal.has(group.get(pair) as number)) return 'exponential';
	}
	return null;
}

// Polynomial: two different loops p and q that read the same word v, with p reaching q by v. With `search` given, p is the
// search position; when the match `endsFreely`, a loop q that may end it is fine: a greedy match takes the run and moves on.
function hasPolynomialLoops(automaton: Automaton, search: number | null, endsFreely: boolean): RegexProblem {
	const { reads, follow, whole } = automaton;
	const size = reads.length;
	const meet = overlaps(reads);
	const own = components(new Map(follow.map((to, p) => [p, [...to.keys()]])));
	const members = new Map<number, number>();
	for (const id of own.values()) members.set(id, (members.get(id) ?? 0) + 1);
	const loops = [...own.keys()].filter((p) => (members.get(own.get(p) as number) as number) > 1 || follow[p]?.has(p) === true);
	for (const p of search === null ? loops : [search]) {
		for (const q of loops) {
			if (p === q || (endsFreely && whole.last.has(q))) continue;
			const goal = (p * size + q) * size + q;
			const start = (p * size + p) * size + q;
			const seen = new Set([start]);
			const open = [start];
			while (open.length > 0) {
				if (seen.size > MAX_STATES) return 'too large to check';
				const state = open.pop() as number;
				const c = state % size;
				const b = Math.floor(state / size) % size;
				const a = Math.floor(state / size / size);
				for (const s of (follow[a] as Counts).keys()) {
					for (const t of (follow[b] as Counts).keys()) {
						if (!meet(s, t)) continue;
						for (const u of (follow[c] as Counts).keys()) {
							if (!meet(s, u) || !meet(t, u)) continue;
							const target = (s * size + t) * size + u;
							if (target === goal) return search === null ? 'polynomial' : 'rescans';
							if (!seen.has(target)) {
								seen.add(target);
								open.push(target);
							}
						}
					}
				}
			}
		}
	}
	return null;
}

function overlaps(reads: readonly Uint8Array[]): (p: number, q: number) => boolean {
	const cache = new Map<number, boolean>();
	return (p, q) => {
		const key = p < q ? p * reads.length + q : q * reads.length + p;
		let found = cache.get(key);
		if (found === undefined) {
			const a = reads[p] as Uint8Array;
			const b = reads[q] as Uint8Array;
			found = a.some((bit, i) => bit === 1 && b[i] === 1);
			cache.set(key, found);
		}
		return found;
	};
}

/** Strongly connected components (Tarjan 1972, with an explicit stack): node → component number. */
export function components<T>(next: ReadonlyMap<T, readonly T[]>): Map<T, number> {
	const index = new Map<T, number>();
	const low = new Map<T, number>();
	const group = new Map<T, number>();
	const path: T[] = [];
	let groups = 0;
	for (const root of next.keys()) {
		if (index.has(root)) continue;
		const frames: { node: T; at: number }[] = [{ node: root, at: 0 }];
		while (frames.length > 0) {
			const frame = frames[frames.length - 1] as { node: T; at: number };
			const { node } = frame;
			if (frame.at === 0) {
				index.set(node, index.size);
				low.set(node, index.get(node) as number);
				path.push(node);
			}
			const targets = next.get(node) ?? [];
			const to = targets[frame.at++];
			if (frame.at <= targets.length && to !== undefined) {
				if (!index.has(to)) frames.push({ node: to, at: 0 });
				else if (!group.has(to)) low.set(node, Math.min(low.get(node) as number, index.get(to) as number));
				continue;
			}
			frames.pop();
			const parent = frames[frames.length - 1]?.node;
			if (parent !== undefined) low.set(parent, Math.min(low.get(parent) as number, low.get(node) as number));
			if (low.get(node) !== index.get(node)) continue;
			let member: T;
			do {
				member = path.pop() as T;
				group.set(member, groups);
			} while (member !== node);
			groups++;
		}
	}
	return group;
}
