// PostgreSQL refuses to run as root. As root it is run as the user `postgres`, who must be able to reach its programs and its
// folder: a closed folder on the way is named here, with the fix, instead of failing somewhere inside.
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { Fault } from '../../base/fault.ts';

export interface Account {
	readonly uid: number;
	readonly gid: number;
}

const NAME = 'postgres';

/** The account PostgreSQL runs as: undefined for our own. Made when it is missing. @throws Fault `database-unavailable`. */
export function databaseAccount(): Account | undefined {
	if (userInfo().uid !== 0) return undefined;
	const known = lookUp();
	if (known !== undefined) return known;
	try {
		execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME], { stdio: 'ignore' });
	} catch (cause) {
		throw new Fault(
			'database-unavailable',
			`PostgreSQL does not run as root and the user "${NAME}" cannot be made; make it (useradd --system ${NAME}), run as another user, or set DATABASE_URL.`,
			{ cause },
		);
	}
	const made = lookUp();
	if (made === undefined) throw new Fault('database-unavailable', `The user "${NAME}" was made but cannot be found; set DATABASE_URL.`);
	return made;
}

function lookUp(): Account | undefined {
	const ask = (flag: string): number => Number(execFileSync('id', [flag, NAME], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
	try {
		const account = { uid: ask('-u'), gid: ask('-g') };
		return Number.isSafeInteger(account.uid) && Number.isSafeInteger(account.gid) ? account : undefined;
	} catch {
		return undefined;
	}
}

/** The first folder above `path` that the account may not pass through, from the top; undefined when the way is free. */
export function closedFolder(path: string, account: Account): string | undefined {
	const above: string[] = [];
	for (let folder = dirname(path); ; folder = dirname(folder)) {
		above.unshift(folder);
		if (folder === dirname(folder)) break;
	}
	return above.find((folder) => {
		const stat = statSync(folder, { throwIfNoEntry: false });
		if (stat === undefined) return false;
		const bit = stat.uid === account.uid ? 0o100 : stat.gid === account.gid ? 0o010 : 0o001;
		return (stat.mode & bit) === 0;
	});
}

/** @throws Fault `database-unavailable` naming the closed folder and the fix. */
export function requirePassage(path: string, what: string, account: Account): void {
	const closed = closedFolder(path, account);
	if (closed === undefined) return;
	throw new Fault(
		'database-unavailable',
		`As root, PostgreSQL runs as the user "${NAME}", who cannot pass through ${closed} to reach ${what} (${path}). Allow it (chmod o+x ${closed}), choose another folder (WEIR_FOLDER), run as another user, or set DATABASE_URL.`,
	);
}
