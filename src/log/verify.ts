// Verifies a whole log offline: the checkpoint's signature, witnesses, every entry, every tile, the root. Trusts nothing but the
// verifier key it is given. Reads bundle by bundle, so memory does not grow with the log.
import { describeProblem, type Result } from '../base/result.ts';
import { toBase64 } from './base64.ts';
import { checkTree, type Failure } from './check-tree.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { type Entry, parseEntry } from './entry.ts';
import { formatKeyId, type VerifierKey } from './key.ts';
import { type Note, parseNote, type VerifiedSignature, verifyNote } from './note.ts';
import { verifyConsistency } from './proof.ts';
import { type LogReader, proveConsistency, type Tree } from './reader.ts';

export interface VerifyOptions {
	/** The log's key. The checkpoint's origin must be its name. */
	readonly key: VerifierKey;
	/** Every one of them must have cosigned the checkpoint. */
	readonly witnesses?: readonly VerifierKey[];
	/** An earlier checkpoint of the log, as it was published: the log must still begin with that tree. */
	readonly since?: Uint8Array;
	/** Called after each bundle with the entries checked so far; false stops. */
	readonly onProgress?: (done: number, size: number) => boolean;
	/** Called with each entry that is in the tree. */
	readonly onEntry?: (index: number, entry: Entry) => void;
}

export interface EntryTime {
	readonly index: number;
	readonly at: string;
	readonly kind: string;
}

/** What was found. `ok` only when everything was checked and nothing was wrong. */
export interface LogReport {
	readonly ok: boolean;
	/** Present when the checkpoint carries a good signature by the key. */
	readonly checkpoint?: { readonly origin: string; readonly size: number; readonly root: string; readonly signedBy: string };
	readonly witnesses: readonly { readonly name: string; readonly time: number }[];
	readonly checked: number;
	readonly first?: EntryTime;
	readonly last?: EntryTime;
	readonly failures: readonly Failure[];
	/** The check ended before the end of the log: too much is wrong, or it was stopped. */
	readonly stopped: boolean;
}

const CHECKPOINT = 'checkpoint';
/** Where failures of an earlier checkpoint are placed: it is no file of the log. */
const EARLIER = 'earlier checkpoint';
const MAX_FAILURES = 50;

/** Verifies the log behind the reader. What cannot be read is a failure in the report; only the reader itself may throw. */
export async function verifyLog(reader: LogReader, options: VerifyOptions): Promise<LogReport> {
	const opened = await openCheckpoint(reader, options.key);
	if ('failure' in opened) return { ok: false, witnesses: [], checked: 0, failures: [opened.failure], stopped: true };
	const { checkpoint, note } = opened;
	const failures: Failure[] = [];
	const witnesses = checkWitnesses(note, options.witnesses ?? [], failures);
	let first: EntryTime | undefined;
	let last: EntryTime | undefined;
	let checked = 0;
	let stopped = false;
	await checkTree(reader, checkpoint, {
		failure: (failure) => failures.length < MAX_FAILURES && failures.push(failure),
		entry: (index, { entry: bytes, offset }, path) => {
			const parsed = parseEntry(bytes);
			if (!parsed.ok) {
				const message = `entry ${index} is not of the form of an entry: ${parsed.problems.map(describeProblem).join('; ').slice(0, 300)}`;
				if (failures.length < MAX_FAILURES) failures.push({ kind: 'entry', path, entry: index, offset, message });
				return;
			}
			last = { index, at: parsed.value.at, kind: parsed.value.kind };
			first ??= last;
			options.onEntry?.(index, parsed.value);
		},
		more: (done) => {
			checked = done;
			stopped = options.onProgress?.(done, checkpoint.size) === false || failures.length >= MAX_FAILURES;
			return !stopped;
		},
	});
	if (options.since !== undefined && !stopped) failures.push(...(await checkSince(reader, checkpoint, options.since, options.key)));
	const { origin, size, root } = checkpoint;
	return {
		ok: failures.length === 0 && !stopped,
		checkpoint: { origin, size, root: toBase64(root), signedBy: `${options.key.name}+${formatKeyId(options.key.id)}` },
		witnesses,
		checked,
		...(first === undefined ? {} : { first }),
		...(last === undefined ? {} : { last }),
		failures,
		stopped,
	};
}

export interface OpenedCheckpoint {
	readonly checkpoint: Checkpoint;
	readonly note: Note;
}

/** Reads the checkpoint and verifies that `key` signed it for its own log. */
export async function openCheckpoint(reader: LogReader, key: VerifierKey): Promise<OpenedCheckpoint | { readonly failure: Failure }> {
	const bytes = await reader.read(CHECKPOINT);
	if (bytes === undefined) return { failure: { kind: 'checkpoint', path: CHECKPOINT, message: 'there is no checkpoint' } };
	return checkCheckpoint(bytes, key, CHECKPOINT);
}

function checkCheckpoint(bytes: Uint8Array, key: VerifierKey, path: string): OpenedCheckpoint | { readonly failure: Failure } {
	const failed = (kind: Failure['kind'], message: string): { failure: Failure } => ({ failure: { kind, path, message } });
	const why = (result: Result<unknown>): string => (result.ok ? '' : (result.problems[0]?.message ?? ''));
	const note = parseNote(bytes);
	if (!note.ok) return failed('checkpoint', `the checkpoint was changed: ${why(note)}`);
	const signatures = verifyNote(note.value, [key]);
	if (!signatures.ok) return failed('signature', `the checkpoint was changed: ${why(signatures)}`);
	if (signatures.value.length === 0)
		return failed(
			'signature',
			`the checkpoint is not signed by ${key.name}+${formatKeyId(key.id)}; it was changed, or this is another log`,
		);
	const checkpoint = parseCheckpoint(note.value.text);
	if (!checkpoint.ok) return failed('checkpoint', why(checkpoint));
	if (checkpoint.value.origin !== key.name)
		return failed('checkpoint', `the checkpoint is of the log "${checkpoint.value.origin}", the key of "${key.name}"`);
	return { checkpoint: checkpoint.value, note: note.value };
}

async function checkSince(reader: LogReader, tree: Tree, bytes: Uint8Array, key: VerifierKey): Promise<Failure[]> {
	const opened = checkCheckpoint(bytes, key, EARLIER);
	if ('failure' in opened) return [opened.failure];
	const old = opened.checkpoint;
	const failed = (message: string): Failure[] => [{ kind: 'consistency', path: EARLIER, message }];
	if (old.size > tree.size)
		return failed(`the log has ${tree.size} entries, but had signed for ${old.size}: it was cut off, or this is an older copy`);
	const proof = await proveConsistency(reader, old.size, tree);
	if (proof.ok && verifyConsistency(old, tree, proof.value)) return [];
	return failed(proof.ok ? `the log no longer begins with the ${old.size} entries it had signed for` : (proof.problems[0]?.message ?? ''));
}

function checkWitnesses(note: Note, keys: readonly VerifierKey[], failures: Failure[]): { name: string; time: number }[] {
	const found: { name: string; time: number }[] = [];
	for (const key of keys) {
		const verified: Result<VerifiedSignature[]> = verifyNote(note, [key]);
		const [signature] = verified.ok ? verified.value : [];
		if (signature?.time !== undefined) found.push({ name: key.name, time: signature.time });
		else {
			const message = verified.ok
				? `the witness ${key.name} has not cosigned the checkpoint`
				: `the cosignature by ${key.name} is not valid`;
			failures.push({ kind: 'cosignature', path: CHECKPOINT, message });
		}
	}
	return found;
}
