// Pictures: decoded once, drawn on white at a size at which letters are recognised best, then searched for codes and letters.
import { type Canvas, createCanvas, type Image, loadImage } from '@napi-rs/canvas';
import type { MediaPart } from '../../model/media.ts';
import { readCodes } from './codes.ts';
import { openRecogniser, type Recognised, type Recogniser } from './ocr.ts';

/** The longest side of what is recognised: about 200 dots per inch of a page. */
export const LONGEST_SIDE = 2_200;
/** Pictures smaller than this are enlarged. */
const SHORT_SIDE = 1_000;
const MOST_ENLARGED = 3;
/** Fewer letters, or less sure ones, may be letters that stand on their side or their head. */
const ENOUGH_LETTERS = 10;
const SURE = 0.65;
const QUARTER_TURNS = [1, 3, 2] as const;

let recogniser: Promise<Recogniser> | undefined;

/** Decodes a picture whose declared size was checked before. */
export async function decode(bytes: Uint8Array): Promise<Canvas> {
	const image: Image = await loadImage(Buffer.from(bytes));
	const longest = Math.max(image.width, image.height);
	const scale = Math.min(LONGEST_SIDE / longest, longest < SHORT_SIDE ? Math.min(MOST_ENLARGED, SHORT_SIDE / longest) : 1);
	const [width, height] = [Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale))];
	const canvas = blank(width, height);
	canvas.getContext('2d').drawImage(image, 0, 0, width, height);
	return canvas;
}

/** White paper. */
export function blank(width: number, height: number): Canvas {
	const canvas = createCanvas(width, height);
	const context = canvas.getContext('2d');
	context.fillStyle = 'white';
	context.fillRect(0, 0, width, height);
	return canvas;
}

/** Codes in a picture. */
export async function codesIn(canvas: Canvas, page?: number): Promise<MediaPart[]> {
	const { width, height } = canvas;
	const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
	const texts = await readCodes({ data: new Uint8ClampedArray(data), width, height });
	return texts.map((text) => ({ kind: 'code', text, outcome: 'read', ...(page === undefined ? {} : { page }) }));
}

/** Letters in a picture, whichever way up it is. `anyWayUp`: also look sideways and upside down when little is found. */
export async function lettersIn(canvas: Canvas, anyWayUp: boolean, page?: number): Promise<MediaPart> {
	recogniser ??= openRecogniser();
	const recognise = await recogniser;
	let best = recognise(canvas.toBuffer('image/png'));
	if (anyWayUp && !(lettersOf(best) >= ENOUGH_LETTERS && best.confidence >= SURE)) {
		for (const turns of QUARTER_TURNS) {
			const turned = recognise(rotated(canvas, turns).toBuffer('image/png'));
			if (worth(turned) > worth(best)) best = turned;
		}
	}
	const { text, confidence } = best;
	return { kind: 'ocr', text: text.toWellFormed(), outcome: 'read', confidence, ...(page === undefined ? {} : { page }) };
}

const lettersOf = ({ text }: Recognised): number => text.replace(/[^\p{L}\p{N}]/gu, '').length;
const worth = (one: Recognised): number => lettersOf(one) * one.confidence ** 2;

function rotated(canvas: Canvas, turns: 1 | 2 | 3): Canvas {
	const upright = turns === 2;
	const to = createCanvas(upright ? canvas.width : canvas.height, upright ? canvas.height : canvas.width);
	const context = to.getContext('2d');
	context.translate(to.width / 2, to.height / 2);
	context.rotate((turns * Math.PI) / 2);
	context.drawImage(canvas, -canvas.width / 2, -canvas.height / 2);
	return to;
}
