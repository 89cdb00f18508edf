// Sentences around a name: vendor style in several languages, ordinary filler, and the honest settings (benign chemical, ingredient
// list, negation, mention, collision). All wording is written for the bench; nothing is taken from real listings.
// Templates must never say how a substance is made, used or hidden: they only offer, list, deny or mention it.
import type { Split } from './kind.ts';
import type { Random } from './random.ts';

export interface Template {
	readonly split: Split;
	readonly language: string;
	/** `{x}` is the name, `{pack}` a pack size, `{pure}` a purity, `{days}` a number of days. */
	readonly text: string;
}

const row = (split: Split, language: string, text: string): Template => ({ split, language, text });

/** Offers around a disturbed name. */
export const VENDOR: readonly Template[] = [
	row('fit', 'en', '{x}, {pack}, purity {pure}, in stock'),
	row('fit', 'en', 'We supply {x} {pure}. Sample {pack}. Ships in {days} days.'),
	row('fit', 'en', 'Wholesale {x} from warehouse, {pack} per bag'),
	row('fit', 'en', 'Buy {x} online | {pack} | assay {pure}'),
	row('fit', 'en', 'Product: {x}. Packing: {pack}. Quality: {pure}.'),
	row('held-out', 'en', 'Fresh batch of {x} just arrived, {pack} units, ask for price list'),
	row('held-out', 'en', '{pack} {x} technical grade, worldwide courier'),
	row('held-out', 'en', 'Looking for {x}? Reliable producer, {pure}, {pack} and up'),
	row('held-out', 'en', '{x}'),
	row('held-out', 'de', '{x}, {pack}, Reinheit {pure}, sofort lieferbar'),
	row('fit', 'de', 'Verkaufe {x} ({pure}), Gebinde {pack}'),
	row('fit', 'es', 'Vendo {x}, envase de {pack}, pureza {pure}'),
	row('held-out', 'es', '{x} disponible, {pack}, entrega en {days} días'),
	row('held-out', 'fr', '{x} en stock, conditionnement {pack}, pureté {pure}'),
	row('fit', 'ru', 'Продаём {x}, фасовка {pack}, чистота {pure}'),
	row('held-out', 'ru', '{x} в наличии, отправка за {days} дня, {pack}'),
	row('fit', 'zh', '供应 {x}，含量{pure}，{pack}装'),
	row('held-out', 'zh', '厂家现货 {x} {pack} 质量保证'),
	row('held-out', 'pl', 'Sprzedam {x}, opakowanie {pack}, czystość {pure}'),
	row('held-out', 'nl', 'Te koop: {x}, {pack}, zuiverheid {pure}'),
	row('held-out', 'pt', 'Vende-se {x}, {pack}, pureza {pure}'),
];

/** Vendor-style offers of benign chemicals. `{alias}`, `{cas}`, `{formula}` come from the benign record; lines without them are skipped when unknown. */
export const CHEMICAL: readonly Template[] = [
	row('fit', 'en', '{x}, {pure}, CAS {cas}, pack {pack}. Other name: {alias}. Keep dry and closed.'),
	row('fit', 'en', 'Laboratory chemical {x} {pack}, {pure}, with certificate of analysis.'),
	row('fit', 'en', '{pack} {x} (CAS No. {cas}), for analysis. Formula {formula}.'),
	row('fit', 'de', '{x} {pure}, {pack}, CAS-Nr. {cas}, zur Analyse'),
	row('held-out', 'en', 'Reagent: {x}; {pack}; min. {pure}; storage at room temperature; synonyms {alias}'),
	row('held-out', 'en', '{x} for research use, {pure}, {pack}, safety data sheet included. Registry number {cas}.'),
	row('held-out', 'en', '{alias}. Catalogue entry {x}, {pack}, {pure}. Available in bulk.'),
	row('held-out', 'es', 'Reactivo {x}, {pack}, pureza {pure}, CAS {cas}'),
	row('held-out', 'ru', 'Реактив {x}, ч.д.а., {pack}, CAS {cas}'),
	row('held-out', 'zh', '试剂 {x} {pure} {pack} CAS号 {cas}'),
];

/** The name is denied: the product does not contain it. */
export const NEGATION: readonly Template[] = [
	row('fit', 'en', 'Gentle varnish remover wipes without {x}, 40 pieces'),
	row('fit', 'en', 'Wood glue, {x}-free formula, 750 ml'),
	row('fit', 'de', 'Nagellackentferner ohne {x}, 125 ml'),
	row('held-out', 'en', 'Contains no {x}. Water-based cleaner for glass and steel, 1 l'),
	row('held-out', 'en', 'Root beer flavour drops, free of {x}, 30 ml'),
	row('held-out', 'es', 'Limpiador de juntas sin {x}, 500 ml'),
	row('held-out', 'fr', 'Dissolvant doux sans {x}, flacon 100 ml'),
	row('held-out', 'ru', 'Жидкость для снятия лака без {x}, 100 мл'),
];

/** The name is a topic, a test target or a resistance, not the goods. */
export const MENTION: readonly Template[] = [
	row('fit', 'en', 'Textbook: the regulation of {x} in world trade, paperback, 280 pages'),
	row('fit', 'en', 'Nitrile gloves, tested for resistance to {x}, box of 100'),
	row('fit', 'en', 'Sticker set for cabinets, label "{x}", 10 pieces'),
	row('held-out', 'en', 'Detector tubes for {x} vapour in workplace air, pack of 10'),
	row('held-out', 'en', 'Poster: safe storage rules for {x}, A2, laminated'),
	row('held-out', 'en', 'HDPE canister 5 l, empty, resistant to {x}'),
	row('held-out', 'de', 'Fachbuch über die Überwachung von {x}, gebunden, 310 Seiten'),
];

/** Ordinary products whose name contains a short code; `{x}` is the code, always with the goods it means. */
export const COLLISION: readonly Template[] = [
	row('fit', 'en', '{x} series desk lamp with clamp, black'),
	row('fit', 'en', 'Replacement cable for {x} camera module, 1.5 m'),
	row('held-out', 'en', 'Cycling jersey team {x}, size L, blue'),
	row('held-out', 'en', 'Keyboard cover for notebook model {x}, silicone'),
	row('held-out', 'de', 'Ersatzfilter für Staubsauger {x}, 3 Stück'),
];

const GOODS = [
	'lamp',
	'cable',
	'backpack',
	'kettle',
	'jacket',
	'mirror',
	'speaker',
	'notebook',
	'bottle',
	'carpet',
	'drill',
	'chair',
	'camera bag',
	'phone case',
	'pillow',
	'wall clock',
	'bike light',
	'garden hose',
	'toy train',
	'coffee mug',
	'router',
	'keyboard',
	'umbrella',
	'tent',
];
const TRAITS = [
	'black',
	'blue',
	'stainless steel',
	'waterproof',
	'foldable',
	'wireless',
	'large',
	'kids',
	'vintage',
	'cotton',
	'rechargeable',
	'slim',
	'heavy duty',
	'soft',
	'matte',
	'with box',
	'set of 2',
	'size M',
	'1080p',
	'12 V',
	'15 inch',
	'2 pack',
];
const MAKERS = ['Norvik', 'Aldera', 'Quento', 'Bravila', 'Solmar', 'Tikko', 'Helmfeld', 'Ozarin', 'Pexley', 'Runa'];
const PACKS = ['25 g', '100 g', '250 g', '500 g', '1 kg', '5 kg', '25 kg', '50 ml', '500 ml', '1 L', '2.5 L', '20 L', '200 L'];
const PURITIES = ['95 %', '97%', '98 %', '98.5%', '99 %', '99%+', '99.5 %', '≥ 99 %'];

/** One ordinary product line, for filling: maker, traits, goods, model, price. */
export function filler(random: Random): string {
	const model = `${String.fromCharCode(65 + random.below(26))}${String.fromCharCode(65 + random.below(26))}-${100 + random.below(900)}`;
	return `${random.pick(MAKERS)} ${random.pick(TRAITS)} ${random.pick(GOODS)} ${random.pick(TRAITS)} ${model} ${1 + random.below(400)}.${10 + random.below(89)}`;
}

/** Fills a template. Unknown values leave the sentence without that clause. */
export function fill(template: Template, values: Readonly<Record<string, string | undefined>>, random: Random): string {
	const known: Record<string, string | undefined> = {
		pack: random.pick(PACKS),
		pure: random.pick(PURITIES),
		days: String(2 + random.below(3)),
		...values,
	};
	// Replacement text goes through a function: a name may contain `$&`.
	return template.text.replace(/\{(\w+)\}/gu, (_, key: string) => known[key] ?? '');
}

/** True when every placeholder of the template has a value. */
export const fillable = (template: Template, values: Readonly<Record<string, string | undefined>>): boolean =>
	[...template.text.matchAll(/\{(\w+)\}/gu)].every(
		(found) => ['pack', 'pure', 'days'].includes(found[1] ?? '') || (values[found[1] ?? ''] ?? '') !== '',
	);

/** A listing text: the sentence alone, or with ordinary lines before, after or around it. */
export function surround(sentence: string, random: Random): string {
	const place = random.below(4);
	const lines = (count: number): string[] => Array.from({ length: count }, () => filler(random));
	if (place === 0) return sentence;
	if (place === 1) return [sentence, ...lines(1 + random.below(3))].join('. ');
	if (place === 2) return [...lines(1 + random.below(3)), sentence].join('. ');
	return [...lines(1), sentence, ...lines(1)].join('. ');
}
