// Posts to an address that somebody else chose, so that it cannot lead inside: https only, every resolved address is checked in the very
// lookup the connection uses, redirects are not followed. Of the answer no more is read than is asked for.
import { lookup as resolve } from 'node:dns';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';
import { bad, ok, type Result } from '../base/result.ts';

export interface Reach {
	/** Receivers on this machine, also by http. */
	readonly loopback: boolean;
	/** Private networks that may be reached, as CIDR. */
	readonly networks: readonly string[];
}

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

/** Whether a post may go to this IP address. */
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
	if (url.username !== '' || url.password !== '') return bad('/url', 'carries a name or password', 'leave it out');
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

export interface Post {
	/** As `parseReceiver` gives it. */
	readonly url: string;
	readonly body: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly reach: Reach;
	readonly timeoutMs: number;
	/** Bytes of the answer to read; what is longer is cut. 0: only its status counts. */
	readonly readBytes: number;
}

export type Answered =
	| { readonly kind: 'answered'; readonly status: number; readonly text: string; readonly retryAfterSeconds?: number }
	/** No answer; the reason in words that a stranger may read. */
	| { readonly kind: 'unanswered'; readonly reason: string };

/** Posts JSON. Never throws: what went wrong is told. */
export function guardedPost({ url, body, headers, reach, timeoutMs, readBytes }: Post): Promise<Answered> {
	const read = parseReceiver(url, reach);
	if (!read.ok) return Promise.resolve(unanswered(`the address ${read.problems[0]?.message ?? 'is not valid'}`));
	const to = new URL(read.value);
	return new Promise((settle) => {
		const outgoing = (to.protocol === 'http:' ? plain : secure)(to, {
			method: 'POST',
			// No connection is shared: one that was checked long ago says nothing about now.
			agent: false,
			lookup: guarded(reach),
			signal: AbortSignal.timeout(timeoutMs),
			headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
		});
		outgoing.on('response', (response) => {
			const after = Number(response.headers['retry-after']);
			const parts: Buffer[] = [];
			let size = 0;
			const told = (): void => {
				settle({
					kind: 'answered',
					status: response.statusCode ?? 0,
					text: Buffer.concat(parts).subarray(0, readBytes).toString('utf8'),
					...(Number.isFinite(after) && after > 0 ? { retryAfterSeconds: after } : {}),
				});
				response.destroy();
			};
			if (readBytes === 0) return told();
			response.on('data', (part: Buffer) => {
				parts.push(part);
				size += part.length;
				if (size >= readBytes) told();
			});
			response.on('end', told);
			// The status came, what it says did not: whether it was all cannot be known.
			response.on('error', (error) => settle(unanswered(reasonOf(error))));
		});
		outgoing.on('error', (error) => settle(unanswered(reasonOf(error))));
		outgoing.end(body);
	});
}

const unanswered = (reason: string): Answered => ({ kind: 'unanswered', reason });

function reasonOf(error: Error): string {
	if (error instanceof NotReachable) return error.message;
	if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time';
	const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
	return /^[A-Z_0-9]{1,60}$/.test(code) ? `no connection (${code})` : 'no connection';
}
