// Text in an encoding that its reader named (the labels of the WHATWG Encoding Standard) as UTF-8. Bytes that the encoding does not
// have are never replaced silently: each becomes a mark that strict UTF-8 decoding refuses, with its place in the input, so that it
// is reported with its record.
import { CR, join, LF, NOTHING } from './raw-record.ts';

/** Some of the encodings that listings come in, for messages and nearest names; TextDecoder knows more. */
export const ENCODINGS = [
	'utf-8',
	'utf-16le',
	'utf-16be',
	'windows-1250',
	'windows-1251',
	'windows-1252',
	'iso-8859-2',
	'koi8-r',
	'gb18030',
	'gbk',
	'big5',
	'shift_jis',
	'euc-jp',
	'euc-kr',
	'macintosh',
] as const;

/** The name of the encoding that a label means (`latin1` is windows-1252); undefined for a label that nobody knows. */
export function encodingNamed(label: string): string | undefined {
	try {
		const { encoding } = new TextDecoder(label);
		// Not an encoding of text: what is not ASCII becomes private characters, in which nothing is recognised.
		return encoding === 'x-user-defined' ? undefined : encoding;
	} catch {
		return undefined;
	}
}

const MARK = 0xff;
const REPLACED = '\ufffd';
/** A line end arrives sooner than this in anything but one endless line. */
const HELD_BYTES = 1024 * 1024;

/** The place, in bytes of the input, that the first mark among these bytes names; undefined when none does. */
export function markedPlace(bytes: Uint8Array): number | undefined {
	const start = bytes.indexOf(MARK) + 1;
	const end = bytes.indexOf(MARK, start);
	return start === 0 || end <= start ? undefined : Number(Buffer.from(bytes.subarray(start, end)).toString('latin1'));
}

/** A record with marks as text for people: the marks as replacement characters. */
export const withoutMarks = (text: string): string => text.replaceAll(/\ufffd[0-9]{1,16}\ufffd/g, REPLACED);

/** Decodes a stream of one encoding, wherever its chunks are cut. */
export class ForeignText {
	readonly #encoding: string;
	readonly #decoder: InstanceType<typeof TextDecoder>;
	#held: Uint8Array = NOTHING;
	/** Bytes of the input before those held. */
	#place: number;

	/** `place`: the bytes of the input before the first chunk. */
	constructor(encoding: string, place: number) {
		this.#encoding = encoding;
		this.#decoder = new TextDecoder(encoding);
		this.#place = place;
	}

	push(chunk: Uint8Array): Uint8Array {
		const all = join(this.#held, chunk);
		const lines = Math.max(all.lastIndexOf(LF), all.lastIndexOf(CR)) + 1;
		const whole = lines === 0 && all.length > HELD_BYTES ? all.length : lines;
		this.#held = all.slice(whole);
		return whole === 0 ? NOTHING : this.#decoded(all.subarray(0, whole), true);
	}

	end(): Uint8Array {
		const last = this.#held;
		this.#held = NOTHING;
		return this.#decoded(last, false);
	}

	#decoded(bytes: Uint8Array, stream: boolean): Uint8Array {
		const text = this.#decoder.decode(bytes, { stream });
		const parts = text.split(REPLACED);
		const place = this.#place;
		this.#place += bytes.length;
		if (parts.length === 1) return Buffer.from(text, 'utf8');
		const found = placesOf(bytes, this.#encoding);
		// Where lines and decoder disagree (within one endless line) no place is better than a wrong one.
		const known = found.length === parts.length - 1;
		return Buffer.concat(
			parts.flatMap((part, i) => {
				const mark = known ? `${place + (found[i] ?? 0) + 1}` : '';
				return i === parts.length - 1 ? [Buffer.from(part)] : [Buffer.from(part), Buffer.of(MARK), Buffer.from(mark), Buffer.of(MARK)];
			}),
		);
	}
}

// Where bytes were replaced. No encoding here has a line end within a character, so that each line is read on its own, and only those
// with something wrong byte by byte. A replacement character that GB 18030 spells out counts as well: its text was lost before.
function placesOf(bytes: Uint8Array, encoding: string): number[] {
	const places: number[] = [];
	for (let start = 0; start < bytes.length; ) {
		let end = start;
		while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end++;
		end = Math.min(end + 1, bytes.length);
		const line = bytes.subarray(start, end);
		if (new TextDecoder(encoding).decode(line).includes(REPLACED)) places.push(...placesIn(line, encoding).map((at) => start + at));
		start = end;
	}
	return places;
}

function placesIn(line: Uint8Array, encoding: string): number[] {
	const decoder = new TextDecoder(encoding);
	const places: number[] = [];
	const note = (text: string, at: number): void => {
		for (const character of text) if (character === REPLACED) places.push(at);
	};
	for (let at = 0; at < line.length; at++) note(decoder.decode(line.subarray(at, at + 1), { stream: true }), at);
	note(decoder.decode(), line.length - 1);
	return places;
}
