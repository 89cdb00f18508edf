// A receiver of webhooks on a loopback port of its own: what came, with headers and body, and what it answers.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { until } from './until.ts';

export interface Came {
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
	readonly path: string;
}

export interface TestReceiver {
	readonly url: string;
	readonly came: readonly Came[];
	/** What the next requests are answered; 204 by default. */
	answer: (came: Came) => { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string } | undefined;
	/** Waits until so many have come in all, or at this path. @throws Error after a minute. */
	until(count: number, path?: string): Promise<readonly Came[]>;
	stop(): Promise<void>;
}

export async function startReceiver(): Promise<TestReceiver> {
	const came: Came[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8');
		request.on('data', (part: string) => {
			body += part;
		});
		request.on('end', () => {
			const one = { headers: request.headers, body, path: request.url ?? '' };
			came.push(one);
			const answer = receiver.answer(one);
			if (answer === undefined) return; // leaves the sender waiting
			response.writeHead(answer.status, answer.headers).end(answer.body ?? 'what is answered is not read');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const receiver: TestReceiver = {
		url: `http://127.0.0.1:${port}`,
		came,
		answer: () => ({ status: 204 }),
		until: async (count, path) => {
			const those = (): Came[] => came.filter((one) => path === undefined || one.path === path);
			return until(`${count} announcements at ${path ?? 'any path'}`, () => those().length >= count && those());
		},
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return receiver;
}
