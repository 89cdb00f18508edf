// What an installation is: production or a sandbox. It stands in the database, so that neither a folder nor a setting that was mixed up
// can make one answer for the other.
import { Fault } from '../../base/fault.ts';
import { type Db, run, type Statements } from './database.ts';

export type InstallationKind = 'production' | 'sandbox';

/** What this installation is; undefined while no server was ever started on it. */
export async function installationKind(db: Db | Statements): Promise<InstallationKind | undefined> {
	const [row] = await run(db, 'select kind from installation');
	return row === undefined ? undefined : row['kind'] === 'sandbox' ? 'sandbox' : 'production';
}

/** Makes a fresh installation what it is started as, for good. @throws Fault `configuration-invalid` when it is the other. */
export async function settleKind(db: Db, wanted: InstallationKind, at: string): Promise<void> {
	if (wanted === 'sandbox' && (await installationKind(db)) === undefined) {
		const [row] = await run(
			db,
			'select exists (select from listing) or exists (select from person) or exists (select from api_key) as used',
		);
		if (row?.['used'] === true)
			throw new Fault(
				'configuration-invalid',
				'This installation is in use and was never a sandbox; give the sandbox a folder or database of its own.',
			);
	}
	await run(db, 'insert into installation (kind, since) values ($1, $2) on conflict do nothing', [wanted, at]);
	const found = await installationKind(db);
	if (found === wanted) return;
	throw new Fault(
		'configuration-invalid',
		found === 'sandbox'
			? 'This installation is a sandbox and never answers for anything else; start it with --sandbox, or name another folder or database.'
			: 'This installation is no sandbox; start it without --sandbox (WEIR_SANDBOX), or give the sandbox a folder or database of its own.',
	);
}
