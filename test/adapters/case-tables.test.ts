// The tables of casework come from the package, and a damaged one stops the start with file, place and fix.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readCaseTables } from '../../src/adapters/case-tables.ts';

it('reads what ships', () => {
	const { rules, reasons, notices } = readCaseTables();
	assert.ok(rules.claimMinutes > 0 && reasons.size > 10 && notices.ru.subject.hold !== '');
});

it('stops at a missing or damaged table', () => {
	const folder = mkdtempSync(join(tmpdir(), 'weir-tables-'));
	try {
		assert.throws(() => readCaseTables(folder), { code: 'file-unreadable' });
		cpSync(fileURLToPath(new URL('../../tables/cases', import.meta.url)), folder, { recursive: true });
		readCaseTables(folder);
		writeFileSync(join(folder, 'rules.yaml'), 'appealMonths: 3\n');
		assert.throws(() => readCaseTables(folder), { code: 'table-invalid', message: /rules\.yaml.*deadlineHours/s });
		writeFileSync(join(folder, 'rules.yaml'), 'a: [\n');
		assert.throws(() => readCaseTables(folder), { code: 'table-invalid' });
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
