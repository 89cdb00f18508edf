// Documents: the text of each page as stored, the words of its annotations, and, where a page carries pictures or no text, what can be
// recognised in the page as drawn. Scripts in a document are never run; nothing it refers to is fetched.
import { fileURLToPath } from 'node:url';
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { MediaPart } from '../../model/media.ts';
import type { MediaLimits } from './limits.ts';
import { blank, codesIn, LONGEST_SIDE, lettersIn, pixelsOf } from './picture.ts';

const RESOURCES = new URL('../../', import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs'));
const folder = (name: string): string => fileURLToPath(new URL(`${name}/`, RESOURCES));

/** A page with fewer letters than this says what it says in its drawing. */
const FEW_LETTERS = 40;
/** A picture on a smaller share of the page is a logo; codes are still looked for. */
const PICTURE_SHARE = 0.02;
/** Dots per inch over the points of a page. */
const SCALE = 200 / 72;

type Document = Awaited<ReturnType<typeof getDocument>['promise']>;
type Page = Awaited<ReturnType<Document['getPage']>>;

/** The parts of a PDF, as they are read. Throws what makes the whole document unreadable. */
export async function* pdfParts(bytes: Uint8Array, limits: MediaLimits): AsyncGenerator<MediaPart> {
	const task = getDocument({
		data: bytes,
		standardFontDataUrl: folder('standard_fonts'),
		cMapUrl: folder('cmaps'),
		cMapPacked: true,
		wasmUrl: folder('wasm'),
		iccUrl: folder('iccs'),
		isEvalSupported: false,
		disableFontFace: true,
		useSystemFonts: false,
		stopAtErrors: false,
		enableXfa: false,
		verbosity: 0,
	});
	try {
		yield* documentParts(await task.promise, limits);
	} catch (error) {
		throw new Error(whyClosed(error), { cause: error });
	} finally {
		await task.destroy();
	}
}

async function* documentParts(document: Document, limits: MediaLimits): AsyncGenerator<MediaPart> {
	yield* about(document);
	const last = Math.min(document.numPages, limits.pages);
	let pictures = 0;
	for (let number = 1; number <= last; number++) {
		try {
			const page = await document.getPage(number);
			const { text, look } = await readPage(page);
			yield { kind: 'text', page: number, text, outcome: 'read' };
			if (look !== 'nothing' && ++pictures > limits.pictures) yield unread(number, `pictures are read on ${limits.pictures} pages only`);
			else if (look !== 'nothing') yield* drawn(page, number, look);
			page.cleanup();
		} catch (error) {
			yield unread(number, `the page is damaged (${error instanceof Error ? error.message : String(error)}); export the document again`);
		}
	}
	if (document.numPages > last) {
		const note = `pages ${last + 1} to ${document.numPages} were not read; give the document in parts of ${limits.pages} pages`;
		yield { kind: 'text', text: '', outcome: 'errored', note };
	}
}

const unread = (page: number, note: string): MediaPart => ({ kind: 'text', page, text: '', outcome: 'errored', note });

function whyClosed(error: unknown): string {
	const name = error instanceof Error ? error.name : '';
	if (name === 'PasswordException') return 'the document is encrypted; give it without a password';
	const message = error instanceof Error ? error.message : String(error);
	return `the document is damaged (${message.slice(0, 120)}); export it again`;
}

const NAMES = ['Title', 'Subject', 'Keywords', 'Author'] as const;

// What is said of the whole document, and what it holds that is not read.
async function* about(document: Document): AsyncGenerator<MediaPart> {
	const info: unknown = (await document.getMetadata()).info;
	const properties = new Map(typeof info === 'object' && info !== null ? Object.entries(info) : []);
	const names = NAMES.map((name) => properties.get(name)).filter((value) => typeof value === 'string' && value.trim() !== '');
	if (names.length > 0) yield { kind: 'name', text: names.join('\n').toWellFormed(), outcome: 'read' };
	if (properties.get('IsXFAPresent') === true && properties.get('IsAcroFormPresent') !== true)
		yield { kind: 'text', text: '', outcome: 'errored', note: 'the document is a dynamic form; print it to a PDF' };
	const inside: unknown = await document.getAttachments();
	if (typeof inside === 'object' && inside !== null && Object.keys(inside).length > 0) {
		const text = Object.keys(inside).join('\n').toWellFormed();
		yield { kind: 'name', text, outcome: 'errored', note: 'the document holds further files, which are not read; attach them themselves' };
	}
}

type Look = 'nothing' | 'codes' | 'letters';

async function readPage(page: Page): Promise<{ readonly text: string; readonly look: Look }> {
	const { items } = await page.getTextContent();
	let text = '';
	for (const item of items) if ('str' in item) text += item.hasEOL ? `${item.str}\n` : item.str;
	const said = (await page.getAnnotations()).flatMap(wordsOf);
	const [, , width = 0, height = 0] = page.view;
	const { fnArray, argsArray } = await page.getOperatorList();
	const { paints, share } = pictures(fnArray, argsArray, Math.abs(width * height));
	const look =
		fnArray.length === 0
			? 'nothing'
			: text.trim().length < FEW_LETTERS || share >= PICTURE_SHARE
				? 'letters'
				: paints
					? 'codes'
					: 'nothing';
	return { text: [text, ...said].join('\n').trim().toWellFormed(), look };
}

function wordsOf(annotation: unknown): string[] {
	const fields = new Map(typeof annotation === 'object' && annotation !== null ? Object.entries(annotation) : []);
	const nested = (name: string): unknown => {
		const value: unknown = fields.get(name);
		return typeof value === 'object' && value !== null && 'str' in value ? value.str : undefined;
	};
	return [nested('contentsObj'), nested('titleObj'), fields.get('fieldValue'), fields.get('alternativeText'), fields.get('url')]
		.flat()
		.filter((value): value is string => typeof value === 'string' && value.trim() !== '');
}

const PAINTS = new Set([
	...[OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject, OPS.paintImageXObjectRepeat],
	...[OPS.paintInlineImageXObjectGroup, OPS.paintImageMaskXObjectGroup, OPS.paintImageMaskXObjectRepeat],
]);

// A picture fills the unit square of the coordinates at hand; the largest share of the page that one fills.
function pictures(operators: readonly number[], args: readonly unknown[], area: number): { paints: boolean; share: number } {
	const saved: number[] = [];
	let scale = 1;
	let largest = 0;
	let paints = false;
	const transform = (matrix: unknown): void => {
		if (!Array.isArray(matrix) || matrix.length < 4) return;
		const [a, b, c, d] = matrix.map(Number) as [number, number, number, number];
		scale *= Math.abs(a * d - b * c);
	};
	operators.forEach((operator, i) => {
		const given = args[i];
		if (operator === OPS.save) saved.push(scale);
		else if (operator === OPS.restore || operator === OPS.paintFormXObjectEnd) scale = saved.pop() ?? 1;
		else if (operator === OPS.transform) transform(given);
		else if (operator === OPS.paintFormXObjectBegin) {
			saved.push(scale);
			transform(Array.isArray(given) ? given[0] : undefined);
		} else if (PAINTS.has(operator)) {
			paints = true;
			largest = Math.max(largest, scale);
		}
	});
	return { paints, share: area === 0 ? 1 : largest / area };
}

async function* drawn(page: Page, number: number, look: Look): AsyncGenerator<MediaPart> {
	const paper = page.getViewport({ scale: 1 });
	const scale = Math.min(SCALE, LONGEST_SIDE / Math.max(paper.width, paper.height, 1));
	const viewport = page.getViewport({ scale });
	const canvas = blank(Math.max(1, Math.ceil(viewport.width)), Math.max(1, Math.ceil(viewport.height)));
	// The library draws on any canvas; its types know the browser's only.
	await page.render({ canvas: canvas as never, viewport }).promise;
	const pixels = pixelsOf(canvas);
	yield* await codesIn(pixels, number);
	if (look === 'letters') yield await lettersIn(pixels, false, number);
}
