// The register of people: what the administrator has recorded about training, certification and conflicts of interest.
import type { Standing } from '../../cases/laws.ts';
import { type Db, run } from './database.ts';
import { type PersonRow, roleOf } from './people.ts';

export interface Certification {
	/** Which training it rests on, in words. */
	readonly training: string;
	/** Absent: until further notice. */
	readonly until?: string;
}

export interface RegisteredPerson extends PersonRow {
	/** Absent: the person may judge nothing. */
	readonly certification?: Certification;
	/** Sellers whose cases the person may not touch. */
	readonly conflicts: readonly string[];
	readonly twoFactor: boolean;
}

const COLUMNS = `p.id, p.name, p.email, p.role, p."createdAt", coalesce(p."twoFactorEnabled", false) as two_factor,
	s.training, s.certified_until, s.certified, s.conflicts from person p left join person_standing s on s.person_id = p.id`;

/** Everybody, oldest first. */
export async function listRegister(db: Db): Promise<RegisteredPerson[]> {
	return (await run(db, `select ${COLUMNS} order by p."createdAt", p.id`)).map(registered);
}

export async function readRegister(db: Db, id: string): Promise<RegisteredPerson | undefined> {
	const [row] = await run(db, `select ${COLUMNS} where p.id = $1`, [id]);
	return row === undefined ? undefined : registered(row);
}

export interface Recording {
	readonly certification?: Certification;
	readonly conflicts: readonly string[];
	readonly at: string;
	readonly by?: string;
}

/** Records what is known about a person in place of what was. */
export async function recordStanding(db: Db, id: string, { certification, conflicts, at, by }: Recording): Promise<void> {
	await run(
		db,
		`insert into person_standing (person_id, training, certified_until, certified, conflicts, recorded_at, recorded_by)
		values ($1, $2, $3, $4, $5, $6, $7) on conflict (person_id) do update set training = excluded.training,
			certified_until = excluded.certified_until, certified = excluded.certified, conflicts = excluded.conflicts,
			recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by`,
		[id, certification?.training ?? null, certification?.until ?? null, certification !== undefined, [...conflicts], at, by ?? null],
	);
}

/** What the rules of cases ask about a person. Whoever is not registered, or whose certification is over, may judge nothing. */
export async function standingOfPerson(db: Db, id: string | undefined, now: string): Promise<Standing> {
	const person = id === undefined ? undefined : await readRegister(db, id);
	if (person === undefined) return { certified: [], conflicts: [] };
	const { certification, conflicts, role } = person;
	const valid = certification !== undefined && (certification.until === undefined || Date.parse(certification.until) > Date.parse(now));
	return { certified: valid ? [role] : [], conflicts };
}

function registered(row: Readonly<Record<string, unknown>>): RegisteredPerson {
	const until = row['certified_until'];
	return {
		id: String(row['id']),
		name: String(row['name']),
		email: String(row['email']),
		role: roleOf(String(row['role'])),
		createdAt: String(row['createdAt']),
		twoFactor: row['two_factor'] === true,
		conflicts: Array.isArray(row['conflicts']) ? row['conflicts'].map(String) : [],
		...(row['certified'] === true
			? { certification: { training: String(row['training']), ...(until === null ? {} : { until: String(until) }) } }
			: {}),
	};
}
