// Finds chemical line notations in free text: tokens that look like SMILES (OpenSMILES 1.0) or InChI (IUPAC, "InChI=1S/…").
// Words, brands and model numbers must not become candidates: without punctuation that only notation uses, a token needs a
// declared cue ("SMILES: …"). Linear in the text; a candidate is a suspicion, never an identification.
import { parseInchi } from './inchi.ts';
import { lexSmiles, SMILES_LIMITS } from './smiles.ts';

/** A stretch of the text that may be notation; offsets are UTF-16. */
export interface NotationCandidate {
	readonly start: number;
	readonly end: number;
	readonly text: string;
	readonly notation: 'smiles' | 'inchi';
	/** True when the text itself says so ("SMILES: …", "InChI=…"). */
	readonly declared: boolean;
}

const INCHI_LIMIT = 4000;

/**
 * True when a token is probably SMILES. `declared` says that the writer calls it SMILES (a field, a cue): then well-formed is
 * enough, `CNC` included. Undeclared, it must also fit usual valences and carry punctuation that ordinary words lack.
 */
export function looksLikeSmiles(token: string, declared = false): boolean {
	if (token.length < (declared ? 1 : 3) || token.length > SMILES_LIMITS.length) return false;
	const reading = lexSmiles(token);
	if (reading.kind !== 'smiles') return false;
	if (declared) return true;
	const { features, heavyAtoms, components } = reading;
	if (!features.plausible || heavyAtoms < 3) return false;
	if (features.brackets > 0) return features.bonds > 0 || features.branches > 0 || features.rings > 0 || components.length > 1;
	if (features.bonds > 0 || features.rings > 0) return true;
	if (features.branches > 0) return heavyAtoms >= 4;
	return components.length === 1 && isPlainChain(token);
}

/** True for text that begins as an InChI does (`InChI=1S/…`; `1S/…` when its layers parse), is bounded and holds only its characters. */
export function looksLikeInchi(text: string): boolean {
	const prefixed = text.startsWith('InChI=');
	const body = prefixed ? text.slice(6) : text;
	if (body.length < 5 || body.length > INCHI_LIMIT || !INCHI_HEAD.test(body) || !INCHI_BODY.test(body)) return false;
	return prefixed || (INCHI_LAYERS.test(body) && parseInchi(body).ok);
}

/** How far the text before a token says that it is SMILES: "smiles" may be an ordinary word, a sign after it leaves no doubt. */
type Label = 'none' | 'word' | 'name' | 'signed';

/** All notation candidates of a text, in order. The label "SMILES" (with ":" or "=", or in capitals) declares the token after it. */
export function findNotations(text: string): NotationCandidate[] {
	const found: NotationCandidate[] = [];
	let at = 0;
	let label: Label = 'none';
	while (at < text.length) {
		if (!isNotation(text.charCodeAt(at))) {
			at++;
			continue;
		}
		const start = at;
		while (at < text.length && isNotation(text.charCodeAt(at))) at++;
		const cue = cueLength(text, start, at);
		if (cue > 0) {
			label = cue > WORD ? 'signed' : text.startsWith('SMILES', start) ? 'name' : 'word';
			if (start + cue < at && pushToken(text, start + cue, at, true, found)) label = 'none';
			continue;
		}
		// Two letters after the bare name may be the next word of a title in capitals.
		const declared = label === 'signed' || (label === 'name' && at - start > 2);
		if (pushToken(text, start, at, declared, found)) label = 'none';
		// "SMILES = CCO", "SMILES code: CCO": a sign between the label and its value.
		else label = label !== 'none' && SIGNS.includes(text[at - 1] ?? '') ? 'signed' : 'none';
	}
	return found;
}

const WORD = 'smiles'.length;
const SIGNS = ':=';

// Pushes the token, or else each piece of it between separators ("name:C=O", "CCO,CCN"), or what square brackets wrap.
function pushToken(text: string, from: number, to: number, declared: boolean, found: NotationCandidate[]): boolean {
	if (pushPiece(text, from, to, declared, found)) return true;
	let any = false;
	let start = from;
	for (let i = from; i <= to; i++) {
		if (i < to && !SEPARATORS.includes(text[i] ?? '')) continue;
		if (i - start < to - from && pushPiece(text, start, i, declared, found)) any = true;
		start = i + 1;
	}
	if (any || text[from] !== '[') return any;
	const close = text.lastIndexOf(']', to - 1);
	return close > from && pushPiece(text, from + 1, close, declared, found);
}

function pushPiece(text: string, from: number, to: number, declared: boolean, found: NotationCandidate[]): boolean {
	const { start, end } = trimmed(text, from, to);
	if (end - start > Math.max(INCHI_LIMIT, SMILES_LIMITS.length)) return false;
	const token = text.slice(start, end);
	if (looksLikeInchi(token)) {
		found.push({ start, end, text: token, notation: 'inchi', declared: token.startsWith('InChI=') });
		return true;
	}
	if (!looksLikeSmiles(token, declared)) return false;
	found.push({ start, end, text: token, notation: 'smiles', declared });
	return true;
}

// Sentence punctuation around a token is not part of it: a closing full stop, a wrapping parenthesis, a trailing colon.
function trimmed(text: string, from: number, to: number): { start: number; end: number } {
	let start = from;
	let end = to;
	while (start < end && LEADING.includes(text[start] ?? '')) start++;
	let depth = 0;
	for (let i = start; i < end; i++) depth += text[i] === '(' ? 1 : text[i] === ')' ? -1 : 0;
	while (end > start) {
		const last = text[end - 1] ?? '';
		if (last === ')' && depth < 0) depth++;
		else if (!TRAILING.includes(last)) break;
		end--;
	}
	return { start, end };
}

// "SMILES", "smiles:", "SMILES=" at the head of a token; the length of the cue, or 0.
function cueLength(text: string, start: number, end: number): number {
	if (text.slice(start, Math.min(start + WORD, end)).toLowerCase() !== 'smiles') return 0;
	if (start + WORD >= end) return WORD;
	return SIGNS.includes(text[start + WORD] ?? ' ') ? WORD + 1 : 0;
}

// A chain without any punctuation (CCOCC): five or more atoms, carbons in the majority with two side by side, at least one
// heteroatom and no two of them adjacent. "COCO", "CNC" and "BIOS" fail, as do long words by their letters.
function isPlainChain(token: string): boolean {
	if (token.length < 5 || !/^[CNOS]+$/.test(token) || !token.includes('CC')) return false;
	if (/[NOS]{2}/.test(token)) return false;
	const carbons = token.length - token.replaceAll('C', '').length;
	return carbons < token.length && carbons * 2 > token.length;
}

const SEPARATORS = ',;:';
const LEADING = '(=:.-/\\#$%)+@';
const TRAILING = '.:;?-=/\\#$+(@,';
const INCHI_HEAD = /^1S?\/[A-Z0-9]/;
/** Without the prefix, a formula and a connection or hydrogen layer must follow: "1/2" and "1/C" are no InChI. */
const INCHI_LAYERS = /^1S?\/[A-Z][A-Za-z0-9.]*\/[ch]/;
const INCHI_BODY = /^[A-Za-z0-9/().,;*+?-]+$/;
const NOTATION: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
	/[A-Za-z0-9@+\-[\]()=#$:/\\.%*,;?]/.test(String.fromCharCode(code)),
);

// "," and ";" occur only inside InChI; SMILES tokens that end in them are trimmed and ones that contain them do not lex.
const isNotation = (code: number): boolean => NOTATION[code] === true;
