// The bounds of reading one image or attachment: they keep a hostile file from costing more than a person's glance would.

export interface MediaLimits {
	/** Size of the file. */
	readonly bytes: number;
	/** Width times height, read from the header before anything is decoded. */
	readonly pixels: number;
	/** Pages of a document that are read. */
	readonly pages: number;
	/** Pages of a document whose pictures are recognised. */
	readonly pictures: number;
	/** UTF-16 code units of text from one file. */
	readonly text: number;
	/** For the whole file. */
	readonly timeMs: number;
	/** Resident size of the process that reads, in MiB. */
	readonly memoryMiB: number;
}

/** Generous for a safety data sheet, a certificate of analysis or a photograph. */
export const MEDIA_LIMITS: MediaLimits = {
	bytes: 20 * 1024 * 1024,
	pixels: 40_000_000,
	pages: 50,
	pictures: 10,
	text: 200_000,
	timeMs: 120_000,
	memoryMiB: 768,
};
