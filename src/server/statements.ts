// Statements of reasons as they leave the house: made from the events of a case for notices, for the export and for the Transparency
// Database alike, and the filer that sends them there where an address is set.
import { readFileSync } from 'node:fs';
import { guardedPost, type Reach } from '../adapters/guarded-post.ts';
import type { Db } from '../adapters/postgres/database.ts';
import { readRevision } from '../adapters/postgres/reports.ts';
import { beginFiling, postgresFiling } from '../adapters/postgres/statements.ts';
import { Fault } from '../base/fault.ts';
import { ok, type Result } from '../base/result.ts';
import { type FilerOptions, type FilingCase, filerOf, type MadeStatement } from '../flows/file-statements.ts';
import type { Dice } from '../flows/record.ts';
import type { Casebook } from '../flows/screened-case.ts';
import type { Platform } from '../report/notice.ts';
import { type PastRestriction, restrictionsOf } from '../report/restrictions.ts';
import { type Statement, statementOf } from '../report/statement.ts';
import { transparencyStatement } from '../report/transparency.ts';
import type { Filing } from './config.ts';
import { every } from './repeated.ts';

interface Parts {
	readonly db: Db;
	readonly casebook: Casebook;
	readonly platform: Platform;
}

interface Stated {
	readonly statement: Statement;
	/** When the revision it is about was submitted. */
	readonly submittedAt: string;
}

/** The statement of one restriction; undefined when its revision is not there. */
export async function statedOf(
	one: PastRestriction,
	{ caseId, listing }: Pick<FilingCase, 'caseId' | 'listing'>,
	{ db, casebook }: Pick<Parts, 'db' | 'casebook'>,
): Promise<Result<Stated> | undefined> {
	const { outcome, reasonCode, decidedBy, from, appealUntil, revision } = one;
	const judged = await readRevision(db, listing, revision);
	if (judged === undefined) return undefined;
	const restriction = {
		...{ outcome, reasonCode, decidedBy, from, appealUntil, listing: { id: listing, revision }, verdict: judged.verdict },
		...{ statementId: statementId(caseId, one.number, casebook.digest), territory: [], source: 'own' as const },
	};
	const statement = statementOf(restriction, casebook.reasons);
	return statement.ok ? ok({ statement: statement.value, submittedAt: judged.submittedAt }) : statement;
}

// Letters only: a run of digits would look like a telephone number to the check that keeps people out of the export.
const statementId = (caseId: string, number: number, digest: (text: string) => string): string =>
	[...digest(`statement\n${caseId}\n${number}`).slice(0, 32)].map((digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)]).join('');

/** The statement of every restriction of a case for the Transparency Database, or why there can be none. */
export async function transparencyOf(one: FilingCase, parts: Parts): Promise<MadeStatement[]> {
	const { casebook, platform } = parts;
	const sellers = one.events.flatMap((event) => (event.kind === 'opened' ? (event.seller ?? []) : []));
	const known = [one.listing, ...sellers, ...(one.seller === undefined ? [] : [one.seller])];
	const found: MadeStatement[] = [];
	for (const restriction of restrictionsOf(one.events, casebook.rules.appealMonths)) {
		const stated = await statedOf(restriction, one, parts);
		if (stated === undefined)
			throw new Fault('impossible', `Case ${one.caseId} rests on revision ${restriction.revision}, which is not stored.`);
		const made = stated.ok
			? transparencyStatement(stated.value.statement, { platform, known, contentDate: stated.value.submittedAt.slice(0, 10) })
			: stated;
		const puid = statementId(one.caseId, restriction.number, casebook.digest);
		found.push({ puid, restriction: restriction.number, from: restriction.from, made });
	}
	return found;
}

const STEP_MS = 2_000;
const TIMEOUT_MS = 60_000;
// A hundred statements, each as it was sent and a little more.
const READ_BYTES = 4 * 1024 * 1024;

/** Sending, where it is on; how it is made either way. */
export interface Statements {
	/** Where to; undefined while sending is off. */
	readonly host?: string;
	readonly resend: Pick<FilerOptions, 'store' | 'make' | 'dice'>;
	/** Looks for what is to be sent now rather than in a moment. */
	wake(): void;
	/** Stops after the call under way. */
	stop(): Promise<void>;
}

interface StatementOptions extends Parts {
	readonly filing: Filing | undefined;
	/** Private networks that may be reached. */
	readonly networks: Reach['networks'];
	readonly dice: Dice;
	readonly now: () => string;
	readonly failed: (error: unknown) => void;
}

/** @throws Fault `configuration-invalid` when the token cannot be read. */
export function openStatements({ filing, networks, dice, now, failed, ...parts }: StatementOptions): Statements {
	const store = postgresFiling(parts.db);
	const make = (one: FilingCase): Promise<MadeStatement[]> => transparencyOf(one, parts);
	const resend = { store, make, dice };
	if (filing === undefined) return { resend, wake: () => undefined, stop: async () => undefined };
	const { url, since } = filing;
	const token = tokenOf(filing);
	const post = (body: string) =>
		guardedPost({
			...{ url, body, timeoutMs: TIMEOUT_MS, readBytes: READ_BYTES, reach: { loopback: true, networks } },
			headers: { accept: 'application/json', authorization: `Bearer ${token}`, 'user-agent': 'Weir-Statements/1' },
		});
	const filer = filerOf({ ...resend, post, now, chance: () => Math.random() });
	let begun = false;
	const step = async (): Promise<void> => {
		if (!begun) await beginFiling(parts.db, since, now().slice(0, 10));
		begun = true;
		await filer.step();
	};
	const repeated = every(STEP_MS, step, failed);
	return {
		host: new URL(url).host,
		resend,
		wake: repeated.wake,
		stop: async () => {
			filer.stop();
			await repeated.stop();
		},
	};
}

function tokenOf({ token }: Filing): string {
	if (token.kind === 'text') return token.text;
	let text: string;
	try {
		text = readFileSync(token.path, 'utf8').trim();
	} catch (cause) {
		throw new Fault('configuration-invalid', `WEIR_TRANSPARENCY_TOKEN_FILE names ${token.path}, which cannot be read.`, { cause });
	}
	if (!/^[\x21-\x7e]{8,500}$/.test(text))
		throw new Fault('configuration-invalid', `${token.path} must hold the token and nothing else; WEIR_TRANSPARENCY_TOKEN_FILE names it.`);
	return text;
}
