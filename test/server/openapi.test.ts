// The OpenAPI document as those read it who write against the API: every parameter says what it is, and examples are there.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openApiDocument } from '../../src/server/openapi.ts';

interface Operation {
	readonly operationId: string;
	readonly parameters: readonly { readonly name: string; readonly description?: string }[];
	readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> };
}

const { paths } = openApiDocument('0') as { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };
const operations = Object.values(paths).flatMap((methods) => Object.values(methods));

it('describes every parameter', () => {
	const bare = operations.flatMap(({ operationId, parameters }) =>
		parameters.filter(({ description = '' }) => description === '').map(({ name }) => `${operationId} ${name}`),
	);
	assert.deepEqual(bare, []);
});

it('shows an example as JSON, and not in the place of lines', () => {
	const content = operations.find(({ operationId }) => operationId === 'screenListings')?.requestBody?.content ?? {};
	assert.ok('example' in (content['application/json'] ?? {}));
	assert.ok(!('example' in (content['application/x-ndjson'] ?? {})));
});
