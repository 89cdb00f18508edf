// Reads InChI strings (IUPAC InChI Technical Manual, version 1) as layered text: formula, /c connections, /h hydrogens, /q charge,
// /p protons; stereo, isotope and fixed-hydrogen layers are cut off. Splits a salt or mixture into its components.
// InChI itself moves protons to /p, so a component without /p is the neutral parent: 4-piperidone and its hydrochloride agree.
// Linear in the text, bounded; must never be trusted for more than its grammar (it does not prove the layers agree).
import { bad, ok, type Result } from '../base/result.ts';
import { formatFormula, parseFormula } from './formula.ts';

export const INCHI_LIMITS = { length: 4000, components: 64 } as const;

export interface InchiComponent {
	/** Hill formula of the neutral parent. */
	readonly formula: string;
	readonly counts: ReadonlyMap<string, number>;
	/** Body of the /c layer; empty for a lone atom. */
	readonly connections: string;
	/** Body of the /h layer; empty without hydrogen. */
	readonly hydrogens: string;
	/** Charge that protons cannot explain (/q). */
	readonly charge: number;
}

export interface InchiReading {
	readonly components: readonly InchiComponent[];
	/** Net charge of the whole as written: /q and /p together. */
	readonly charge: number;
}

/** Stereo, isotopic, fixed-hydrogen and reconnected layers: each ends the main layer. */
const MAIN_ENDS = 'btmsifro';

/** Parses `InChI=1S/…`, `InChI=1/…` or the same without `InChI=`. */
export function parseInchi(text: string): Result<InchiReading> {
	const source = text.trim();
	if (source.length > INCHI_LIMITS.length) return refuse('it is too long');
	const body = source.startsWith('InChI=') ? source.slice(6) : source;
	const layers = body.split('/');
	if (layers[0] !== '1S' && layers[0] !== '1') return refuse('it does not begin with InChI=1S/');
	const formulas = expandFormula(layers[1] ?? '');
	if (formulas === null) return refuse('its formula layer cannot be read');
	let connections: readonly string[] = [];
	let hydrogens: readonly string[] = [];
	let charges: readonly string[] = [];
	let protons = 0;
	for (const layer of layers.slice(2)) {
		const kind = layer.charAt(0);
		if (MAIN_ENDS.includes(kind) && kind !== '') break;
		const parts = kind === 'p' ? [] : expandLayer(layer.slice(1), formulas.length);
		if (parts === null) return refuse(`its /${kind} layer has more parts than its formula`);
		if (kind === 'c') connections = parts;
		else if (kind === 'h') hydrogens = parts;
		else if (kind === 'q') charges = parts;
		else if (kind === 'p') protons = signed(layer.slice(1));
		else return refuse(`it has an unknown layer "/${kind}"`);
	}
	let charge = protons;
	const components: InchiComponent[] = [];
	for (const [i, entry] of formulas.entries()) {
		const own = signed(charges[i] ?? '');
		charge += own;
		components.push({ ...entry, connections: connections[i] ?? '', hydrogens: hydrogens[i] ?? '', charge: own });
	}
	if (!Number.isFinite(charge)) return refuse('a charge cannot be read');
	return ok({ components, charge });
}

/** The InChI of one component alone: neutral, flat, isotope-free. Two equal strings are one skeleton. */
export function componentInchi(component: InchiComponent): string {
	const connections = component.connections === '' ? '' : `/c${component.connections}`;
	const hydrogens = component.hydrogens === '' ? '' : `/h${component.hydrogens}`;
	const charge = component.charge === 0 ? '' : `/q${component.charge > 0 ? '+' : ''}${component.charge}`;
	return `InChI=1S/${component.formula}${connections}${hydrogens}${charge}`;
}

function refuse(why: string): Result<InchiReading> {
	return bad('', `this is not an InChI: ${why}`, 'paste the whole string that begins with InChI=1S/');
}

// "C2H7N.2ClH" → one entry per component. Null when a part is no formula or there are too many.
function expandFormula(layer: string): { formula: string; counts: ReadonlyMap<string, number> }[] | null {
	const entries: { formula: string; counts: ReadonlyMap<string, number> }[] = [];
	if (layer === '') return null;
	for (const part of layer.split('.')) {
		const times = /^(\d{0,3})([A-Z][A-Za-z0-9]*)$/.exec(part);
		const parsed = times === null ? null : parseFormula(times[2] ?? '');
		if (times === null || parsed === null || !parsed.ok) return null;
		const count = times[1] === '' ? 1 : Number(times[1]);
		if (count < 1 || entries.length + count > INCHI_LIMITS.components) return null;
		for (let i = 0; i < count; i++) entries.push({ formula: formatFormula(parsed.value.counts), counts: parsed.value.counts });
	}
	return entries;
}

// "2*1-2;1-5" → ["1-2", "1-2", "1-5"]; a part may be empty. Null when there are more parts than components.
function expandLayer(layer: string, most: number): readonly string[] | null {
	const parts: string[] = [];
	for (const part of layer.split(';')) {
		const repeated = /^(\d{1,3})\*(.*)$/.exec(part);
		const count = repeated === null ? 1 : Number(repeated[1]);
		if (parts.length + count > most) return null;
		for (let i = 0; i < count; i++) parts.push(repeated?.[2] ?? part);
	}
	return parts;
}

function signed(text: string): number {
	return text === '' ? 0 : /^[+-]\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
}
