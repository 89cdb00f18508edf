// A log in memory that signs at once: enough for receipts with real inclusion proofs.
import type { LogEntryWire, Receipt } from '../../src/contract/log.ts';
import { toBase64 } from '../../src/log/base64.ts';
import { formatCheckpoint } from '../../src/log/checkpoint.ts';
import { formatVerifierKey, signerFromSeed } from '../../src/log/key.ts';
import { type Hash, hashLeaf, hashTree } from '../../src/log/merkle.ts';
import { formatNote, signNote } from '../../src/log/note.ts';
import { inclusionProof } from '../../src/log/proof.ts';

const SIGNER = signerFromSeed('weir.local/log', 'ed25519', new Uint8Array(32).fill(7));
export const LOG_KEY = formatVerifierKey(SIGNER.key);

export class FakeLog {
	readonly entries: LogEntryWire[] = [];

	append(entry: Omit<LogEntryWire, 'index'>): void {
		this.entries.push({ ...entry, index: this.entries.length });
	}

	private leaves(): Hash[] {
		return this.entries.map((one) => hashLeaf(new TextEncoder().encode(one.entry)));
	}

	async checkpoint(): Promise<string> {
		const text = formatCheckpoint({ origin: 'weir.local/log', size: this.entries.length, root: hashTree(this.leaves()) });
		return formatNote(await signNote(text, SIGNER));
	}

	async receipt(id: string): Promise<Receipt | undefined> {
		const index = this.entries.findIndex((one) => one.id === id);
		const entry = this.entries[index];
		if (entry === undefined) return undefined;
		const leaves = this.leaves();
		const read = async (node: { level: number; index: number }): Promise<Hash> => {
			const width = 2 ** node.level;
			return hashTree(leaves.slice(node.index * width, (node.index + 1) * width));
		};
		const proof = await inclusionProof(index, leaves.length, read);
		return {
			entryId: id,
			state: 'sequenced',
			entry: entry.entry,
			index,
			treeSize: leaves.length,
			proof: proof.map(toBase64),
			checkpoint: await this.checkpoint(),
		};
	}
}
