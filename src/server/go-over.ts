// Stored listings screened again by a stretch at a time, in parts, so that submissions take turns with them and every thread has its
// share. A listing whose worker died is told apart and goes to a person.
import { Fault } from '../base/fault.ts';
import { mergeBacktests } from '../policy/backtest.ts';
import type { Workers } from './bench.ts';
import type { ScreenAnswer, ScreenJob, StoredText } from './screen-job.ts';

type Again = Extract<ScreenJob, { kind: 'again' }>;
type How = Omit<Again, 'kind' | 'items'>;

/** What a preview tries out, on the threads that are asked. */
export type Trial = NonNullable<Again['preview']>;
export type WentOver = Omit<Extract<ScreenAnswer, { kind: 'again' }>, 'kind'>;

const PART = 32;

/** @throws Fault `policy-invalid` when the catalogue of these threads cannot read the policy. */
export async function goOver(workers: Workers, items: readonly StoredText[], how: How): Promise<WentOver> {
	const parts: StoredText[][] = [];
	for (let i = 0; i < items.length; i += PART) parts.push(items.slice(i, i + PART));
	return together(await Promise.all(parts.map((part) => goOverPart(workers, part, how))));
}

const together = (answers: readonly WentOver[]): WentOver => ({
	impact: answers.map(({ impact }) => impact).reduce((a, b) => mergeBacktests(a, b)),
	moved: answers.flatMap(({ moved }) => moved),
});

async function goOverPart(workers: Workers, items: readonly StoredText[], how: How): Promise<WentOver> {
	const answer = await workers.run({ kind: 'again', items, ...how });
	if (answer.kind === 'again') return answer;
	if (answer.kind !== 'lost') throw new Fault('policy-invalid', 'The policy of a job cannot be read with this catalogue.');
	if (items.length > 1) {
		const answers: WentOver[] = [];
		for (const item of items) answers.push(await goOverPart(workers, [item], how));
		return together(answers);
	}
	const lost = await workers.run({ kind: 'again', items, ...how, lost: answer.reason });
	if (lost.kind !== 'again') throw new Fault('worker-died', `Listing ${items[0]?.listingId} could not be screened again.`);
	return lost;
}
