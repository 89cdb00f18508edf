// Screening a listing with its images and attachments. Each is an upload, or an address that may be fetched; anything else is refused
// by name. What could not be fetched or read travels to the engine as errored, so it holds the listing.
import { Fault } from '../base/fault.ts';
import type { Problem } from '../base/result.ts';
import type { MediaPart, MediaText } from '../model/media.ts';
import type { ListedMedia, NamedMedium, Screened, Screening, Submitted } from './screening.ts';

/** A file as it was uploaded or fetched. */
export interface Upload {
	readonly id: string;
	/** SHA-256 of its bytes, lower-case hex. */
	readonly hash: string;
	/** Bytes. */
	readonly size: number;
	/** Media type, told by its bytes. */
	readonly type: string;
	readonly name?: string;
	/** The address it was fetched from. */
	readonly source?: string;
	readonly seller?: string;
}

export interface MediaSource {
	/** What is wrong with a text that shall name an image or attachment; undefined when it may name one. */
	refusal(given: string): Omit<Problem, 'pointer'> | undefined;
	isAddress(given: string): boolean;
	/** Uploads by id, those that this seller may name. */
	find(ids: readonly string[], seller: string | undefined): Promise<ReadonlyMap<string, Upload>>;
	/** Fetches an address; `why` when there is nothing to be had. */
	fetch(address: string, seller: string | undefined): Promise<Fetched>;
	/** What a file says. What cannot be read is an errored part. */
	read(file: Upload): Promise<readonly MediaPart[]>;
}

export type Fetched = { readonly kind: 'fetched'; readonly file: Upload } | { readonly kind: 'failed'; readonly why: string };

/** Images and attachments of one listing, together. More would let one listing keep the readers busy for hours. */
export const MOST_MEDIA = 60;

/** A screening that needs nothing more. */
export type Ready = Exclude<Screened, { readonly kind: 'with-media' }>;

/** A submission, screened with its media where it names any; text alone takes the straight way. */
export async function screenWithMedia(
	one: Submitted,
	seller: string | undefined,
	screening: Screening,
	source: MediaSource,
): Promise<Ready> {
	const first = await screening.screen(one);
	if (first.kind !== 'with-media') return first;
	const read = await readMedia(first.named, seller, source);
	if (read.problems.length > 0) return { kind: 'unreadable', problems: read.problems };
	const second = await screening.screen({ ...one, media: read.texts });
	if (second.kind === 'with-media') throw new Fault('impossible', 'A listing was given its media and asked for them again.');
	if (second.kind === 'unreadable') return second;
	return { ...second, media: { files: read.files, texts: JSON.stringify(read.texts) } };
}

export interface ReadMedia {
	readonly problems: readonly Problem[];
	readonly texts: readonly MediaText[];
	readonly files: ListedMedia['files'];
}

/** The texts of these media, in their order. With problems, nothing was fetched or read. */
export async function readMedia(named: readonly NamedMedium[], seller: string | undefined, source: MediaSource): Promise<ReadMedia> {
	const ids = named.filter(({ given }) => !source.isAddress(given) && source.refusal(given) === undefined).map(({ given }) => given);
	const uploads = ids.length === 0 ? new Map<string, Upload>() : await source.find([...new Set(ids)], seller);
	const problems = named.flatMap(({ pointer, given }, i): Problem[] => {
		if (i >= MOST_MEDIA)
			return i > MOST_MEDIA ? [] : [{ pointer, message: `is one file too many`, fix: `give at most ${MOST_MEDIA} images and attachments` }];
		const refused = source.refusal(given);
		if (refused !== undefined) return [{ pointer, ...refused }];
		if (source.isAddress(given) || uploads.has(given)) return [];
		return [{ pointer, message: 'is not the id of an upload', fix: 'upload the file with POST /v1/media and give the id of the answer' }];
	});
	if (problems.length > 0) return { problems, texts: [], files: [] };
	const read = await Promise.all(named.map((one) => readOne(one, uploads.get(one.given), seller, source)));
	return { problems, texts: read.flatMap(({ texts }) => texts), files: read.flatMap(({ files }) => files) };
}

async function readOne(
	{ pointer, given }: NamedMedium,
	upload: Upload | undefined,
	seller: string | undefined,
	source: MediaSource,
): Promise<Pick<ReadMedia, 'texts' | 'files'>> {
	const fetched: Fetched = upload === undefined ? await source.fetch(given, seller) : { kind: 'fetched', file: upload };
	if (fetched.kind === 'failed') return { texts: [{ pointer, kind: 'text', text: '', outcome: 'errored', note: fetched.why }], files: [] };
	const { file } = fetched;
	const parts = await source.read(file);
	const name: readonly MediaPart[] = file.name === undefined ? [] : [{ kind: 'name', text: file.name, outcome: 'read' }];
	return { texts: [...name, ...parts].map((part) => ({ pointer, ...part })), files: [{ pointer, uploadId: file.id, hash: file.hash }] };
}
