// One-dimensional arrays in PostgreSQL's binary form (array_send in src/backend/utils/adt/arrayfuncs.c): long texts travel as they are,
// where the text form would quote and escape every one of them here and read each letter back there. The driver sends a Buffer as a
// binary parameter, so the statement must name the parameter's type (`$1::text[]`).
import { Fault } from '../../base/fault.ts';

const HEADER_BYTES = 20;
const EPOCH_MS = Date.UTC(2000, 0, 1);

/** How one element is written, and the OID of its type in pg_type. */
interface Element<T> {
	readonly oid: number;
	readonly size: (value: T) => number;
	readonly write: (value: T, into: Buffer, at: number) => void;
}

const utf8 = (oid: number): Element<string> => ({
	oid,
	size: (value) => Buffer.byteLength(value, 'utf8'),
	write: (value, into, at) => void into.write(value, at, 'utf8'),
});

const TEXT = utf8(25);
const JSON_TEXT = utf8(114);
const BYTES: Element<Uint8Array> = { oid: 17, size: (value) => value.length, write: (value, into, at) => into.set(value, at) };
const INT: Element<number> = { oid: 23, size: () => 4, write: (value, into, at) => void into.writeInt32BE(value, at) };
const UUID: Element<string> = {
	oid: 2950,
	size: () => 16,
	write: (value, into, at) => {
		if (into.write(value.replaceAll('-', ''), at, 'hex') !== 16) throw new Fault('impossible', `"${value}" is not a UUID.`);
	},
};
// Microseconds since 2000; Weir's times have milliseconds.
const TIME: Element<string> = {
	oid: 1184,
	size: () => 8,
	write: (value, into, at) => void into.writeBigInt64BE(BigInt(Date.parse(value) - EPOCH_MS) * 1000n, at),
};

export const texts = (values: readonly (string | null)[]): Buffer => binaryArray(values, TEXT);
/** Texts that are JSON already. */
export const jsons = (values: readonly (string | null)[]): Buffer => binaryArray(values, JSON_TEXT);
export const bytes = (values: readonly (Uint8Array | null)[]): Buffer => binaryArray(values, BYTES);
export const ints = (values: readonly (number | null)[]): Buffer => binaryArray(values, INT);
export const uuids = (values: readonly (string | null)[]): Buffer => binaryArray(values, UUID);
/** RFC 3339 texts. @throws RangeError when one is no time. */
export const times = (values: readonly (string | null)[]): Buffer => binaryArray(values, TIME);

function binaryArray<T>(values: readonly (T | null)[], { oid, size, write }: Element<T>): Buffer {
	const sizes = values.map((value) => (value === null ? -1 : size(value)));
	const whole = Buffer.allocUnsafe(sizes.reduce((sum, one) => sum + 4 + Math.max(one, 0), values.length === 0 ? 12 : HEADER_BYTES));
	whole.writeInt32BE(values.length === 0 ? 0 : 1, 0);
	whole.writeInt32BE(sizes.includes(-1) ? 1 : 0, 4);
	whole.writeInt32BE(oid, 8);
	if (values.length === 0) return whole;
	whole.writeInt32BE(values.length, 12);
	whole.writeInt32BE(1, 16);
	let at = HEADER_BYTES;
	values.forEach((value, i) => {
		const length = sizes[i] ?? -1;
		whole.writeInt32BE(length, at);
		at += 4;
		if (value === null) return;
		write(value, whole, at);
		at += length;
	});
	return whole;
}
