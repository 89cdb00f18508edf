// Verifies in the browser that an entry is in the log: the leaf's hash from the entry's bytes, the proof's way up, the root that the
// checkpoint states, and, where the reader gives the log's key, the signature. Nothing the server says about the result is believed.
import type { Receipt } from '../contract/log.ts';
import { fromBase64 } from '../log/base64.ts';
import { parseCheckpoint } from '../log/checkpoint.ts';
import { parseVerifierKey } from '../log/key.ts';
import { hashLeaf } from '../log/merkle.ts';
import { parseNote, verifyNote } from '../log/note.ts';
import { verifyInclusion } from '../log/proof.ts';

export type Step = 'entry' | 'proof' | 'signature';
export type StepOutcome = 'holds' | 'fails' | 'unchecked';

export interface Verification {
	readonly pending: boolean;
	readonly steps: readonly { readonly step: Step; readonly outcome: StepOutcome; readonly detail: string }[];
}

/** Verifies a receipt for the entry that the reader looks at. `key`: the log's verifier key, from elsewhere than this server. */
export function verifyReceipt(receipt: Receipt, entry: string, key: string): Verification {
	const { index, proof, checkpoint: note } = receipt;
	if (receipt.state === 'pending' || index === undefined || proof === undefined || note === undefined) return { pending: true, steps: [] };
	const same = receipt.entry === entry;
	const read = parseNote(note);
	const checkpoint = read.ok ? parseCheckpoint(read.value.text) : read;
	const hashes = proof.map(fromBase64);
	const leaf = hashLeaf(new TextEncoder().encode(entry));
	const included =
		checkpoint.ok &&
		hashes.every((hash) => hash !== undefined) &&
		verifyInclusion(index, leaf, checkpoint.value, hashes as readonly Uint8Array[]);
	const detail = checkpoint.ok ? `#${index} / ${checkpoint.value.size}` : '';
	return {
		pending: false,
		steps: [
			{ step: 'entry', outcome: same ? 'holds' : 'fails', detail: `#${index}` },
			{ step: 'proof', outcome: included ? 'holds' : 'fails', detail },
			signatureStep(note, key),
		],
	};
}

function signatureStep(text: string, key: string): Verification['steps'][number] {
	if (key.trim() === '') return { step: 'signature', outcome: 'unchecked', detail: '' };
	const parsed = parseVerifierKey(key.trim());
	const note = parseNote(text);
	if (!parsed.ok) return { step: 'signature', outcome: 'fails', detail: parsed.problems[0]?.message ?? '' };
	if (!note.ok) return { step: 'signature', outcome: 'fails', detail: note.problems[0]?.message ?? '' };
	const verified = verifyNote(note.value, [parsed.value]);
	const holds = verified.ok && verified.value.length > 0;
	return { step: 'signature', outcome: holds ? 'holds' : 'fails', detail: parsed.value.name };
}
