// Words that are text in another coat: base64, hexadecimal bytes, binary-to-text runs. Only runs that decode to readable letters are
// returned. Linear; each run is bounded.

export interface DecodedRun {
	readonly start: number;
	readonly end: number;
	readonly decoded: string;
	readonly how: 'base64' | 'hexadecimal';
}

const MIN_RUN = 10;
const MAX_RUN = 4096;
/** More runs than these are not looked at; the field goes to a person. */
export const MOST_RUNS = 64;
const MIN_LETTERS = 6;
const MOSTLY = 0.55;

/** 1: small letter; 2: capital or digit; 3: base64 sign. */
const CLASS = new Uint8Array(128);
for (let code = 48; code < 123; code++) CLASS[code] = code <= 57 ? 2 : code >= 65 && code <= 90 ? 2 : code >= 97 ? 1 : 0;
for (const sign of '+/-_') CLASS[sign.charCodeAt(0)] = 3;

/** Runs of the text that decode to readable text. Short words, which most are, cost no look at their letters. */
export function decodedRuns(text: string): DecodedRun[] {
	const runs: DecodedRun[] = [];
	const bytes: number[] = [];
	let from = 0;
	for (let i = 0; i <= text.length && runs.length < MOST_RUNS; ) {
		const space = text.indexOf(' ', i);
		const end = space < 0 ? text.length : space;
		const size = end - i;
		if (size >= MIN_RUN) tokenRuns(text, i, end, runs);
		// "70 69 70 65": bytes as pairs of hexadecimal digits with single spaces between; a comma or full stop may close the run.
		const pair = (size === 2 || size === 3) && isHex(text.charCodeAt(i)) && isHex(text.charCodeAt(i + 1)) && !isHex(text.charCodeAt(i + 2));
		if (pair && bytes.length < MAX_RUN) {
			if (bytes.length === 0) from = i;
			bytes.push(Number.parseInt(text.slice(i, i + 2), 16));
		}
		if (bytes.length > 0 && (!pair || size === 3 || end >= text.length)) {
			if (bytes.length >= MIN_BYTES) pushBytes(text, from, pair ? i + 2 : i - 1, bytes, runs);
			bytes.length = 0;
		}
		i = end + 1;
	}
	return runs;
}

// Runs of letters, digits and base64 signs in the word [start, end).
function tokenRuns(text: string, start: number, end: number, runs: DecodedRun[]): void {
	let from = -1;
	let mixed = 0;
	for (let i = start; i <= end && runs.length < MOST_RUNS; i++) {
		const code = i < end ? text.charCodeAt(i) : 32;
		const kind = code < 128 ? (CLASS[code] ?? 0) : 0;
		if (kind !== 0) {
			if (from < 0) {
				from = i;
				mixed = 0;
			}
			// Ordinary words have no capitals or digits after small letters.
			if (kind === 2 && i > from) mixed++;
			continue;
		}
		if (from < 0) continue;
		const size = i - from;
		if (size >= MIN_RUN && size <= MAX_RUN && mixed >= 2) {
			const token = text.slice(from, i);
			const found = hexText(token) ?? base64Text(token);
			if (found !== null) runs.push({ start: from, end: i, ...found });
		}
		from = -1;
	}
}

const isHex = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);

function hexText(token: string): { decoded: string; how: 'hexadecimal' } | null {
	const digits = token.startsWith('0x') || token.startsWith('0X') ? token.slice(2) : token;
	if (digits.length % 2 !== 0) return null;
	for (let i = 0; i < digits.length; i++) if (!isHex(digits.charCodeAt(i))) return null;
	const bytes = new Uint8Array(digits.length / 2);
	for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
	const decoded = readable(bytes);
	return decoded === null ? null : { decoded, how: 'hexadecimal' };
}

function base64Text(token: string): { decoded: string; how: 'base64' } | null {
	if (token.length % 4 === 1) return null;
	const bytes = new Uint8Array(Math.floor((token.length * 3) / 4));
	let bits = 0;
	let held = 0;
	let n = 0;
	for (let i = 0; i < token.length; i++) {
		bits = (bits << 6) | sextet(token.charCodeAt(i));
		held += 6;
		if (held >= 8) {
			held -= 8;
			const byte = (bits >> held) & 255;
			// Product codes betray themselves within a few bytes.
			if (byte < 32 || byte === 127) return null;
			bytes[n++] = byte;
		}
	}
	const decoded = readable(bytes.subarray(0, n));
	return decoded === null ? null : { decoded, how: 'base64' };
}

function sextet(code: number): number {
	if (code >= 65 && code <= 90) return code - 65;
	if (code >= 97 && code <= 122) return code - 71;
	if (code >= 48 && code <= 57) return code + 4;
	return code === 43 || code === 45 ? 62 : 63;
}

// Text when more than half of it is letters: Latin ones, or of whatever script UTF-8 confirms.
function readable(bytes: Uint8Array): string | null {
	let latin = 0;
	let other = 0;
	for (const byte of bytes) {
		if (byte < 32 || byte === 127) return null;
		if ((byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90)) latin++;
		else if (byte >= 128) other++;
	}
	if (latin + other < MIN_LETTERS || latin + other < bytes.length * MOSTLY) return null;
	if (other === 0) return String.fromCharCode(...bytes);
	if (!isUtf8(bytes)) return null;
	const decoded = new TextDecoder().decode(bytes);
	return (decoded.match(/\p{L}/gu)?.length ?? 0) >= decoded.length * MOSTLY ? decoded : null;
}

// Chance bytes fail within a few; an exception for each would cost more than the check.
function isUtf8(bytes: Uint8Array): boolean {
	for (let i = 0; i < bytes.length; ) {
		const byte = bytes[i] ?? 0;
		const more = byte < 0x80 ? 0 : byte >= 0xc2 && byte < 0xe0 ? 1 : byte >= 0xe0 && byte < 0xf0 ? 2 : byte >= 0xf0 && byte < 0xf5 ? 3 : -1;
		if (more < 0) return false;
		for (let k = 1; k <= more; k++) if (((bytes[i + k] ?? 0) & 0xc0) !== 0x80) return false;
		i += more + 1;
	}
	return true;
}

const MIN_BYTES = 6;

// A number before or after the run may have joined it ("99 70 69 70 65 72 69 64 69 6e 65 25 kg").
function pushBytes(text: string, from: number, to: number, bytes: readonly number[], runs: DecodedRun[]): void {
	for (const [skip, drop] of [
		[0, 0],
		[0, 1],
		[1, 0],
		[1, 1],
	] as const) {
		const decoded = readable(Uint8Array.from(bytes.slice(skip, bytes.length - drop)));
		if (decoded === null) continue;
		runs.push({ start: from + 3 * skip, end: Math.min(to, text.length) - 3 * drop, decoded, how: 'hexadecimal' });
		return;
	}
}
