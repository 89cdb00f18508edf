// The policy a command is told to decide by: the document and the restricted lists it refers to, read from files.
import { readFileSync } from 'node:fs';
import { unreadable } from '../adapters/input-file.ts';
import { Fault } from '../base/fault.ts';
import { describeProblem, type Result } from '../base/result.ts';
import { readYaml } from '../catalogue/yaml.ts';
import type { WatchList } from '../model/policy.ts';
import { parseWatchList } from '../policy/watch-list.ts';
import type { Args, OptionSpec } from './options.ts';

/** Plain values, sent to workers as they are. */
export interface PolicySettings {
	/** The parsed document; the engine checks it. */
	readonly policy?: unknown;
	readonly watchLists?: readonly WatchList[];
}

export const WATCH_LIST_OPTION: Readonly<Record<string, OptionSpec>> = {
	'watch-list': { value: 'FILE', help: 'A restricted list that the policy refers to; repeatable' },
};

export const POLICY_OPTIONS: Readonly<Record<string, OptionSpec>> = {
	policy: { value: 'FILE', help: 'Decide by this policy document (YAML or JSON) instead of the default policy' },
	...WATCH_LIST_OPTION,
};

/** @throws Fault `file-unreadable` or `policy-invalid`. */
export function readPolicySettings(args: Args): PolicySettings {
	const path = args.one('policy');
	const watchLists = readWatchLists(args);
	return {
		...(path === undefined ? {} : { policy: readDocument(path) }),
		...(watchLists.length === 0 ? {} : { watchLists }),
	};
}

export function readWatchLists(args: Args): readonly WatchList[] {
	return args.all('watch-list').map((path) => valid(path, parseWatchList(readDocument(path))));
}

/** The value of a YAML or JSON file; what it means is for the reader of policies to say. */
export function readDocument(path: string): unknown {
	let text: string;
	try {
		text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
	} catch (error) {
		if (error instanceof TypeError) throw new Fault('file-unreadable', `${path} is not UTF-8 text. Save it as UTF-8.`);
		throw unreadable(path, error);
	}
	return valid(path, readYaml({ path, text }));
}

/** The value, or every problem in one sentence. @throws Fault `policy-invalid`. */
export function valid<T>(path: string, result: Result<T>): T {
	if (result.ok) return result.value;
	throw new Fault('policy-invalid', `${path} is not valid: ${result.problems.map(describeProblem).join('; ')}`);
}
