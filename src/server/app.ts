// The HTTP application: limits, headers, bodies, problems, and every row of the table of routes. It knows the parts; it makes none.
import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import { epochMs } from '../base/time.ts';
import { mountAuth } from './auth-routes.ts';
import { readBodies } from './bodies.ts';
import { Callers } from './caller.ts';
import { mountCases } from './case-routes.ts';
import { mountCatalogueChanges } from './catalogue-change-routes.ts';
import { mountCatalogue } from './catalogue-routes.ts';
import type { LogLevel } from './config.ts';
import { serveConsole } from './console-routes.ts';
import { mountCorrective } from './corrective-routes.ts';
import { mountDashboard } from './dashboard-routes.ts';
import { mountEvidence } from './evidence-routes.ts';
import { mountGolden } from './golden-routes.ts';
import { mountHealth } from './health-routes.ts';
import { mountJobs } from './job-routes.ts';
import { mountKeys } from './key-routes.ts';
import { openLimits } from './limits.ts';
import { mountListings } from './listing-routes.ts';
import { mountLog } from './log-routes.ts';
import { mountMedia } from './media-routes.ts';
import { type Metrics, measureRequests } from './metrics.ts';
import type { Mounting } from './mount.ts';
import { serveOpenApi } from './openapi.ts';
import { mountPasskeys } from './passkey-routes.ts';
import { mountPeople } from './people-routes.ts';
import { mountPolicy } from './policy-routes.ts';
import { answerProblem, answerProblems, notFound } from './problems.ts';
import { mountReports } from './report-routes.ts';
import { mountScreen } from './screen-routes.ts';
import { mountSecondLooks } from './second-look-routes.ts';
import { mountStatements } from './statement-routes.ts';
import { mountTrials } from './trial-routes.ts';
import { mountWatchLists } from './watch-list-routes.ts';
import { mountWebhooks } from './webhook-routes.ts';
import type { World } from './world.ts';

const BODY_BYTES = 1024 * 1024;
/** A listing's id of 200 characters, each up to four bytes, percent-encoded. */
const PARAM_CHARACTERS = 2400;

export interface AppOptions {
	readonly world: World;
	readonly now: () => string;
	readonly metrics: Metrics;
	readonly logLevel: LogLevel;
	readonly version: string;
	readonly isStopping: () => boolean;
	/** Where log lines go; standard output unless a test says otherwise. */
	readonly logTo?: { write(line: string): void };
	/** Folder of the built console; the package's own by default. */
	readonly consoleFolder?: string;
}

export async function buildApp({
	world,
	now,
	metrics,
	logLevel,
	version,
	isStopping,
	logTo,
	consoleFolder,
}: AppOptions): Promise<FastifyInstance> {
	const app = fastify({
		// Requests are counted, not logged one by one; what fails is logged with the id that the caller was given.
		logger: { level: logLevel, base: null, ...(logTo === undefined ? {} : { stream: logTo }) },
		logController: new LogController({ disableRequestLogging: true }),
		bodyLimit: BODY_BYTES,
		requestTimeout: 0,
		connectionTimeout: 0,
		keepAliveTimeout: 65_000,
		forceCloseConnections: 'idle',
		return503OnClosing: true,
		genReqId: () => randomUUID(),
		frameworkErrors: (error, request, reply) => void answerProblem(error, request, reply),
		routerOptions: { maxParamLength: PARAM_CHARACTERS, ignoreTrailingSlash: false },
	});
	// Values are checked by the routes themselves (mount.ts); answers are written as they are.
	app.setSerializerCompiler(() => (value) => JSON.stringify(value));
	answerProblems(app);
	readBodies(app);
	measureRequests(app, metrics);
	app.addHook('onSend', (request, reply, _payload, done) => {
		void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
		if (world.sandbox) void reply.header('weir-sandbox', '1');
		if (reply.getHeader('cache-control') === undefined) void reply.header('cache-control', 'no-store');
		done();
	});
	const callers = new Callers(
		world.db,
		(request) => world.people.session(request),
		() => epochMs(now()),
		world.sandbox ? 'sandbox' : 'production',
	);
	const limits = await openLimits(app, world.rates);
	const mounting: Mounting = { app, callers, now, limits };
	mountListings(mounting, world);
	mountScreen(mounting, world);
	mountCases(mounting, world);
	mountMedia(mounting, world);
	mountEvidence(mounting, world);
	mountGolden(mounting, world);
	mountCorrective(mounting, world);
	mountSecondLooks(mounting, world);
	mountCatalogue(mounting, world);
	mountCatalogueChanges(mounting, world);
	mountPolicy(mounting, world);
	mountTrials(mounting, world);
	mountWatchLists(mounting, world);
	mountJobs(mounting, world);
	mountLog(mounting, world);
	mountDashboard(mounting, world);
	mountPeople(mounting, world);
	mountKeys(mounting, world);
	mountPasskeys(mounting, world);
	mountReports(mounting, world);
	mountStatements(mounting, world);
	mountWebhooks(mounting, world);
	mountHealth(mounting, world, metrics, isStopping);
	mountAuth(app, world, mounting.now);
	await serveOpenApi(app, version);
	await serveConsole(app, notFound, consoleFolder);
	return app;
}
