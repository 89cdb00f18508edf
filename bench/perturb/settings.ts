// Sentences that offer a name and sentences that only speak of it, in several languages: what the intent model is fitted on and measured
// with. Written for this purpose; nothing is taken from real listings. They never say how a substance is made, used or hidden.
import type { Split } from './kind.ts';
import type { Template } from './templates.ts';

const rows = (split: Split, language: string, texts: readonly string[]): Template[] => texts.map((text) => ({ split, language, text }));

/** Offers, among them such as deny something else (a prescription, an impurity, a minimum order). */
export const OFFERED: readonly Template[] = [
	...rows('fit', 'en', [
		'{x}',
		'{x} {pack}',
		'{x}, no minimum order, {pack}',
		'No prescription needed, {x} {pack}',
		'{x} without additives, {pure}',
		'Not for human consumption: {x}, {pack}',
		'{x}, drums and bags, factory price, ask for quote',
		'New stock of {x}. Free catalogue and data sheet on request.',
		'Want {x}? Order today, {pack}',
		'Pure {x} (reference quality), {pack}, {pure}',
		'{x} for laboratories, label and data sheet included, {pack}',
		'{x} (CAS {cas}), {pack}',
		'{x}, USD 25 per bag',
		'"{x}" {pack}, 30 EUR',
	]),
	...rows('held-out', 'en', [
		'{x} for sale',
		'{x}, {pure}, not under {pack}',
		'Without customs questions, {x} {pack}',
		'{pack} of {x}, no fillers, no impurities',
		'Industrial {x} from the producer, samples {pack}, test report enclosed',
		'{x} {pure}: price on request, no hidden fees',
		'Do you need {x}? We have it, {pack}.',
		'CAS {cas}, {x}, €40, {pack}',
	]),
	...rows('fit', 'de', [
		'{x} kaufen',
		'Ohne Rezept, {x} {pack}',
		'{x} {pure}, kein Mindestbestellwert',
		'{x} zu verkaufen, {pack}, mit Analysenzertifikat',
	]),
	...rows('held-out', 'de', ['Biete {x}, {pack}, nicht zum Verzehr', '{x}, Gebinde {pack}, Preis auf Anfrage']),
	...rows('fit', 'es', ['Vendo {x}', 'Sin receta, {x} {pack}', '{x} {pure}, sin pedido mínimo']),
	...rows('held-out', 'es', ['{x} a granel, {pack}, no apto para consumo humano', 'Compre {x} aquí, {pack}']),
	...rows('fit', 'fr', ['{x} à vendre', 'Sans ordonnance, {x} {pack}', '{x} {pure}, sans additif']),
	...rows('held-out', 'fr', ['{x} en gros, {pack}, pas de minimum', 'Achetez {x}, livraison rapide']),
	...rows('fit', 'ru', ['Продам {x}', 'Без рецепта, {x} {pack}', '{x} {pure}, без примесей']),
	...rows('held-out', 'ru', ['{x} оптом, {pack}, не для пищевых целей', 'Купить {x}, доставка']),
	...rows('fit', 'zh', ['出售{x}', '无需处方，{x} {pack}', '{x} {pure} 不含杂质']),
	...rows('held-out', 'zh', ['{x}现货，{pack}起订', '大量供应{x}，{pure}']),
];

/** The name is denied, refused, compared with, asked about, or the subject of goods of another kind. */
export const SPOKEN_OF: readonly Template[] = [
	...rows('fit', 'en', [
		'No {x} inside, hand cream, 200 ml',
		'Shampoo without parabens or {x}, 250 ml',
		'We do not sell {x}',
		'{x} is not available in this shop',
		'Is it true that {x} is regulated? Answers in our guide, 120 pages',
		'Test kit for {x} in water, 50 tests',
		'Handbook of {x} and related substances, hardcover, 410 pages',
		'Warning label "{x}", roll of 250',
		'Safety gloves against {x}, size L',
		'T-shirt with the formula of {x}, cotton, size M',
		'Molecular model of {x}, wood',
		'Air filter cartridge against {x} vapour, set of 2',
		'Market report on {x}, PDF, 80 pages',
		'Works like {x}, 1 l cleaner',
		'{x} content: 0 %, cleaner 500 ml',
		'Training video about the storage of {x}',
		'Textbook on {x} (CAS {cas}), USD 45',
		'Sticker "{x}, CAS {cas}", 3 EUR, 10 pieces',
	]),
	...rows('held-out', 'en', [
		'Contains neither {x} nor perfume, 300 ml',
		'Sorry, we cannot supply {x}',
		'Lecture notes: the chemistry of {x}, paperback, 96 pages',
		'Rapid test for {x} in urine, 20 pieces',
		'Enamel sign "{x}", 20 x 30 cm',
		'Empty drum, formerly used for {x}, 200 l',
		'Cabinet for bottles of {x}, steel, 90 kg',
		'Coffee mug with molecule of {x}',
		'Glue remover similar to {x}, 250 ml',
		'Which law applies to {x}? Course for customs officers',
		'Sensor for {x}, measuring range 0 to 100 ppm',
		'Poster on the history of {x}, A2',
		'Detector for {x} (CAS {cas}), USD 310',
	]),
	...rows('fit', 'de', [
		'Handcreme ohne {x}, 100 ml',
		'Wir verkaufen kein {x}',
		'Teststreifen für {x}, 25 Stück',
		'Warnschild {x}, 20 cm',
		'Schutzhandschuhe beständig gegen {x}, Größe L',
	]),
	...rows('held-out', 'de', [
		'{x} ist nicht erhältlich',
		'Lehrbuch über {x}, 210 Seiten',
		'Reiniger frei von {x}, 1 l',
		'Aufkleber „{x}“, 10 Stück',
	]),
	...rows('fit', 'es', ['Crema sin {x}, 100 ml', 'No vendemos {x}', 'Tiras reactivas para {x}, 25 piezas', 'Libro sobre {x}, 200 páginas']),
	...rows('held-out', 'es', [
		'{x} no disponible',
		'Limpiador libre de {x}, 1 l',
		'Guantes resistentes a {x}, talla L',
		'Cartel de seguridad: {x}',
	]),
	...rows('fit', 'fr', [
		'Crème sans {x}, 100 ml',
		'Nous ne vendons pas de {x}',
		'Bandelettes de test pour {x}, 25 pièces',
		'Livre sur {x}, 200 pages',
	]),
	...rows('held-out', 'fr', [
		'{x} non disponible',
		'Nettoyant exempt de {x}, 1 l',
		'Gants résistants à {x}, taille L',
		'Affiche de sécurité : {x}',
	]),
	...rows('fit', 'ru', ['Крем, не содержит {x}, 100 мл', 'Мы не продаём {x}', 'Тест-полоски на {x}, 25 шт', 'Книга про {x}, 200 страниц']),
	...rows('held-out', 'ru', [
		'{x} нет в продаже',
		'Очиститель, {x} отсутствует, 1 л',
		'Учебник: {x}, свойства и контроль, 310 стр',
		'Наклейка «{x}», 10 шт',
	]),
	...rows('fit', 'zh', ['不含{x}的护手霜', '我们不销售{x}', '{x}检测试纸 25条', '关于{x}的书籍 200页']),
	...rows('held-out', 'zh', ['{x}未检出 洗发水', '本店不出售{x}', '{x}警示标签 10张', '{x}传感器']),
];

/** Titles of goods that are about chemicals and are none, and what their descriptions say. */
export const HEADED: readonly { readonly split: Split; readonly title: string; readonly description: string }[] = [
	{ split: 'fit', title: 'Textbook of industrial chemistry', description: 'Chapters: acids, {x}, salts, exercises.' },
	{ split: 'fit', title: 'Safety poster for the laboratory', description: 'Shows the pictograms of {x} and others.' },
	{ split: 'held-out', title: 'Online course for customs officers', description: 'Covers {x}, its names and papers.' },
	{ split: 'held-out', title: 'Gas detector, portable', description: 'Calibrated for {x}; with charger.' },
];
