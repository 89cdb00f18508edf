// Posts one signed announcement (Standard Webhooks). The address is the receiver's to choose, so it must not lead inside: https only,
// every resolved address is checked in the very lookup the connection uses, redirects are not followed, the answer is not read.
import { lookup as resolve } from 'node:dns';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { bad, ok, type Result } from '../base/result.ts';
import type { Claimed, Posted } from '../flows/deliver.ts';

export interface Reach {
	/** Receivers on this machine, also by http: for trying out and for tests. */
	readonly loopback: boolean;
	/** Private networks that may be reached, as CIDR. */
	readonly networks: readonly string[];
}

export const TIMEOUT_MS = 10_000;
const SCHEMA_URL = 2048;

// IANA special-purpose registries, RFC 6890: nothing here is a receiver on the public network.
const INSIDE_4 = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'].concat([
	'192.0.2.0/24',
	'192.88.99.0/24',
	'192.168.0.0/16',
	'198.18.0.0/15',
	'198.51.100.0/24',
	'203.0.113.0/24',
	'224.0.0.0/4',
	'240.0.0.0/4',
]);
// The one block of global unicast is allowed, less what in it leads to IPv4 or is reserved.
const INSIDE_6 = ['::/3', '4000::/2', '8000::/1', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/** A list of networks. @throws RangeError for what is no CIDR. */
export function networksOf(texts: readonly string[]): BlockList {
	const list = new BlockList();
	for (const text of texts) {
		const [address = '', bits = ''] = text.split('/');
		if (isIP(address) === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (isIPv6(address) ? 128 : 32))
			throw new RangeError(`${text} is not a network such as 10.0.0.0/8`);
		list.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4');
	}
	return list;
}

const INSIDE = networksOf([...INSIDE_4, ...INSIDE_6]);
const kindOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');
const within = (list: BlockList, address: string): boolean => list.check(address, kindOf(address));

/** Whether announcements may go to this IP address. */
export function mayReach(address: string, { loopback, networks }: Reach): boolean {
	const allowed = networksOf([...networks, ...(loopback ? LOOPBACK : [])]);
	return within(allowed, address) || !within(INSIDE, address);
}

/** Whether an address has the form of a receiver's; where it leads is checked at every post. */
export function parseReceiver(text: string, reach: Reach): Result<string> {
	const fix = 'give an address such as https://shop.example/hooks/weir';
	if (text.length > SCHEMA_URL || !URL.canParse(text)) return bad('/url', 'is not an address', fix);
	const url = new URL(text);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && reach.loopback && isLoopback(url)))
		return bad('/url', 'is not https', fix);
	if (url.username !== '' || url.password !== '')
		return bad('/url', 'carries a name or password', 'leave it out; announcements are signed');
	if (url.hash !== '') return bad('/url', 'has a fragment', 'leave out what follows #');
	const literal = hostOf(url);
	if (isIP(literal) !== 0 && !mayReach(literal, reach)) return bad('/url', 'leads to a private or reserved network', fix);
	if (/(?:^|\.)(?:localhost|local|internal)\.?$/.test(literal) && !reach.loopback) return bad('/url', 'names a host inside a network', fix);
	return ok(url.href);
}

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');
const isLoopback = (url: URL): boolean =>
	hostOf(url) === 'localhost' || (isIP(hostOf(url)) !== 0 && within(networksOf(LOOPBACK), hostOf(url)));

class NotReachable extends Error {}

// The check is part of resolving: the connection goes to the very address that was checked, whatever the name says a moment later.
function guarded(reach: Reach): LookupFunction {
	return (hostname, options, done) =>
		resolve(hostname, { ...options, all: true }, (error, addresses) => {
			if (error !== null) return done(error, '');
			const [first] = addresses;
			if (first === undefined || !addresses.every(({ address }) => mayReach(address, reach)))
				return done(new NotReachable('the name leads to a private or reserved network'), '');
			return options.all === true ? done(null, addresses) : done(null, first.address, first.family);
		});
}

/** The headers that sign a body: one signature for each secret that is valid now. */
export function signedHeaders(id: string, at: string, body: string, secrets: readonly string[]): Readonly<Record<string, string>> {
	const time = new Date(at);
	return {
		'webhook-id': id,
		'webhook-timestamp': String(Math.floor(time.getTime() / 1000)),
		'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, time, body)).join(' '),
	};
}

/** Posts one announcement. Never throws: what went wrong is told. */
export function postAnnouncement(one: Claimed, at: string, reach: Reach, timeoutMs = TIMEOUT_MS): Promise<Posted> {
	const read = parseReceiver(one.url, reach);
	if (!read.ok) return Promise.resolve(unanswered(`the address ${read.problems[0]?.message ?? 'is not valid'}`));
	if (one.secrets.length === 0) return Promise.resolve(unanswered('the secret cannot be read; rotate it'));
	const url = new URL(read.value);
	return new Promise((settle) => {
		const outgoing = (url.protocol === 'http:' ? plain : secure)(url, {
			method: 'POST',
			// No connection is shared: one that was checked long ago says nothing about now.
			agent: false,
			lookup: guarded(reach),
			signal: AbortSignal.timeout(timeoutMs),
			headers: {
				'content-type': 'application/json',
				'content-length': Buffer.byteLength(one.body),
				'user-agent': 'Weir-Webhooks/1',
				...signedHeaders(one.announcementId, at, one.body, one.secrets),
			},
		});
		outgoing.on('response', (response) => {
			const after = Number(response.headers['retry-after']);
			settle({
				kind: 'answered',
				status: response.statusCode ?? 0,
				...(Number.isFinite(after) && after > 0 ? { retryAfterSeconds: after } : {}),
			});
			// Of the answer only the status counts; not a byte of what follows is kept.
			response.destroy();
		});
		outgoing.on('error', (error) => settle(unanswered(reasonOf(error))));
		outgoing.end(one.body);
	});
}

const unanswered = (reason: string): Posted => ({ kind: 'unanswered', reason });

function reasonOf(error: Error): string {
	if (error instanceof NotReachable) return error.message;
	if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time';
	const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
	return /^[A-Z_0-9]{1,60}$/.test(code) ? `no connection (${code})` : 'no connection';
}
