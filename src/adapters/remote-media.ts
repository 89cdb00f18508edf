// Fetches an image or attachment from an address that a listing names. Listings are hostile: only https to allowed hosts, the address
// that was looked up is checked and then used as it is (a second lookup could answer another), no redirect, no credentials, and bounds
// on size and time.
import { lookup } from 'node:dns/promises';
import { request } from 'node:https';
import { BlockList, isIP } from 'node:net';

export interface RemoteOptions {
	/** Hosts, each alone: `cdn.example` does not allow `a.cdn.example`. Empty: nothing is fetched. */
	readonly hosts: ReadonlySet<string>;
	readonly mostBytes: number;
	readonly timeoutMs: number;
	/** All addresses of a host; the system's resolver by default. */
	readonly resolve?: (host: string) => Promise<readonly string[]>;
	/** Whether an address may be connected to; public ones by default. */
	readonly isAllowed?: (address: string) => boolean;
	/** Certificates to trust instead of the system's. */
	readonly ca?: string;
}

export type Remote = { readonly kind: 'fetched'; readonly bytes: Uint8Array } | { readonly kind: 'failed'; readonly why: string };

/** Special-purpose networks (IANA registries): everything that is not somebody else's public host. */
const SPECIAL: readonly (readonly [network: string, prefix: number])[] = [
	...([
		['0.0.0.0', 8],
		['10.0.0.0', 8],
		['100.64.0.0', 10],
		['127.0.0.0', 8],
		['169.254.0.0', 16],
		['172.16.0.0', 12],
		['192.0.0.0', 24],
		['192.0.2.0', 24],
		['192.88.99.0', 24],
		['192.168.0.0', 16],
		['198.18.0.0', 15],
		['198.51.100.0', 24],
		['203.0.113.0', 24],
		['224.0.0.0', 3],
	] as const),
	// Within the global 2000::/3: protocol assignments and Teredo, documentation, 6to4.
	['2001::', 23],
	['2001:db8::', 32],
	['2002::', 16],
	['3fff::', 20],
];

const special = new BlockList();
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');
for (const [network, prefix] of SPECIAL) special.addSubnet(network, prefix, network.includes(':') ? 'ipv6' : 'ipv4');

/** Whether an IP address is a public one. Anything that is no address is not. */
export function isPublicAddress(address: string): boolean {
	switch (isIP(address)) {
		case 4:
			return !special.check(address, 'ipv4');
		case 6:
			return globalV6.check(address, 'ipv6') && !special.check(address, 'ipv6');
		default:
			return false;
	}
}

/** Why a text is no address that may be fetched; undefined when it is one. Touches no network. */
export function refusedAddress(text: string, hosts: ReadonlySet<string>): string | undefined {
	if (hosts.size === 0) return 'is an address, and nothing is fetched here';
	if (!URL.canParse(text)) return 'is not a valid address';
	const { protocol, hostname, port, username, password } = new URL(text);
	if (protocol !== 'https:') return 'is not an https address';
	if (username !== '' || password !== '') return 'carries credentials';
	if (port !== '') return 'names a port';
	return hosts.has(hostname) ? undefined : 'is on a host that is not allowed';
}

/** Fetches it. Never rejects; `why` is a clause about the file. `port` is for tests, which cannot listen on 443. */
export async function fetchRemote(text: string, options: RemoteOptions, port = 443): Promise<Remote> {
	const refused = refusedAddress(text, options.hosts);
	if (refused !== undefined) return { kind: 'failed', why: `it ${refused}` };
	const url = new URL(text);
	const deadline = AbortSignal.timeout(options.timeoutMs);
	try {
		const addresses = await Promise.race([(options.resolve ?? resolveAll)(url.hostname), expired(deadline)]);
		const allowed = options.isAllowed ?? isPublicAddress;
		const [address] = addresses;
		// One bad address condemns the host: which of them answers is the attacker's to choose.
		if (address === undefined || !addresses.every(allowed)) return { kind: 'failed', why: 'its host has no public address' };
		return await get(url, address, options, deadline, port);
	} catch (error) {
		if (deadline.aborted) return { kind: 'failed', why: `fetching it took longer than ${options.timeoutMs / 1000} s` };
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
		return { kind: 'failed', why: `it could not be fetched (${code})` };
	}
}

const resolveAll = async (host: string): Promise<string[]> => (await lookup(host, { all: true })).map(({ address }) => address);

const expired = (signal: AbortSignal): Promise<never> =>
	new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

function get(url: URL, address: string, options: RemoteOptions, signal: AbortSignal, port: number): Promise<Remote> {
	const { mostBytes, ca } = options;
	return new Promise((resolve, reject) => {
		const asked = request({
			host: address,
			port,
			// Certificate and Host are the name's; the connection goes to the address that was checked.
			...(isIP(url.hostname) === 0 ? { servername: url.hostname } : {}),
			path: `${url.pathname}${url.search}`,
			headers: { host: url.hostname, accept: '*/*', 'user-agent': 'weir' },
			agent: false,
			signal,
			...(ca === undefined ? {} : { ca }),
		});
		asked.on('error', reject);
		asked.on('response', (response) => {
			const fail = (why: string): void => {
				resolve({ kind: 'failed', why });
				asked.destroy();
			};
			const { statusCode = 0, headers } = response;
			if (statusCode >= 300 && statusCode < 400) return fail('it redirects, which is not followed; give the final address');
			if (statusCode !== 200) return fail(`its host answered with status ${statusCode}`);
			const tooLarge = `it is larger than ${Math.floor(mostBytes / 1024 / 1024)} MiB`;
			if (Number(headers['content-length'] ?? 0) > mostBytes) return fail(tooLarge);
			const chunks: Buffer[] = [];
			let size = 0;
			response.on('data', (chunk: Buffer) => {
				size += chunk.length;
				if (size > mostBytes) fail(tooLarge);
				else chunks.push(chunk);
			});
			response.on('error', reject);
			response.on('end', () =>
				resolve(size === 0 ? { kind: 'failed', why: 'it is empty' } : { kind: 'fetched', bytes: Buffer.concat(chunks) }),
			);
		});
		asked.end();
	});
}
