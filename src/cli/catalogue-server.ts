// `weir catalogue propose`: a compiled catalogue registered on a running server and proposed there, with what it would change.
import { readArtefact } from '../adapters/engine.ts';
import { clean, printableJson } from '../adapters/terminal.ts';
import { Fault } from '../base/fault.ts';
import type { CatalogueChange } from '../contract/catalogue-changes.ts';
import { EFFECTS } from '../model/effect.ts';
import { type Deps, EXIT, type Io, print } from './io.ts';
import type { Args } from './options.ts';
import { asked, reasonOf, serverOf } from './to-server.ts';

const MOST_SHOWN = 40;

interface Ground {
	readonly args: Args;
	readonly json: boolean;
	readonly io: Io;
	readonly deps: Deps;
}

export async function propose(rest: readonly string[], { args, json, io, deps }: Ground): Promise<number> {
	const [path] = rest;
	if (path === undefined || rest.length > 1) throw new Fault('usage', 'propose takes one compiled catalogue.');
	const { url, client } = serverOf(args, deps);
	const reason = reasonOf(args);
	const bytes = readArtefact(path);
	const { body: registered } = await asked(url, () => client.registerCatalogue({ body: bytes }));
	const { version } = registered;
	const { body: proposal } = await asked(url, () => client.proposeCatalogue({ body: { version, reason } }));
	if (json) print(io, printableJson(JSON.stringify(proposal, null, 2)));
	else {
		const { changes = [], counts } = proposal;
		const more = changes.length > MOST_SHOWN ? [`… and ${changes.length - MOST_SHOWN} more`] : [];
		const told = EFFECTS.map((effect) => `${counts[effect]} ${effect}`).join(' · ');
		const shown = changes.slice(0, MOST_SHOWN).map(lineOf).map(clean);
		print(io, [...shown, ...more, '', `${told}.`, `Proposed: ${url}/catalogues/${proposal.id}`].join('\n'));
	}
	return EXIT.ok;
}

const lineOf = ({ effect, record, what, at, before, after }: CatalogueChange): string =>
	`${effect.padEnd(9)} ${record} ${what}${at === '' ? '' : ` ${at}`}: ${before ?? 'nothing'} → ${after ?? 'nothing'}`;
