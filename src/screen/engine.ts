// The screening engine: listing + compiled catalogue → verdict. Pure: time is an argument, the structure toolkit and the digest are
// ports. This file only assembles it.
import { type Digest, pureDigest } from '../base/digest.ts';
import { Fault } from '../base/fault.ts';
import { describeProblem } from '../base/result.ts';
import { unpackArtefact } from '../catalogue/artefact.ts';
import type { StructureEngine } from '../chem/structure-engine.ts';
import { createDecider } from './decider.ts';
import type { Halves } from './known.ts';
import { parseLaw } from './law-parts.ts';
import { type PolicyPorts, policyReader } from './policies.ts';
import { type PolicyEngine, ScreeningEngine } from './screening.ts';
import { fromSections } from './sections.ts';
import { createSight } from './seeing.ts';

export interface EnginePorts extends PolicyPorts {
	/** SHA-256; a host may pass a native one. */
	readonly digest?: Digest;
	/** Without it, a listing that holds a structure cannot be evaluated and goes to review. */
	readonly structures?: StructureEngine;
	/** Which half of the known names to consult; anything but `both` is for honest measurement on the other half. */
	readonly knownHalves?: Halves;
}

/**
 * Starts an engine on a compiled catalogue.
 * @throws Fault `artefact-invalid` for a truncated, altered or foreign file, `policy-invalid` for a policy document with problems.
 */
export function createEngine(artefact: Uint8Array, ports: EnginePorts = {}): PolicyEngine {
	const digest = ports.digest ?? pureDigest;
	const opened = unpackArtefact(artefact, digest);
	const prepared = fromSections(opened);
	const law = parseLaw(prepared.law, digest);
	const { see, watch } = createSight(prepared, ports.structures, ports.knownHalves);
	const engine = new ScreeningEngine(
		{
			version: opened.version,
			see,
			digest,
			policies: policyReader(prepared.catalogue, law.table, ports, digest),
		},
		createDecider(prepared.catalogue, law, watch),
		{ policy: law.policy, hash: law.hash, version: law.hash.slice(0, 16) },
	);
	if (ports.policy === undefined) return engine;
	const policy = engine.readPolicy(ports.policy);
	if (policy.ok) return engine.under(policy.value);
	throw new Fault('policy-invalid', `The policy is not valid: ${policy.problems.map(describeProblem).join('; ')}`);
}
