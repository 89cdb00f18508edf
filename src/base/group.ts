// Groups of a list by key, in order of first appearance. `Map.groupBy` would do, but Node 20 lacks it.

/** Key → members, in the order given. */
export function groupBy<T>(members: Iterable<T>, keyOf: (member: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const member of members) {
		const key = keyOf(member);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [member]);
		else group.push(member);
	}
	return groups;
}
