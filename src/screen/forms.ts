// Which form of a substance a sighting names. Some regimes' wording stops short of esters; the catalogue's `limited` entries say
// which names and numbers are such forms, and law asks for the form.
import type { Substance } from '../model/substance.ts';
import type { Sighting } from './sighting.ts';

/** What law is asked for when a structure is a listed ester that has no entry of its own. */
const OTHER_ESTER = 'another ester';

/** The form of a sighting that is not the substance itself. */
export type FormOf = (one: Sighting) => string | undefined;

export function indexForms(substances: readonly Substance[]): FormOf {
	const byName = new Map<string, string>();
	const esters = new Set<string>();
	for (const { id, limited } of substances) {
		for (const { form, names } of limited ?? []) {
			for (const name of names) byName.set(`${id}\n${name.toLowerCase()}`, form);
			if (/ester/i.test(form)) esters.add(id);
		}
	}
	return (one) => {
		if (one.kind !== 'substance') return one.form;
		// A member of an acid's class that is neither the acid nor its salt.
		if (one.rule === 'structure') return one.form !== undefined && esters.has(one.id) ? OTHER_ESTER : one.form;
		return one.form ?? byName.get(`${one.id}\n${one.read.toLowerCase()}`);
	};
}
