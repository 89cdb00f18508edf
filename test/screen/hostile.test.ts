// Hostile listings end: findings and verdicts by counts, and what was cut short goes to a person.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '../../bench/perturb/random.ts';
import { filler } from '../../bench/perturb/templates.ts';
import { assertLinearTime, cpuMs } from '../support/growth.ts';
import { errored, screen } from '../support/screening.ts';

/** What is repeated, by what it attacks. */
const UNITS: Readonly<Record<string, string>> = {
	'one letter': 'a',
	'openers of references': '&',
	'openers of tags': '<b',
	'combining marks': '\u0301',
	'alternating scripts': 'aп',
	'Cyrillic letters': 'п',
	ideographs: '丙',
	'a listed name': 'piperidine ',
	'a listed name without gaps': 'piperidine',
	'a piece of many names': 'phenyl',
	'a disguised name': 'safr0le ',
	'a spaced name': 'p i p e r i d i n e ',
	'spaced letters': 'a b c d ',
	masks: 'a*',
	symbols: '@$!|',
	'a listed number': '108-88-3 ',
	'a masked number': '1*3-79-7 ',
	digits: '1',
	'digits apart': '1 ',
	'dashed digits': '1-1-',
	'number words': 'one ',
	'short codes': 'PMK ',
	'short codes with digits': '4-AP ',
	negations: 'acetone-free ',
	mentions: 'book about acetone ',
	stealth: 'acetone discreet shipping ',
	'a drug': 'fentanyl ',
	'open brackets': '(',
	'open square brackets': '[',
	'branches without end': 'C(',
	'rings without end': 'C1',
	'small structures': 'c1ccccc1 ',
	'listed structures': 'CC(C)=O ',
	'spaced structures': 'C C O ',
	'cut structures': 'C= ',
	'InChI prefixes': 'InChI=1S/',
	'hexadecimal bytes': '61 ',
	base64: 'QWJjZGVmZ2hpamts ',
	'key blocks': 'BRILFEZHPXQINW ',
};

const text = (unit: string, size: number): string => unit.repeat(Math.ceil(size / unit.length)).slice(0, size);

test('what is cut short is not clear', () => {
	for (const [name, unit] of Object.entries(UNITS)) {
		const verdict = screen({ title: 'x', description: text(unit, 12_000) });
		if (errored(verdict).length > 0) assert.notEqual(verdict.verdict, 'clear', name);
	}
});

test('a million characters take four times what a quarter of them takes', () => {
	for (const unit of ['a', '<b', 'п', 'piperidine ', 'p i p e r i d i n e ', 'PMK ', '1-1-', 'C('])
		assertLinearTime(JSON.stringify(unit), 250_000, (size) => void screen({ title: 'x', description: text(unit, size) }));
});

test('deep brackets and huge rings are refused without being evaluated', () => {
	for (const smiles of [
		`${'C('.repeat(3000)}C${')'.repeat(3000)}`,
		'['.repeat(9000),
		`C${'%99'.repeat(3000)}`,
		'C1'.repeat(4000),
		'C.'.repeat(4000),
	]) {
		let verdict = '';
		const took = cpuMs(() => {
			verdict = screen({ title: 'Reagent', smiles }).verdict;
		});
		assert.ok(took < 5_000, `${smiles.slice(0, 20)}: ${took.toFixed(0)} ms`);
		assert.notEqual(verdict, 'clear', smiles.slice(0, 20));
	}
});

test('an offer hidden at the end of a long honest text is found', () => {
	const random = seeded(81, 'shelf');
	const honest = Array.from({ length: 1500 }, () => `${filler(random)}. `).join('');
	for (const hidden of ['Norfentanyl, 5 kg', 'n o r f e n t a n y l, 20 kg', 'CAS 28578-16-7', 'Block CCOC(=O)C1(C)OC1c1ccc2OCOc2c1']) {
		const verdict = screen({ title: 'Shelf', description: honest + hidden });
		assert.notEqual(verdict.verdict, 'clear', hidden);
		assert.deepEqual(errored(verdict), [], hidden);
	}
});

test('many fields are each screened', () => {
	const attributes = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`note ${i}`, i === 499 ? 'norfentanyl' : 'steel']));
	const tags = Array.from({ length: 500 }, (_, i) => (i === 250 ? 'safrole' : 'wood'));
	const verdict = screen({ title: 'Shelf', attributes, tags });
	assert.deepEqual(verdict.substances.map((one) => one.id).sort(), ['norfentanyl', 'safrole']);
});

test('a verdict stays of a size that can be read', () => {
	for (const unit of ['108-88-3 ', '1*3-79-7 '])
		assert.ok(screen({ title: 'x', description: text(unit, 100_000) }).findings.length <= 5_000, unit);
});
