// Negations and refusals, each beside its counterpart: the sentence that denies the name passes, and one that denies something else
// (a prescription, an impurity, a minimum order) while offering it does not.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { about, screen } from '../support/screening.ts';

const X: Readonly<Record<string, readonly [name: string, id: string]>> = {
	en: ['phenylacetic acid', 'phenylacetic-acid'],
	es: ['ácido fenilacético', 'phenylacetic-acid'],
	de: ['Phenylessigsäure', 'phenylacetic-acid'],
	fr: ['acide phénylacétique', 'phenylacetic-acid'],
	ru: ['фенилуксусная кислота', 'phenylacetic-acid'],
	zh: ['苯乙酸', 'phenylacetic-acid'],
};

/** `{x}` is the name of the language; the left texts deny it, the right ones deny something else. */
const PAIRS: Readonly<Record<string, readonly (readonly [denied: string, offered: string])[]>> = {
	en: [
		['No {x} inside', 'No minimum order, {x} 5 kg'],
		['No parabens or {x} added', 'No minimum order {x} 5 kg'],
		['Body lotion without {x}, 200 ml', 'Without prescription, {x} 5 kg'],
		['Made without any {x}', 'Without customs trouble, {x}'],
		['{x}-free lotion', '{x}, solvent-free, 25 kg'],
		['Free from benzene, {x} and parabens', '{x}, free from impurities, 25 kg'],
		['Does not contain {x}', '{x}, does not contain fillers, 5 kg'],
		['Contains neither {x} nor benzene', '{x} 25 kg, neither diluted nor old'],
		['We do not sell {x}', 'We do not sell {x} under 5 kg, {x} 25 kg drums in stock'],
		['Sorry, we no longer stock {x}.', 'Do not hesitate to order {x}, 5 kg'],
		['{x} is not available here', '{x} is available here, 5 kg'],
		['{x} content: 0 mg', '{x} content: 99.0 %, 5 kg'],
		['0 % {x}', '100 % {x}'],
		['Not to be confused with {x}', 'Do not miss it: {x}, 5 kg'],
		['Soap, {x}: none', '{x}: no hidden fees, 5 kg'],
		['{x} has been removed', 'Impurities have been removed from our {x}, 5 kg'],
		['This is not {x}', '{x} 5 kg, not for human consumption'],
		['Cream with no {x}', 'Not for human consumption, {x} 5 kg'],
		['Shampoo with zero {x}', 'Item no 103-82-2 {x} 5 kg'],
	],
	es: [
		['Crema sin {x}', 'Sin receta, {x} 5 kg'],
		['Crema sin parabenos ni {x}', 'Sin pedido mínimo, {x} 5 kg'],
		['No contiene {x}', '{x}, no apto para consumo humano, 5 kg'],
		['No vendemos {x}', 'No se arrepentirá: vendemos {x}, 5 kg'],
		['Jabón, 0 % de {x}', 'Vendo {x} al 99,0 %, 5 kg'],
		['{x} no disponible', '{x} disponible, 5 kg'],
	],
	de: [
		['Creme ohne {x}', 'Ohne Rezept, {x} 5 kg'],
		['Creme ohne Parabene und {x}', 'Ohne Rezept {x} kaufen'],
		['Enthält kein {x}', 'Kein Mindestbestellwert, {x} 5 kg'],
		['Wir verkaufen kein {x}', 'Wir verkaufen {x}, keine Mindestmenge, 5 kg'],
		['{x} verkaufen wir nicht', '{x} verkaufen wir, nicht zum Verzehr, 5 kg'],
		['Seife, {x} nicht enthalten', 'Nicht für den menschlichen Verzehr, {x} 5 kg'],
	],
	fr: [
		['Crème sans {x}', 'Sans ordonnance, {x} 5 kg'],
		['Ne contient ni parabène ni {x}', '{x}, sans additif, 5 kg'],
		['Ne contient pas d’{x}', 'Pas de minimum de commande, {x} 5 kg'],
		['Nous ne vendons pas d’{x}', 'Nous vendons de l’{x}, 5 kg'],
		['Pas d’{x}', '{x}, pas de frais cachés, 5 kg'],
	],
	ru: [
		['Крем, {x} не входит в состав', 'Без рецепта, {x} 5 кг'],
		['Крем, {x} отсутствует', '{x} без примесей, 5 кг'],
		['{x} не продаём', '{x} продаём, не для употребления в пищу, 5 кг'],
		['Мыло, {x}: нет', 'Без предоплаты, {x} 5 кг'],
	],
	zh: [
		['本品不含{x}', '{x} 不含杂质 99%'],
		['不含甲醛、{x}', '无需处方，{x} 5公斤'],
		['我们不销售{x}', '我们销售{x} 5公斤'],
		['{x}未检出', '没有最低起订量，{x} 5公斤'],
		['无{x}配方', '无水{x} 25公斤'],
		['{x}非卖品', '无锡现货 {x} 25公斤'],
	],
};

const put = (text: string, name: string): string => text.replaceAll('{x}', name);

for (const [language, pairs] of Object.entries(PAIRS)) {
	const [name, id] = X[language] ?? ['', ''];
	describe(`negation in ${language}`, () => {
		for (const [denied, offered] of pairs) {
			it(`“${put(denied, name)}” is clear, and says why`, () => {
				const verdict = screen(put(denied, name));
				assert.equal(verdict.verdict, 'clear');
				assert.ok(about(verdict, id).some((one) => one.rule.endsWith(':negation')));
			});
			it(`“${put(offered, name)}” is not`, () => assert.notEqual(screen(put(offered, name)).verdict, 'clear'));
		}
	});
}

describe('a refusal', () => {
	it('is named as one', () => {
		const [finding] = about(screen('We do not sell phenylacetic acid'), 'phenylacetic-acid');
		assert.match(finding?.note ?? '', /not for sale/);
	});
	it('does not cover an offer elsewhere in the listing', () => {
		const listing = { title: 'We do not sell norfentanyl', description: 'Norfentanyl, 99 %, 5 kg' };
		assert.equal(screen(listing).verdict, 'block');
	});
});

describe('the numbers of a product', () => {
	for (const text of [
		'CAS no 103-82-2, 25 kg',
		'CAS No. 103-82-2',
		'Item no 5: phenylacetic acid, 25 kg',
		'Cat no phenylacetic acid 25 kg',
	])
		it(`are not denied by “no”: ${text}`, () => assert.notEqual(screen(text).verdict, 'clear'));
});
