// `weir catalogue` on the catalogue of this repository.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { weir } from './command.ts';

const CATALOGUE = fileURLToPath(new URL('../../catalogue', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'weir-catalogue-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('show finds a substance by id, CAS number and name, and suggests near ids', async () => {
	for (const query of [['4-piperidone'], ['41661-47-6'], ['piperidin-4-one'], ['4-Piperidone']]) {
		const ran = await weir(['catalogue', 'show', ...query]);
		assert.equal(ran.code, 0, query.join(' '));
		assert.match(ran.out, /4-Piperidone[\s\S]*21 CFR 1310\.02\(a\)/);
		assert.ok(
			ran.out.split('\n').every((line) => line.length <= 100 || !line.includes(' ')),
			'wrapped',
		);
	}
	const json = JSON.parse((await weir(['catalogue', 'show', 'acetone', '--format', 'json'])).out) as {
		by: string;
		substances: { id: string }[];
	};
	assert.deepEqual([json.by, json.substances[0]?.id], ['id', 'acetone']);
	const unknown = await weir(['catalogue', 'show', 'acetoan']);
	assert.equal(unknown.code, 2);
	assert.match(unknown.err, /Did you mean .*acetone/);
});

test('lint names each problem with rule, file and place; diff says what changed', async () => {
	const edited = join(folder, 'catalogue');
	cpSync(CATALOGUE, edited, { recursive: true, filter: (path) => !path.includes('compiled') });
	const same = await weir(['catalogue', 'diff', CATALOGUE, edited]);
	assert.deepEqual([same.code, same.out], [0, 'No difference.\n']);
	const file = join(edited, 'substances/acetone.yaml');
	writeFileSync(file, readFileSync(file, 'utf8').replace('67-64-1', '67-64-2'));
	const diff = await weir(['catalogue', 'diff', CATALOGUE, edited]);
	assert.match(diff.out, /substances\/acetone[\s\S]*67-64-1[\s\S]*67-64-2/);
	const lint = await weir(['catalogue', 'lint', edited, '-f', 'json']);
	const json = JSON.parse(lint.out) as { problems: { rule: string; pointer: string }[] };
	assert.equal(lint.code, 1);
	assert.ok(
		json.problems.some((problem) => problem.rule === 'cas-check-digit' && problem.pointer.startsWith('substances/acetone.yaml#/cas/0')),
	);
});

test('says what is wrong with its arguments', async () => {
	assert.match((await weir(['catalogue', 'lnit'])).err, /did you mean "catalogue lint"/);
	assert.match((await weir(['catalogue'])).err, /Say what to do: lint, diff, show, compile/);
	assert.match((await weir(['catalogue', 'diff', 'a'])).err, /takes two catalogues/);
	assert.match((await weir(['catalogue', 'diff', folder, join(folder, 'none')])).err, /weir catalogue: /);
	assert.equal((await weir(['catalogue', 'lint', join(folder, 'none')])).code, 2);
});
