// Every sighting, red flag and error as a finding of the verdict, with the citation of the law it is about.
import type { LawStanding } from '../model/law.ts';
import type { Family, Substance } from '../model/substance.ts';
import type { Finding } from '../model/verdict.ts';
import type { Inspection } from './inspect.ts';
import type { FieldSighting } from './sighting.ts';

/** The first control in force speaks for the subject; without one, the first on file. */
export function citationOf(subject: Substance | Family | undefined, law: (subject: Substance | Family) => LawStanding): string | undefined {
	if (subject === undefined) return undefined;
	const controls = law(subject).regimes.flatMap((regime) => regime.inForce.map((line) => line.control));
	const cited = controls.find((control) => control.citation !== 'unknown') ?? controls[0];
	if (cited === undefined) return undefined;
	return cited.citation === 'unknown' ? `${cited.regime} ${cited.list}` : `${cited.regime} ${cited.list}, ${cited.citation}`;
}

export function findings(inspection: Inspection, citation: (id: string) => string | undefined): Finding[] {
	const at = (field: string) => inspection.places?.get(field) ?? { field };
	const found: Finding[] = inspection.sightings.map((one: FieldSighting) => {
		const cited = one.kind === 'substance' || one.kind === 'family' ? citation(one.id) : undefined;
		return {
			rule: one.excused === null ? one.rule : `${one.rule}:${one.excused.reason}`,
			outcome: 'match',
			...at(one.field),
			start: one.start,
			end: one.end,
			text: one.text,
			read: one.read,
			...(cited === undefined ? {} : { citation: cited }),
			note: one.excused === null || one.excused.note === one.note ? one.note : `${one.note}; ${one.excused.note}`,
			subject: one.id,
			undone: one.undone,
		};
	});
	for (const flag of inspection.redFlags) {
		found.push({
			rule: flag.kind,
			outcome: 'match',
			...at(flag.field),
			start: flag.at,
			end: flag.at + flag.phrase.length,
			text: flag.text,
			read: flag.phrase,
			note: flag.note,
		});
	}
	for (const error of inspection.errored) {
		found.push({ rule: error.rule, outcome: 'errored', field: error.field, start: 0, end: 0, text: '', read: '', note: error.note });
	}
	return found;
}
