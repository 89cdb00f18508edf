// Screening without storing: one listing, a list of them, or a stream of lines. A stream is read no faster than its verdicts are
// taken, with a bounded number of batches under way, so that its length does not matter. Nothing of it is kept. Sellers and buyers are
// told state and reason code only: a verdict that explains itself would teach them what to change.
import { Readable } from 'node:stream';
import type { Static } from 'typebox';
import { openListings } from '../adapters/listing-source.ts';
import type { Problem } from '../base/result.ts';
import { type ScreenStanding, ScreenTextSchema, type TextKind } from '../contract/listings.ts';
import { type Ready, readMedia, screenWithMedia } from '../flows/listing-media.ts';
import { gateStanding } from '../flows/screened-case.ts';
import { LIMITS } from '../model/listing-limits.ts';
import { checkShape } from '../model/shape.ts';
import type { Verdict } from '../model/verdict.ts';
import { isSeller } from './caller.ts';
import { type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import type { World } from './world.ts';

const BODY_BYTES = 32 * 1024 * 1024;
const WINDOW = 6;
const MOST = 1000;

type ScreenText = Static<typeof ScreenTextSchema>;

export function mountScreen(mounting: Mounting, world: World): void {
	mount(
		mounting,
		'screenListings',
		async ({ body, caller, reply, now }) => {
			const asked = { world, now, seller: caller.seller, standingOnly: isSeller(caller) };
			const given: unknown = body;
			if (given instanceof Readable) {
				void reply.type('application/x-ndjson; charset=utf-8');
				await reply.send(Readable.from(lines(given, asked)));
				return undefined;
			}
			const text = typeof given === 'string' ? given : '';
			const value = parsed(text);
			const other = textOf(value, world.screenKinds);
			const list = other === undefined ? listOf(value) : undefined;
			void reply.type('application/json; charset=utf-8');
			const answer =
				other !== undefined
					? await screenText(other, asked)
					: list === undefined
						? await screenOne(text, '', asked)
						: await screenAll(list, asked);
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
	/** The caller is a seller or a buyer. */
	readonly standingOnly: boolean;
}

// The engine's text is sent as it is; parsing it to write it again would say the same.
async function screenOne(body: string, pointer: string, { world, now, seller, standingOnly }: Asked): Promise<string> {
	const screened = await screenWithMedia({ listingId: idOf(body), body, now, stateless: true }, seller, world.screening, world.media);
	const text = verdictText(screened, pointer);
	return standingOnly ? standingText(text) : text;
}

function standingText(verdictAsText: string): string {
	const { listingId, verdict } = JSON.parse(verdictAsText) as Verdict;
	const { state, reasonCode } = gateStanding(verdict);
	const standing: ScreenStanding = { listingId, state, ...(reasonCode === undefined ? {} : { reasonCode }) };
	return JSON.stringify(standing);
}

async function screenAll(list: readonly unknown[], asked: Asked): Promise<string> {
	const texts = await Promise.all(list.map((one, i) => screenOne(JSON.stringify(one), `/listings/${i}`, asked)));
	return `{"verdicts":[${texts.join(',')}]}`;
}

// The engine reads listings: a search is a title, a message or profile a description under a title that says nothing. What the
// verdict says of that field it says of the text.
async function screenText({ kind, text }: ScreenText, asked: Asked): Promise<string> {
	const field = kind === 'search' && text.length <= LIMITS.title ? 'title' : 'description';
	const listing = field === 'title' ? { title: text } : { title: kind, description: text };
	const answer = await screenOne(JSON.stringify(listing), '', asked);
	if (asked.standingOnly) return answer;
	const verdict = JSON.parse(answer) as Verdict;
	const findings = verdict.findings.filter((one) => one.field === `/${field}`).map((one) => ({ ...one, field: '/text' }));
	return JSON.stringify({ ...verdict, findings });
}

/** `{kind, text}`; undefined for what names no kind. A kind that is not switched on is refused, never screened as something else. */
function textOf(value: unknown, kinds: readonly TextKind[]): ScreenText | undefined {
	if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
	const read = checkShape(ScreenTextSchema, value, 'text to screen');
	if (!read.ok) throw new Refused('input-invalid', 'The body is not a text to screen.', { errors: read.problems });
	if (kinds.includes(read.value.kind)) return read.value;
	const fix = `set WEIR_SCREEN_KINDS to include "${read.value.kind}"`;
	throw new Refused('input-invalid', `This installation does not screen texts of the kind "${read.value.kind}".`, {
		code: 'kind-not-enabled',
		errors: [{ pointer: '/kind', message: 'is not switched on', fix }],
	});
}

function verdictText(screened: Ready, pointer: string): string {
	if (screened.kind === 'screened') return screened.text;
	throw invalid(screened.problems.map((problem) => ({ ...problem, pointer: `${pointer}${problem.pointer}` })));
}

const invalid = (errors: readonly Problem[]): Refused =>
	new Refused('input-invalid', 'The body is not a listing, nor a list of them.', { errors });

// `{listings: […]}`; undefined for anything else, which is then read as one listing.
function listOf(value: unknown): readonly unknown[] | undefined {
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

async function* lines(input: Readable, { world, now, seller, standingOnly }: Asked): AsyncGenerator<string> {
	const source = await openListings(input, { name: '-', format: 'jsonl' });
	const underWay: Promise<string>[] = [];
	for await (const { records } of source.batches) {
		const verdicts = world.screening.lines(records, now, (named) => readMedia(named, seller, world.media));
		const answer = standingOnly ? verdicts.then(standingLines) : verdicts;
		answer.catch(() => undefined); // seen when its turn comes
		underWay.push(answer);
		if (underWay.length >= WINDOW) yield await (underWay.shift() as Promise<string>);
	}
	for (const answer of underWay) yield await answer;
}

const standingLines = (verdicts: string): string =>
	verdicts
		.split('\n')
		.map((line) => (line === '' ? '' : standingText(line)))
		.join('\n');
