// What there is to copy in a database, asked of PostgreSQL's own catalogue rather than of a list that a new table could be missing from;
// and its tables as streams. All statements of a copy run in one transaction, so they see one moment.
import { Fault } from '../../base/fault.ts';
import { run, type Statements } from './database.ts';

/** What is worth nothing by the time it is restored, and would let somebody in if it were. */
export const SHORT_LIVED: readonly string[] = ['passkey_challenge', 'person_session', 'person_verification'];

/** Known to both sides otherwise: a restore runs the migrations themselves. */
const OWN = 'migration';

/** Texts that mean the same wherever they are read. */
export const PLAIN_TEXT = `set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local intervalstyle = 'postgres';
	set local bytea_output = 'hex'; set local extra_float_digits = 1; set local client_encoding = 'UTF8'`;

export interface StoredTable {
	readonly name: string;
	readonly columns: readonly string[];
}

export interface StoredCounter {
	readonly table: string;
	readonly column: string;
	readonly value: number;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const copyOutText = ({ name, columns }: StoredTable): string =>
	`copy public.${quoted(name)} (${columns.map(quoted).join(', ')}) to stdout`;
export const copyInText = ({ name, columns }: StoredTable): string =>
	`copy public.${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`;

export const truncateText = (tables: readonly Pick<StoredTable, 'name'>[]): string =>
	`truncate ${tables.map(({ name }) => `public.${quoted(name)}`).join(', ')}`;

/** Whether anything was ever made in this database. */
export async function isUnused(at: Statements): Promise<boolean> {
	const [row] = await run(
		at,
		`select not exists (select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S', 'f')) as unused`,
	);
	return row?.['unused'] === true;
}

/** Every table of Weir, those first that others refer to. @throws Fault `input-invalid` when there is none. */
export async function storedTables(at: Statements): Promise<StoredTable[]> {
	const rows = await run(
		at,
		`select c.relname as name,
			array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
				and a.attgenerated = '' order by a.attnum) as columns,
			array(select distinct f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
				where k.conrelid = c.oid and k.contype = 'f' and not k.condeferred and f.oid <> c.oid) as parents
		from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> $1 order by 1`,
		[OWN],
	);
	const left = new Map(rows.map((row) => [String(row['name']), row]));
	const ordered: StoredTable[] = [];
	while (left.size > 0) {
		const free = [...left].filter(([, row]) => !(row['parents'] as readonly string[]).some((parent) => left.has(parent)));
		if (free.length === 0) throw new Fault('impossible', `Tables refer to each other in a circle: ${[...left.keys()].join(', ')}.`);
		for (const [name, row] of free) {
			left.delete(name);
			ordered.push({ name, columns: row['columns'] as readonly string[] });
		}
	}
	return ordered;
}

export async function storedMigrations(at: Statements): Promise<{ readonly id: number; readonly hash: string }[]> {
	const [found] = await run(at, `select to_regclass('public.migration') is not null as found`);
	if (found?.['found'] !== true) return [];
	const rows = await run(at, 'select id, hash from migration order by id');
	return rows.map((row) => ({ id: Number(row['id']), hash: String(row['hash']) }));
}

/** Counters of identity columns that have counted. A counter is of no transaction: read it after the rows, and it is never behind them. */
export async function storedCounters(at: Statements): Promise<StoredCounter[]> {
	const rows = await run(
		at,
		`select c.relname as name, a.attname as column, pg_sequence_last_value(pg_get_serial_sequence(format('public.%I', c.relname), a.attname)::regclass) as value
		from pg_class c join pg_attribute a on a.attrelid = c.oid
		where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attidentity <> '' and not a.attisdropped order by 1, 2`,
	);
	return rows.flatMap((row) =>
		row['value'] === null ? [] : [{ table: String(row['name']), column: String(row['column']), value: Number(row['value']) }],
	);
}

export async function setCounter(at: Statements, { table, column, value }: StoredCounter): Promise<void> {
	await run(at, `select setval(pg_get_serial_sequence(format('public.%I', $1::text), $2), $3)`, [table, column, value]);
}

/** Entries without a place in the tree. */
export async function countWaiting(at: Statements): Promise<number> {
	const [row] = await run(at, 'select count(*) as count from log_entry where index is null');
	return Number(row?.['count'] ?? 0);
}
