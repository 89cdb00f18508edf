// Reads the fictional marketplace that comes with the package (tables/demo): people, listings with the hour they came in, and what was
// done with their cases. All of it is checked when it is read; a demo that does not fit together is not made at all.
import { createReadStream, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Static, Type } from 'typebox';
import { Fault } from '../base/fault.ts';
import { describeProblem } from '../base/result.ts';
import { readYaml } from '../catalogue/yaml.ts';
import { ROLES, type Role } from '../model/actor.ts';
import { FOLLOW_UPS, type FollowUp, OUTCOMES, type Outcome } from '../model/case.ts';
import { CAUSES, type Cause } from '../model/corrective-action.ts';
import type { Listing } from '../model/listing.ts';
import { checkShape } from '../model/shape.ts';
import { parseMap } from './csv-columns.ts';
import { decodeRecord, openListings } from './listing-source.ts';

const FOLDER = fileURLToPath(new URL('../../tables/demo', import.meta.url));
const SELLER_COLUMN = 'Brand=seller';

const closed = { additionalProperties: false } as const;
const text = Type.String({ minLength: 1 });
const hours = Type.Number({ minimum: 0, maximum: 2000 });
const one = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: [...values] });
const ACTS = [
	...(['claim', 'comment', 'escalate', 'restrict', 'decide', 'approve'] as const),
	...(['reject', 'appeal', 'assign-appeal', 'decide-appeal', 'review', 'close', 'reopen'] as const),
] as const;

const ACT = Type.Object(
	{
		listing: text,
		/** First name in lower case; the listing's seller where it is left out. */
		by: Type.Optional(text),
		/** Before now. */
		hours,
		act: one(ACTS),
		to: Type.Optional(Type.Union([text, Type.Array(text)])),
		outcome: Type.Optional(one<Outcome>(OUTCOMES)),
		reason: Type.Optional(text),
		facts: Type.Optional(text),
		followUp: Type.Optional(Type.Array(one<FollowUp>(FOLLOW_UPS))),
		note: Type.Optional(text),
		grounds: Type.Optional(text),
	},
	closed,
);
const GOLDEN = Type.Object(
	{
		listing: text,
		by: text,
		hours,
		act: one(['propose', 'confirm', 'answer'] as const),
		outcome: Type.Optional(one<Outcome>(OUTCOMES)),
		reason: Type.Optional(text),
	},
	closed,
);
const DEMO = Type.Object(
	{
		platform: text,
		domain: text,
		people: Type.Array(Type.Object({ name: text, role: one<Role>(ROLES) }, closed), { minItems: 1 }),
		listings: Type.Array(Type.Object({ file: text, from: hours, to: hours }, closed)),
		acts: Type.Array(ACT),
		golden: Type.Array(GOLDEN),
		corrective: Type.Object(
			/** `days` from now is the last day. */
			{
				by: text,
				hours,
				listing: text,
				found: text,
				cause: one<Cause>(CAUSES),
				measure: text,
				owner: text,
				days: Type.Integer({ minimum: 1 }),
			},
			closed,
		),
		watchList: Type.Object({ by: text, hours, list: Type.Unknown() }, closed),
		/** What waits to be agreed to. */
		policy: Type.Object({ by: text, hours, reason: text, document: Type.Unknown() }, closed),
		catalogue: Type.Object({ by: text, reason: text, substance: text, tier: Type.Integer({ minimum: 1, maximum: 3 }) }, closed),
	},
	closed,
);

export type DemoAct = Static<typeof ACT>;

export interface DemoListing {
	readonly id: string;
	readonly listing: Listing;
	/** Hours before now. */
	readonly hours: number;
}

export interface Demo extends Omit<Static<typeof DEMO>, 'listings'> {
	readonly listings: readonly DemoListing[];
}

/** @throws Fault `file-unreadable` or `table-invalid`, naming file and place. */
export async function readDemo(): Promise<Demo> {
	const path = `${FOLDER}/demo.yaml`;
	const value = readYaml({ path, text: readFileSync(path, 'utf8') });
	const read = value.ok ? checkShape(DEMO, value.value, 'demo') : value;
	if (!read.ok) throw new Fault('table-invalid', `${path} is not valid. ${read.problems.map(describeProblem).join('. ')}`);
	const listings: DemoListing[] = [];
	for (const { file, from, to } of read.value.listings) {
		const some = await readListings(`${FOLDER}/${file}`);
		for (const [index, { id, listing }] of some.entries())
			listings.push({ id, listing, hours: from - ((from - to) * index) / Math.max(1, some.length - 1) });
	}
	return { ...read.value, listings };
}

async function readListings(path: string): Promise<{ readonly id: string; readonly listing: Listing }[]> {
	const map = path.endsWith('.csv') ? parseMap([SELLER_COLUMN]) : new Map();
	const source = await openListings(createReadStream(path), { name: path, map });
	const listings: { readonly id: string; readonly listing: Listing }[] = [];
	for await (const { records } of source.batches)
		for (const record of records) {
			const { listingId: id, listing } = decodeRecord(record, source.shape);
			if (!listing.ok) throw new Fault('table-invalid', `${path}: ${id}: ${listing.problems.map(describeProblem).join('. ')}`);
			listings.push({ id, listing: listing.value });
		}
	return listings;
}
