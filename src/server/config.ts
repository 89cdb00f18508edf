// Every setting of the server, from the environment and the command line, checked once at start. The only file of the server that
// reads the environment. A setting that is not understood stops the start: a guess could be unsafe.

import { networksOf, parseReceiver } from '../adapters/guarded-post.ts';
import { type ClamdAddress, parseClamdAddress } from '../adapters/media/clamd.ts';
import { Fault } from '../base/fault.ts';
import { TEXT_KINDS, type TextKind } from '../contract/listings.ts';
import { DEFAULT_ORIGIN } from '../log/checkpoint.ts';
import { nearest } from '../model/nearest.ts';
import type { RoomLimits } from './room.ts';

export interface Config {
	readonly host: string;
	readonly port: number;
	/** Folder of the embedded database and of the keys that were made on first start. */
	readonly folder: string;
	/** For trying an integration out, apart from production for good. */
	readonly sandbox: boolean;
	/** A PostgreSQL of your own; without one the embedded database is used. */
	readonly databaseUrl?: string;
	/** Address that people and links use. */
	readonly publicUrl?: string;
	readonly workers: number;
	readonly screenTimeoutMs: number;
	readonly connections: number;
	/** Hosts that images and attachments may be fetched from; none by default. */
	readonly mediaHosts: ReadonlySet<string>;
	/** How long a submission waits for its images and attachments to be read. */
	readonly mediaWaitMs: number;
	/** A ClamAV daemon that files are shown to before anything opens them; absent: files are not scanned. */
	readonly clamd?: { readonly address: ClamdAddress; readonly timeoutMs: number };
	/** Room for files, in bytes. */
	readonly room: RoomLimits;
	readonly logLevel: LogLevel;
	/** Name of the transparency log. */
	readonly logOrigin: string;
	/** Signer key of the log as text; made and kept in the folder when absent. */
	readonly logKey?: string;
	/** File of what notices say about the marketplace. */
	readonly platform?: string;
	/** Secret that signs sessions; made and kept in the folder when absent. */
	readonly secret?: string;
	/** Where announcements may go beside the public network. */
	readonly webhookReach: { readonly loopback: boolean; readonly networks: readonly string[] };
	/** Requests in a minute. */
	readonly rates: { readonly key: number; readonly address: number; readonly signIn: number };
	/** The organisation's own sign-in; absent: passwords only. */
	readonly oidc?: Oidc;
	/** What beside listings may be screened without being stored. */
	readonly screenKinds: readonly TextKind[];
	/** Where statements of reasons are sent; absent: nowhere. */
	readonly filing?: Filing;
}

/** The DSA Transparency Database, or its sandbox. */
export interface Filing {
	/** Takes many statements at a time. */
	readonly url: string;
	readonly token: { readonly kind: 'text'; readonly text: string } | { readonly kind: 'file'; readonly path: string };
	/** ISO date; absent: from when sending is turned on. */
	readonly since?: string;
}

/** An OpenID Connect provider that people of this installation may sign in with. */
export interface Oidc {
	readonly issuer: string;
	readonly clientId: string;
	readonly clientSecret: string;
}

/** Name of the folder that holds a demo, and never anything else. */
export const DEMO_FOLDER = '.weir-demo';
const SANDBOX_FOLDER = '.weir-sandbox';
/** A sandbox's log has a name of its own, so that nothing of it can be shown as an entry of production's. */
const SANDBOX_ORIGIN = 'weir.local/sandbox-log';

const MEBIBYTE = 1024 * 1024;
const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Name → what it sets. The rows are printed by `weir serve --help`. */
export const SETTINGS = {
	DATABASE_URL: 'A PostgreSQL (15 or newer) of your own, as postgres://…; default: an embedded one',
	WEIR_HOST: 'Address to listen on; default 127.0.0.1',
	WEIR_PORT: 'Port to listen on; default 8420, 0 for any free one',
	WEIR_FOLDER: 'Folder of the embedded database and of generated keys; default ./.weir',
	WEIR_SANDBOX: `1 starts a sandbox, with keys (weirtest_…), a log and a folder (./${SANDBOX_FOLDER}) of its own; default 0`,
	WEIR_PUBLIC_URL: 'Address under which people reach this server; default the address it listens on',
	WEIR_WORKERS: 'Screening threads; default 1',
	WEIR_SCREEN_TIMEOUT_MS: 'After this long a listing counts as not screened and is held; default 10000',
	WEIR_MEDIA_HOSTS: 'Hosts, by commas, from which images and attachments given as https addresses are fetched; default none',
	WEIR_MEDIA_WAIT_MS: 'After this long a listing is held and its files are read for the next submission; default 60000',
	WEIR_CLAMD: 'ClamAV daemon that scans files, as host:port or unix:/path; what it does not call clean is not opened; default none',
	WEIR_CLAMD_TIMEOUT_MS: 'After this long a file counts as not scanned and its listing is held; default 30000',
	WEIR_MEDIA_DAILY_MIB: 'MiB that one key or person may upload in a day (UTC); default 10240',
	WEIR_MEDIA_TOTAL_MIB: 'MiB of all files together; default 102400',
	WEIR_DISK_RESERVE_MIB: 'MiB of the disk under the embedded database that files must leave free; warned of at twice that; default 1024',
	WEIR_CONNECTIONS: 'Database connections; default 10',
	WEIR_LOG_LEVEL: `${LOG_LEVELS.join(', ')}; default info`,
	WEIR_LOG_ORIGIN: 'Name of the transparency log; default weir.local/log',
	WEIR_LOG_KEY: 'Signer key of the log (PRIVATE+KEY+…); default: one made on first start and kept in WEIR_FOLDER',
	WEIR_PLATFORM: 'File (YAML) of what statements of reasons say about the marketplace; without it they are drafts',
	WEIR_TRANSPARENCY_URL:
		'Address of the DSA Transparency Database that takes many statements (https://…/api/v1/statements); default none: nothing is sent',
	WEIR_TRANSPARENCY_TOKEN: 'Token that the Transparency Database gave to the marketplace',
	WEIR_TRANSPARENCY_TOKEN_FILE: 'File that holds this token, instead of the setting itself',
	WEIR_TRANSPARENCY_SINCE: 'Day (2026-01-31) from which on restrictions are sent; default from when sending is first turned on',
	WEIR_SECRET: 'Secret that signs sessions, 32 characters or more; default: one made on first start and kept in WEIR_FOLDER',
	WEIR_WEBHOOK_LOOPBACK: '1 lets webhooks lead to this machine, also by http: for trying out; default 0',
	WEIR_WEBHOOK_NETWORKS: 'Private networks that webhooks may lead to, as 10.1.0.0/16,…; default none',
	WEIR_RATE_KEY: 'Requests in a minute for each key; default 600000',
	WEIR_RATE_ADDRESS: 'Requests in a minute for each address without a key, sessions included; default 6000',
	WEIR_RATE_SIGN_IN: 'Steps of signing in with a passkey (two each time) in a minute for each address; default 60',
	WEIR_OIDC_ISSUER: 'Single sign-on: address of an OpenID Connect provider; who signs in must have been invited; default none',
	WEIR_OIDC_CLIENT_ID: 'Client id that the provider gave to this server',
	WEIR_OIDC_CLIENT_SECRET: 'Client secret that the provider gave to this server',
	WEIR_SCREEN_KINDS: `What beside listings ":screen" takes, of ${TEXT_KINDS.join(', ')}; default none`,
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings from the process's environment; `over` wins over it. @throws Fault `configuration-invalid`. */
export function readConfig(over: Environment = {}): Config {
	return configOf({ ...process.env, ...Object.fromEntries(Object.entries(over).filter(([, value]) => value !== undefined)) });
}

/** The settings from named texts. @throws Fault `configuration-invalid` naming the setting and the fix. */
export function configOf(environment: Environment): Config {
	for (const name of Object.keys(environment)) {
		if (!name.startsWith('WEIR_') || Object.hasOwn(SETTINGS, name)) continue;
		const close = nearest(name, Object.keys(SETTINGS));
		throw new Fault('configuration-invalid', `There is no setting ${name}${close === undefined ? '' : `; did you mean ${close}?`}`);
	}
	const text = (name: keyof typeof SETTINGS): string | undefined => {
		const value = environment[name]?.trim();
		return value === '' ? undefined : value;
	};
	const number = (name: keyof typeof SETTINGS, standard: number, least: number, most: number): number => {
		const value = text(name);
		if (value === undefined) return standard;
		if (!/^\d{1,9}$/.test(value) || Number(value) < least || Number(value) > most) {
			throw new Fault('configuration-invalid', `${name} is ${JSON.stringify(value)}; give a whole number from ${least} to ${most}.`);
		}
		return Number(value);
	};
	const listed = (name: keyof typeof SETTINGS): string[] =>
		(text(name) ?? '')
			.split(',')
			.map((one) => one.trim())
			.filter((one) => one !== '');
	const optional = <K extends string>(key: K, value: string | undefined) =>
		(value === undefined ? {} : { [key]: value }) as { [P in K]?: string };
	const secret = text('WEIR_SECRET');
	if (secret !== undefined && secret.length < 32)
		throw new Fault('configuration-invalid', 'WEIR_SECRET is too short; give 32 characters or more.');
	const level = text('WEIR_LOG_LEVEL') ?? 'info';
	const logLevel = LOG_LEVELS.find((one) => one === level);
	if (logLevel === undefined) throw new Fault('configuration-invalid', `WEIR_LOG_LEVEL is one of ${LOG_LEVELS.join(', ')}.`);
	const sandbox = number('WEIR_SANDBOX', 0, 0, 1) === 1;
	return {
		sandbox,
		host: text('WEIR_HOST') ?? '127.0.0.1',
		port: number('WEIR_PORT', 8420, 0, 65_535),
		folder: text('WEIR_FOLDER') ?? (sandbox ? SANDBOX_FOLDER : '.weir'),
		workers: number('WEIR_WORKERS', 1, 1, 64),
		screenTimeoutMs: number('WEIR_SCREEN_TIMEOUT_MS', 10_000, 100, 600_000),
		connections: number('WEIR_CONNECTIONS', 10, 3, 200),
		mediaHosts: hosts(text('WEIR_MEDIA_HOSTS')),
		mediaWaitMs: number('WEIR_MEDIA_WAIT_MS', 60_000, 100, 600_000),
		...clamdOf(text('WEIR_CLAMD'), number('WEIR_CLAMD_TIMEOUT_MS', 30_000, 100, 600_000)),
		room: {
			daily: number('WEIR_MEDIA_DAILY_MIB', 10_240, 0, 100_000_000) * MEBIBYTE,
			total: number('WEIR_MEDIA_TOTAL_MIB', 102_400, 0, 100_000_000) * MEBIBYTE,
			reserve: number('WEIR_DISK_RESERVE_MIB', 1_024, 0, 100_000_000) * MEBIBYTE,
		},
		logLevel,
		logOrigin: text('WEIR_LOG_ORIGIN') ?? (sandbox ? SANDBOX_ORIGIN : DEFAULT_ORIGIN),
		...optional('databaseUrl', postgresUrl(text('DATABASE_URL'))),
		...optional('publicUrl', publicUrl(text('WEIR_PUBLIC_URL'))),
		...optional('logKey', text('WEIR_LOG_KEY')),
		...optional('platform', text('WEIR_PLATFORM')),
		...optional('secret', secret),
		webhookReach: { loopback: number('WEIR_WEBHOOK_LOOPBACK', 0, 0, 1) === 1, networks: networks(listed('WEIR_WEBHOOK_NETWORKS')) },
		rates: {
			key: number('WEIR_RATE_KEY', 600_000, 1, 100_000_000),
			address: number('WEIR_RATE_ADDRESS', 6_000, 1, 100_000_000),
			signIn: number('WEIR_RATE_SIGN_IN', 60, 1, 1_000_000),
		},
		...oidcOf(text('WEIR_OIDC_ISSUER'), text('WEIR_OIDC_CLIENT_ID'), text('WEIR_OIDC_CLIENT_SECRET')),
		screenKinds: listed('WEIR_SCREEN_KINDS').map(textKind),
		...filingOf(text, { networks: networks(listed('WEIR_WEBHOOK_NETWORKS')), sandbox }),
	};
}

function filingOf(
	text: (name: keyof typeof SETTINGS) => string | undefined,
	{ networks, sandbox }: { readonly networks: readonly string[]; readonly sandbox: boolean },
): { readonly filing?: Filing } {
	const [given, token, path] = [text('WEIR_TRANSPARENCY_URL'), text('WEIR_TRANSPARENCY_TOKEN'), text('WEIR_TRANSPARENCY_TOKEN_FILE')];
	const since = text('WEIR_TRANSPARENCY_SINCE');
	if (given === undefined && token === undefined && path === undefined && since === undefined) return {};
	const wrong = (what: string): Fault => new Fault('configuration-invalid', what);
	if (sandbox) throw wrong('A sandbox sends nothing to an authority; leave the settings WEIR_TRANSPARENCY_… out.');
	if (given === undefined || (token === undefined) === (path === undefined))
		throw wrong(
			'To send statements of reasons, set WEIR_TRANSPARENCY_URL and one of WEIR_TRANSPARENCY_TOKEN and WEIR_TRANSPARENCY_TOKEN_FILE.',
		);
	const url = parseReceiver(given, { loopback: true, networks });
	if (!url.ok) throw wrong(`WEIR_TRANSPARENCY_URL ${url.problems[0]?.message}; give an https address.`);
	// The value is a secret: it is never repeated.
	if (token !== undefined && !/^[\x21-\x7e]{8,500}$/.test(token))
		throw wrong('WEIR_TRANSPARENCY_TOKEN is no token; give it as it was given to you.');
	if (since !== undefined && (!/^\d{4}-\d{2}-\d{2}$/.test(since) || Number.isNaN(Date.parse(since))))
		throw wrong('WEIR_TRANSPARENCY_SINCE must be a day such as 2026-01-31.');
	if (text('WEIR_PLATFORM') === undefined) throw wrong("Statements of reasons need the marketplace's particulars; set WEIR_PLATFORM.");
	return {
		filing: {
			url: url.value,
			token: token === undefined ? { kind: 'file', path: path ?? '' } : { kind: 'text', text: token },
			...(since === undefined ? {} : { since }),
		},
	};
}

function clamdOf(value: string | undefined, timeoutMs: number): Pick<Config, 'clamd'> {
	if (value === undefined) return {};
	const address = parseClamdAddress(value);
	if (address === undefined)
		throw new Fault(
			'configuration-invalid',
			`WEIR_CLAMD is ${JSON.stringify(value)}; give host:port, such as 127.0.0.1:3310, or unix:/path.`,
		);
	return { clamd: { address, timeoutMs } };
}

function oidcOf(issuer: string | undefined, clientId: string | undefined, clientSecret: string | undefined): { readonly oidc?: Oidc } {
	if (issuer === undefined && clientId === undefined && clientSecret === undefined) return {};
	if (issuer === undefined || clientId === undefined || clientSecret === undefined)
		throw new Fault(
			'configuration-invalid',
			'WEIR_OIDC_ISSUER, WEIR_OIDC_CLIENT_ID and WEIR_OIDC_CLIENT_SECRET belong together; set all three.',
		);
	if (!URL.canParse(issuer) || !/^https:|^http:\/\/(?:127\.0\.0\.1|localhost)[:/]/.test(issuer))
		throw new Fault('configuration-invalid', 'WEIR_OIDC_ISSUER must be an https address such as https://login.example.');
	return { oidc: { issuer: issuer.replace(/\/$/, ''), clientId, clientSecret } };
}

function networks(texts: readonly string[]): readonly string[] {
	try {
		networksOf(texts);
	} catch (error) {
		throw new Fault('configuration-invalid', `WEIR_WEBHOOK_NETWORKS: ${error instanceof Error ? error.message : 'not understood'}.`);
	}
	return texts;
}

function textKind(text: string): TextKind {
	const kind = TEXT_KINDS.find((one) => one === text);
	if (kind === undefined) throw new Fault('configuration-invalid', `WEIR_SCREEN_KINDS takes ${TEXT_KINDS.join(', ')}, not "${text}".`);
	return kind;
}

function postgresUrl(value: string | undefined): string | undefined {
	if (value === undefined) return undefined;
	// The value may hold a password: it is never repeated.
	if (!/^postgres(?:ql)?:\/\//.test(value))
		throw new Fault('configuration-invalid', 'DATABASE_URL must begin with postgres:// or postgresql://.');
	return value;
}

// One host alone each, as a URL writes it: a pattern could allow more than was meant.
function hosts(value: string | undefined): ReadonlySet<string> {
	const names = value?.split(',').map((name) => name.trim()) ?? [];
	for (const name of names) {
		if (!URL.canParse(`https://${name}/`) || new URL(`https://${name}/`).host !== name)
			throw new Fault('configuration-invalid', `WEIR_MEDIA_HOSTS names ${JSON.stringify(name)}; give hosts such as cdn.example.com.`);
	}
	return new Set(names);
}

function publicUrl(value: string | undefined): string | undefined {
	if (value === undefined) return undefined;
	if (!URL.canParse(value) || !/^https?:/.test(value)) {
		throw new Fault('configuration-invalid', 'WEIR_PUBLIC_URL must be an address such as https://weir.example.');
	}
	return value.replace(/\/$/, '');
}
