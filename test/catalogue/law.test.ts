// Law in force: which regimes apply, what holds the day before and the day of every effective date, and what "not compiled"
// must never be turned into. Runs on the catalogue's own files.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { lawInForce, lawLookup, localDate, regimesFor } from '../../src/catalogue/law.ts';
import { parseRegimeTable } from '../../src/catalogue/law-table.ts';
import type { RegimeStanding, RegimeTable } from '../../src/model/law.ts';
import type { Control, Family, Substance } from '../../src/model/substance.ts';

const folder = new URL('../../catalogue/', import.meta.url);
const read = (path: string): unknown => parse(readFileSync(new URL(path, folder), 'utf8'));
const TABLE = table();
const ALL = TABLE.regimes.map((regime) => regime.id);
const SUBSTANCES = readdirSync(new URL('substances/', folder))
	.filter((name) => name.endsWith('.yaml'))
	.map((name) => read(`substances/${name}`) as Substance);

function table(): RegimeTable {
	const parsed = parseRegimeTable(read('regimes.yaml'));
	assert.ok(parsed.ok, JSON.stringify(parsed));
	return parsed.value;
}

function substance(id: string): Substance {
	const found = SUBSTANCES.find((one) => one.id === id);
	assert.ok(found !== undefined, id);
	return found;
}

function on(id: string, regime: string, asOf: string, form?: string): RegimeStanding {
	const question = { regimes: [regime], at: { asOf }, ...(form === undefined ? {} : { form }) };
	const [standing] = lawInForce(substance(id), question, TABLE).regimes;
	assert.ok(standing !== undefined);
	return standing;
}

const lists = (standing: RegimeStanding): string[] => standing.inForce.map((line) => line.control.list);
const dayBefore = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

describe('regimesFor', () => {
	it('takes what was asked for, in the table’s order', () => {
		assert.deepEqual(regimesFor({ asked: ['eu', 'US'], seller: 'CN' }, TABLE), ['US', 'EU']);
	});
	it('else follows seller, destinations and platform, with the convention', () => {
		assert.deepEqual(regimesFor({ seller: 'CN', destinations: ['DE', 'FR'], platform: ['US'] }, TABLE), ['US', 'UN', 'EU', 'CN']);
	});
	it('else takes all', () => assert.deepEqual(regimesFor({}, TABLE), ALL));
	it('keeps a country whose law is not compiled', () => assert.deepEqual(regimesFor({ seller: 'AU' }, TABLE), ['UN', 'AU']));
});

describe('localDate', () => {
	it('is the calendar date of the zone', () => {
		assert.equal(localDate({ instant: '2025-10-02T03:59:59Z' }, 'America/New_York'), '2025-10-01');
		assert.equal(localDate({ instant: '2025-10-02T04:00:00Z' }, 'America/New_York'), '2025-10-02');
		assert.equal(localDate({ instant: '2025-07-19T16:00:00Z' }, 'Asia/Shanghai'), '2025-07-20');
		assert.equal(localDate({ instant: '2025-07-19T15:59:59.999Z' }, 'Asia/Shanghai'), '2025-07-19');
		assert.equal(localDate({ instant: '2025-01-23T18:30:00+00:00' }, 'Asia/Kolkata'), '2025-01-24');
	});
	it('refuses what is not an instant', () => assert.throws(() => localDate({ instant: 'soon' }, 'Etc/UTC'), /not an RFC 3339 instant/));
});

describe('time travel', () => {
	it('switches every dated line of every substance on its day, not before', () => {
		let checked = 0;
		for (const one of SUBSTANCES) {
			for (const control of one.controls) {
				if (!/^\d{4}-\d{2}-\d{2}$/.test(control.effective) || control.status !== 'in-force') continue;
				const before = on(one.id, control.regime, dayBefore(control.effective));
				const line = before.inForce.find((candidate) => candidate.control === control);
				const upcoming = before.upcoming.find((candidate) => candidate.control === control);
				assert.equal(upcoming?.daysLeft, 1, `${one.id} ${control.regime}: a warning the day before`);
				// A low-confidence date decides nothing alone: near it the line counts, but is not firm.
				if (control.effectiveConfidence === 'low') assert.deepEqual(line?.marks, ['date-uncertain'], `${one.id} ${control.regime}`);
				else assert.equal(line, undefined, `${one.id} ${control.regime} ${control.effective}: not the day before`);
				const after = on(one.id, control.regime, control.effective).inForce.find((candidate) => candidate.control === control);
				assert.ok(after !== undefined, `${one.id} ${control.regime}: on the day`);
				assert.equal(after.firm, control.effectiveConfidence !== 'low' && control.confidence !== 'low');
				checked += 1;
			}
		}
		assert.ok(checked > 150, `${checked} lines checked`);
	});

	it('P2P methyl glycidic acid, US: 2026-05-04', () => {
		assert.deepEqual(lists(on('p2p-methyl-glycidic-acid', 'US', '2026-05-03')), []);
		assert.deepEqual(lists(on('p2p-methyl-glycidic-acid', 'US', '2026-05-04')), ['List I']);
	});

	it('4-piperidone, CN: 2025-07-20 at Shanghai midnight, not at UTC midnight', () => {
		const at = (instant: string): number =>
			lawInForce(substance('4-piperidone'), { regimes: ['CN'], at: { instant } }, TABLE).regimes[0]?.inForce.length ?? -1;
		assert.equal(at('2025-07-19T15:59:59Z'), 0);
		assert.equal(at('2025-07-19T16:00:00Z'), 1);
	});

	it('one instant can be two different legal days', () => {
		const question = { regimes: ['US', 'CN'], at: { instant: '2026-05-04T02:00:00Z' } };
		const days = lawInForce(substance('p2p-methyl-glycidic-acid'), question, TABLE).regimes.map((regime) => regime.localDate);
		assert.deepEqual(days, ['2026-05-03', '2026-05-04']);
	});

	it('1-boc-4-piperidone, US: its own line since 2025-10-02, as a carbamate of 4-piperidone since 2023-05-12', () => {
		assert.deepEqual(lists(on('1-boc-4-piperidone', 'US', '2023-05-11')), []);
		const asClass = on('1-boc-4-piperidone', 'US', '2025-10-01');
		assert.deepEqual(
			asClass.inForce.map((line) => line.family),
			['F-4PIPERIDONE'],
		);
		assert.equal(asClass.upcoming.find((line) => line.from === '2025-10-02')?.daysLeft, 1);
		const own = on('1-boc-4-piperidone', 'US', '2025-10-02');
		assert.deepEqual(
			own.inForce.map((line) => [line.control.list, line.family]),
			[['List I', undefined]],
		);
	});

	it('propionyl chloride, US: a low-confidence date is uncertain on both sides, then firm', () => {
		assert.deepEqual(lists(on('propionyl-chloride', 'US', '2026-01-01')), []);
		assert.deepEqual(
			on('propionyl-chloride', 'US', '2026-04-08').inForce.map((line) => line.firm),
			[false],
		);
		assert.deepEqual(
			on('propionyl-chloride', 'US', '2026-04-09').inForce.map((line) => line.firm),
			[false],
		);
		assert.deepEqual(
			on('propionyl-chloride', 'US', '2026-11-01').inForce.map((line) => line.firm),
			[true],
		);
	});

	it('a year stands for its first day, marked through that year', () => {
		assert.deepEqual(lists(on('acetic-anhydride', 'UN', '1999-12-31')), []);
		assert.deepEqual(on('acetic-anhydride', 'UN', '2001-06-01').inForce[0]?.marks, ['date-partial']);
		assert.deepEqual(on('acetic-anhydride', 'UN', '2020-01-01').inForce[0]?.marks, []);
	});

	it('an unknown date counts as in force, marked and firm', () => {
		const [line] = on('p2p', 'EU', '2026-01-01').inForce;
		assert.deepEqual([line?.marks, line?.firm], [['date-unknown'], true]);
	});
});

describe('wording', () => {
	const ESTER = 'ethyl ester (US: its esters)';
	it('ethyl phenylacetate: a US ester, outside the UN, EU, CN and CA wording, not compiled elsewhere', () => {
		assert.deepEqual(lists(on('phenylacetic-acid', 'US', '2026-01-01', ESTER)), ['List I']);
		for (const regime of ['UN', 'EU', 'CN', 'CA']) {
			const standing = on('phenylacetic-acid', regime, '2026-01-01', ESTER);
			assert.deepEqual([regime, lists(standing), standing.notApplied.map((row) => row.why)], [regime, [], ['form-outside']]);
		}
	});
	it('the same for methyl anthranilate', () => {
		const form = 'methyl ester (US: its esters)';
		assert.equal(on('anthranilic-acid', 'US', '2026-01-01', form).inForce.length, 1);
		assert.equal(on('anthranilic-acid', 'EU', '2026-01-01', form).inForce.length, 0);
	});
	it('salts are covered', () => assert.equal(on('phenylacetic-acid', 'EU', '2026-01-01', 'sodium salt').inForce.length, 1));
	it('an unread wording is unknown, not an exemption', () => {
		const subject: Substance = { ...substance('phenylacetic-acid'), controls: [control({ wording: 'unknown' })] };
		const { limited: _, ...rest } = subject;
		const [standing] = lawInForce(rest, { regimes: ['IN'], at: { asOf: '2026-01-01' }, form: 'ethyl ester' }, TABLE).regimes;
		assert.deepEqual(
			standing?.inForce.map((line) => [line.marks, line.firm]),
			[[['date-unknown', 'reach-unknown'], false]],
		);
	});
	it('a limited form is covered for sure only where the catalogue says so; an unread wording stays unknown', () => {
		const subject: Substance = {
			...substance('phenylacetic-acid'),
			limited: [{ form: 'ester', names: [], cas: ['101-97-3'], regimes: ['US'], reason: 'US wording' }],
		};
		const { regimes } = lawInForce(subject, { regimes: ALL, at: { asOf: '2026-01-01' }, form: ESTER }, TABLE);
		const reached = (unknown: boolean): string[] =>
			regimes.filter(({ inForce }) => inForce.some(({ marks }) => marks.includes('reach-unknown') === unknown)).map(({ regime }) => regime);
		assert.deepEqual(reached(false), ['US']);
		const unread = subject.controls.filter(({ wording }) => wording === 'unknown').map(({ regime }) => regime);
		assert.deepEqual(reached(true).sort(), unread.sort());
	});
});

describe('classes', () => {
	const family = (id: string, regimes: readonly string[]): Family => ({
		id,
		title: id,
		wording: 'wording',
		scope: '',
		sources: ['X'],
		smarts: [],
		exactParents: [],
		reviewOnly: false,
		regimes,
		tier: 1,
		positives: [],
		negatives: [],
		members: [],
	});
	const classOn = (subject: Family, regime: string, asOf: string): RegimeStanding | undefined =>
		lawInForce(subject, { regimes: [regime], at: { asOf } }, TABLE).regimes[0];
	it('the glycidate class: US from 2026-05-04, CN from 2024-09-01, never by the UN list of names', () => {
		const one = family('F-BMKGLYC', ['US', 'CN', 'UN']);
		assert.equal(classOn(one, 'US', '2026-05-03')?.inForce.length, 0);
		assert.equal(classOn(one, 'US', '2026-05-04')?.inForce.length, 1);
		assert.equal(classOn(one, 'CN', '2024-08-31')?.inForce.length, 0);
		assert.equal(classOn(one, 'CN', '2024-09-01')?.inForce.length, 1);
		assert.equal(classOn(one, 'UN', '2026-05-04')?.inForce.length, 0);
	});
	it('a regime said to state the class, without a dated line, counts as in force, marked', () => {
		assert.deepEqual(
			classOn(family('F-NEW', ['MX']), 'MX', '2026-01-01')?.inForce.map((line) => line.marks),
			[['date-unknown']],
		);
	});
	it('every class and named-only row is about a family some substance or file knows', () => {
		const ids = new Set([...SUBSTANCES.map((one) => one.family), 'F-CA-ANALOGUE']);
		for (const id of [...TABLE.classes.map((line) => line.family), ...Object.keys(TABLE.namedOnly)]) assert.ok(ids.has(id), id);
	});
});

describe('what is not applied', () => {
	it('proposals are shown, never applied', () => {
		const standing = on('4-methylpropiophenone', 'EU', '2026-11-22');
		assert.deepEqual([standing.inForce.length, standing.notApplied.map((row) => row.why)], [0, ['proposed']]);
	});
	it('the watch list is shown as watched', () => {
		assert.deepEqual(
			on('phenethyl-bromide', 'US', '2026-01-01').notApplied.map((row) => row.why),
			['watch'],
		);
	});
	it('an ended term is uncertain alone and gives way to a firm line', () => {
		const ended = control({ regime: 'CA', until: '2026-04-13' });
		const alone: Substance = { ...substance('toluene'), controls: [ended] };
		const ask = { regimes: ['CA'], at: { asOf: '2026-06-01' } };
		assert.deepEqual(
			lawInForce(alone, ask, TABLE).regimes[0]?.inForce.map((line) => line.firm),
			[false],
		);
		const followed: Substance = { ...alone, controls: [ended, control({ regime: 'CA', list: 'Class B precursor' })] };
		const standing = lawInForce(followed, ask, TABLE).regimes[0];
		assert.deepEqual(
			[standing?.inForce.map((line) => line.control.list), standing?.notApplied.map((row) => row.why)],
			[['Class B precursor'], ['lapsed']],
		);
	});
	it('"not compiled" is not "free"', () => {
		assert.equal(on('benzaldehyde', 'EU', '2026-01-01').compiled, false);
		assert.equal(on('benzaldehyde', 'AU', '2026-01-01').known, false);
	});
});

describe('lawLookup', () => {
	it('remembers an answer per subject, regimes, day and form', () => {
		const law = lawLookup(TABLE);
		const ask = { regimes: ALL, at: { instant: '2026-05-04T02:00:00Z' } };
		const first = law(substance('toluene'), ask);
		assert.equal(law(substance('toluene'), { ...ask, at: { instant: '2026-05-04T02:59:00Z' } }), first);
		assert.notEqual(law(substance('toluene'), { ...ask, at: { instant: '2026-05-05T02:00:00Z' } }), first);
		assert.notEqual(law(substance('acetone'), ask), first);
		assert.deepEqual(first, lawInForce(substance('toluene'), ask, TABLE));
	});
});

describe('parseRegimeTable', () => {
	it('names what is wrong', () => {
		const broken = {
			...TABLE,
			regimes: [
				{ ...TABLE.regimes[0], timeZone: 'Mars/Olympus' },
				{ ...TABLE.regimes[0], surprise: 1 },
			],
		};
		const parsed = parseRegimeTable(broken);
		assert.ok(!parsed.ok);
		assert.match(JSON.stringify(parsed.problems), /surprise/);
		const zones = parseRegimeTable({ ...TABLE, regimes: [{ ...TABLE.regimes[0], timeZone: 'Mars/Olympus' }] });
		assert.ok(!zones.ok);
		assert.match(JSON.stringify(zones.problems), /not an IANA time zone/);
	});
});

function control(change: Partial<Control>): Control {
	return {
		regime: 'IN',
		list: 'Some list',
		citation: 'unknown',
		wording: 'unknown',
		effective: 'unknown',
		effectiveConfidence: 'low',
		status: 'in-force',
		confidence: 'medium',
		sources: ['X'],
		...change,
	};
}
