// Puts the parts of a server together by hand, in the order in which they need each other, and takes them apart in reverse.
import { hash, randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { type KnownPlatform, readCaseTables, readPlatform } from '../adapters/case-tables.ts';
import { keptSecret } from '../adapters/key-file.ts';
import { newSignerKey, openSigner } from '../adapters/log-signer.ts';
import { openScanner } from '../adapters/media/clamd.ts';
import { casesDue } from '../adapters/postgres/cases.ts';
import { forgetAnswers } from '../adapters/postgres/idempotency.ts';
import { settleKind } from '../adapters/postgres/installation.ts';
import { forgetUse } from '../adapters/postgres/media.ts';
import { forgetChallenges } from '../adapters/postgres/passkeys.ts';
import { drawing } from '../adapters/postgres/second-looks.ts';
import { postgresSequencer } from '../adapters/postgres/sequencer.ts';
import { shareChanges } from '../adapters/postgres/shared-changes.ts';
import { forgetFailures } from '../adapters/postgres/sign-in.ts';
import { postgresStore } from '../adapters/postgres/store.ts';
import { structureDrawing } from '../adapters/structure-drawing.ts';
import { Fault } from '../base/fault.ts';
import { addHours } from '../base/time.ts';
import { timedUuid } from '../base/uuid.ts';
import { drawBy } from '../cases/quality.ts';
import { Changes } from '../flows/changes.ts';
import { escalateDue } from '../flows/escalate.ts';
import { Lanes } from '../flows/lanes.ts';
import type { Dice } from '../flows/record.ts';
import { drawClears } from '../flows/second-looks.ts';
import { sequencerOf } from '../flows/sequence-log.ts';
import { type Submission, type SubmitOutcome, submitListings } from '../flows/submit-listings.ts';
import { formatVerifierKey } from '../log/key.ts';
import { openBackground } from './background.ts';
import { broughtCatalogue, recordOwn } from './brought-catalogue.ts';
import { catalogueShadow } from './catalogue-shadow.ts';
import { type Config, DEMO_FOLDER } from './config.ts';
import type { Database } from './database.ts';
import { openMedia } from './media.ts';
import { type Metrics, openMetrics } from './metrics.ts';
import { rememberInForce } from './other-catalogue.ts';
import { peopleWhenNeeded } from './people-when-needed.ts';
import { openQuarantine, scannerWarnings } from './quarantine.ts';
import { every, type Repeated } from './repeated.ts';
import { openRoom } from './room.ts';
import { rulingKeeper } from './ruling.ts';
import type { WorkerScreening } from './screening.ts';
import { openStatements } from './statements.ts';
import { openWatchLists } from './watch-lists.ts';
import { openWebhooks } from './webhooks.ts';
import type { World } from './world.ts';

const COMMIT_SIZE = 256;
const MOST_WAITING = 20_000;
const SEQUENCE_MS = 300;
const FORGET_MS = 600_000;
const RULING_MS = 1_000;
const KEEP_HOURS = 24;
const DELIVER_MS = 500;
const SHARE_MS = 100;
const ESCALATE_MS = 30_000;
const OFFER_MS = 60_000;
/** A stretch a second: under load the drawing falls behind rather than hold anybody up, and goes on when it is quiet. */
const DRAW_MS = 1_000;

export const DICE: Dice = { id: () => timedUuid(Date.now(), chance(10)), salt: () => chance(32).toString('hex') };

// Asking the system for random bytes costs the same for ten as for thousands; no byte is handed out twice.
let drawn = Buffer.alloc(0);
function chance(count: number): Buffer {
	if (drawn.length < count) drawn = randomBytes(8192);
	const taken = drawn.subarray(0, count);
	drawn = drawn.subarray(count);
	return taken;
}

// Nothing of a sandbox is to be sent to a seller or an authority.
function platformOf({ platform, sandbox }: Config): KnownPlatform {
	const known = readPlatform(platform);
	return sandbox ? { ...known, draft: true } : known;
}

export interface Wired {
	readonly world: World;
	readonly metrics: Metrics;
	/** Finishes what is under way, then ends timers; screening and database are the caller's. */
	close(): Promise<void>;
}

export interface WiringOptions {
	readonly config: Config;
	readonly database: Database;
	readonly screening: WorkerScreening;
	readonly publicUrl: () => string;
	/** Of the package. */
	readonly version: string;
	/** RFC 3339 UTC. */
	readonly now: () => string;
	readonly failed: (what: string, error: unknown) => void;
}

export async function wire({ config, database, screening, publicUrl, version, now, failed }: WiringOptions): Promise<Wired> {
	const { db, pool } = database;
	await settleKind(db, config.sandbox ? 'sandbox' : 'production', now());
	const signer = openSigner(config.logKey ?? keptSecret(config.folder, 'log.key', () => newSignerKey(config.logOrigin)));
	if (signer.key.name !== config.logOrigin)
		throw new Fault(
			'configuration-invalid',
			`The log's key is of "${signer.key.name}", WEIR_LOG_ORIGIN says "${config.logOrigin}"; they must be the same.`,
		);
	const secret = config.secret ?? keptSecret(config.folder, 'session.secret', () => randomBytes(32).toString('base64url'));
	const watchLists = openWatchLists(db, secret);
	const tables = readCaseTables();
	const casebook = {
		...tables,
		familyTier: (id: string) => screening.catalogue.catalogue.families.find((one) => one.id === id)?.tier,
		digest: (input: string | Uint8Array) => hash('sha256', input, 'hex'),
		fingerprint: watchLists.fingerprint,
	};
	// Whoever has the secret could foresee what is drawn; nobody else can.
	const draw = drawBy(casebook.rules, casebook.digest(`second looks\n${secret}`), casebook.digest);
	const refreshRuling = rulingKeeper(db, screening, watchLists, ({ why }) => {
		rememberInForce(config.folder, screening.versions.catalogueVersion);
		if (why !== undefined) failed('ruling', new Fault('policy-invalid', why));
	});
	await recordOwn({ db, screening, dice: DICE, cameWith: version, now });
	await refreshRuling();
	const room = openRoom(db, config.databaseUrl === undefined ? config.folder : undefined, config.room);
	const quarantine = openQuarantine({
		...{ db, dice: DICE, now },
		scanner: config.clamd === undefined ? undefined : openScanner(config.clamd.address, config.clamd.timeoutMs),
		counted: (outcome) => metrics.scans.inc({ outcome }),
	});
	const media = openMedia({ db, dice: DICE, hosts: config.mediaHosts, waitMs: config.mediaWaitMs, quarantine, room, now });
	const store = postgresStore(pool, watchLists.box);
	const changes = new Changes();
	const commits = new Lanes<Submission, SubmitOutcome>({
		size: COMMIT_SIZE,
		lanes: 1,
		most: MOST_WAITING,
		keyOf: ({ listingId }) => listingId,
		run: (batch) => commit(batch),
	});
	const load = {
		waiting: () => commits.load,
		listeners: () => changes.listeners,
		holding: () => screening.holding !== undefined,
		offering: async () => (await brought.waiting()) !== undefined,
	};
	const metrics = openMetrics({ ...load, room, scannerUp: async () => (await quarantine.trouble()) === undefined });
	const commit = async (batch: readonly Submission[]): Promise<readonly SubmitOutcome[]> => {
		const end = metrics.commitSeconds.startTimer();
		metrics.commitSize.observe(batch.length);
		try {
			return await submitListings(batch, store, casebook, DICE);
		} catch (error) {
			// A row that the database refuses must not take the others with it: each is tried alone.
			if (batch.length === 1 || error instanceof Fault) throw error;
			const alone = await Promise.allSettled(batch.map((one) => submitListings([one], store, casebook, DICE)));
			if (alone.every(({ status }) => status === 'rejected')) throw error;
			return alone.map((one) => {
				if (one.status === 'fulfilled') return one.value[0] as SubmitOutcome;
				failed('submit', one.reason);
				return { kind: 'failed' as const };
			});
		} finally {
			end();
		}
	};
	const submit = async (one: Submission): Promise<SubmitOutcome> => {
		const outcome = await (commits.add(one) ?? Promise.reject(new Fault('overloaded')));
		shadow.saw(one, outcome);
		if (outcome.kind === 'stored' && !outcome.unchanged) {
			const { listingId: id, state, caseId } = outcome.submitted;
			metrics.decisions.inc({ verdict: one.screened.verdict, state });
			changes.tell({ kind: 'listing', id, at: one.at, state });
			if (outcome.seq !== undefined && caseId !== undefined)
				changes.tell({ kind: 'case', id: caseId, at: one.at, state: 'open', seq: outcome.seq });
		}
		return outcome;
	};
	const sequencer = sequencerOf(postgresSequencer(db), signer, config.logOrigin);
	const onError = (what: string) => (error: unknown) => {
		metrics.failures.inc({ what });
		failed(what, error);
	};
	const sequence = async (): Promise<void> => {
		const count = await sequencer.step(now());
		metrics.sequenced.inc(count);
	};
	const shadow = catalogueShadow({ db, screening, now, onError: onError('shadow') });
	const brought = broughtCatalogue({
		...{ db, screening, dice: DICE, cameWith: version, now },
		lookForWork: () => background.wake(),
		failed: onError('offer'),
	});
	const background = openBackground({ db, store, screening, casebook, dice: DICE, changes, watchLists, refreshRuling, now, onError });
	const webhooks = openWebhooks({ db, secret, reach: config.webhookReach, dice: DICE, now, failed: onError('webhook') });
	const platform = platformOf(config);
	const statements = openStatements({
		...{ db, casebook, platform, filing: config.filing, networks: config.webhookReach.networks, dice: DICE, now },
		failed: onError('statements'),
	});
	const shared = shareChanges({ db, url: database.url, changes, from: DICE.id() });
	const escalate = async (): Promise<void> => {
		const due = (at: string, most: number) => casesDue(db, casebook.rules, at, most);
		const at = now();
		for (const { id, status, seq } of await escalateDue({ due, store, casebook, dice: DICE, now: at }))
			changes.tell({ kind: 'case', id, at, state: status, seq });
	};
	const drawSome = () => drawClears({ transact: drawing(db), draw, familyTier: casebook.familyTier, now: now(), stretches: 1 });
	const timers: Repeated[] = [
		every(DELIVER_MS, webhooks.deliverer.step, onError('webhook')),
		every(FORGET_MS, () => webhooks.forget(now()), onError('forget')),
		every(FORGET_MS, () => forgetFailures(db, { before: addHours(now(), -KEEP_HOURS) }), onError('forget')),
		every(FORGET_MS, () => forgetUse(db, addHours(now(), -KEEP_HOURS)), onError('forget')),
		every(FORGET_MS, () => forgetChallenges(db, now()), onError('forget')),
		every(SHARE_MS, shared.step, onError('share')),
		every(ESCALATE_MS, escalate, onError('escalate')),
		every(DRAW_MS, drawSome, onError('draw')),
		every(SEQUENCE_MS, sequence, onError('sequence')),
		every(RULING_MS, refreshRuling, onError('ruling')),
		every(OFFER_MS, brought.step, onError('offer')),
		every(FORGET_MS, () => forgetAnswers(db, addHours(now(), -KEEP_HOURS)), onError('forget')),
	];
	const people = peopleWhenNeeded({ pool, secret, publicUrl, ...(config.oidc === undefined ? {} : { oidc: config.oidc }) });
	const world: World = {
		platform,
		sandbox: config.sandbox,
		demo: basename(config.folder) === DEMO_FOLDER,
		warnings: async () => [...(await room.warnings()), ...(await scannerWarnings(quarantine))],
		...{ db, store, screening, media, room, submit, refreshRuling, brought, casebook, changes, people, publicUrl },
		...{ webhooks, watchLists, statements, draw },
		get catalogue() {
			return screening.catalogue;
		},
		lookForWork: background.wake,
		rates: config.rates,
		screenKinds: config.screenKinds,
		dice: DICE,
		drawing: structureDrawing(),
		logKey: formatVerifierKey(signer.key),
	};
	return {
		world,
		metrics,
		close: async () => {
			await commits.drained();
			await shadow.stop();
			await background.stop();
			await statements.stop();
			for (const timer of timers) await timer.stop();
			await webhooks.deliverer.settled();
			await shared.close();
			// What was decided last gets its place before the server leaves.
			await sequence().catch(onError('sequence'));
			await media.close();
		},
	};
}
