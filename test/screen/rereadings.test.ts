// A field read in more ways than one: what is found there points at the original, is called by its disguise, and adds nothing to what
// is written openly.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EvasionKind } from '../../src/model/verdict.ts';
import { screen } from '../support/screening.ts';

/** `disguised`, in a sentence, names `id`; the finding covers exactly it. */
function undoes(disguised: string, id: string, kind: EvasionKind, covered = disguised): void {
	const text = `Offer: ${disguised}, 25 kg`;
	const verdict = screen(text);
	const found = verdict.findings.filter((one) => one.subject === id && one.undone?.includes(kind));
	assert.ok(found.length > 0, `${text}: ${verdict.substances.map((one) => one.id)} [${verdict.evasion}]`);
	assert.ok(
		found.some((one) => one.text === covered && text.slice(one.start, one.end) === covered),
		`${text}: ${found.map((one) => one.text)}`,
	);
	assert.ok(verdict.evasion.includes(kind), text);
	assert.notEqual(verdict.verdict, 'clear', text);
}

test('letters drawn with signs are leet', () => {
	undoes('@(et0n€', 'acetone', 'leet');
	undoes('@(etic @nhydr!d€', 'acetic-anhydride', 'leet');
	undoes('(hl0rof0rm', 'chloroform', 'leet');
	undoes('|3€n2@|_|)€hyd€', 'benzaldehyde', 'leet');
	undoes('s@fr()|e', 'safrole', 'leet');
	undoes('pip€ridin€', 'piperidine', 'leet');
});

test('letters hidden at the edge of a word, or by a low line, are masked', () => {
	undoes('anthranili* acid', 'anthranilic-acid', 'mask');
	undoes('*iperidine', 'piperidine', 'mask');
	undoes('elementa* bromine', 'bromine', 'mask');
	undoes('ergota_ine', 'ergotamine', 'mask');
	undoes('phenylaceti_ acid', 'phenylacetic-acid', 'mask');
});

test('text turned round is reversed', () => {
	undoes('\u202eenidirepip\u202c', 'piperidine', 'reversed', 'enidirepip');
	undoes('\u202eenotcal-4,1-orytub\u202c', 'gbl', 'reversed', 'enotcal-4,1-orytub');
	undoes('\u202e산소수화드오요\u202c', 'hydriodic-acid', 'reversed', '산소수화드오요');
	undoes('\u202e3-88-801\u202c', 'toluene', 'reversed', '3-88-801');
	undoes('\u202e€n3u|0+\u202c', 'toluene', 'reversed', '€n3u|0+');
});

test('what a further reading explains better is said once', () => {
	for (const [text, id, undone] of [
		['\u202eenidirepip\u202c', 'piperidine', ['reversed']],
		['(hl0rof0rm', 'chloroform', ['leet']],
	] as const)
		assert.deepEqual(
			screen(text)
				.findings.filter((one) => one.subject === id)
				.map((one) => one.undone),
			[undone],
			text,
		);
});

test('text in another coat is encoded, in every script', () => {
	undoes(Buffer.from('ガンマブチロラクトン').toString('base64'), 'gbl', 'encoding');
	undoes([...Buffer.from('benzaldehído')].map((byte) => byte.toString(16)).join(' '), 'benzaldehyde', 'encoding');
	undoes('&#48292;&#51592;&#50508;&#45936;&#54616;&#51060;&#46300;', 'benzaldehyde', 'encoding');
	undoes('benzald&eacute;hyde', 'benzaldehyde', 'encoding');
	undoes('benzal&zwnj;dehyde', 'benzaldehyde', 'invisible');
});

test('what is openly written is not called disguised for the signs beside it', () => {
	for (const text of [
		'Acetone*, 5 L. *For professional use',
		'*Acetone*, 5 L',
		'Acetone! 5 L',
		'Acetone (pure, 5 L',
		'acetone_5L',
		'Acetone+Toluene, 5 L',
		'Acetone|Toluene, 5 L',
		'toluene_technical_grade',
		'methyl_ethyl_ketone or pure_acetone_5L',
		'$5 Acetone @ shop',
		'_Acetone_, #acetone',
	]) {
		const verdict = screen(text);
		assert.ok(
			verdict.substances.some((one) => one.id === 'acetone' || one.id === 'toluene'),
			text,
		);
		assert.deepEqual(
			verdict.findings.flatMap((one) => one.undone ?? []).filter((kind) => kind === 'leet' || kind === 'mask' || kind === 'misspelling'),
			[],
			text,
		);
	}
});

test('a low line between the words of a name is no mask', () => {
	for (const text of ['hydrochloric_acid 5 L', 'elemental_bromine', 'kwas_solny', 'methyl_ethyl_ketone'])
		assert.deepEqual(screen(text).evasion, [], text);
});

test('signs and marks in ordinary text name nothing', () => {
	for (const text of [
		'snake_case and file_name_2.txt by me@home.example',
		'C++ in 24 h, $5, A+B, black|white',
		'**New** fo* b_r #sale',
		'\u202eשלום\u202c',
	])
		assert.deepEqual(screen(text).findings, [], text);
});

test('more encoded runs than are read leave the listing to a person', () => {
	const runs = (count: number): string => Array.from({ length: count }, (_, i) => btoa(`garden hose ${i}`)).join(' ');
	assert.equal(screen(runs(20)).verdict, 'clear');
	assert.equal(screen(runs(80)).verdict, 'review');
});
