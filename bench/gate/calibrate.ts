// What this machine can do at the moment, so that figures of different machines and hours can be compared as ratios: one small row per
// commit on one connection, as pgbench has it, and a loop over characters in this process.
import pg from 'pg';

const INSERT_MS = 2_000;
const FLOOR_MS = 500;

export interface Calibration {
	/** Transactions of one inserted row, with fsync, on one connection. */
	readonly commitsPerSecond: number;
	/** Millions of characters whose codes are summed. */
	readonly megacharactersPerSecond: number;
}

export async function calibrate(url: string, text: string): Promise<Calibration> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query('create table calibration (id integer primary key, body text not null)');
		const began = performance.now();
		let count = 0;
		while (performance.now() - began < INSERT_MS)
			await client.query({ name: 'calibrate', text: 'insert into calibration values ($1, $2)', values: [count++, text] });
		const commitsPerSecond = Math.round(count / ((performance.now() - began) / 1000));
		await client.query('drop table calibration');
		return { commitsPerSecond, megacharactersPerSecond: floor(text) };
	} finally {
		await client.end();
	}
}

function floor(text: string): number {
	const began = performance.now();
	let characters = 0;
	let sum = 0;
	while (performance.now() - began < FLOOR_MS) {
		for (let turn = 0; turn < 100; turn++) for (let i = 0; i < text.length; i++) sum = (sum + text.charCodeAt(i)) | 0;
		characters += 100 * text.length;
	}
	return Math.round(characters / (performance.now() - began) / 1000 + (sum & 0));
}
