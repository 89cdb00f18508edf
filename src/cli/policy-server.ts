// `weir policy check` and `weir policy propose`: a document against the policy that is in force on a running server.
import { readFileSync } from 'node:fs';
import { unreadable } from '../adapters/input-file.ts';
import { printableJson } from '../adapters/terminal.ts';
import { Fault } from '../base/fault.ts';
import type { CheckedPolicy } from '../contract/policy.ts';
import { type Deps, EXIT, type Io, print, warn } from './io.ts';
import type { Args } from './options.ts';
import { readDocument } from './policy-file.ts';
import { drawChanges } from './policy-table.ts';
import { asked, reasonOf, type Server, serverOf } from './to-server.ts';

interface Ground {
	readonly args: Args;
	readonly json: boolean;
	readonly io: Io;
	readonly deps: Deps;
}

export async function check(rest: readonly string[], { args, json, io, deps }: Ground): Promise<number> {
	const path = onlyFile(rest, 'check');
	const checked = await checkedBy(serverOf(args, deps), path);
	if (json) print(io, printableJson(JSON.stringify(checked, null, 2)));
	else if (!checked.valid) sayMistakes(path, checked, io);
	else print(io, drawChanges(checked.changes ?? [], io.stdout));
	if (!checked.valid) return EXIT.usage;
	return checked.needsTwoPeople === true ? EXIT.notClear : EXIT.ok;
}

export async function propose(rest: readonly string[], { args, json, io, deps }: Ground): Promise<number> {
	const path = onlyFile(rest, 'propose');
	const server = serverOf(args, deps);
	const reason = reasonOf(args);
	const checked = await checkedBy(server, path);
	if (!checked.valid) {
		if (json) print(io, printableJson(JSON.stringify(checked, null, 2)));
		else sayMistakes(path, checked, io);
		return EXIT.usage;
	}
	const { url, client } = server;
	const { body: proposal } = await asked(url, () => client.proposePolicy({ body: { document: readDocument(path), reason } }));
	if (json) print(io, printableJson(JSON.stringify(proposal, null, 2)));
	else print(io, `${drawChanges(proposal.changes, io.stdout)}\nProposed: ${url}/policy/proposals/${proposal.id}`);
	return EXIT.ok;
}

function onlyFile(rest: readonly string[], task: string): string {
	const [path] = rest;
	if (path === undefined || rest.length > 1) throw new Fault('usage', `${task} takes one policy document.`);
	return path;
}

async function checkedBy({ url, client }: Server, path: string): Promise<CheckedPolicy> {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		throw unreadable(path, error);
	}
	return (await asked(url, () => client.checkPolicy({ body: { text } }))).body;
}

function sayMistakes(path: string, { errors }: CheckedPolicy, io: Io): void {
	const each = errors.map(({ line, pointer, message, fix }) => {
		const place = [line === undefined ? '' : `line ${line}`, pointer].filter((part) => part !== '').join(' ');
		return `  ${place}${place === '' ? '' : ': '}${message}${fix === '' ? '' : `; ${fix}`}`;
	});
	warn(io, `${path} is not valid:`, ...each);
}
