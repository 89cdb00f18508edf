// Routes of a case's evidence: its media with what was read from them, and the snapshot that shows the listing as it was decided,
// whatever became of the listing since.
import { Readable } from 'node:stream';
import { readCase } from '../adapters/postgres/cases.ts';
import { readEvidence, type StoredEvidence } from '../adapters/postgres/evidence.ts';
import { shownMedia } from '../adapters/postgres/media.ts';
import { maySee } from '../cases/command.ts';
import type { CaseMedium } from '../contract/media.ts';
import { record } from '../flows/record.ts';
import { type Case, decisionInForce } from '../model/case.ts';
import type { MediaText } from '../model/media.ts';
import type { Caller } from './caller.ts';
import { uploadWire } from './media-routes.ts';
import { type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import type { World } from './world.ts';

type FoundCase = NonNullable<Awaited<ReturnType<typeof readCase>>>;

export function mountEvidence(mounting: Mounting, world: World): void {
	mount(mounting, 'readCaseMedia', async ({ params, caller }) => {
		const { state } = await visibleCase(params.id, caller, world);
		const { revision } = state.screened;
		const shown = await shownMedia(world.db, state.listing, revision);
		const texts = shown === undefined ? [] : (JSON.parse(shown.texts) as MediaText[]);
		const pointers = [...new Set(texts.map(({ pointer }) => pointer))];
		const items = pointers.map((pointer): CaseMedium => {
			const file = shown?.files.find((one) => one.pointer === pointer);
			const parts = texts.filter((one) => one.pointer === pointer).map(({ pointer: _pointer, ...part }) => part);
			return { pointer, parts, ...(file === undefined ? {} : { upload: uploadWire(file.upload) }) };
		});
		return { body: { revision, items } };
	});

	mount(mounting, 'readEvidence', async ({ params, query, caller, reply, now }) => {
		const found = await visibleCase(params.id, caller, world);
		const { state } = found;
		const revision = query.revision ?? decidedRevision(state);
		const evidence = await readEvidence(
			world.db,
			state.listing,
			revision,
			found.events.map(({ entryId }) => entryId),
		);
		if (evidence === undefined) throw new Refused('not-found', `The listing has no revision ${revision}.`);
		const content = { listingId: state.listing, revision, verdictEntry: evidence.entryId };
		const entry = { at: now, kind: 'case.exported', subject: `case/${state.id}`, actor: caller.actor, content, facts: { revision } };
		await world.store.transact((tx) => tx.addEntries([record(entry, world.dice)]));
		void reply.headers({
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': `attachment; filename="case-${state.id}-revision-${revision}.json"`,
		});
		await reply.send(Readable.from(documentOf(found, evidence, now, world)));
		return undefined;
	});
}

async function visibleCase(id: string, caller: Caller, world: World): Promise<FoundCase> {
	const found = await readCase(world.db, id);
	if (found === undefined || !maySee(found.state, caller.actor))
		throw new Refused('not-found', 'There is no such case.', { code: 'case-unknown' });
	return found;
}

/** The revision a decision was taken on, else the one that a decision would be about. */
const decidedRevision = (state: Case): number => (decisionInForce(state) ?? state.decisions.at(-1))?.on.revision ?? state.screened.revision;

// One file in memory at a time, however many there are.
async function* documentOf({ state, events }: FoundCase, evidence: StoredEvidence, takenAt: string, world: World): AsyncGenerator<string> {
	const { revision, submittedAt, listing, inputHash, verdict, media, entries } = evidence;
	const head = {
		...{ v: 1, caseId: state.id, listingId: state.listing, revision, takenAt, submittedAt, listing, inputHash, verdict },
		mediaTexts: media === undefined ? [] : (JSON.parse(media.texts) as unknown),
		events: events.map(({ event, entryId }) => ({ ...event, entryId })),
		entries,
	};
	yield `${JSON.stringify(head).slice(0, -1)},"media":[`;
	for (const [i, { pointer, upload }] of (media?.files ?? []).entries()) {
		const released = await world.media.release(upload);
		const shown = released.kind === 'bytes' ? { bytes: Buffer.from(released.bytes).toString('base64') } : { withheld: released.why };
		yield `${i === 0 ? '' : ','}${JSON.stringify({ pointer, upload: uploadWire(upload), ...shown })}`;
	}
	yield ']}\n';
}
