// Whether a catalogue can be decided by, and what it would change: asked of the thread that has it open, before anybody agrees to it.
// It must be sound in itself, read the policy in force, and answer for a listing.
import type { CatalogueBytes } from '../adapters/compiled-catalogue.ts';
import { ARTEFACT, nativeDigest, readArtefact } from '../adapters/engine.ts';
import { bad, describeProblem, ok, type Problem, type Result } from '../base/result.ts';
import { type Artefact, requireSection, unpackArtefact } from '../catalogue/artefact.ts';
import { compareArtefacts } from '../catalogue/compare-artefacts.ts';
import type { MarkedChange } from '../catalogue/effects.ts';
import { lintCatalogue } from '../catalogue/lint.ts';
import type { Ruling } from '../flows/screening.ts';
import { byEffect } from '../model/effect.ts';
import type { Policy } from '../model/policy.ts';
import type { Catalogue } from '../model/substance.ts';
import { diffPolicies, type PolicyChange } from '../policy/compare.ts';
import { parsePolicy } from '../policy/parse.ts';
import type { PolicyEngine } from '../screen/screening.ts';
import type { Engines } from './engines.ts';

export interface TryJob {
	readonly kind: 'try-catalogue';
	/** What this thread was started with. */
	readonly candidate: CatalogueBytes;
	/** The catalogue in force: the server's own when absent, null when it cannot be read. */
	readonly live?: CatalogueBytes | null;
	readonly ruling: Ruling;
}

export interface TriedCatalogue {
	readonly version: string;
	/** SHA-256 over the content. */
	readonly hash: string;
	readonly substances: number;
	readonly families: number;
	/** The version that the policy in force has with it. */
	readonly policyVersion: string;
	/** Weakenings first. */
	readonly changes: readonly MarkedChange[];
}

const MOST_PROBLEMS = 20;
/** Something that no catalogue names: an engine that works says so. */
const PLAIN = { title: 'Oak chair' };
const AT = { listingId: 'trial', now: '2020-01-01T00:00:00.000Z' };

const UNREADABLE: MarkedChange = {
	effect: 'unknown',
	what: 'part',
	record: 'parts/all',
	at: '',
	kind: 'changed',
	before: 'the catalogue in force cannot be read, so nobody can tell what changes',
	after: 'this catalogue',
};

/** What the catalogue of this thread would change, or everything that is wrong with it. */
export function tryCatalogue({ candidate, live, ruling }: TryJob, engines: Engines): Result<TriedCatalogue> {
	const artefact = unpackArtefact(candidate, nativeDigest);
	const catalogue = readSection(artefact, 'catalogue') as Catalogue;
	const unsound = soundness(catalogue);
	if (unsound.length > 0) return { ok: false, problems: unsound };
	const under = engines.under(ruling.policy);
	if (!under.ok) return unreadablePolicy(ruling, under.problems);
	const engine = under.value;
	const broken = engine.screen(PLAIN, AT).findings.find(({ outcome }) => outcome === 'errored');
	if (broken !== undefined) return bad('', `fails on a plain listing: ${broken.note}`, 'compile it anew from sound sources');
	return ok({
		version: artefact.version,
		hash: Buffer.from(candidate.subarray(8, 40)).toString('hex'),
		substances: catalogue.substances.length,
		families: catalogue.families.length,
		policyVersion: engine.policyVersion,
		changes: live === null ? [UNREADABLE] : changesFrom(live ?? readArtefact(ARTEFACT), artefact, ruling, engine),
	});
}

const readSection = (artefact: Artefact, name: string): unknown =>
	JSON.parse(new TextDecoder().decode(requireSection(artefact, name))) as unknown;

// The compiled file carries no schema: what is not shaped like a catalogue stops the checks in the middle.
function soundness(catalogue: Catalogue): readonly Problem[] {
	try {
		return lintCatalogue(catalogue)
			.slice(0, MOST_PROBLEMS)
			.map(({ pointer, message, fix }) => ({ pointer, message, fix }));
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return bad('', `does not hold a catalogue that can be checked: ${why}`, 'compile it anew with this version of Weir').problems;
	}
}

function unreadablePolicy({ policy }: Ruling, problems: readonly Problem[]): Result<never> {
	const why = problems.slice(0, MOST_PROBLEMS).map(describeProblem).join('; ');
	const fix = 'change the policy first, so that both catalogues can read it, or keep in the catalogue what the policy names';
	return bad('', `cannot read the policy in force (${policy?.version}): ${why}`, fix);
}

function changesFrom(live: Uint8Array, after: Artefact, ruling: Ruling, engine: PolicyEngine): readonly MarkedChange[] {
	const before = unpackArtefact(live, nativeDigest);
	const changes = compareArtefacts(before, after, nativeDigest);
	if (ruling.policy?.document !== undefined) return changes;
	const own = ownPolicy(before);
	const policy = own === undefined ? [] : diffPolicies(own, engine.policy.policy, (id) => engine.tierOf(id)).map(marked);
	return [...policy, ...changes].sort(byEffect);
}

// The policy in force is the one that the catalogue brings along: it changes with it.
function ownPolicy(artefact: Artefact): Policy | undefined {
	const { policy } = readSection(artefact, 'law') as { readonly policy: unknown };
	const read = parsePolicy(policy);
	return read.ok ? read.value : undefined;
}

function marked({ setting, effect, text, before, after }: PolicyChange): MarkedChange {
	const place = { effect, what: 'policy', record: 'law/policy', at: setting } as const;
	if (before === undefined) return { ...place, kind: 'added', after: after ?? text };
	return after === undefined ? { ...place, kind: 'removed', before } : { ...place, kind: 'changed', before, after };
}
