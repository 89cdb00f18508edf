// Agreement between reviewers beyond chance: Cohen's kappa (Educational and Psychological Measurement 20, 1960, 37–46) for two, and
// Krippendorff's alpha (Computing Krippendorff's Alpha-Reliability, 2011) for any number, with gaps. Pure arithmetic on labels.

/**
 * Cohen's kappa of pairs of labels; NaN without pairs, and when both reviewers gave one and the same label throughout, because then
 * chance explains everything.
 */
export function cohenKappa(pairs: readonly (readonly [string, string])[]): number {
	const first = new Map<string, number>();
	const second = new Map<string, number>();
	let agreed = 0;
	for (const [a, b] of pairs) {
		if (a === b) agreed += 1;
		add(first, a, 1);
		add(second, b, 1);
	}
	const total = pairs.length;
	if (total === 0) return Number.NaN;
	let chance = 0;
	for (const [label, count] of first) chance += (count / total) * ((second.get(label) ?? 0) / total);
	const rest = 1 - chance;
	return rest <= Number.EPSILON ? Number.NaN : (agreed / total - chance) / rest;
}

/** `nominal`: labels are equal or not. `interval`: labels are numbers whose differences count, squared. */
export type Metric = 'nominal' | 'interval';

/**
 * Krippendorff's alpha. Each unit holds the labels it was given, by however many reviewers; units with fewer than two count for nothing.
 * NaN when nothing can be paired, and when all labels are the same.
 * @throws RangeError for a label that is no number under `interval`.
 */
export function krippendorffAlpha(units: readonly (readonly (string | number)[])[], metric: Metric = 'nominal'): number {
	const coincidences = new Map<string, Map<string, number>>();
	const totals = new Map<string, number>();
	let count = 0;
	for (const unit of units) {
		if (unit.length < 2) continue;
		count += unit.length;
		const weight = 1 / (unit.length - 1);
		for (const [i, a] of unit.entries()) {
			add(totals, String(a), 1);
			for (const [j, b] of unit.entries()) if (i !== j) add(row(coincidences, String(a)), String(b), weight);
		}
	}
	let observed = 0;
	let expected = 0;
	for (const [a, ofA] of totals) {
		for (const [b, ofB] of totals) {
			const distance = distanceOf(a, b, metric);
			observed += (coincidences.get(a)?.get(b) ?? 0) * distance;
			expected += ofA * ofB * distance;
		}
	}
	return expected === 0 ? Number.NaN : 1 - ((count - 1) * observed) / expected;
}

function distanceOf(a: string, b: string, metric: Metric): number {
	if (metric === 'nominal') return a === b ? 0 : 1;
	const distance = (Number(a) - Number(b)) ** 2;
	if (Number.isNaN(distance)) throw new RangeError(`interval labels must be numbers, not ${a} and ${b}`);
	return distance;
}

const add = (counts: Map<string, number>, label: string, more: number): void => void counts.set(label, (counts.get(label) ?? 0) + more);

function row(table: Map<string, Map<string, number>>, label: string): Map<string, number> {
	const found = table.get(label) ?? new Map<string, number>();
	table.set(label, found);
	return found;
}
