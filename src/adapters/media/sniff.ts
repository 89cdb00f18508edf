// What a file is, by its bytes and never by its name: type, and for pictures the size that its header declares, so that a bomb is
// refused before it is decoded. Truncation is found here because decoders draw what they have and say nothing.
import { crc32 } from 'node:zlib';

export type ImageFormat = 'png' | 'jpeg' | 'webp' | 'gif';

export interface ImageHead {
	readonly kind: 'image';
	readonly format: ImageFormat;
	readonly width: number;
	readonly height: number;
	/** More frames follow the first. */
	readonly animated: boolean;
	/** The end of the file is missing or damaged. */
	readonly cut: boolean;
}

export type FileKind =
	| { readonly kind: 'pdf' }
	| ImageHead
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'unknown'; readonly what: string };

/** Foreign types that people do attach, for a message that names them. */
const FOREIGN: readonly (readonly [magic: string, what: string])[] = [
	['PK\x03\x04', 'a ZIP archive or office document'],
	['\xd0\xcf\x11\xe0', 'an old office document'],
	['Rar!', 'a RAR archive'],
	['7z\xbc\xaf', 'a 7-Zip archive'],
	['\x1f\x8b', 'a gzip archive'],
	['II*\0', 'a TIFF image'],
	['MM\0*', 'a TIFF image'],
	['BM', 'a BMP image'],
	['\x7fELF', 'a program'],
	['MZ', 'a program'],
];

/** The type of a file. Reads headers only; never throws. */
export function sniff(bytes: Uint8Array): FileKind {
	const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1');
	if (bytes.length === 0) return { kind: 'unknown', what: 'an empty file' };
	if (head.includes('%PDF-')) return { kind: 'pdf' };
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	try {
		if (head.startsWith('\x89PNG\r\n\x1a\n')) return png(bytes, view);
		if (head.startsWith('\xff\xd8\xff')) return jpeg(bytes, view);
		if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return webp(bytes, view, head);
		if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return gif(view);
	} catch (error) {
		if (error instanceof RangeError) return { kind: 'unknown', what: 'an image whose header is damaged' };
		throw error;
	}
	const foreign = FOREIGN.find(([magic]) => head.startsWith(magic));
	if (foreign !== undefined) return { kind: 'unknown', what: foreign[1] };
	return text(bytes);
}

function png(bytes: Uint8Array, view: DataView): ImageHead {
	const width = view.getUint32(16);
	const height = view.getUint32(20);
	let animated = false;
	let at = 8;
	while (at + 12 <= bytes.length) {
		const length = view.getUint32(at);
		const end = at + 12 + length;
		const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
		if (end > bytes.length || crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) break;
		if (type === 'acTL') animated ||= view.getUint32(at + 8) > 1;
		if (type === 'IEND') return { kind: 'image', format: 'png', width, height, animated, cut: false };
		at = end;
	}
	return { kind: 'image', format: 'png', width, height, animated, cut: true };
}

const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function jpeg(bytes: Uint8Array, view: DataView): ImageHead {
	let at = 2;
	while (view.getUint8(at) === 0xff) {
		const marker = view.getUint8(at + 1);
		if (isFrame(marker)) {
			const end = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).lastIndexOf('\xff\xd9', undefined, 'latin1');
			const size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
			return { kind: 'image', format: 'jpeg', ...size, animated: false, cut: end < at };
		}
		at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
	}
	throw new RangeError('no frame');
}

function webp(bytes: Uint8Array, view: DataView, head: string): ImageHead {
	const cut = view.getUint32(4, true) + 8 > bytes.length;
	const image = (width: number, height: number, animated = false): ImageHead => ({
		...{ kind: 'image', format: 'webp' },
		...{ width, height, animated, cut },
	});
	const u24 = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
	if (head.startsWith('VP8X', 12)) return image(u24(24) + 1, u24(27) + 1, (view.getUint8(20) & 2) !== 0);
	if (head.startsWith('VP8L', 12)) {
		const bits = view.getUint32(21, true);
		return image((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
	}
	return image(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
}

function gif(view: DataView): ImageHead {
	let [width, height, frames] = [view.getUint16(6, true), view.getUint16(8, true), 0];
	const table = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
	let at = 13 + table(view.getUint8(10));
	const blocks = (): void => {
		while (view.getUint8(at) !== 0) at += view.getUint8(at) + 1;
		at++;
	};
	let cut = true;
	try {
		for (let mark = view.getUint8(at); cut; mark = view.getUint8(at)) {
			if (mark === 0x21) at += 2;
			else if (mark === 0x2c) {
				frames++;
				// A frame may reach beyond the screen that the header declares.
				width = Math.max(width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true));
				height = Math.max(height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true));
				at += 11 + table(view.getUint8(at + 9));
			} else if (mark === 0x3b) {
				cut = false;
				break;
			} else break;
			blocks();
		}
	} catch (error) {
		if (!(error instanceof RangeError) || frames === 0) throw error;
	}
	return { kind: 'image', format: 'gif', width, height, animated: frames > 1, cut };
}

function text(bytes: Uint8Array): FileKind {
	const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
	try {
		const decoded = new TextDecoder(encoding, { fatal: true }).decode(bytes);
		if (!decoded.includes('\0')) return { kind: 'text', text: decoded };
	} catch {
		// Not text in any encoding that says so.
	}
	return { kind: 'unknown', what: 'a file of an unknown type' };
}
