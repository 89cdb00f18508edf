// Holds the source tree to the house rules of ARCHITECTURE.md and STYLE.md. Every rule is first shown a file that breaks it, so
// that a rule that has gone blind fails too.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RULES, type RuleName } from './house/rules.ts';
import { parse, parseEach, sourceTexts, type Text } from './house/source.ts';

const OPENING = '// A file of the example.\n';

const BREAKS: Readonly<Record<RuleName, readonly Text[][]>> = {
	importsGoDown: [
		example('src/base/a.ts', "import { b } from '../model/b.ts';"),
		example('src/text/a.ts', "import type { B } from '../stats/b.ts';"),
		example('src/chem/a.ts', "export type B = import('../log/b.ts').B;"),
		example('src/screen/a.ts', "export const b = await import('../adapters/b.ts');"),
		example('src/console/a.ts', "import { b } from '../flows/b.ts';"),
		example('src/cli/a.ts', "import { b } from '../console/b.ts';"),
		example('src/base/a.ts', "import { b } from '../../test/b.ts';"),
		example('src/base/a.ts', 'export const load = (name: string) => import(name);'),
		example('src/nowhere/a.ts', 'export const a = 1;'),
		example('src/a.ts', 'export const a = 1;'),
	],
	importsResolve: [
		example('src/base/a.ts', "import { b } from './b';"),
		example('src/base/a.ts', "import { b } from './b.js';"),
		example('src/base/a.ts', "import { b } from './missing.ts';"),
	],
	noCycles: [
		[
			{ path: 'src/base/a.ts', text: `${OPENING}import type { B } from './b.ts';` },
			{ path: 'src/base/b.ts', text: `${OPENING}import type { C } from './c.ts';` },
			{ path: 'src/base/c.ts', text: `${OPENING}import type { A } from './a.ts';` },
		],
		example('src/base/a.ts', "import type { A } from './a.ts';"),
	],
	fewImports: [example('src/base/a.ts', Array.from({ length: 13 }, (_, i) => `import './m${i}.ts';`).join('\n'))],
	noEscapes: [
		example('src/base/a.ts', 'export const a: any = 1;'),
		example('test/a.test.ts', 'export const a = [] as Array<any>;'),
		example('src/base/a.ts', '// @ts-ignore\nexport const a: number = "";'),
		example('src/base/a.ts', '/* @ts-expect-error */ export const a: number = "";'),
		example('src/base/a.ts', '// @ts-nocheck\nexport const a = 1;'),
	],
	erasable: [
		example('src/base/a.ts', 'export enum A { B }'),
		example('src/base/a.ts', 'export const enum A { B }'),
		example('src/base/a.ts', 'export namespace A { export const b = 1; }'),
		example('src/base/a.ts', 'import b = require("b");'),
		example('src/base/a.ts', 'export = 1;'),
	],
	noBarrels: [
		example('src/base/index.ts', 'export const a = 1;'),
		example('src/base/a.ts', "export * from './b.ts';"),
		example('src/base/a.ts', "export { b } from './b.ts';"),
	],
	shortFiles: [example('src/base/a.ts', 'export {};\n'.repeat(400))],
	openingComment: [
		[{ path: 'src/base/a.ts', text: 'export const a = 1;\n' }],
		[{ path: 'src/base/a.ts', text: `${'// line\n'.repeat(6)}export const a = 1;\n` }],
	],
	environmentInOnePlace: [
		example('src/adapters/a.ts', 'export const a = process.env.HOME;'),
		example('src/adapters/a.ts', 'export const a = globalThis.process.env["HOME"];'),
		example('src/adapters/a.ts', "import { env } from 'node:process';"),
		example('src/adapters/a.ts', "import { env as settings } from 'node:process';"),
	],
	pureFloors: [
		example('src/base/a.ts', "import { readFileSync } from 'node:fs';"),
		example('src/screen/a.ts', "import { parse } from 'csv-parse';"),
		example('src/base/a.ts', 'export const a = Date.now();'),
		example('src/base/a.ts', 'export const a = new Date();'),
		example('src/base/a.ts', 'export const a = Date();'),
		example('src/base/a.ts', 'export const a = Math.random();'),
		example('src/base/a.ts', 'export const a = process.argv;'),
		example('src/base/a.ts', 'export const a = [fetch];'),
		example('src/base/a.ts', 'setTimeout(() => {}, 1);'),
		example('src/base/a.ts', 'console.log(1);'),
		example('src/base/a.ts', 'export const a = crypto.randomUUID();'),
		example('src/base/a.ts', 'export const a = globalThis;'),
		example('src/base/a.ts', "export const a = ['b'].sort((x, y) => x.localeCompare(y));"),
		example('src/base/a.ts', "export const a = 'B'.toLocaleLowerCase();"),
	],
	goodNames: [
		example('src/base/string-utils.ts', 'export const a = 1;'),
		example('src/base/common.ts', 'export const a = 1;'),
		example('src/base/a.ts', 'export class CaseManager {}'),
		example('src/base/a.ts', 'export function parseHelper() {}'),
		example('src/base/a.ts', 'export const listingData = 1;'),
		example('src/base/a.ts', 'export interface Party { readonly bankInfo: string }'),
		example('src/base/a.ts', 'export interface IParty { readonly id: string }'),
		example('src/base/a.ts', 'export const f = (orderProcessor: number) => orderProcessor;'),
	],
	tablesAreFiles: [
		example('src/base/a.ts', `export const a = [${'1,'.repeat(65)}];`),
		example('src/base/a.ts', `export const a = {${Array.from({ length: 101 }, (_, i) => `k${i}: 1`).join()}};`),
		example('src/base/a.ts', `export const a = '${'x'.repeat(1001)}';`),
	],
	safePatterns: [
		example('src/adapters/a.ts', 'export const a = /(a+)+$/;'),
		example('src/adapters/a.ts', "export const a = new RegExp('(?:x|x)*y', 'u');"),
		example('src/text/a.ts', 'export const a = /[a-z]+:/;'),
		example('src/text/a.ts', 'export const a = (word: string) => new RegExp(word);'),
		example('src/text/a.ts', `const LOOP = 'a+';\nexport const a = new RegExp(\`(?:\${LOOP})+$\`, 'u');`),
	],
};

// Things that look like a breach and are none: words in strings and comments, members, type names, arguments.
const FINE: readonly Text[] = [
	{ path: 'src/model/b.ts', text: `${OPENING}export type B = string;\n` },
	{
		path: 'src/screen/a.ts',
		text: `${OPENING}import { sha256 } from '@noble/hashes/sha2.js';
import type { B } from '../model/b.ts';
import type { C } from './c.ts';
/** Says any, enum, process.env, Date.now() and fetch, which a comment may. */
export const a = (now: Date, b: B, c: C) => \`\${b} process.env any @ts-ignore \${new Date(now.getTime() + c.fetch)}\`;
export const compare = (x: string, y: string) => x.localeCompare(y, 'en');
export interface Handle { readonly service: string; readonly process: string }
const DOTS = '.·';
export const dots = new RegExp(\`[\${DOTS}]\`, 'u');
export const metadata = { process: 1, hash: sha256, words: /\\b[a-z]{1,20}:/ };
`,
	},
	{ path: 'src/screen/c.ts', text: `${OPENING}export interface C { readonly fetch: number }\n` },
	{ path: 'src/server/config.ts', text: `${OPENING}export const home = process.env.HOME;\n` },
	{ path: 'src/console/a.ts', text: `${OPENING}import type { B } from '../model/b.ts';\nexport const b: B = '';\n` },
];

function example(path: string, text: string): Text[] {
	return [{ path, text: `${OPENING}${text}\n` }];
}

describe('each rule refuses what breaks it', () => {
	const parsed = parseEach(Object.values(BREAKS).flat());
	let at = 0;
	for (const [name, cases] of Object.entries(BREAKS)) {
		const rule = RULES[name as RuleName];
		const broken = parsed.slice(at, at + cases.length);
		at += cases.length;
		it(name, () => {
			for (const files of broken) {
				assert.notDeepEqual(rule(files), [], `${name} accepts:\n${files.map(({ path, text }) => `${path}\n${text}`).join('\n')}`);
			}
		});
	}
});

describe('each rule accepts what only looks like a breach', () => {
	const fine = parse(FINE);
	for (const name of Object.keys(BREAKS)) {
		it(name, () => assert.deepEqual(RULES[name as RuleName](fine), []));
	}
});

describe('the source tree keeps the rules', () => {
	const files = parse(sourceTexts());
	for (const name of Object.keys(BREAKS)) {
		it(name, () => assert.deepEqual(RULES[name as RuleName](files), []));
	}
});
