// Routes of files: the upload, what is known of it, its bytes. Bytes are only ever handed out as something to save: nothing that a
// stranger uploaded is rendered in this origin, whatever it is or claims to be.
import type { Readable } from 'node:stream';
import { findUploads, type KeptUpload } from '../adapters/postgres/media.ts';
import type { UploadedWire, UploadWire } from '../contract/media.ts';
import { record } from '../flows/record.ts';
import type { Released } from './media.ts';
import { type Call, type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import { noRoom } from './room.ts';
import { Places, readBytesOf } from './uploads.ts';
import type { World } from './world.ts';

/** Uploads in memory at once; further ones wait with their bytes still on the way. */
const MOST_UPLOADS = 3;
/** What the parts of a multipart body may add to the file. */
const FRAME_BYTES = 16 * 1024;
const NAME_CHARACTERS = 200;

export function mountMedia(mounting: Mounting, world: World): void {
	const places = new Places(MOST_UPLOADS);

	mount(
		mounting,
		'uploadMedium',
		async (call) => {
			const leave = await places.take();
			try {
				const { bytes, name } = await fileOf(call, world.media.mostBytes);
				const { seller, actor } = call.caller;
				const given = { bytes, actor, ...(name === undefined ? {} : { name }), ...(seller === undefined ? {} : { seller }) };
				const kept = await world.media.keep(given);
				if (kept.kind === 'full') throw noRoom(kept.limit, world.room.limits, call.now);
				const { id, hash, size, type } = kept.upload;
				return { status: kept.fresh ? 201 : 200, body: { id, hash, size, type } satisfies UploadedWire };
			} finally {
				leave();
			}
		},
		{ raw: true, limit: world.media.mostBytes + FRAME_BYTES },
	);

	mount(mounting, 'readMedium', async ({ params }) => ({ body: uploadWire(await uploadOf(params.id, world)) }));

	mount(mounting, 'readMediumBytes', async ({ params, caller, reply, now }) => {
		const upload = await uploadOf(params.id, world);
		const released = await world.media.release(upload);
		if (released.kind === 'withheld') throw withheld(released);
		const entry = { at: now, kind: 'media.read', subject: `media/${upload.id}`, actor: caller.actor, content: { hash: upload.hash } };
		await world.store.transact((tx) => tx.addEntries([record(entry, world.dice)]));
		void reply.headers({
			'content-type': upload.type === 'text/plain' ? 'text/plain; charset=utf-8' : upload.type,
			'content-disposition': disposition(upload),
			'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
			'cross-origin-resource-policy': 'same-origin',
			'cache-control': 'private, no-store',
		});
		await reply.send(released.bytes);
		return undefined;
	});
}

function withheld({ because, why }: Extract<Released, { readonly kind: 'withheld' }>): Refused {
	if (because === 'malware') return new Refused('conflict', `The file is withheld: ${why}.`, { code: 'malware-found' });
	return new Refused('unavailable', `The file is withheld: ${why}.`, { code: 'not-scanned' });
}

async function uploadOf(id: string, world: World): Promise<KeptUpload> {
	const upload = (await findUploads(world.db, [id])).get(id);
	if (upload === undefined) throw new Refused('not-found', 'There is no such upload.');
	return upload;
}

/** An upload as it crosses the wire. */
export const uploadWire = ({ uploadedBy, ...upload }: KeptUpload): UploadWire => ({
	...upload,
	uploadedBy: uploadedBy as UploadWire['uploadedBy'],
});

// RFC 6266 and RFC 8187: to be saved, under its own name where it has one.
function disposition({ id, name }: KeptUpload): string {
	const coded = encodeURIComponent((name ?? id).toWellFormed()).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
	return `attachment; filename="${id}"; filename*=UTF-8''${coded}`;
}

interface GivenFile {
	readonly bytes: Uint8Array;
	readonly name?: string;
}

async function fileOf({ body, query, request }: Call<'uploadMedium'>, mostBytes: number): Promise<GivenFile> {
	const tooLarge = new Refused(
		'body-too-large',
		`A file is at most ${mostBytes / 1024 / 1024} MiB; make it smaller, or upload its parts one by one.`,
	);
	const type = request.headers['content-type'] ?? '';
	const isForm = /^multipart\/form-data/i.test(type);
	if (body === undefined || body === null) throw new Refused('malformed-request', 'There is no file; send its bytes as the body.');
	const read = await readBytesOf(body as unknown as Readable, isForm ? mostBytes + FRAME_BYTES : mostBytes, tooLarge);
	const { bytes, name } = isForm ? await fromForm(read, type) : { bytes: read, name: undefined };
	if (bytes.length === 0) throw new Refused('input-invalid', 'The file is empty.');
	if (bytes.length > mostBytes) throw tooLarge;
	const called = query.name ?? name;
	if (called !== undefined && (called.length > NAME_CHARACTERS || !called.isWellFormed()))
		throw new Refused('input-invalid', `The name of the file is not text of at most ${NAME_CHARACTERS} characters; shorten it.`);
	return called === undefined || called === '' ? { bytes } : { bytes, name: called };
}

async function fromForm(body: Uint8Array, type: string): Promise<GivenFile> {
	let files: File[];
	try {
		const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
		files = [...form.values()].filter((value) => typeof value !== 'string');
	} catch {
		throw new Refused('malformed-request', 'The multipart body cannot be read; send the bytes of the file as the body instead.');
	}
	const [file] = files;
	if (file === undefined || files.length > 1) throw new Refused('input-invalid', 'Send one file in a request.');
	return { bytes: new Uint8Array(await file.arrayBuffer()), name: file.name };
}
