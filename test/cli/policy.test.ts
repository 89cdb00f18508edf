// `weir policy` and --policy, as a person meets them: what is printed, in which order, and the exit code.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadEngine } from '../../src/adapters/engine.ts';
import { weir } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'weir-policy-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | object): string {
	const path = join(folder, name);
	writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
	return path;
}

const BASE = { name: 'market', version: 1, summary: 'A test.' };
const EXAMPLE = fileURLToPath(new URL('../../examples/policy.yaml', import.meta.url));
const LISTINGS = fileURLToPath(new URL('../../examples/listings.jsonl', import.meta.url));
const plain = file('plain.yaml', 'name: market\nversion: 1\nsummary: Nothing changed.\n');
const stricter = file('stricter.json', { ...BASE, tiers: { '3': { declared: 'review' } } });

describe('weir policy lint', () => {
	it('says what a valid document does', async () => {
		const { code, out } = await weir(['policy', 'lint', EXAMPLE]);
		assert.equal(code, 0);
		assert.match(out, /^harbour-market: valid\.\n {2}policyVersion [0-9a-f]{16}\n/);
		assert.match(out, /Two people must agree/);
	});
	it('names every mistake with its place and its fix', async () => {
		const wrong = file(
			'wrong.yaml',
			`${JSON.stringify({ ...BASE, retiered: { acetne: 1 }, conditions: [{ id: 'a', when: 'matc.tier == 1', outcome: 'review', reason: 'x' }] })}`,
		);
		const { code, err } = await weir(['policy', 'lint', wrong]);
		assert.equal(code, 2);
		assert.match(err, /\/conditions\/0\/when: there is no variable "matc"; use listing/);
		assert.match(err, /\/retiered\/acetne: the catalogue has no substance or family "acetne"; did you mean "acetone"\?/);
		const json = await weir(['policy', 'lint', wrong, '--format', 'json']);
		assert.deepEqual((JSON.parse(json.out) as { problems: { pointer: string }[] }).problems.map((one) => one.pointer).sort(), [
			'/conditions/0/when',
			'/retiered/acetne',
		]);
	});
	it('says which file cannot be read', async () => {
		const missing = await weir(['policy', 'lint', join(folder, 'none.yaml')]);
		assert.equal(missing.code, 2);
		assert.match(missing.err, /none\.yaml/);
		const broken = await weir(['policy', 'lint', file('broken.yaml', 'a: [')]);
		assert.equal(broken.code, 2);
		assert.match(broken.err, /broken\.yaml is not valid: /);
	});
});

describe('weir policy diff', () => {
	it('asks for two people where something gets weaker', async () => {
		const forth = await weir(['policy', 'diff', 'built-in', stricter]);
		assert.equal(forth.code, 0);
		assert.match(forth.out, /^stricter tiers\.3\.declared: from clear to review\n/);
		const back = await weir(['policy', 'diff', stricter, 'built-in', '--format', 'json']);
		assert.equal(back.code, 3);
		const told = JSON.parse(back.out) as { needsTwoPeople: boolean; changes: { effect: string }[] };
		assert.equal(told.needsTwoPeople, true);
		assert.equal(told.changes[0]?.effect, 'weaker');
	});
	it('of two that decide alike is empty', async () => {
		assert.equal((await weir(['policy', 'diff', plain, plain])).out, 'The two policies decide alike.\n');
	});
});

describe('weir policy backtest', () => {
	it('counts what would change, newly clear listings first', async () => {
		const raised = await weir(['policy', 'backtest', stricter, '--listings', LISTINGS]);
		assert.equal(raised.code, 0);
		assert.match(raised.out, /^5 listings: 1 verdicts change, 1 higher, 0 lower\./);
		assert.match(raised.out, /clear → review {4}1\n/);
		// The example's exception begins after the day of these tests.
		const begun = file(
			'begun.yaml',
			readFileSync(EXAMPLE, 'utf8').replaceAll('2026-11-02', '2025-11-02').replace('2027-05-02', '2026-05-02'),
		);
		const { code, out } = await weir(['policy', 'backtest', begun, '--listings', LISTINGS, '--format', 'json']);
		assert.equal(code, 3);
		const told = JSON.parse(out) as { newlyClear: number; examples: { listingId: string; transition: string }[] };
		assert.equal(told.newlyClear, 1);
		assert.deepEqual([told.examples[0]?.listingId, told.examples[0]?.transition], ['J-4', 'review→clear']);
	});
	it('leaves out what cannot be read, and says so', async () => {
		const listings = file('listings.jsonl', '{"title": "Acetone"}\n{"titel": "Acetone"}\n');
		const { out, err } = await weir(['policy', 'backtest', plain, '--live', plain, '--listings', listings]);
		assert.match(out, /^1 listings: 0 verdicts change/);
		assert.match(err, /1 record could not be read and was left out/);
	});
	it('needs listings', async () => {
		const { code, err } = await weir(['policy', 'backtest', plain]);
		assert.equal(code, 2);
		assert.match(err, /--listings FILE/);
	});
});

describe('--policy', () => {
	const deps = { loadEngine };
	it('decides by the document, in one thread or in several', async () => {
		const bare = await weir(['screen', LISTINGS], { deps });
		const ours = await weir(['screen', LISTINGS, '--policy', stricter], { deps });
		assert.deepEqual(
			bare.verdicts().map((one) => one.verdict),
			['clear', 'clear', 'clear', 'review', 'block'],
		);
		assert.deepEqual(
			ours.verdicts().map((one) => one.verdict),
			['review', 'clear', 'clear', 'review', 'block'],
		);
		const worker = new URL('../../src/cli/screen-worker.ts', import.meta.url);
		const threads = await weir(['screen', LISTINGS, '--policy', stricter, '--jobs', '2'], { deps: { loadEngine, worker } });
		assert.deepEqual(
			threads.verdicts().map((one) => [one.verdict, one.policyVersion]),
			ours.verdicts().map((one) => [one.verdict, one.policyVersion]),
		);
	});
	it('with a mistake screens nothing', async () => {
		const wrong = file('worse.json', { ...BASE, tiers: { '1': { disguised: 'clear' } } });
		for (const jobs of ['1', '2']) {
			const { code, out, err } = await weir(['screen', LISTINGS, '--policy', wrong, '--jobs', jobs], { deps });
			assert.equal(code, 2);
			assert.equal(out, '');
			assert.match(err, /tiers\.1\.disguised cannot be laxer than review/);
		}
	});
	it('explains under it too', async () => {
		const { code, out } = await weir(['explain', 'Acetone 5 L', '--policy', stricter], { deps });
		assert.equal(code, 3);
		assert.match(out, /REVIEW/);
	});
	it('refers to restricted lists that are given with it, and to no others', async () => {
		const list = file('ours.yaml', 'name: ours\nsubstances: [acetone]\n');
		const reference = file('watching.json', { ...BASE, watch: [{ list: 'ours', sha256: '0'.repeat(64), outcome: 'review' }] });
		const missing = await weir(['policy', 'lint', reference]);
		assert.match(missing.err, /the restricted list ours is not at hand/);
		const other = await weir(['policy', 'lint', reference, '--watch-list', list]);
		const hash = /has the hash ([0-9a-f]{64})/.exec(other.err)?.[1] ?? '';
		const right = file('right.json', { ...BASE, watch: [{ list: 'ours', sha256: hash, outcome: 'review' }] });
		const screened = await weir(['screen', LISTINGS, '--policy', right, '--watch-list', list], { deps });
		assert.equal(screened.verdicts()[0]?.verdict, 'review');
	});
});
