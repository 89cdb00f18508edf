// Reads the language-neutral vector files: one example a line, "#" opens a comment line.
import { readFileSync } from 'node:fs';

/** The examples of `test/vectors/NAME.txt`, in order. */
export function vectors(name: string): string[] {
	const path = new URL(`../vectors/${name}.txt`, import.meta.url);
	return readFileSync(path, 'utf8')
		.split('\n')
		.filter((line, i) => !(i === 0 && line.startsWith('#')) && line !== '');
}
