// Whether a Cyrillic or Greek word is itself or a disguise of Latin letters.
import { GAP_INVISIBLE, PLAIN_ZERO } from './alphabet.ts';
import { entryKind, entryValue, KIND_GAP, KIND_LETTER, KIND_SCRIPT, KIND_SPELLED } from './fold-table.ts';

// The word around position i: written partly in Latin letters, it disguises; purely in its own script, it is read by sound.
export function scriptWord(text: string, i: number, entries: Uint16Array): { look: boolean; until: number } {
	let latin = false;
	let plain = 0;
	let sounding = false;
	let scripts = 0;
	const scan = (k: number): boolean => {
		const entry = entries[text.charCodeAt(k)] ?? 0;
		const kind = entryKind(entry);
		if (kind === KIND_SCRIPT) {
			scripts++;
			const code = text.charCodeAt(k);
			// Letters outside the Russian and Ukrainian alphabets (ӏ һ ԁ ѕ ј …) occur in look-alike writing.
			if (code > 0x45f || code === 0x455 || code === 0x458) latin = true;
			sounding ||= SOUNDING.includes(String.fromCharCode(code));
			return true;
		}
		if (kind === KIND_LETTER && entryValue(entry) < PLAIN_ZERO) {
			plain++;
			return true;
		}
		if (kind === KIND_SPELLED) {
			latin = true;
			return true;
		}
		return kind === KIND_GAP && entryValue(entry) === GAP_INVISIBLE;
	};
	let until = i;
	const limit = Math.min(text.length, i + 64);
	while (until < limit && scan(until)) until++;
	for (let k = i - 1; k >= 0 && k > i - 64 && scan(k); k--);
	// "нoрфентанил" with a Latin o: mostly letters of its own script, some of which resemble no Latin one.
	if (plain > 0 && !(sounding && scripts >= 3 * plain)) latin = true;
	const greek = text.charCodeAt(i) < 0x400;
	return { look: latin || (scripts === 1 && !greek && standsByLatin(text, i, entries)), until };
}

/** Cyrillic and Greek letters that nobody writes for a Latin one. */
const SOUNDING = 'бджзлфцчщъыэюБДЖЗЛФЦЧЩЪЫЭЮδθλξφψΔΘΛΞΦΨ';

// A single Cyrillic letter belongs to what stands nearest: "н-фенил" sounds, "p i п e" resembles.
function standsByLatin(text: string, i: number, entries: Uint16Array): boolean {
	// Bound by a hyphen to a word of its own script ("п-метил…"), it is that word's locant.
	const bound = text.charCodeAt(i + 1) === 45 ? (entries[text.charCodeAt(i + 2)] ?? 0) : 0;
	if (entryKind(bound) === KIND_SCRIPT) return false;
	for (let distance = 1; distance < 6; distance++) {
		for (const k of [i - distance, i + distance]) {
			const entry = k < 0 || k >= text.length ? 0 : (entries[text.charCodeAt(k)] ?? 0);
			if (entryKind(entry) === KIND_LETTER && entryValue(entry) < PLAIN_ZERO) return true;
			if (entryKind(entry) === KIND_SCRIPT && distance > 1) return false;
		}
	}
	return false;
}
