// Writes schemas/*.schema.json from the TypeBox sources in src/model. `--check` writes nothing and fails when a file is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ListingSchema } from '../src/model/listing-schema.ts';
import { PolicyDocumentSchema } from '../src/model/policy-schema.ts';
import { VerdictSchema } from '../src/model/verdict-schema.ts';

const FOLDER = new URL('../schemas/', import.meta.url);

/** File name → text of every published schema. */
export function publishedSchemas(): ReadonlyMap<string, string> {
	return new Map([
		['listing.schema.json', text(ListingSchema)],
		['policy.schema.json', text(PolicyDocumentSchema)],
		['verdict.schema.json', text(VerdictSchema)],
	]);
}

const text = (schema: object): string => `${JSON.stringify(schema, null, '\t')}\n`;

/** Names of the schemas whose committed file differs from the source. */
export function staleSchemas(): string[] {
	return [...publishedSchemas()].filter(([name, expected]) => read(name) !== expected).map(([name]) => name);
}

function read(name: string): string | undefined {
	try {
		return readFileSync(new URL(name, FOLDER), 'utf8');
	} catch {
		return undefined;
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	if (process.argv.includes('--check')) {
		const stale = staleSchemas();
		if (stale.length > 0) process.stderr.write(`Stale: ${stale.join(', ')}. Run: node scripts/publish-schemas.ts\n`);
		process.exitCode = stale.length > 0 ? 1 : 0;
	} else {
		for (const [name, content] of publishedSchemas()) writeFileSync(new URL(name, FOLDER), content);
	}
}
