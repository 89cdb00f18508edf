// Routes of the catalogue in force: what is listed, where, since when; drawn structures.

import { nameKey } from '../catalogue/name-key.ts';
import { confusedWith } from '../catalogue/show.ts';
import type { SubstanceDetail, SubstanceSummary } from '../contract/catalogue.ts';
import type { Catalogue, Control, Substance } from '../model/substance.ts';
import { pageOf, readCursor } from './cursor.ts';
import { type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import type { World } from './world.ts';

const DRAWING = { width: 320, height: 240 };

export function mountCatalogue(mounting: Mounting, world: World): void {
	const requireSubstance = (id: string, { substances }: Catalogue): Substance => {
		const found = substances.find((one) => one.id === id);
		if (found === undefined) throw new Refused('not-found', 'There is no such substance in the catalogue.');
		return found;
	};

	mount(mounting, 'listSubstances', async ({ query }) => {
		const { q, limit = 50, cursor } = query;
		const { catalogue } = world.catalogue;
		const after = cursor === undefined ? undefined : String(readCursor(cursor, ['string'])[0]);
		const found = catalogue.substances.filter((one) => q === undefined || matches(one, q));
		const rest = after === undefined ? found : found.slice(found.findIndex(({ id }) => id === after) + 1);
		return { body: pageOf(rest, limit, summaryOf, ({ id }) => [id]) };
	});

	mount(mounting, 'readSubstance', async ({ params }) => {
		const { catalogue, version } = world.catalogue;
		return { body: detailOf(requireSubstance(params.id, catalogue), catalogue), etag: version };
	});

	mount(mounting, 'drawStructure', async ({ params, query }) => {
		const { catalogue } = world.catalogue;
		const substance = requireSubstance(params.id, catalogue);
		const { highlight, width = DRAWING.width, height = DRAWING.height } = query;
		const family = catalogue.families.find(({ id }) => id === (highlight ?? substance.family));
		if (highlight !== undefined && family === undefined) throw new Refused('not-found', 'There is no such family in the catalogue.');
		const marked = highlight === undefined || family === undefined ? {} : { marked: family.smarts };
		const svg = substance.smiles === null ? undefined : await world.drawing.draw(substance.smiles, { width, height, ...marked });
		if (svg === undefined) throw new Refused('not-found', 'The catalogue has no structure for this substance.');
		return { body: svg, headers: { 'cache-control': 'private, max-age=3600' } };
	});
}

function matches(one: Substance, q: string): boolean {
	const key = nameKey(q);
	const names = [one.id, ...Object.values(one.names).flat(), ...one.abbreviations];
	return one.cas.some(({ number }) => number.startsWith(q.trim())) || (key !== '' && names.some((name) => nameKey(name).includes(key)));
}

const nameOf = (one: Substance): string => one.names['en']?.[0] ?? one.id;

function summaryOf(one: Substance): SubstanceSummary {
	const inForce = one.controls.filter(({ status }) => status === 'in-force').map(({ regime }) => regime);
	return {
		id: one.id,
		name: nameOf(one),
		tier: one.tier,
		group: one.group,
		cas: one.cas.map(({ number }) => number),
		regimes: [...new Set(inForce)],
		drawn: one.smiles !== null,
	};
}

function detailOf(one: Substance, catalogue: Catalogue): SubstanceDetail {
	const family = catalogue.families.find(({ id }) => id === one.family);
	return {
		...summaryOf(one),
		names: Object.fromEntries(Object.entries(one.names).map(([language, names]) => [language, [...names]])),
		abbreviations: [...one.abbreviations],
		forms: one.cas.map(({ number, form, confidence }) => ({ cas: number, form, confidence })),
		...(one.smiles === null ? {} : { smiles: one.smiles }),
		...(one.inchikey === null ? {} : { inchikey: one.inchikey }),
		...(one.formula === null ? {} : { formula: one.formula }),
		...(one.hs === null ? {} : { hs: one.hs }),
		...(family === undefined ? {} : { family: { id: family.id, title: family.title } }),
		uses: [...one.uses],
		...(one.notes === null ? {} : { notes: one.notes }),
		controls: one.controls.map((control) => controlOf(control, catalogue)),
		lookAlikes: confusedWith(catalogue, one).map(({ name, cas, why }) => ({ name, why, ...(cas === null ? {} : { cas }) })),
	};
}

function controlOf(control: Control, catalogue: Catalogue): SubstanceDetail['controls'][number] {
	const { regime, list, wording, citation, effective, effectiveConfidence, status, until, threshold, confidence, note } = control;
	return {
		...{ regime, list, wording, citation, effective, effectiveConfidence, status, confidence },
		...(until === undefined ? {} : { until }),
		...(threshold === undefined
			? {}
			: { threshold: { quantity: threshold.quantity, unit: threshold.unit, note: threshold.note, citation: threshold.citation } }),
		sources: control.sources.map((id) => {
			const source = catalogue.sources.find((known) => known.id === id);
			return { id, title: source?.title ?? 'unknown', ...(source?.url == null ? {} : { url: source.url }) };
		}),
		...(note === undefined ? {} : { note }),
	};
}
