// From a CSV header to listing fields: exact names, then the headers marketplaces commonly use, then --map. A column that
// means nothing here is not dropped: it becomes an attribute and is screened. Must never guess a value: a quantity without a
// unit, or a price that is not a plain number, stays an attribute as written.
import { Fault } from '../base/fault.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { isCountry } from '../model/country.ts';
import { CURRENCY, DECIMAL, LIMITS } from '../model/listing-limits.ts';
import { nearest, plain } from '../model/nearest.ts';

/** A column's target: a field of the listing, a part of one, `attribute`, or `-` to leave the column out. */
// biome-ignore format: one glance
export const COLUMN_FIELDS = [
	'id', 'revision', 'title', 'description', 'tags', 'category', 'cas', 'smiles', 'inchi', 'inchikey', 'hsCode', 'language',
	'seller', 'sellerCountry', 'shipsTo', 'quantity', 'unit', 'price', 'currency', 'images', 'attachments', 'asOf', 'attribute', '-',
] as const;
export type ColumnField = (typeof COLUMN_FIELDS)[number];

export interface Column {
	readonly header: string;
	readonly field: ColumnField;
	/** Named by --map: a value that does not fit is an error instead of an attribute. */
	readonly asked: boolean;
}

// In order of preference: the first header that is present takes the field, the others become attributes.
// biome-ignore format: one line per field
const ALIASES: Partial<Record<ColumnField, readonly string[]>> = {
	id: ['id', 'listing id', 'item id', 'product id', 'offer id', 'sku', 'seller sku', 'variant sku', 'item number', 'article number', 'handle', '编号', '商品编号', 'código', 'артикул', 'référence', 'artikelnummer', 'artikelnr', 'referencia', 'номер товара', '货号'],
	title: ['title', 'product name', 'product title', 'item name', 'item title', 'listing title', 'name', 'product', 'item', 'subject', 'heading', '标题', '商品名称', '产品名称', '品名', '名称', 'título', 'titulo', 'nombre', 'nombre del producto', 'название', 'наименование', 'заголовок', 'titre', 'nom du produit', 'nom', 'titel', 'produktname', 'artikelname', 'produktbezeichnung', 'artikelbezeichnung', 'bezeichnung', 'nome', '商品名', 'タイトル', '상품명'],
	description: ['description', 'product description', 'item description', 'long description', 'body', 'body html', 'details', 'product details', 'short description', 'summary', 'text', '描述', '商品描述', '产品描述', '详情', 'descripción', 'descripcion', 'описание', 'beschreibung', 'produktbeschreibung', 'artikelbeschreibung', 'descrição', '説明', '설명'],
	tags: ['tags', 'keywords', 'search terms', 'generic keywords', 'labels', '标签', '关键词', 'etiquetas', 'теги', 'ключевые слова'],
	category: ['category', 'product category', 'category path', 'categories', 'product type', 'department', '类别', '分类', '类目', 'categoría', 'categoria', 'категория', 'catégorie', 'kategorie', 'warengruppe'],
	cas: ['cas', 'cas no', 'cas number', 'cas rn', 'cas registry number', 'cas nr', 'cas号', 'номер cas', 'número cas', 'n° cas'],
	smiles: ['smiles', 'canonical smiles', 'isomeric smiles'],
	inchi: ['inchi'],
	inchikey: ['inchikey', 'inchi key'],
	hsCode: ['hs code', 'hs', 'hts', 'hts code', 'tariff code', 'harmonized code', 'customs code', 'taric', 'hs编码', '海关编码', 'тн вэд'],
	language: ['language', 'lang', 'locale'],
	seller: ['seller', 'seller id', 'vendor id', 'merchant id', 'store id', 'shop id', 'supplier id'],
	sellerCountry: ['seller country', 'vendor country', 'supplier country', 'ships from'],
	shipsTo: ['ships to', 'ship to', 'shipping countries', 'ships to countries', 'delivery countries'],
	quantity: ['quantity', 'qty', 'amount', 'pack size', 'package size', 'net weight', 'net content', 'net volume', '数量', '净含量', 'cantidad', 'количество', 'menge', 'inhalt', 'quantité'],
	unit: ['unit', 'uom', 'unit of measure', 'quantity unit', '单位', 'unidad', 'единица', 'einheit', 'unité'],
	price: ['price', 'variant price', 'unit price', 'sale price', '价格', 'precio', 'цена', 'prix', 'preis'],
	currency: ['currency', 'currency code', 'price currency', '货币', 'moneda', 'валюта'],
	images: ['images', 'image', 'image src', 'image url', 'image urls', 'image link', 'photos', 'photo', 'main image'],
	attachments: ['attachments', 'attachment', 'documents', 'files', 'sds', 'msds', 'coa'],
	revision: ['revision'],
	asOf: ['as of', 'as of date'],
};

/** Reads `Header=field,Other header=field`; repeatable. @throws Fault `usage` naming the nearest field. */
export function parseMap(texts: readonly string[]): ReadonlyMap<string, ColumnField> {
	const map = new Map<string, ColumnField>();
	for (const pair of texts.flatMap((text) => text.split(',')).filter((text) => text.trim() !== '')) {
		const cut = pair.lastIndexOf('=');
		const header = pair.slice(0, cut).trim();
		const wanted = pair.slice(cut + 1).trim();
		if (cut < 0 || header === '') throw new Fault('usage', `--map: ${JSON.stringify(pair)} is not "Header=field".`);
		const field =
			COLUMN_FIELDS.find((known) => known === wanted) ?? COLUMN_FIELDS.find((known) => known !== '-' && plain(known) === plain(wanted));
		if (field === undefined) {
			const close = nearest(wanted, COLUMN_FIELDS);
			throw new Fault(
				'usage',
				`--map: unknown field ${JSON.stringify(wanted)}; ${close === undefined ? `fields: ${COLUMN_FIELDS.join(', ')}` : `did you mean "${close}"?`}`,
			);
		}
		map.set(header, field);
	}
	return map;
}

/**
 * The columns of a header row.
 * @throws Fault `input-invalid` when no column is the title, `usage` when --map names a header that is not there.
 */
export function readColumns(headers: readonly string[], map: ReadonlyMap<string, ColumnField>): Column[] {
	const names = headers.map((header, i) => header.trim().slice(0, LIMITS.attributeName - 6) || `column ${i + 1}`);
	const fields: (ColumnField | undefined)[] = names.map(() => undefined);
	const asked = new Set<number>();
	for (const [header, field] of map) {
		let at = names.indexOf(header);
		if (at < 0) at = names.findIndex((name) => plain(name) === plain(header));
		if (at < 0) {
			const close = nearest(header, names);
			throw new Fault(
				'usage',
				`--map: the file has no column ${JSON.stringify(header)}; ${close === undefined ? `its columns are ${listed(names)}` : `did you mean ${JSON.stringify(close)}?`}`,
			);
		}
		fields[at] = field;
		asked.add(at);
	}
	for (const [field, aliases] of Object.entries(ALIASES) as [ColumnField, readonly string[]][]) {
		if (fields.includes(field)) continue;
		for (const alias of [field, ...aliases]) {
			const at = names.findIndex((name, i) => fields[i] === undefined && plain(name) === plain(alias));
			if (at < 0) continue;
			fields[at] = field;
			break;
		}
	}
	if (!fields.includes('title')) {
		throw new Fault(
			'input-invalid',
			`No column looks like the title. The columns are ${listed(names)}. Name it with --map "Header=title".`,
		);
	}
	return names.map((header, i) => ({ header, field: fields[i] ?? 'attribute', asked: asked.has(i) }));
}

const listed = (names: readonly string[]): string =>
	names
		.slice(0, 20)
		.map((name) => JSON.stringify(name.slice(0, 40)))
		.join(', ') + (names.length > 20 ? ', …' : '');

/** The JSON value of one row, for parseListing to judge. Empty cells are absent; missing cells at the end are empty. */
export function rowToValue(cells: readonly string[], columns: readonly Column[]): Result<unknown> {
	const extra = cells.slice(columns.length).find((cell) => cell.trim() !== '');
	if (extra !== undefined) {
		return bad(
			'',
			`has ${cells.length} cells where the header has ${columns.length}`,
			'put quotes around cells that contain the delimiter',
		);
	}
	const value: Record<string, unknown> = {};
	const attributes = new Map<string, string>();
	const parts: Parts = { offer: {}, seller: {} };
	columns.forEach((column, i) => {
		const cell = cells[i] ?? '';
		if (cell.trim() === '' || column.field === '-') return;
		if (column.field === 'attribute' || !place(value, parts, column, cell)) addAttribute(attributes, column.header, cell);
	});
	placeOffer(value, parts.offer, attributes);
	placeSeller(value, parts.seller, attributes);
	// fromEntries defines own properties, so a column called __proto__ is only a name.
	if (attributes.size > 0) value.attributes = Object.fromEntries(attributes);
	return ok(value);
}

interface Cell {
	readonly column: Column;
	readonly text: string;
}
interface Parts {
	offer: { quantity?: Cell; unit?: Cell; price?: Cell; currency?: Cell };
	seller: { id?: Cell; country?: Cell };
}

// False when the cell does not fit its field and should stay an attribute.
function place(value: Record<string, unknown>, parts: Parts, column: Column, cell: string): boolean {
	const text = cell.trim();
	switch (column.field) {
		case 'title':
		case 'description':
			value[column.field] = cell;
			return true;
		case 'tags':
			value.tags = pieces(text, /[,;|]/);
			return true;
		case 'images':
		case 'attachments':
			value[column.field] = pieces(text, /[;|\n]/);
			return true;
		case 'shipsTo': {
			const countries = pieces(text, /[,;|\s]/).map((code) => code.toUpperCase());
			if (!column.asked && !countries.every(isCountry)) return false;
			value.shipsTo = countries;
			return true;
		}
		case 'revision':
			value.revision = /^[0-9]{1,16}$/.test(text) ? Number(text) : text;
			return true;
		case 'quantity':
		case 'unit':
		case 'price':
		case 'currency':
			parts.offer[column.field] = { column, text };
			return true;
		case 'seller':
			parts.seller.id = { column, text };
			return true;
		case 'sellerCountry':
			parts.seller.country = { column, text };
			return true;
		case 'attribute':
		case '-':
			return false;
		default:
			value[column.field] = text;
			return true;
	}
}

// "25 kg" in one cell, or amount and unit in two.
const AMOUNT = /^([0-9]+(?:\.[0-9]+)?)\s*([\p{L}µ]{1,20}\.?)$/u;

function placeOffer(value: Record<string, unknown>, offer: Parts['offer'], attributes: Map<string, string>): void {
	const { quantity, unit, price, currency } = offer;
	const given = [quantity, unit, price, currency].filter((cell) => cell !== undefined);
	if (given.length === 0) return;
	const both = unit === undefined && quantity !== undefined ? AMOUNT.exec(quantity.text) : null;
	const amount = both?.[1] ?? quantity?.text;
	const measure = both?.[2] ?? unit?.text;
	const code = currency?.text.toUpperCase();
	const strict = given.some((cell) => cell.column.asked);
	const usable = amount !== undefined && measure !== undefined && DECIMAL.test(amount);
	if (!usable && !strict) {
		for (const cell of given) addAttribute(attributes, cell.column.header, cell.text);
		return;
	}
	const made: Record<string, string> = {};
	if (amount !== undefined) made.quantity = amount;
	if (measure !== undefined) made.unit = measure;
	if (price !== undefined) {
		if (price.column.asked || DECIMAL.test(price.text)) made.price = price.text;
		else addAttribute(attributes, price.column.header, price.text);
	}
	if (currency !== undefined && code !== undefined) {
		if (currency.column.asked || CURRENCY.test(code)) made.currency = code;
		else addAttribute(attributes, currency.column.header, currency.text);
	}
	value.offers = [made];
}

function placeSeller(value: Record<string, unknown>, seller: Parts['seller'], attributes: Map<string, string>): void {
	const { id, country } = seller;
	const code = country?.text.toUpperCase();
	const fits = code !== undefined && (isCountry(code) || country?.column.asked === true);
	if (country !== undefined && !(fits && id !== undefined)) addAttribute(attributes, country.column.header, country.text);
	if (id !== undefined) value.seller = fits ? { id: id.text, country: code } : { id: id.text };
}

function addAttribute(attributes: Map<string, string>, header: string, text: string): void {
	let name = header;
	for (let n = 2; attributes.has(name); n++) name = `${header} (${n})`;
	attributes.set(name, text);
}

const pieces = (text: string, separator: RegExp): string[] =>
	text
		.split(separator)
		.map((piece) => piece.trim())
		.filter((piece) => piece !== '');
