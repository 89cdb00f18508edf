// Canonical JSON (RFC 8785, JCS): the form that is hashed. Object keys are sorted by UTF-16 code unit; numbers and strings
// are serialised as ECMAScript does, which is what the RFC prescribes.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * The RFC 8785 form of a JSON value. `undefined` members are left out, as JSON.stringify does.
 * @throws TypeError for NaN or an infinity, which JSON cannot carry.
 */
export function canonicalJson(value: Json): string {
	if (typeof value === 'string') return JSON.stringify(value);
	if (typeof value === 'number') {
		if (!Number.isFinite(value)) throw new TypeError('Canonical JSON cannot carry NaN or an infinity');
		return JSON.stringify(value);
	}
	if (value === null || typeof value === 'boolean') return String(value);
	if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	let text = '{';
	for (const key of Object.keys(value).sort()) {
		const member = value[key];
		if (member === undefined) continue;
		text += `${text.length > 1 ? ',' : ''}${JSON.stringify(key)}:${canonicalJson(member)}`;
	}
	return `${text}}`;
}

// Array.isArray does not narrow readonly arrays out of a union.
const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);
