// What was read from the images and attachments of a listing: text of documents, letters in pictures, codes, names. Adapters read;
// the engine screens every text like a field. A part that could not be read says so and is never left out.

/**
 * `name`: a name the file carries (an upload's own name, a document's title). `text`: text as the file stores it. `ocr`: letters
 * recognised in a picture. `code`: the content of a QR code or barcode.
 */
export type MediaKind = 'name' | 'text' | 'ocr' | 'code';

/** `read`: all of the text there is, perhaps none. `errored`: present and not readable, or not to the end. `unscreened`: not fetched. */
export type MediaOutcome = 'read' | 'errored' | 'unscreened';

/** One part of one file: what it says, or why it could not be read. */
export interface MediaPart {
	readonly kind: MediaKind;
	/** From 1; absent for what belongs to the whole file. */
	readonly page?: number;
	/** Well-formed Unicode; empty when nothing could be read. */
	readonly text: string;
	readonly outcome: MediaOutcome;
	/** For `ocr`: how sure the recogniser is of its letters, 0 to 1. */
	readonly confidence?: number;
	/** Why the outcome is not `read`: what is wrong and how to mend it. */
	readonly note?: string;
}

/** A part with its place in the listing. */
export interface MediaText extends MediaPart {
	/** RFC 6901 JSON Pointer of the image or attachment, e.g. `/attachments/0`. */
	readonly pointer: string;
}

/** Where in a file a finding stands; its offsets then count in the text of this part. */
export type Medium = Pick<MediaPart, 'kind' | 'page'>;
