// A policy document as the text in the editor, written as YAML or JSON, and as the next one in the chain.
import { stringify } from 'yaml';
import { pureDigest } from '../base/digest.ts';
import { canonicalJson, type Json } from '../base/json.ts';

export type Form = 'yaml' | 'json';

export const writeText = (document: unknown, form: Form): string =>
	form === 'json' ? `${JSON.stringify(document, null, 2)}\n` : stringify(document, { lineWidth: 110 });

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
const numberOf = (document: Members): number => (typeof document['version'] === 'number' ? document['version'] : 0);

/**
 * A document as the next one in the chain: `version` counted up, `previous` the hash of the one in force (RFC 8785, SHA-256), or, where
 * the catalogue's own policy is in force, of the one it starts from.
 */
export function continued(from: unknown, inForce: unknown): unknown {
	if (!isMembers(from)) return from;
	const before = isMembers(inForce) ? inForce : from;
	const { name, version: _version, previous: _previous, summary, ...rest } = from;
	const version = Math.max(numberOf(from), numberOf(before)) + 1;
	return { name, version, previous: pureDigest(canonicalJson(before as Json)), summary, ...rest };
}

/** A document that watches a restricted list, in place of another version of it. */
export function watching(document: unknown, { name, sha256 }: { readonly name?: string; readonly sha256: string }): unknown {
	if (!isMembers(document)) return document;
	const watch: readonly unknown[] = Array.isArray(document['watch']) ? document['watch'] : [];
	const before = watch.find((one) => isMembers(one) && one['list'] === name);
	const outcome = isMembers(before) ? before['outcome'] : 'review';
	return { ...document, watch: [...watch.filter((one) => one !== before), { list: name, sha256, outcome }] };
}

/** What one starts from where no document was ever in force. */
export const FIRST_DOCUMENT = { name: 'our-marketplace', version: 1, summary: 'Our first policy.' };
