// Standard Base 64 (RFC 4648, section 4), strict: padding present, no white space, no stray bits. Must never accept two spellings of
// the same bytes, because a note is compared and signed as text.

/** The standard Base 64 of bytes, padded. */
export function toBase64(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) text += String.fromCharCode(byte);
	return btoa(text);
}

/** The bytes of a standard Base 64 text, or undefined when it is not the one spelling of any bytes. */
export function fromBase64(text: string): Uint8Array | undefined {
	if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
	const binary = atob(text);
	if (btoa(binary) !== text) return undefined;
	return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
