// "Did you mean": the closest known word to an unknown one. Small lists only (keys, commands, options, ids); never used to
// recognise chemicals.

/**
 * The known word closest to `word`, or undefined when none is close enough to be worth suggesting. Case, spaces and
 * punctuation do not count; up to one edit for every three characters does.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
	return nearestFew(word, known, 1)[0];
}

/** Up to `count` known words close to `word`, best first. */
export function nearestFew(word: string, known: Iterable<string>, count: number): string[] {
	const wanted = plain(word).slice(0, 64);
	if (wanted === '') return [];
	const limit = Math.max(1, Math.ceil(wanted.length / 3));
	const close: { word: string; distance: number }[] = [];
	for (const candidate of known) {
		const other = plain(candidate).slice(0, 64);
		const contained = wanted.length >= 3 && other.includes(wanted);
		const distance = contained ? 0.5 + Math.min(1, (other.length - wanted.length) / 64) : editDistance(wanted, other);
		if (other === wanted) close.push({ word: candidate, distance: 0 });
		else if (distance <= limit) close.push({ word: candidate, distance });
	}
	return close
		.sort((a, b) => a.distance - b.distance)
		.slice(0, count)
		.map((entry) => entry.word);
}

/** The form in which keys, headers and options are compared: lower case, letters and digits only. */
export function plain(word: string): string {
	return word.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}

// Optimal string alignment: insert, delete, replace, swap of neighbours.
function editDistance(a: string, b: string): number {
	let beforeLast: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
			row.push(best);
		}
		beforeLast = last;
		last = row;
	}
	return last[b.length] ?? 0;
}
