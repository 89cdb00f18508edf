// Talks to the server: JSON in, JSON out, RFC 9457 problems as one error class. The session is a same-origin cookie; nothing here
// keeps a credential, and nothing is ever sent to another origin.
import type { ProblemDetails } from '../contract/problem.ts';

/** An RFC 9457 problem, as far as the console reads it: a proxy in between may leave most of it out. */
export type ProblemRead = Pick<ProblemDetails, 'title' | 'status'> & Partial<ProblemDetails>;

/** The server answered, and the answer is no. Status 0: no answer came at all. */
export class Refusal extends Error {
	override readonly name = 'Refusal';
	readonly problem: ProblemRead;

	constructor(problem: ProblemRead) {
		super(problem.detail ?? problem.title);
		this.problem = problem;
	}
}

export interface Sent {
	readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
	readonly body?: unknown;
	readonly ifMatch?: string;
	readonly signal?: AbortSignal;
}

/** Sends a request to a path of this origin and reads the JSON that comes back. Throws a {@link Refusal} for anything but 2xx. */
export async function send<T>(path: string, { method = 'GET', body, ifMatch, signal }: Sent = {}): Promise<T> {
	const headers: Record<string, string> = { accept: 'application/json' };
	if (body !== undefined) headers['content-type'] = 'application/json';
	if (ifMatch !== undefined) headers['if-match'] = ifMatch;
	let response: Response;
	try {
		response = await fetch(path, {
			method,
			headers,
			credentials: 'same-origin',
			cache: 'no-store',
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			...(signal === undefined ? {} : { signal }),
		});
	} catch (error) {
		if (signal?.aborted) throw error;
		throw new Refusal({ title: 'unreachable', status: 0 });
	}
	if (!response.ok) throw new Refusal(await problemOf(response));
	return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Sends the bytes of a file and reads the JSON that comes back. Throws a {@link Refusal} for anything but 2xx. */
export const sendFile = <T>(path: string, file: Blob): Promise<T> => sendText<T>(path, 'application/octet-stream', file);

/** The same of a text or a file of this type. */
export async function sendText<T>(path: string, type: string, file: Blob | string): Promise<T> {
	let response: Response;
	try {
		const headers = { accept: 'application/json', 'content-type': type };
		response = await fetch(path, { method: 'POST', headers, credentials: 'same-origin', cache: 'no-store', body: file });
	} catch {
		throw new Refusal({ title: 'unreachable', status: 0 });
	}
	if (!response.ok) throw new Refusal(await problemOf(response));
	return (await response.json()) as T;
}

/** Whether the server is a sandbox. Each of its answers says so; this one needs no session, nor a server that is ready. */
export async function isSandbox(signal: AbortSignal): Promise<boolean> {
	const response = await fetch('/healthz', { credentials: 'same-origin', cache: 'no-store', signal });
	// A body that nobody reads leaves the connection taken.
	await response.text();
	return response.headers.get('weir-sandbox') === '1';
}

/** The bytes at a path of this origin as a file of this type. Throws a {@link Refusal} for anything but 2xx. */
export async function readBlob(path: string, type: string, signal?: AbortSignal): Promise<Blob> {
	const response = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...(signal === undefined ? {} : { signal }) });
	if (!response.ok) throw new Refusal(await problemOf(response));
	return new Blob([await response.arrayBuffer()], { type });
}

// better-auth answers `{ message }` instead of a problem; a proxy in between may answer anything.
async function problemOf(response: Response): Promise<ProblemRead> {
	const { status, statusText } = response;
	try {
		const said = (await response.json()) as Partial<ProblemRead> & { readonly message?: string };
		return { ...said, title: said.title ?? said.message ?? statusText, status };
	} catch {
		return { title: statusText, status };
	}
}

/** A path with its query; empty and undefined values are left out. */
export function pathWith(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
	const params = new URLSearchParams();
	for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') params.set(name, String(value));
	const text = params.toString();
	return text === '' ? path : `${path}?${text}`;
}

export const isRefusal = (error: unknown, status?: number): error is Refusal =>
	error instanceof Refusal && (status === undefined || error.problem.status === status);
