// The engines of one screening thread: one catalogue under any number of policies. A policy comes with the job that needs it, so that
// a change is in force from one job to the next and no thread can be left behind.
import { ok, type Result } from '../base/result.ts';
import type { PolicyText } from '../flows/screening.ts';
import type { PolicyEngine } from '../screen/screening.ts';

/** Policies in use at one time are two or three; a server that saw more of them forgets the oldest. */
const MOST = 8;

export class Engines {
	readonly own: PolicyEngine;
	readonly #made = new Map<string, PolicyEngine>();

	constructor(own: PolicyEngine) {
		this.own = own;
	}

	/** The engine under a policy, or why this catalogue cannot decide by it. */
	under(policy: PolicyText | undefined): Result<PolicyEngine> {
		if (policy?.document === undefined) return ok(this.own);
		const known = this.#made.get(policy.version);
		if (known !== undefined) return ok(known);
		const read = this.own.readPolicy(JSON.parse(policy.document));
		if (!read.ok) return read;
		const engine = this.own.under(read.value);
		const [oldest] = this.#made.keys();
		if (this.#made.size >= MOST && oldest !== undefined) this.#made.delete(oldest);
		this.#made.set(policy.version, engine);
		return ok(engine);
	}
}
