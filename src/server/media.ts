// The media of listings: kept in the database, read in a process of their own once per content, fetched where that is allowed. Only a
// few files are in memory at once, however many wait; no reader is started before the first file.
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Scan } from '../adapters/media/clamd.ts';
import { MediaReader } from '../adapters/media/reader.ts';
import { sniff } from '../adapters/media/sniff.ts';
import type { Db } from '../adapters/postgres/database.ts';
import {
	findUploads,
	type KeptUpload,
	mediaCache,
	type NewUpload,
	readBytes,
	type SavedUpload,
	saveUpload,
} from '../adapters/postgres/media.ts';
import { fetchRemote, refusedAddress } from '../adapters/remote-media.ts';
import { assertNever, Fault } from '../base/fault.ts';
import { Lanes } from '../flows/lanes.ts';
import type { Fetched, MediaSource, Upload } from '../flows/listing-media.ts';
import { type Dice, record } from '../flows/record.ts';
import { SYSTEM } from '../flows/screened-case.ts';
import { type Actor, actorText } from '../model/actor.ts';
import type { MediaPart } from '../model/media.ts';
import type { Quarantine } from './quarantine.ts';
import type { Room } from './room.ts';

/** Goes up when the reader reads more than before: what an older one read is read again. */
const READER = 1;
const FETCH_MS = 10_000;
/** Files in memory at once, waiting for the reader or being read. */
const HELD = 2;
const MOST_WAITING = 2_000;
/** Files read ahead of their listings; beyond, listings come first. */
const MOST_AHEAD = 8;
const MOST_FETCHES = 4;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface MediaOptions {
	readonly db: Db;
	readonly dice: Dice;
	/** Hosts that media may be fetched from; none by default. */
	readonly hosts: ReadonlySet<string>;
	/** How long a submission waits for its media; what takes longer holds the listing, and is read for the next time. */
	readonly waitMs: number;
	readonly quarantine: Quarantine;
	readonly room: Room;
	/** RFC 3339 UTC. */
	readonly now: () => string;
}

export interface Given {
	readonly bytes: Uint8Array;
	readonly name?: string;
	readonly source?: string;
	readonly seller?: string;
	readonly actor: Actor;
}

export type Kept = SavedUpload | { readonly kind: 'full'; readonly limit: 'disk' };

export type Released =
	| { readonly kind: 'bytes'; readonly bytes: Uint8Array }
	/** `malware`: for good. `unknown`: until the scanner answers. */
	| { readonly kind: 'withheld'; readonly because: 'malware' | 'unknown'; readonly why: string };

export interface Media extends MediaSource {
	readonly mostBytes: number;
	/** Keeps a file with its entry in the log and begins to read it, while there is room. */
	keep(given: Given): Promise<Kept>;
	/** The bytes of an upload for somebody to have, unless they are withheld. */
	release(upload: KeptUpload): Promise<Released>;
	close(): Promise<void>;
}

export function openMedia({ db, dice, hosts, waitMs, quarantine, room, now }: MediaOptions): Media {
	const cache = mediaCache(db, READER);
	const reader = new MediaReader({ cache });
	const readings = new Lanes<Upload, readonly MediaPart[]>({
		...{ size: 1, lanes: HELD, most: MOST_WAITING },
		run: async ([file]) => {
			const bytes = file === undefined ? undefined : await readBytes(db, file.hash);
			if (file === undefined || bytes === undefined) throw new Fault('history-broken', 'The bytes of an upload are gone.');
			const scan = await quarantine.examine(file, bytes);
			return [scan.kind === 'clean' ? await reader.read(bytes) : [errored(withheldNote(scan))]];
		},
	});
	const fetches = new Lanes<Given & { readonly source: string }, Fetched>({
		...{ size: 1, lanes: MOST_FETCHES, most: MOST_WAITING },
		run: async ([given]) => [await fetchOne(given as Given & { readonly source: string })],
	});
	const fetchOne = async (given: Given & { readonly source: string }): Promise<Fetched> => {
		const remote = await fetchRemote(given.source, { hosts, mostBytes: reader.limits.bytes, timeoutMs: FETCH_MS });
		if (remote.kind === 'failed') return remote;
		const kept = await keep({ ...given, bytes: remote.bytes });
		if (kept.kind === 'full') return { kind: 'failed', why: 'there is no room for further files; the operator is to make some' };
		return { kind: 'fetched', file: kept.upload };
	};
	const keep = async (given: Given): Promise<Kept> => {
		if (await room.isTight()) return { kind: 'full', limit: 'disk' };
		const one = newUpload(given, now());
		const facts = { size: one.size, type: one.type, fetched: given.source !== undefined };
		const content = { hash: one.hash, name: given.name ?? null, source: given.source ?? null, seller: given.seller ?? null };
		const { at } = one;
		const entry = record({ at, kind: 'media.kept', subject: `media/${one.id}`, actor: given.actor, content, facts }, dice);
		// What Weir fetches is of a listing, and its submitter is bounded by that.
		const actor = given.actor.kind === 'system' ? {} : { actor: `${given.actor.kind}/${given.actor.id}` };
		return saveUpload(db, one, entry, { ...actor, daily: room.limits.daily, total: room.limits.total });
	};
	const read = async (file: Upload): Promise<readonly MediaPart[]> => {
		const known = (await quarantine.isOpen(file.hash)) ? await cache.get(file.hash) : undefined;
		if (known !== undefined) return known;
		return (await readings.add(file)) ?? [errored('too many files wait to be read; submit the listing again later')];
	};
	const isAddress = (given: string): boolean => /^https?:/i.test(given);
	return {
		mostBytes: reader.limits.bytes,
		isAddress,
		refusal: (given) => {
			const refused = isAddress(given)
				? refusedAddress(given, hosts)
				: ID.test(given)
					? undefined
					: 'is neither the id of an upload nor an address';
			if (refused === undefined) return undefined;
			const fix = 'upload the file with POST /v1/media and give the id of the answer';
			return { message: refused, fix: hosts.size === 0 ? fix : `${fix}, or an https address on ${[...hosts].join(', ')}` };
		},
		find: (ids, seller) => findUploads(db, ids, seller),
		fetch: async (source, seller) => {
			const given = { bytes: new Uint8Array(0), source, actor: SYSTEM, ...(seller === undefined ? {} : { seller }) };
			return (await fetches.add(given)) ?? { kind: 'failed', why: 'too many files wait to be fetched; submit the listing again later' };
		},
		read: async (file) => {
			const reading = read(file);
			reading.catch(() => undefined); // seen below, unless the wait is over first
			const stop = new AbortController();
			const late = pause(waitMs, [errored(`it is still being read after ${waitMs / 1000} s; submit the listing again later`)], {
				signal: stop.signal,
			});
			late.catch(() => undefined);
			return await Promise.race([reading, late]).finally(() => stop.abort());
		},
		keep: async (given) => {
			const kept = await keep(given);
			// The listing that will name it comes soon; what fails here is met again then.
			if (kept.kind === 'kept' && kept.fresh && readings.load < MOST_AHEAD) read(kept.upload).catch(() => undefined);
			return kept;
		},
		release: async (upload) => {
			const bytes = await readBytes(db, upload.hash);
			if (bytes === undefined) throw new Fault('history-broken', `The bytes of upload ${upload.id} are gone.`);
			const scan = await quarantine.release(upload, bytes);
			if (scan.kind === 'clean') return { kind: 'bytes', bytes };
			return { kind: 'withheld', because: scan.kind === 'found' ? 'malware' : 'unknown', why: withheldNote(scan) };
		},
		close: async () => {
			await reader.close();
			await readings.drained();
		},
	};
}

// Reviewers read it, sellers never do.
function withheldNote(scan: Exclude<Scan, { readonly kind: 'clean' }>): string {
	if (scan.kind === 'found') return `the malware scanner found ${scan.what} in it; it was not opened and is not handed out`;
	return `the malware scanner did not vouch for it (${scan.why}), so it was not opened; submit the listing again later`;
}

const errored = (note: string): MediaPart => ({ kind: 'text', text: '', outcome: 'errored', note });

function newUpload({ bytes, name, source, seller, actor }: Given, at: string): NewUpload {
	return {
		id: randomUUID(),
		hash: createHash('sha256').update(bytes).digest('hex'),
		size: bytes.length,
		type: typeOf(bytes),
		bytes,
		at,
		by: actorText(actor),
		...(name === undefined ? {} : { name }),
		...(source === undefined ? {} : { source }),
		...(seller === undefined ? {} : { seller }),
	};
}

/** The media type of bytes; markup of any kind is plain text. */
function typeOf(bytes: Uint8Array): string {
	const file = sniff(bytes);
	switch (file.kind) {
		case 'pdf':
			return 'application/pdf';
		case 'image':
			return `image/${file.format}`;
		case 'text':
			return 'text/plain';
		case 'unknown':
			return 'application/octet-stream';
		default:
			return assertNever(file);
	}
}
