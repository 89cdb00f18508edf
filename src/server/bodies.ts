// How bodies are read: strict UTF-8, then JSON. Routes that hand the text on as it is get it as it is. Anything else is refused by
// its content type before a byte of it is read.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ROUTES } from '../contract/routes.ts';
import { Refused } from './problems.ts';

/** Types of uploads, which are handed on as streams; what a file is says its content. */
const FILES = ROUTES.uploadMedium.consumes;

/** Tables and documents that people keep. */
const TEXTS = ['application/yaml', 'text/csv'];

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Installs the content types that Weir reads. */
export function readBodies(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
		try {
			const text = decode(body as Buffer);
			done(null, wantsText(request) ? text : parse(text));
		} catch (error) {
			done(error as Error, undefined);
		}
	});
	// Taken only by routes that want the text.
	app.addContentTypeParser(TEXTS, { parseAs: 'buffer' }, (_request, body, done) => {
		try {
			done(null, decode(body as Buffer));
		} catch (error) {
			done(error as Error, undefined);
		}
	});
	app.addContentTypeParser(['application/x-ndjson', ...FILES], (_request, payload, done) => done(null, payload));
}

const wantsText = (request: FastifyRequest): boolean => (request.routeOptions.config as { readonly rawBody?: boolean }).rawBody === true;

function decode(body: Buffer): string {
	try {
		return STRICT.decode(body);
	} catch {
		throw new Refused('malformed-request', 'The body is not valid UTF-8; send it as UTF-8.');
	}
}

function parse(text: string): unknown {
	if (text === '') return undefined;
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new Refused('malformed-request', `The body is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
	}
}
