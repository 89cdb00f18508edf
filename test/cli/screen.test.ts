// `weir screen` end to end on a fake engine: formats, order, exit codes, bad input, dying workers, hostile text.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { after, test } from 'node:test';
import { splitCells } from '../../src/adapters/csv.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { weir } from './command.ts';
import { NOW } from './fake-engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'weir-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string | Uint8Array): string => {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
};
const lines = (...values: unknown[]): string =>
	`${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n')}\n`;
const ids = (verdicts: readonly Verdict[]): string[] => verdicts.map((verdict) => `${verdict.listingId} ${verdict.verdict}`);

test('one verdict per record, in order, as JSON Lines; the summary stays off standard output', async () => {
	const ran = await weir(['screen'], { stdin: lines({ id: 'a', title: 'Acetone' }, { title: 'Piperidine' }, { title: 'Beaker' }) });
	assert.deepEqual(ids(ran.verdicts()), ['a clear', 'line:2 review', 'line:3 clear']);
	assert.equal(ran.code, 3);
	assert.match(ran.err, /3 listings · 2 clear · 1 review · 0 block/);
	assert.equal((await weir(['screen', '-q'], { stdin: lines({ title: 'Piperidine' }) })).err, '');
});

test('exit 0 when all is clear, and for an empty input with a note', async () => {
	assert.equal((await weir(['screen'], { stdin: lines({ title: 'Beaker' }) })).code, 0);
	const empty = await weir(['screen', file('empty.csv', '')]);
	assert.deepEqual([empty.code, empty.out], [0, '']);
	assert.match(empty.err, /empty\.csv is empty; nothing was screened/);
	const header = await weir(['screen', '--format', 'json'], { stdin: 'title,cas\n' });
	assert.deepEqual([header.code, header.out], [0, '[\n]\n']);
	assert.match(header.err, /holds no records/);
});

test('exit 2 with one plain sentence for what cannot be used', async () => {
	const cases: (readonly [args: string[], says: RegExp])[] = [
		[['screen', join(folder, 'none.csv')], /none\.csv cannot be read: there is no such file\.\n$/],
		[['screen', folder], /is a directory\. Name a file in it\.\n$/],
		[['screen', file('a.csv', 'Foo,Bar\n1,2\n')], /No column looks like the title/],
		[['screen', 'a', 'b'], /takes one file/],
		[['screen', '-', '--formt', 'csv'], /no option --formt; did you mean --format/],
		[['screen', '-', '--format', 'jsnl'], /did you mean "jsonl"/],
		[['screen', '-', '--jobs', 'many'], /--jobs is a number/],
		[['screen', '-', '--as-of', '2023-02-30'], /is not a date/],
		[['screen', '-', '--regime', 'US,GB'], /no regime "GB"; did you mean UK/],
		[['screen', '-', '--output'], /--output needs a value/],
		[['screen', '-', '--files', join(folder, 'none')], /there is no such file/],
		[['screen', file('t.csv', 'Titel,X\na,b\n'), '--map', 'Titl=title'], /did you mean "Titel"/],
		[['scren'], /Did you mean "weir screen"/],
		[['--verison'], /Did you mean "weir --version"/],
	];
	for (const [args, says] of cases) {
		const ran = await weir(args, { stdin: 'x' });
		assert.equal(ran.code, 2, args.join(' '));
		assert.match(ran.err, says);
		assert.equal(ran.out, '');
	}
	assert.match((await weir(['screen'])).err, /Name a file, or pipe listings/);
});

test('every bad record is reported with line, field and fix, and yields a review; work goes on', async () => {
	const stdin = Buffer.concat([
		Buffer.from(lines({ title: 'Beaker' }, '{"title": oops}', { name: 'x' }, { title: 5, id: 'n' })),
		Buffer.from([0x7b, 0xff, 0x7d, 0x0a]),
		Buffer.from(lines({ title: 'throws' }, { title: 'Flask' })),
	]);
	const ran = await weir(['screen', '--input-format', 'jsonl'], { stdin });
	assert.deepEqual(ids(ran.verdicts()), [
		'line:1 clear',
		'line:2 review',
		'line:3 review',
		'n review',
		'line:5 review',
		'line:6 review',
		'line:7 clear',
	]);
	assert.ok(
		ran.verdicts().every((verdict) => verdict.verdict === 'clear' || verdict.findings.some((finding) => finding.outcome === 'errored')),
	);
	assert.match(ran.err, /standard input:2: \(record\): is not valid JSON: .*; write one JSON object per line/);
	assert.match(ran.err, /standard input:3: \/name: unknown key "name"; did you mean "title"\?/);
	assert.match(ran.err, /standard input:4: \/title: is the number 5, not text; write "5" in quotes/);
	assert.match(ran.err, /standard input:5: \(record\): is not valid UTF-8/);
	assert.match(ran.err, /standard input:6: .*the engine failed on this record \(the structure engine <001B>\[31mfell over\)/);
	assert.match(ran.err, /5 records could not be read/);
	assert.equal(ran.code, 3);
});

test('a file that is not UTF-8 is refused with the way forward, and read when its encoding is named', async () => {
	const header = file('header.csv', Buffer.from('Größe;Titel\n5 cm;Bürste\n', 'latin1'));
	const cells = file('cells.csv', Buffer.from('id;title\na;Bürste\nb;Beaker\n', 'latin1'));
	const refused = await weir(['screen', header]);
	assert.equal(refused.out, '');
	assert.match(refused.err, /The header row is not valid UTF-8 at byte 3 of the row; .* or name its encoding: --encoding windows-1252/);
	const half = await weir(['screen', cells]);
	assert.deepEqual(ids(half.verdicts()), ['line:2 review', 'b clear']);
	assert.match(half.err, /cells\.csv:2: .*is not valid UTF-8 at byte 4 of the record; .*--encoding windows-1252/);
	for (const name of [header, cells]) {
		const read = await weir(['screen', name, '--encoding', 'Latin1', '--format', 'jsonl']);
		assert.equal(read.code, 0, read.err);
		assert.doesNotMatch(read.err, /could not be read|reads as UTF-8/);
	}
	const wrong = await weir(['screen', file('mark.csv', 'id,title\na,Bürste\n'), '--encoding', 'windows-1251']);
	assert.match(wrong.err, /mark\.csv reads as UTF-8, not windows-1251/);
	const unknown = await weir(['screen', cells, '--encoding', 'windows-1253x']);
	assert.equal(unknown.code, 2);
	assert.match(unknown.err, /--encoding: "windows-1253x" is no encoding that is known here; .*windows-1252.*gb18030/);
});

test('output formats by option and by extension', async () => {
	const input = file('in.csv', 'id,title\n=1+1,"Norfentanyl, ""x"""\nb,Beaker\n');
	const csv = await weir(['screen', input, '--format', 'csv']);
	const [head, first] = csv.out.split('\r\n');
	assert.deepEqual(head?.split(',').slice(0, 4), ['listingId', 'verdict', 'score', 'substances']);
	assert.deepEqual(splitCells(first ?? '', ',').slice(0, 4), ["'=1+1", 'block', '0.9', 'norfentanyl']);
	const json = await weir(['screen', input, '--format', 'json']);
	assert.deepEqual(ids(JSON.parse(json.out) as Verdict[]), ['=1+1 block', 'b clear']);
	for (const name of ['out.jsonl', 'out.json', 'out.csv', 'out.txt']) {
		const output = join(folder, name);
		const ran = await weir(['screen', input, '-o', output], { terminal: true });
		assert.deepEqual([ran.code, ran.out], [3, '']);
		const text = readFileSync(output, 'utf8');
		assert.ok(text.startsWith(name.endsWith('.csv') ? 'listingId,' : name.endsWith('.json') ? '[\n{' : '{"listingId"'), name);
	}
	const same = await weir(['screen', input, '-o', input]);
	assert.deepEqual([same.code, /is the input file itself/.test(same.err)], [2, true]);
	assert.ok(readFileSync(input, 'utf8').startsWith('id,title'));
	const nowhere = await weir(['screen', input, '-o', join(folder, 'no', 'out.csv')]);
	assert.deepEqual([nowhere.code, /its folder does not exist/.test(nowhere.err)], [1, true]);
});

test('options reach the engine', async () => {
	const [verdict] = (
		await weir(['screen', '--as-of', '2024-05-06', '--regime', 'eu,cn'], { stdin: lines({ title: 'Acetone' }) })
	).verdicts();
	assert.deepEqual([verdict?.policyVersion, verdict?.obligations[0]?.regime, verdict?.decidedAt], ['2024-05-06', 'EU', NOW]);
});

const many = (count: number, special: Readonly<Record<number, string>> = {}): string => {
	let text = '';
	for (let i = 0; i < count; i++)
		text +=
			special[i] === undefined
				? `{"id":"${i}","title":"${i % 7 === 0 ? 'Piperidine' : 'Beaker'} ${'x'.repeat(i % 50)}"}\n`
				: `${special[i]}\n`;
	return text;
};
const withoutTime = (verdicts: readonly Verdict[]): unknown[] => verdicts.map(({ decidedAt: _, ...rest }) => rest);

test('workers change nothing but the time: same verdicts, same order', async () => {
	const stdin = many(3000, { 17: 'oops', 2000: '{"title":1}' });
	const alone = await weir(['screen', '--jobs', '1'], { stdin });
	const together = await weir(['screen', '--jobs', '3'], { stdin });
	assert.equal(together.verdicts().length, 3000);
	assert.deepEqual(withoutTime(together.verdicts()), withoutTime(alone.verdicts()));
	assert.deepEqual([together.code, alone.code], [3, 3]);
	assert.equal(together.err.split('\n')[0], alone.err.split('\n')[0]);
});

test('a worker that dies loses no record: its batch is answered with review, errored', async () => {
	const ran = await weir(['screen', '--jobs', '2'], { stdin: many(1000, { 500: '{"id":"500","title":"dies"}' }) });
	const verdicts = ran.verdicts();
	assert.deepEqual(
		verdicts.map((verdict) => verdict.listingId),
		Array.from({ length: 1000 }, (_, i) => String(i)),
	);
	const dead = verdicts[500];
	assert.equal(dead?.verdict, 'review');
	assert.equal(dead?.findings[0]?.outcome, 'errored');
	assert.ok(verdicts.every((verdict) => verdict.verdict !== 'clear' || verdict.findings.every((finding) => finding.outcome !== 'errored')));
	assert.match(ran.err, /was not screened: its worker stopped \(it ended with code 7\)/);
	assert.equal(ran.code, 3);
});

test('an engine that cannot be loaded ends the run with exit 1', async () => {
	const { Fault } = await import('../../src/base/fault.ts');
	const loadEngine = (): Promise<never> =>
		Promise.reject(new Fault('artefact-invalid', 'The compiled catalogue is missing. Run "weir catalogue compile".'));
	const ran = await weir(['screen'], { stdin: many(3), deps: { loadEngine } });
	assert.deepEqual([ran.code, ran.out], [1, '']);
	assert.match(ran.err, /compiled catalogue is missing/);
});

test('a reader that goes away ends the run quietly; a full disk ends it with a sentence', async () => {
	const failing = (code: string): Writable =>
		new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })) });
	const gone = await weir(['screen', '-q'], { stdin: many(500), stdout: failing('EPIPE') });
	assert.deepEqual([gone.code, gone.err], [1, '']);
	const full = await weir(['screen'], { stdin: many(500), stdout: failing('ENOSPC') });
	assert.equal(full.code, 1);
	assert.match(full.err, /could not be written to the end: the disk is full/);
	assert.match(full.err, /the rest of the input was not screened/);
});

test('Ctrl-C ends cleanly: what was screened is written, and the rest is said to be missing', async () => {
	const stop = new AbortController();
	let out = '';
	const stdout = new Writable({
		write(text: Uint8Array, _encoding, done) {
			out += Buffer.from(text).toString('utf8');
			// Ten verdicts are out, and the input waits.
			if (out.split('"listingId"').length === 11) stop.abort();
			done();
		},
	});
	const stdin = new Readable({ read: () => undefined });
	stdin.push(many(10));
	const ran = await weir(['screen', '--format', 'json', '--jobs', '1'], { stdin, stdout, signal: stop.signal });
	assert.equal(ran.code, 1);
	assert.equal((JSON.parse(out) as unknown[]).length, 10);
	assert.match(ran.err, /stopped; 10 verdicts were written, the rest of the input was not screened/);
});

test('the table shows verdict, evidence in its place, and obligations; listings cannot send escapes', async () => {
	const stdin = lines({ id: '\u001b]0;x\u0007', title: 'Pure \u001b[2J\u202eNorfentanyl from 丙酮 stock, "x"' }, { title: 'Beaker' });
	const plain = await weir(['screen', '-'], { stdin, terminal: true, columns: 90 });
	assert.match(plain.out, / BLOCK {3}<001B>\]0;x<0007> /);
	assert.match(plain.out, /\[\[Norfentanyl\]\] from 丙酮 stock/);
	assert.match(plain.out, /read as "norfentanyl"/);
	assert.match(plain.out, /needs: US Keep a record of Norfentanyl/);
	assert.match(plain.out, /2 listings · 1 clear · 0 review · 1 block/);
	assert.ok(!/[\u001b\u0007\u202e]/.test(plain.out));
	const colored = await weir(['screen', '-'], { stdin, terminal: true, color: true });
	const withoutOwn = colored.out.replace(/\u001b\[[0-9;]*m/g, '');
	assert.ok(withoutOwn !== colored.out && !/[\u001b\u0007\u202e]/.test(withoutOwn));
});

test('media must stay inside --files', async () => {
	const media = join(folder, 'media');
	mkdirSync(media);
	file('media/a.jpg', 'A beaker');
	file('secret.txt', 'x');
	symlinkSync(join(folder, 'secret.txt'), join(media, 'link.jpg'));
	const records = [
		'a.jpg',
		'missing.jpg',
		'sub/../a.jpg',
		'../secret.txt',
		'/etc/passwd',
		'https://x.example/a.jpg',
		'link.jpg',
		'..\\secret.txt',
	];
	const stdin = lines(...records.map((path) => ({ title: 'Beaker', images: [path] })));
	const ran = await weir(['screen', '--files', media], { stdin });
	assert.deepEqual(
		ran.verdicts().map((verdict) => verdict.verdict),
		['clear', 'clear', 'clear', 'review', 'review', 'review', 'review', 'review'],
	);
	assert.match(ran.err, /:4: \/images\/0: "\.\.\/secret\.txt" leaves the folder/);
	assert.match(ran.err, /:7: .*link that leaves the folder/);
	assert.ok((await weir(['screen'], { stdin })).verdicts().every((verdict) => verdict.verdict === 'clear'));
});

test('a very long file needs no more memory than a short one', async () => {
	let sent = 0;
	const chunk = Buffer.from(many(400));
	const stdin = Readable.from(
		(async function* () {
			for (; sent < 200; sent++) yield chunk;
		})(),
	);
	let ahead = 0;
	let written = 0;
	const stdout = new Writable({
		highWaterMark: 1024,
		write(text: Uint8Array, _encoding, done) {
			written += Buffer.from(text).toString('utf8').split('\n').length - 1;
			ahead = Math.max(ahead, sent * 400 - written);
			setImmediate(done);
		},
	});
	await weir(['screen', '-q', '--jobs', '1'], { stdin, stdout });
	// One read-ahead head of 1 MiB and a few batches, never the whole input of 80,000 records.
	assert.ok(ahead < 45_000, `${ahead} records were held`);
});
