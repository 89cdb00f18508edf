// Seeded pseudo-random numbers for the benches: sfc32 (Chris Doty-Humphrey, PractRand), seeded by FNV-1a (draft-eastlake-fnv) of its parts.
// Equal parts give equal streams on every machine. Must never read the clock or Math.random, and is not for secrets.

export interface Random {
	/** A float in [0, 1) with 32 bits. */
	next(): number;
	/** An integer in [0, bound). */
	below(bound: number): number;
	/** True with probability p. */
	chance(p: number): boolean;
	/** One member of a non-empty list. */
	pick<T>(list: readonly T[]): T;
	/** `count` distinct integers in [0, bound), ascending; fewer when bound is smaller. */
	sample(count: number, bound: number): number[];
}

/** FNV-1a, 32 bits, over UTF-16 code units (low byte, high byte). */
export function hash32(text: string): number {
	let hash = 0x811c9dc5;
	for (let at = 0; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		hash = Math.imul(hash ^ (unit & 255), 0x01000193);
		hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
	}
	// FNV alone leaves the high bits of short inputs nearly constant; the finaliser of MurmurHash3 spreads them.
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) >>> 0;
}

/** A stream determined by its parts, e.g. `seeded(1, 'del1', 'acetone', 3)`. */
export function seeded(...parts: readonly (string | number)[]): Random {
	const key = parts.join('\u001f');
	let a = hash32(key);
	let b = hash32(`${key}b`);
	let c = hash32(`${key}c`);
	let counter = 1;
	const step = (): number => {
		const sum = (a + b + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (((c << 21) | (c >>> 11)) + sum) | 0;
		return sum >>> 0;
	};
	for (let warm = 0; warm < 12; warm++) step();
	const next = (): number => step() / 4294967296;
	const below = (bound: number): number => Math.floor(next() * bound);
	return {
		next,
		below,
		chance: (p) => next() < p,
		pick: (list) => {
			if (list.length === 0) throw new RangeError('pick needs a non-empty list');
			return list[below(list.length)] as (typeof list)[number];
		},
		sample: (count, bound) => {
			const chosen = new Set<number>();
			const wanted = Math.min(count, bound);
			while (chosen.size < wanted) chosen.add(below(bound));
			return [...chosen].sort((left, right) => left - right);
		},
	};
}
