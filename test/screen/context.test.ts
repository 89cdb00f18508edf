// What the words around a match make of it: negations, mentions, derivatives, salts, short codes in and out of a chemical trade.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepared } from '../support/compiled.ts';
import { about, named, screen, substancesOf } from '../support/screening.ts';

/** The reason a subject's findings are excused with, if all are with one. */
function excusedAs(text: string, subject: string): string | undefined {
	const reasons = new Set(about(screen(text), subject).map((one) => one.rule.split(':')[1]));
	return reasons.size === 1 ? [...reasons][0] : undefined;
}

test('a negation clears, keeps the finding and says why, in many languages', () => {
	for (const [text, id] of [
		['Wood glue, safrole-free formula, 750 ml', 'safrole'],
		['Varnish remover without acetone, 40 pieces', 'acetone'],
		['Contains no toluene. Water-based cleaner, 1 l', 'toluene'],
		['Root beer flavour drops, free of safrole, 30 ml', 'safrole'],
		['Does not contain norfentanyl', 'norfentanyl'],
		['Nagellackentferner ohne Aceton, 125 ml', 'acetone'],
		['Nagellackentferner acetonfrei', 'acetone'],
		['Limpiador sin acetona, 500 ml', 'acetone'],
		['Dissolvant doux sans acétone, flacon 100 ml', 'acetone'],
		['Жидкость для снятия лака без ацетона, 100 мл', 'acetone'],
		['不含丙酮 指甲油 100 ml', 'acetone'],
		['无丙酮卸甲水', 'acetone'],
	] as const) {
		const verdict = screen(text);
		assert.equal(verdict.verdict, 'clear', text);
		assert.deepEqual(substancesOf(verdict), [], text);
		assert.notEqual(verdict.reasons[0]?.text, '', text);
		if (text !== 'Nagellackentferner acetonfrei') assert.equal(excusedAs(text, id), 'negation', text);
	}
});

test('what only sounds like a negation is none', () => {
	for (const [text, id] of [
		['Ephedrine free base, 5 kg', 'ephedrine'],
		['Norfentanyl free shipping, 5 kg', 'norfentanyl'],
		['No minimum order, norfentanyl, 5 kg', 'norfentanyl'],
		['Not norfentanyl only: norfentanyl and ANPP, 5 kg', 'norfentanyl'],
		['Contains no acetone but norfentanyl, 5 kg', 'norfentanyl'],
		['Free of charge sample. Norfentanyl 5 kg', 'norfentanyl'],
		['Without customs trouble! Norfentanyl 5 kg', 'norfentanyl'],
	] as const) {
		const verdict = screen(text);
		assert.ok(substancesOf(verdict).includes(id), text);
		assert.notEqual(verdict.verdict, 'clear', text);
	}
});

test('a negation of one substance does not cover another, nor another mention of the same', () => {
	assert.deepEqual(named('Acetone-free, contains toluene 50 %'), ['toluene']);
	assert.equal(screen('Norfentanyl-free label. Norfentanyl, 99 %, 5 kg').verdict, 'block');
});

test('a mention is no offer', () => {
	for (const [text, id] of [
		['Textbook: the regulation of norfentanyl in world trade, paperback, 280 pages', 'norfentanyl'],
		['A book about the history of ephedrine, hardcover', 'ephedrine'],
		['Nitrile gloves, tested for resistance to acetone, box of 100', 'acetone'],
		['Detector tubes for toluene vapour in workplace air, pack of 10', 'toluene'],
		['Norfentanyl test strips, 20 pieces', 'norfentanyl'],
		['Fachbuch über die Überwachung von Safrol, gebunden, 310 Seiten', 'safrole'],
	] as const) {
		assert.equal(screen(text).verdict, 'clear', text);
		assert.equal(excusedAs(text, id), 'mention', text);
	}
});

test('an offer is an offer, whatever book it hides behind', () => {
	assert.notEqual(screen('Norfentanyl 99 %, 25 kg in stock, wholesale price. Free handbook').verdict, 'clear');
	assert.notEqual(screen({ title: 'Chemistry book', description: 'Norfentanyl, purity 99 %, 5 kg bags, buy now' }).verdict, 'clear');
});

test('a derivative, an isomer or an inverted name is another chemical', () => {
	for (const text of [
		'Piperidine, 4-methyl-',
		'Piperidine, 4-methyl-, 5 kg',
		'Phenylacetic acid, 4-chloro-, 1 kg',
		'4-Chlorophenylacetic acid, 1 kg',
		'Acetone oxime, 5 kg',
		'Acetone cyanohydrin',
		'Benzaldehyde dimethyl acetal, 1 kg',
		'4-Methylpiperidine, 1 kg',
		'2-Methylpiperidine',
		'Piperidine-4-carboxylic acid, 100 g',
		'N-Methylpiperidine',
		'Piperonyl butoxide, 25 kg',
		'Ethyl acetate, 20 L',
		'p-Toluenesulfonic acid',
		'Toluene diisocyanate, 25 kg',
		'Benzyl chloroformate',
		'Acetylacetone, 1 L',
		'Hexachloroacetone',
		'Methyl isobutyl carbinol',
		'2-Piperidone, 1 kg',
		'3-Nitrobenzaldehyde',
		'Vanillin, 1 kg',
		'Safranal',
		'Butyl benzyl phthalate',
		'Anthraquinone',
		'4-Bromobenzyl cyanide, 100 g',
		'Sodium chloride, 25 kg',
		'Chloroform-d, 99.8 atom % D'.replace('Chloroform-d', 'Benzene-d6'),
	])
		assert.deepEqual([screen(text).verdict, named(text)], ['clear', []], text);
});

test('salts, hydrates, grades and stereo forms stay the listed substance', () => {
	for (const [text, id] of [
		['Piperidine hydrochloride, 5 kg', 'piperidine'],
		['4-Piperidone hydrochloride monohydrate, 1 kg', '4-piperidone'],
		['4-Piperidone monohydrate hydrochloride', '4-piperidone'],
		['Sodium phenylacetate, 25 kg', 'phenylacetic-acid'],
		['Phenylacetic acid potassium salt', 'phenylacetic-acid'],
		['(1R,2S)-(-)-Ephedrine, 1 kg', 'ephedrine'],
		['Pseudoephedrine sulfate, 25 kg', 'pseudoephedrine'],
		['Ergotamine tartrate', 'ergotamine'],
		['Acetone, technical grade, 200 L', 'acetone'],
		['Toluene 99.8 % ACS reagent', 'toluene'],
	] as const)
		assert.ok(named(text).includes(id), text);
});

test('Chinese and Japanese names inside longer ones are other chemicals', () => {
	assert.deepEqual(named('二甲苯 200升'), [], 'xylene is not toluene');
	assert.deepEqual(named('丙酮酸 1公斤'), [], 'pyruvic acid is not acetone');
	assert.deepEqual(named('甲苯 200升'), ['toluene']);
	assert.deepEqual(named('丙酮 200升'), ['acetone']);
	assert.deepEqual(named('供应甲苯、丙酮'), ['acetone', 'toluene']);
});

test('a short code in a chemical trade goes to a person, elsewhere it is cleared with its reason', () => {
	for (const [text, id] of [
		['PMK, 99 %, 25 kg', 'mdp2p'],
		['BMK pharmaceutical intermediate', 'p2p'],
		['P2P liquid, purity 98 %, drum', 'p2p'],
		['4-AP, 5 kg, CAS on request', '4-ap'],
		['PAA, purity 99 %, 25 kg', 'phenylacetic-acid'],
	] as const) {
		const verdict = screen(text);
		assert.equal(verdict.verdict, 'review', text);
		assert.ok(substancesOf(verdict).includes(id), text);
		assert.ok(
			about(verdict, id).every((one) => one.rule === 'abbreviation'),
			text,
		);
	}
	for (const [text, id] of [
		['PMK desk lamp with clamp, black', 'mdp2p'],
		['P2P camera module, 1080p', 'p2p'],
		['MEK inhibitor antibody, 100 ug', 'mek'],
		['Mapa gloves, size L', 'mapa'],
		['AA batteries, 24 pieces', 'acetic-anhydride'],
		['Cycling jersey team PCC, size L', 'pcc'],
		['PAA dispersant, polyacrylic acid, 25 kg', 'phenylacetic-acid'],
	] as const) {
		const verdict = screen(text);
		assert.equal(verdict.verdict, 'clear', text);
		assert.ok(
			about(verdict, id).every((one) => one.rule === 'abbreviation:collision' && one.note !== ''),
			text,
		);
	}
});

test('a code of a bulk solvent is listed, and clear like the solvent itself', () => {
	const verdict = screen('MEK solvent, 200 L drum');
	assert.deepEqual([verdict.verdict, substancesOf(verdict)], ['clear', ['mek']]);
});

test('every code of the catalogue is seen in a trade and never blocks alone', () => {
	for (const { id, abbreviations, names } of prepared.catalogue.substances) {
		const full = new Set(Object.values(names).flat());
		for (const code of abbreviations) {
			// A comma makes something else of a code ("1,4-BD"): not read as one yet.
			if (code.includes(',') || full.has(code)) continue;
			const verdict = screen(`${code}, purity 99 %, 25 kg, chemical`);
			assert.ok(substancesOf(verdict).includes(id), code);
			assert.notEqual(verdict.verdict, 'block', code);
		}
	}
});

test('a code with a comma in it is a code', () => {
	assert.ok(substancesOf(screen('1,4-BD, 99 %, 25 kg')).includes('1-4-butanediol'));
});

test('codes are whole words, not pieces of words or of product numbers', () => {
	for (const text of ['PMKX 25 kg chemical', 'PMK-200 chemical pump', 'XPMK reagent', 'the APAANS reagent 99 %'])
		assert.deepEqual(
			substancesOf(screen(text)).filter((id) => id === 'mdp2p' || id === 'apaan'),
			[],
			text,
		);
});

test('the number of an honest reading settles a code; another listed substance beside it does not', () => {
	assert.equal(screen('4-AP, 99 %, 25 kg, CAS 504-24-5').verdict, 'clear');
	assert.equal(screen({ title: '4-AP, 99 %, 25 kg', cas: '504-24-5' }).verdict, 'clear', 'also from a field of its own');
	assert.equal(screen('4-AP, 4-aminopyridine, 25 g').verdict, 'clear');
	const verdict = screen('4-AP and piperidine, 5 kg');
	assert.equal(verdict.verdict, 'review');
	assert.deepEqual(substancesOf(verdict), ['4-ap', 'piperidine']);
});

test('a promise to slip past controls makes an open offer worse and is a finding of its own', () => {
	const plain = screen('Acetone, 99 %, 200 L');
	const stealth = screen('Acetone, 99 %, 200 L, discreet shipping');
	assert.equal(plain.verdict, 'clear');
	assert.equal(stealth.verdict, 'review');
	assert.deepEqual(
		stealth.findings.filter((one) => one.rule === 'stealth').map((one) => one.text),
		['discreet shipping'],
	);
	assert.deepEqual(screen('Red bicycle, discreet shipping').findings, [], 'without a lead it says nothing');
	const shouted = screen('Acetone, 200 L, DISCREET SHIPPING');
	for (const finding of shouted.findings) assert.equal(finding.text, 'Acetone, 200 L, DISCREET SHIPPING'.slice(finding.start, finding.end));
});

test('a replacement for a designer precursor is not cleared', () => {
	for (const text of ['Replacement for norfentanyl, 1 kg', 'Same use as PMK methyl glycidate, 25 kg', 'Alternative to PMK ethyl glycidate'])
		assert.notEqual(screen(text).verdict, 'clear', text);
});

test('a controlled drug named is at least reviewed', () => {
	for (const text of ['Fentanyl, 10 g', 'MDMA crystals', 'methamphetamine']) assert.notEqual(screen(text).verdict, 'clear', text);
});
