// Routes of statements of reasons on their way to the Transparency Database: how sending fares, one statement as it is sent, sending again.
import { countStatements, type ListedStatement, listStatements, readStatement } from '../adapters/postgres/statements.ts';
import type { FiledStatement, StatementPage } from '../contract/statements.ts';
import { resendStatements } from '../flows/file-statements.ts';
import { pageOf, readCursor } from './cursor.ts';
import { type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import type { World } from './world.ts';

export function mountStatements(mounting: Mounting, { db, statements }: World): void {
	mount(mounting, 'listStatements', async ({ query }) => {
		const { state, limit = 50, cursor } = query;
		const key = cursor === undefined ? undefined : readCursor(cursor, ['number']);
		const rows = await listStatements(db, {
			limit: limit + 1,
			...(state === undefined ? {} : { state }),
			...(key === undefined ? {} : { before: Number(key[0]) }),
		});
		const host = statements.host === undefined ? {} : { host: statements.host };
		const body: StatementPage = {
			...pageOf(rows, limit, wire, ({ number }) => [number]),
			filing: { ...host, ...(await countStatements(db)) },
		};
		return { body };
	});

	mount(mounting, 'readStatement', async ({ params }) => {
		const row = await readStatement(db, params.id);
		if (row === undefined) throw noSuchStatement();
		return { body: { ...wire(row), ...(row.statement === undefined ? {} : { statement: row.statement }) } };
	});

	mount(mounting, 'resendStatements', async ({ body: { puid }, caller, now }) => {
		if (statements.host === undefined)
			throw new Refused('conflict', 'Sending is off; set WEIR_TRANSPARENCY_URL and start the server again.', { code: 'sending-off' });
		if (puid !== undefined && (await readStatement(db, puid)) === undefined) throw noSuchStatement();
		const count = await resendStatements(
			{ actor: caller.actor, at: now, ...(puid === undefined ? {} : { only: puid }) },
			statements.resend,
		);
		statements.wake();
		return { status: 202, body: { count } };
	});
}

const noSuchStatement = (): Refused => new Refused('not-found', 'There is no such statement.');

function wire({ puid, caseId, restriction, state, made, problems, attempts, createdAt, ...more }: ListedStatement): FiledStatement {
	const { nextAt, lastAt, lastError, sentAt, uuid, permalink, entryId } = more;
	return {
		...{ puid, caseId, restriction, state, made, problems: [...problems], attempts, createdAt },
		...(nextAt === undefined ? {} : { nextAt }),
		...(lastAt === undefined ? {} : { lastAt }),
		...(lastError === undefined ? {} : { lastError }),
		...(sentAt === undefined ? {} : { sentAt }),
		...(uuid === undefined ? {} : { uuid }),
		...(permalink === undefined ? {} : { permalink }),
		...(entryId === undefined ? {} : { entryId }),
	};
}
