// `weir explain` and the commands around it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { weir } from './command.ts';

test('draws the text with its spans, and beneath what each was read as', async () => {
	const ran = await weir(['explain', 'Buy', 'Norfentanyl and 丙酮 Acetone']);
	const [text, marks] = ran.out.split('\n');
	assert.equal(text, '  Buy Norfentanyl and 丙酮 Acetone');
	assert.equal(marks, '      ^^^^^^^^^^^1         ^^^^^^^2');
	for (const part of [
		'read as',
		'norfentanyl',
		'rule',
		'name/norfentanyl',
		'Norfentanyl (norfentanyl)',
		'tier',
		'21 CFR 1310.02',
		'0.99',
		'BLOCK',
		'Before this may proceed',
	])
		assert.ok(ran.out.includes(part), part);
	assert.equal(ran.code, 3);
});

test('prints the verdict as JSON, reads a pipe, and keeps escapes out', async () => {
	const json = await weir(['explain', '--format', 'json', 'Acetone']);
	assert.deepEqual([json.code, (JSON.parse(json.out) as { listingId: string }).listingId], [0, 'text']);
	const piped = await weir(['explain', '-'], { stdin: 'one\ntwo \u001b[31m acetone\n' });
	assert.ok(piped.out.startsWith('  one two <001B>[31m acetone\n'));
	assert.ok(!piped.out.includes('\u001b'));
	const long = await weir(['explain', '-'], { stdin: `${'x '.repeat(8000)}piperidine` });
	assert.deepEqual([long.code, long.out.includes('/description 16000-16010')], [3, true]);
});

test('says what is wrong with its arguments', async () => {
	assert.match((await weir(['explain'])).err, /Give the text to explain/);
	assert.match((await weir(['explain', ' '])).err, /The text is empty/);
	assert.equal((await weir(['explain', '--', '-78 bath'])).code, 0);
	assert.match((await weir(['explain', '-'])).err, /Pipe the text/);
});

test('every command has help with examples; the version is the package version', async () => {
	assert.match((await weir(['--version'])).out, /^\d+\.\d+\.\d+/);
	const help = await weir(['--help']);
	assert.equal(help.code, 0);
	for (const [, name] of help.out.matchAll(/^ {2}([a-z]+) {2,}/gm)) {
		if (name === undefined || name === 'weir') continue;
		const own = await weir([name, '--help']);
		assert.equal(own.code, 0, name);
		assert.match(own.out, new RegExp(`^Usage: weir ${name}[\\s\\S]*Examples:`));
	}
	assert.equal((await weir([])).code, 2);
});
