// Records of a stream through screening threads: one line of JSON each. A record whose worker died, or that cannot be decided at all,
// leaves as a review that says so.
import type { RawRecord } from '../adapters/raw-record.ts';
import { Fault } from '../base/fault.ts';
import type { ReadMedia } from '../flows/listing-media.ts';
import type { NamedMedium, Ruling, Versions } from '../flows/screening.ts';
import type { MediaText } from '../model/media.ts';
import type { Workers } from './bench.ts';
import type { ScreenRecord } from './screen-job.ts';

export type ReadNamed = (named: readonly NamedMedium[]) => Promise<ReadMedia>;

interface Lines {
	/** RFC 3339 UTC. */
	readonly now: string;
	readonly ruling: Ruling;
	/** Asked what the media of a record say. */
	readonly media: ReadNamed;
}

export async function screenLines(workers: Workers, records: readonly ScreenRecord[], how: Lines): Promise<string> {
	const { now, ruling, media } = how;
	const answer = await workers.run({ kind: 'records', records, now, ruling });
	if (answer.kind === 'lines') return answer.text;
	if (answer.kind === 'with-media') return screenLines(workers, await withMedia(records, answer.named, media), how);
	if (records.length > 1) {
		const each: string[] = [];
		for (const record of records) each.push(await screenLines(workers, [record], how));
		return each.join('');
	}
	return unscreenedLines(workers, records, {
		now,
		ruling,
		reason: answer.kind === 'lost' ? answer.reason : 'its worker gave a wrong answer',
	});
}

interface Unscreened {
	readonly now: string;
	readonly ruling: Ruling;
	readonly reason: string;
	/** What would have decided, where that is not what answers. */
	readonly as?: Versions;
}

/** A line for each record that says why it was not screened. */
export async function unscreenedLines(workers: Workers, records: readonly RawRecord[], how: Unscreened): Promise<string> {
	const { now, ruling, reason, as } = how;
	const problem = { pointer: '', message: `was not screened: ${reason}`, fix: 'screen it again, and report it if it happens twice' };
	const said = await workers.run({
		kind: 'records',
		records: records.map((record) => ({ ...record, problem })),
		...{ now, ruling },
		...(as === undefined ? {} : { as }),
	});
	if (said.kind !== 'lines') throw new Fault('worker-died', `A record could not be screened: ${reason}.`);
	return said.text;
}

// In a stream nothing can be refused: media that are named wrongly are errored, so the record leaves as a review that says so.
function withMedia(
	records: readonly ScreenRecord[],
	named: ReadonlyMap<number, readonly NamedMedium[]>,
	media: ReadNamed,
): Promise<readonly ScreenRecord[]> {
	const one = async (record: ScreenRecord, wanted: readonly NamedMedium[]): Promise<ScreenRecord> => {
		const { texts, problems } = await media(wanted);
		const wrong = problems.map(({ pointer, message, fix }): MediaText => {
			const note = `it ${message}; ${fix}`;
			return { pointer, kind: 'text', text: '', outcome: 'errored', note };
		});
		return { ...record, media: [...texts, ...wrong] };
	};
	return Promise.all(records.map((record, i) => (named.has(i) ? one(record, named.get(i) ?? []) : record)));
}
