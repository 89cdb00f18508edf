// Entry bundles of C2SP tlog-tiles: entries one after another, each behind its length as a big-endian uint16.

/** The longest entry that a bundle can hold. */
export const MAX_ENTRY_BYTES = 0xffff;

/** One entry as it lies in a bundle: behind its length. @throws RangeError when it is longer than 65,535 bytes. */
export function frameEntry(entry: Uint8Array): Uint8Array {
	if (entry.length > MAX_ENTRY_BYTES) throw new RangeError(`An entry of ${entry.length} bytes does not fit a bundle`);
	const framed = new Uint8Array(2 + entry.length);
	framed[0] = entry.length >> 8;
	framed[1] = entry.length & 0xff;
	framed.set(entry, 2);
	return framed;
}

/** An entry and the offset in its bundle at which its length begins. */
export interface Framed {
	readonly offset: number;
	readonly entry: Uint8Array;
}

/** The first `width` entries of a bundle; fewer when it breaks off, with the offset at which reading stopped. */
export function readBundle(bytes: Uint8Array, width: number): { readonly entries: Framed[]; readonly end: number } {
	const entries: Framed[] = [];
	let at = 0;
	while (entries.length < width && at + 2 <= bytes.length) {
		const length = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
		if (at + 2 + length > bytes.length) break;
		entries.push({ offset: at, entry: bytes.subarray(at + 2, at + 2 + length) });
		at += 2 + length;
	}
	return { entries, end: at };
}
