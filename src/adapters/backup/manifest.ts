// The table of contents of a backup, `backup.json`: what it is a copy of, and every file with its size and SHA-256. It is written last
// and in one form only, so that a changed byte in it is seen as well. It protects against damage, not against a forger: whoever can
// write the folder can write this file. What the log signed is checked by the log's own key.
import { createHash } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { Fault } from '../../base/fault.ts';
import { describeProblem } from '../../base/result.ts';
import { checkShape } from '../../model/shape.ts';

export const MANIFEST_FILE = 'backup.json';

const closed = { additionalProperties: false } as const;
const count = Type.Integer({ minimum: 0 });
const hash = Type.String({ pattern: '^[0-9a-f]{64}$' });
const name = Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' });

const FileSchema = Type.Object({ file: Type.String({ pattern: '^[a-z0-9][a-z0-9_.]{0,80}$' }), bytes: count, sha256: hash }, closed);

export const ManifestSchema = Type.Object(
	{
		format: Type.Literal('weir-backup/1'),
		/** Version of the Weir that made it, and of the PostgreSQL it was made from. */
		weir: Type.String(),
		postgres: Type.String(),
		/** The moment it is a picture of. */
		takenAt: Type.String(),
		migrations: Type.Array(Type.Object({ id: count, hash }, closed)),
		/** In an order in which every row finds the rows it refers to. */
		tables: Type.Array(Type.Object({ name, columns: Type.Array(name, { minItems: 1 }), rows: count, ...FileSchema.properties }, closed)),
		/** Tables of what lives for minutes or hours: sessions and challenges. */
		leftOut: Type.Array(name),
		/** Counters of identity columns, where they have counted. */
		counters: Type.Array(Type.Object({ table: name, column: name, value: count }, closed)),
		/** The log's last checkpoint; absent while it has none. `key` is the log's verifier key. */
		log: Type.Optional(
			Type.Object({ size: count, root: Type.String(), checkpoint: Type.String(), key: Type.Optional(Type.String()) }, closed),
		),
		/** Entries that wait for their place in the log. */
		waiting: count,
		/** `log.key` and `session.secret`, when they were asked for: then the backup is a secret. */
		keys: Type.Array(
			Type.Object({ ...FileSchema.properties, file: Type.Union([Type.Literal('log.key'), Type.Literal('session.secret')]) }, closed),
		),
	},
	closed,
);

export type Manifest = Static<typeof ManifestSchema>;
/** A file of a key, named as in an installation's folder. */
export type KeyFile = Manifest['keys'][number]['file'];
export type BackupTable = Manifest['tables'][number];
/** One file of a backup as its contents must be. */
export type BackupFile = Static<typeof FileSchema>;

const seal = (body: string): string => createHash('sha256').update(body).digest('hex');

/** The one form of a manifest: its JSON, then its own SHA-256. */
export function renderManifest(manifest: Manifest): string {
	const body = `${JSON.stringify(manifest, null, '\t')}\n`;
	return `${body}${seal(body)}\n`;
}

/** Reads a manifest. @throws Fault `input-invalid` when it was changed or cut short, or is of another Weir. */
export function parseManifest(text: string): Manifest {
	const end = text.lastIndexOf('\n', text.length - 2) + 1;
	const body = text.slice(0, end);
	if (text.slice(end) !== `${seal(body)}\n`)
		throw new Fault('input-invalid', `${MANIFEST_FILE} was changed or cut short since the backup was made; use another copy.`);
	const read = checkShape(ManifestSchema, JSON.parse(body), MANIFEST_FILE);
	if (!read.ok)
		throw new Fault('input-invalid', `${MANIFEST_FILE} is not of a form that this Weir knows: ${read.problems.map(describeProblem)[0]}`);
	return read.value;
}

/** Rows of all tables. */
export const rowsIn = ({ tables }: Manifest): number => tables.reduce((sum, { rows }) => sum + rows, 0);

/** Bytes of all files but the manifest itself. */
export const bytesIn = ({ tables, keys }: Manifest): number => [...tables, ...keys].reduce((sum, { bytes }) => sum + bytes, 0);
