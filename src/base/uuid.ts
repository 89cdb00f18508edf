// Ids that grow with time (UUID version 7, RFC 9562): new rows go to the end of an index instead of all over it.

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) text += DIGITS[byte];
	return text;
}

/** The id of a moment, in milliseconds since 1970, and ten random bytes. */
export function timedUuid(milliseconds: number, random: Uint8Array): string {
	const time = milliseconds.toString(16).padStart(12, '0').slice(-12);
	const chance = hex(random);
	const variant = ((Number.parseInt(chance.slice(3, 4), 16) & 3) | 8).toString(16);
	return `${time.slice(0, 8)}-${time.slice(8)}-7${chance.slice(0, 3)}-${variant}${chance.slice(4, 7)}-${chance.slice(7, 19)}`;
}
