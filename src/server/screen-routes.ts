// Screening without storing: one listing, a list of them, or a stream of lines. A stream is read no faster than its verdicts are
// taken, with a bounded number of batches under way, so that its length does not matter. Nothing of it is kept.
import { Readable } from 'node:stream';
import { openListings } from '../adapters/listing-source.ts';
import type { Problem } from '../base/result.ts';
import { type Ready, readMedia, screenWithMedia } from '../flows/listing-media.ts';
import { type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import type { World } from './world.ts';

const BODY_BYTES = 32 * 1024 * 1024;
const WINDOW = 6;
const MOST = 1000;

export function mountScreen(mounting: Mounting, world: World): void {
	mount(
		mounting,
		'screenListings',
		async ({ body, caller, reply, now }) => {
			const asked = { world, now, seller: caller.seller };
			const given: unknown = body;
			if (given instanceof Readable) {
				void reply.type('application/x-ndjson; charset=utf-8');
				await reply.send(Readable.from(lines(given, asked)));
				return undefined;
			}
			const text = typeof given === 'string' ? given : '';
			const list = listOf(text);
			void reply.type('application/json; charset=utf-8');
			const answer = list === undefined ? await screenOne(text, '', asked) : await screenAll(list, asked);
			await reply.send(answer);
			return undefined;
		},
		{ raw: true, limit: BODY_BYTES },
	);
}

interface Asked {
	readonly world: World;
	/** RFC 3339 UTC. */
	readonly now: string;
	/** The one seller the caller speaks for, when it speaks for one. */
	readonly seller: string | undefined;
}

// The engine's text is sent as it is; parsing it to write it again would say the same.
async function screenOne(body: string, pointer: string, { world, now, seller }: Asked): Promise<string> {
	const screened = await screenWithMedia({ listingId: idOf(body), body, now }, seller, world.screening, world.media);
	return verdictText(screened, pointer);
}

async function screenAll(list: readonly unknown[], asked: Asked): Promise<string> {
	const texts = await Promise.all(list.map((one, i) => screenOne(JSON.stringify(one), `/listings/${i}`, asked)));
	return `{"verdicts":[${texts.join(',')}]}`;
}

function verdictText(screened: Ready, pointer: string): string {
	if (screened.kind === 'screened') return screened.text;
	throw invalid(screened.problems.map((problem) => ({ ...problem, pointer: `${pointer}${problem.pointer}` })));
}

const invalid = (errors: readonly Problem[]): Refused =>
	new Refused('input-invalid', 'The body is not a listing, nor a list of them.', { errors });

// `{listings: […]}`; undefined for anything else, which is then read as one listing.
function listOf(text: string): readonly unknown[] | undefined {
	const value = parsed(text);
	if (typeof value !== 'object' || value === null || !('listings' in value)) return undefined;
	const { listings } = value;
	const fix = `give a list of 1 to ${MOST} listings, or send NDJSON`;
	if (!Array.isArray(listings) || listings.length === 0 || listings.length > MOST)
		throw invalid([{ pointer: '/listings', message: `is not a list of 1 to ${MOST} listings`, fix }]);
	const other = Object.keys(value).find((key) => key !== 'listings');
	if (other !== undefined) throw invalid([{ pointer: `/${other}`, message: `unknown key "${other}"`, fix: 'send only "listings"' }]);
	return listings;
}

function idOf(text: string): string {
	const value = parsed(text);
	return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' && value.id !== ''
		? value.id
		: 'line:1';
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new Refused('malformed-request', `The body is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
	}
}

async function* lines(input: Readable, { world, now, seller }: Asked): AsyncGenerator<string> {
	const source = await openListings(input, { name: '-', format: 'jsonl' });
	const underWay: Promise<string>[] = [];
	for await (const { records } of source.batches) {
		const answer = world.screening.lines(records, now, (named) => readMedia(named, seller, world.media));
		answer.catch(() => undefined); // seen when its turn comes
		underWay.push(answer);
		if (underWay.length >= WINDOW) yield await (underWay.shift() as Promise<string>);
	}
	for (const answer of underWay) yield await answer;
}
