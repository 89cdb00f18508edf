// The form in which catalogue names are compared for equality: lint refuses two entries that meet in it, show finds by it.
// Deliberately coarser than spelling (case, accents, spaces, hyphens) and finer than screening: digits stay apart ("1,2" is not
// "12") and a prime after a locant stays ("3'-" is not "3-"). Must never be used to screen listings.

const GREEK: Readonly<Record<string, string>> = { α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ε: 'epsilon', ω: 'omega' };

/** `N-Phenyl-4-piperidinamine` and `n phenyl 4 piperidinamine` share one key. Empty when the text has no letter or digit. */
export function nameKey(name: string): string {
	return name
		.normalize('NFKC')
		.toLowerCase()
		.normalize('NFD')
		.replace(/([a-z])\p{Mn}{1,4}/gu, '$1')
		.normalize('NFC')
		.replace(/[αβγδεω]/gu, (letter) => GREEK[letter] ?? letter)
		.replace(/(\p{Nd})[′ʹ’ʼ`´]/gu, "$1'")
		.replace(/(\p{Nd}'?)[^\p{L}\p{M}\p{N}']{1,8}(?=\p{Nd})/gu, '$1.')
		.replace(/[^\p{L}\p{M}\p{N}.']/gu, '')
		.replace(/(?<!\p{Nd}'?)\.|\.(?!\p{Nd})|(?<!\p{Nd})'/gu, '');
}

/** The name without a closing gloss in brackets: `Valerolactone (solvent)` → `Valerolactone`. */
export function withoutGloss(name: string): string {
	const open = name.endsWith(')') ? name.lastIndexOf(' (') : -1;
	return open > 0 ? name.slice(0, open) : name;
}

/** The keys under which a name may be found: as written and without its gloss. */
export function nameKeys(name: string): readonly string[] {
	const keys = new Set([nameKey(name), nameKey(withoutGloss(name))]);
	keys.delete('');
	return [...keys];
}
