// Pictures: decoded once, drawn on white at a size at which letters are recognised best, then searched for codes and letters.
import { type Canvas, createCanvas, type Image, loadImage } from '@napi-rs/canvas';
import type { MediaPart } from '../../model/media.ts';
import { type Pixels, readCodes } from './codes.ts';
import { openRecogniser, type Recognised, type Recogniser } from './ocr.ts';

/** The longest side of what is recognised: about 200 dots per inch of a page. */
export const LONGEST_SIDE = 2_200;
/** Pictures smaller than this are enlarged. */
const SHORT_SIDE = 1_000;
const MOST_ENLARGED = 3;
/** Fewer letters, or less sure ones, may be letters that stand on their side or their head. */
const ENOUGH_LETTERS = 10;
const SURE = 0.65;

let recogniser: Promise<Recogniser> | undefined;

/** Decodes a picture whose declared size was checked before. */
export async function decode(bytes: Uint8Array): Promise<Pixels> {
	const image: Image = await loadImage(Buffer.from(bytes));
	const longest = Math.max(image.width, image.height);
	const scale = Math.min(LONGEST_SIDE / longest, longest < SHORT_SIDE ? Math.min(MOST_ENLARGED, SHORT_SIDE / longest) : 1);
	const [width, height] = [Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale))];
	const canvas = blank(width, height);
	canvas.getContext('2d').drawImage(image, 0, 0, width, height);
	return pixelsOf(canvas);
}

/** White paper. */
export function blank(width: number, height: number): Canvas {
	const canvas = createCanvas(width, height);
	const context = canvas.getContext('2d');
	context.fillStyle = 'white';
	context.fillRect(0, 0, width, height);
	return canvas;
}

/** What was drawn. The canvas is emptied: its memory is not the collector's, and would wait for it. */
export function pixelsOf(canvas: Canvas): Pixels {
	const { width, height } = canvas;
	const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
	canvas.width = 1;
	canvas.height = 1;
	return { data: data as Pixels['data'], width, height };
}

/** Codes in a picture. */
export async function codesIn(pixels: Pixels, page?: number): Promise<MediaPart[]> {
	const texts = await readCodes(pixels);
	return texts.map((text) => ({ kind: 'code', text, outcome: 'read', ...(page === undefined ? {} : { page }) }));
}

/** Letters in a picture, whichever way up it is. `anyWayUp`: also look sideways and upside down when little is found. */
export async function lettersIn(pixels: Pixels, anyWayUp: boolean, page?: number): Promise<MediaPart> {
	recogniser ??= openRecogniser();
	const recognise = await recogniser;
	let upright = grey(pixels);
	let best = recognise(graymap(upright));
	if (anyWayUp && !(lettersOf(best) >= ENOUGH_LETTERS && best.confidence >= SURE)) {
		for (let turns = 1; turns <= 3; turns++) {
			upright = turned(upright);
			const found = recognise(graymap(upright));
			if (worth(found) > worth(best)) best = found;
		}
	}
	const { text, confidence } = best;
	return { kind: 'ocr', text: text.toWellFormed(), outcome: 'read', confidence, ...(page === undefined ? {} : { page }) };
}

const lettersOf = ({ text }: Recognised): number => text.replace(/[^\p{L}\p{N}]/gu, '').length;
const worth = (one: Recognised): number => lettersOf(one) * one.confidence ** 2;

/** One byte per pixel. */
interface Grey {
	readonly bytes: Uint8Array;
	readonly width: number;
	readonly height: number;
}

// Luma of ITU-R BT.601 in 8 bits.
function grey({ data, width, height }: Pixels): Grey {
	const bytes = new Uint8Array(width * height);
	for (let i = 0, k = 0; i < bytes.length; i++, k += 4)
		bytes[i] = (77 * (data[k] ?? 0) + 150 * (data[k + 1] ?? 0) + 29 * (data[k + 2] ?? 0)) >> 8;
	return { bytes, width, height };
}

// A quarter turn clockwise.
function turned({ bytes, width, height }: Grey): Grey {
	const to = new Uint8Array(bytes.length);
	for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) to[x * height + height - 1 - y] = bytes[y * width + x] ?? 0;
	return { bytes: to, width: height, height: width };
}

// Netpbm's binary graymap: nothing to encode, nothing to decode.
const graymap = ({ bytes, width, height }: Grey): Uint8Array => Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), bytes]);
