// Finds what in a text could lead to a person or a seller, before the text is made public: contact details, addresses on the web, given
// names and ids, and CAS numbers, which beside a statement's identifier tie a seller to a substance. It errs on the side of refusing.

const CAS = /(?<!\d)\d{2,7}-\d{2}-\d(?!\d)/;
const PHONE_DIGITS = 9;

/** What was found, in words; empty when nothing was. `known` are names, ids and handles that must not occur, in any letter case. */
export function personalTraces(text: string, known: readonly string[]): string[] {
	const found: string[] = [];
	if (text.includes('@')) found.push('an e-mail address or handle');
	if (text.includes('://') || /\bwww\./i.test(text)) found.push('an address on the web');
	if (longestNumber(text) >= PHONE_DIGITS) found.push('a number as long as a telephone or account number');
	if (CAS.test(text)) found.push('a CAS number');
	const plain = flat(text);
	if (known.some((name) => flat(name).trim() !== '' && plain.includes(flat(name)))) found.push('a name or identifier of a party');
	return found;
}

// Words between single blanks, with one at either end, so that a short name matches as a whole word only.
const flat = (text: string): string =>
	` ${text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
		.trim()} `;

// Digits in the longest run that only blanks and the usual separators interrupt.
function longestNumber(text: string): number {
	let longest = 0;
	let digits = 0;
	for (const char of text) {
		if (char >= '0' && char <= '9') longest = Math.max(longest, ++digits);
		else if (!' +-().'.includes(char)) digits = 0;
	}
	return longest;
}
