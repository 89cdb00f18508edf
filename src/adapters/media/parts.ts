// One file → its parts, by what its bytes are. Runs in the media worker; whatever is thrown becomes an errored part there.
import type { MediaPart } from '../../model/media.ts';
import type { MediaLimits } from './limits.ts';
import { pdfParts } from './pdf.ts';
import { codesIn, decode, lettersIn } from './picture.ts';
import { type ImageHead, sniff } from './sniff.ts';

const errored = (note: string): MediaPart => ({ kind: 'text', text: '', outcome: 'errored', note });

/** The parts of a file, as they are read, up to the limit of text. */
export async function* partsOf(bytes: Uint8Array, limits: MediaLimits): AsyncGenerator<MediaPart> {
	let left = limits.text;
	for await (const part of allParts(bytes, limits)) {
		if (part.text.length <= left) {
			left -= part.text.length;
			yield part;
			continue;
		}
		yield { ...part, text: part.text.slice(0, left).toWellFormed() };
		yield errored(`it holds more than ${limits.text.toLocaleString('en-US')} characters; the rest was not read`);
		return;
	}
}

async function* allParts(bytes: Uint8Array, limits: MediaLimits): AsyncGenerator<MediaPart> {
	const file = sniff(bytes);
	switch (file.kind) {
		case 'pdf':
			yield* pdfParts(bytes, limits);
			break;
		case 'image':
			yield* imageParts(bytes, file, limits);
			break;
		case 'text':
			yield { kind: 'text', text: file.text, outcome: 'read' };
			break;
		case 'unknown':
			yield errored(`it is ${file.what}; give a PDF, PNG, JPEG, WebP, GIF or plain text file`);
			break;
	}
}

async function* imageParts(bytes: Uint8Array, head: ImageHead, limits: MediaLimits): AsyncGenerator<MediaPart> {
	const { width, height } = head;
	if (width * height > limits.pixels || width === 0 || height === 0) {
		const most = Math.floor(limits.pixels / 1_000_000);
		yield errored(`it declares ${width} × ${height} pixels; give an image of at most ${most} megapixels`);
		return;
	}
	if (head.cut) yield errored('the image is cut short or damaged; save it again');
	if (head.animated) yield errored('the image has several frames, of which only the first is read; give a still image');
	const pixels = await decode(bytes);
	yield* await codesIn(pixels);
	yield await lettersIn(pixels, true);
}
