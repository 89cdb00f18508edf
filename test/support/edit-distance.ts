// Optimal string alignment distance (substitution, insertion, deletion, transposition of neighbours), the plain way: the reference
// that the fast search is compared with.

/** Edits between two sequences; `wild` in `b` matches anything. */
export function editDistance(a: ArrayLike<number>, b: ArrayLike<number>, wild: number): number {
	const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1] || b[j - 1] === wild;
			let best = Math.min((rows[i - 1]?.[j - 1] ?? 0) + (same ? 0 : 1), (rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1);
			row.push(best);
		}
		rows.push(row);
	}
	return rows[a.length]?.[b.length] ?? 0;
}
