// The web console: the built files, and its first page for every address that is one of its own. Without a build a plain text says
// how to make one.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const BUILT = fileURLToPath(new URL('../../dist/console/', import.meta.url));
const CSP =
	"default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const HINT = [
	'Weir is running; the API is at /docs.',
	'',
	'The console is not built. In a clone, run "node scripts/build-console.mjs" and load this page again.',
	'',
].join('\n');

/** Whether an address belongs to the interface for programs, which has no pages. */
const isProgram = (path: string): boolean => /^\/(?:v1|api|log|docs|openapi\.json|metrics|healthz|readyz)(?:\/|$|\?)/.test(path);

export type NotFound = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** Serves the console; `unknown` answers what is none of its addresses. */
export async function serveConsole(app: FastifyInstance, unknown: NotFound, folder = BUILT): Promise<void> {
	if (!existsSync(`${folder}/index.html`)) {
		app.get('/', (_request, reply) => reply.type('text/plain; charset=utf-8').send(HINT));
		app.get('/welcome', (_request, reply) => reply.type('text/plain; charset=utf-8').send(HINT));
		app.setNotFoundHandler(unknown);
		return;
	}
	await app.register(fastifyStatic, {
		root: folder,
		wildcard: true,
		index: ['index.html'],
		immutable: true,
		maxAge: '1y',
		setHeaders: (reply, path) => {
			if (path.endsWith('.html')) reply.header('cache-control', 'no-cache').header('content-security-policy', CSP);
		},
	});
	app.setNotFoundHandler((request, reply) => {
		const page = request.method === 'GET' && !isProgram(request.url) && request.headers.accept?.includes('text/html') === true;
		return page ? reply.sendFile('index.html', { maxAge: 0, immutable: false }) : unknown(request, reply);
	});
}
