// Reads the tables of casework that come with the package: rules and reason codes, and the words of notices. They are read once, at
// start; a damaged table stops the start, because no decision could be explained without it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Fault } from '../base/fault.ts';
import { describeProblem, type Result } from '../base/result.ts';
import { readYaml } from '../catalogue/yaml.ts';
import type { Casework, ReasonCodes } from '../model/casework.ts';
import { parseCasework, parseReasons } from '../policy/casework.ts';
import { type NoticeWords, type Platform, parseNoticeWords, parsePlatform } from '../report/notice.ts';

const FOLDER = fileURLToPath(new URL('../../tables/cases', import.meta.url));

export interface CaseTables {
	readonly rules: Casework;
	readonly reasons: ReasonCodes;
	readonly notices: NoticeWords;
}

/** The tables of a folder; by default the package's own. @throws Fault `file-unreadable` or `table-invalid`, naming file, place and fix. */
export function readCaseTables(folder: string = FOLDER): CaseTables {
	return {
		rules: read(`${folder}/rules.yaml`, parseCasework),
		reasons: read(`${folder}/reasons.yaml`, parseReasons),
		notices: read(`${folder}/notices.yaml`, parseNoticeWords),
	};
}

export interface KnownPlatform extends Platform {
	/** These are the package's placeholders: nothing made from them may be sent. */
	readonly draft: boolean;
}

/** What notices say about the marketplace, from its own file or else the placeholders. @throws Fault as above. */
export function readPlatform(path?: string): KnownPlatform {
	return { ...read(path ?? `${FOLDER}/platform.yaml`, parsePlatform), draft: path === undefined };
}

function read<T>(path: string, parse: (value: unknown) => Result<T>): T {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (cause) {
		throw new Fault('file-unreadable', `${path} cannot be read; reinstall weir or restore the file.`, { cause });
	}
	const value = readYaml({ path, text });
	const parsed = value.ok ? parse(value.value) : value;
	if (parsed.ok) return parsed.value;
	throw new Fault('table-invalid', `${path} is not valid. ${parsed.problems.slice(0, 5).map(describeProblem).join('. ')}`);
}
