// From the catalogue to owners and aliases: every published way to write a controlled identity.
import type { Catalogue } from '../model/substance.ts';

/** What a name belongs to. */
export interface Owner {
	readonly kind: 'substance' | 'family-member' | 'drug' | 'equipment';
	readonly id: string;
	/** 1–3 for substances and family members; 0 otherwise. */
	readonly tier: number;
}

/** `code`: a long abbreviation, also matched with slips and spaces; like every abbreviation it decides nothing alone. */
export type AliasKind = 'name' | 'abbreviation' | 'code' | 'identifier' | 'pinyin';

/** One published way to write an owner's name. */
export interface Alias {
	readonly owner: number;
	readonly text: string;
	readonly lang: string;
	readonly kind: AliasKind;
}

export interface Lexicon {
	readonly owners: readonly Owner[];
	readonly aliases: readonly Alias[];
}

/** Sound spellings of Chinese names, derived when the catalogue is compiled: substance id → names. */
export type Pinyin = Readonly<Record<string, readonly string[]>>;
/** InChIKey first blocks of the substance, its salts and its listed esters: substance id → blocks. */
export type Skeletons = Readonly<Record<string, readonly string[]>>;

const LONG_CODE = 6;
const SHORTEST_NAME = 4;

// Letters of Latin, Greek and Cyrillic; an ideograph says more.
const isShort = (name: string): boolean =>
	/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+$/u.test(name) && [...name].length < SHORTEST_NAME;

/** Owners and aliases in a fixed order: compiled patterns refer to them by index. */
export function buildLexicon(catalogue: Catalogue, pinyin: Pinyin, skeletons: Skeletons): Lexicon {
	const owners: Owner[] = [];
	const aliases: Alias[] = [];
	const own = (owner: Owner): number => owners.push(owner) - 1;
	const seen = new Set<string>();
	const add = (owner: number, text: string, lang: string, kind: AliasKind): void => {
		const key = `${owner}\t${kind}\t${text.toLowerCase()}`;
		if (seen.has(key)) return;
		seen.add(key);
		aliases.push({ owner, text, lang, kind });
	};
	for (const substance of catalogue.substances) {
		const owner = own({ kind: 'substance', id: substance.id, tier: substance.tier });
		for (const [lang, names] of Object.entries(substance.names)) {
			// Names as short as codes ("йод") behave like codes.
			for (const name of names) add(owner, name, lang, isShort(name) ? 'abbreviation' : 'name');
		}
		for (const name of substance.abbreviations) {
			add(owner, name, 'und', 'abbreviation');
			if (name.replace(/[^\p{L}\p{N}]/gu, '').length >= LONG_CODE) add(owner, name, 'en', 'code');
		}
		for (const name of pinyin[substance.id] ?? []) add(owner, name, 'zh', 'pinyin');
		for (const block of skeletons[substance.id] ?? []) add(owner, block, 'und', 'identifier');
		if (substance.inchikey !== null) {
			add(owner, substance.inchikey.slice(0, 14), 'und', 'identifier');
			add(owner, substance.inchikey, 'und', 'identifier');
		}
	}
	for (const family of catalogue.families) {
		for (const member of family.members) {
			const owner = own({ kind: 'family-member', id: family.id, tier: family.tier });
			add(owner, withoutRemark(member.name), 'en', 'name');
			for (const name of member.aliases) add(owner, name, /\p{Script=Cyrillic}/u.test(name) ? 'ru' : 'und', 'name');
		}
	}
	for (const drug of catalogue.drugs) add(own({ kind: 'drug', id: drug.name, tier: 0 }), drug.name, 'en', 'name');
	for (const machine of catalogue.equipment) {
		const owner = own({ kind: 'equipment', id: machine.id, tier: 0 });
		for (const [lang, names] of Object.entries(machine.names)) for (const name of names) add(owner, name, lang, 'name');
	}
	return { owners, aliases };
}

// "1-Acetyl-4-piperidone (amide)": the remark is not part of the name.
const withoutRemark = (name: string): string => (name.endsWith(')') && name.includes(' (') ? name.slice(0, name.lastIndexOf(' (')) : name);
