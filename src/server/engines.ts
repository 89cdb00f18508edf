// The engines of one screening thread: one catalogue under any number of policies. A policy comes with the job that needs it, so that
// a change is in force from one job to the next and no thread can be left behind.
import { ok, type Problem, type Result } from '../base/result.ts';
import type { PolicyText } from '../flows/screening.ts';
import type { WatchList } from '../model/policy.ts';
import { withoutLists } from '../policy/watch-list.ts';
import type { PolicyEngine } from '../screen/screening.ts';

/** Policies in use at one time are two or three; a server that saw more of them forgets the oldest. */
const MOST = 8;

export class Engines {
	readonly own: PolicyEngine;
	readonly #made = new Map<string, PolicyEngine>();
	readonly #open = new WeakMap<PolicyEngine, PolicyEngine>();

	constructor(own: PolicyEngine) {
		this.own = own;
	}

	/** The engine under a policy, or why this catalogue cannot decide by it. */
	under(policy: PolicyText | undefined): Result<PolicyEngine> {
		if (policy?.document === undefined) return ok(this.own);
		const known = this.#made.get(policy.version);
		if (known !== undefined) return ok(known);
		const read = this.own.readPolicy(JSON.parse(policy.document), listsOf(policy.lists));
		if (!read.ok) return { ok: false, problems: discreet(read.problems) };
		const engine = this.own.under(read.value);
		const [oldest] = this.#made.keys();
		if (this.#made.size >= MOST && oldest !== undefined) this.#made.delete(oldest);
		this.#made.set(policy.version, engine);
		return ok(engine);
	}

	/** The same engine where restricted lists are not consulted; itself where its policy names none. */
	open(engine: PolicyEngine): PolicyEngine {
		const known = this.#open.get(engine);
		if (known !== undefined) return known;
		const policy = withoutLists(engine.policy);
		const open = policy === engine.policy ? engine : engine.under(policy);
		this.#open.set(engine, open);
		return open;
	}
}

/** Restricted lists as they travel to threads. */
export const listsOf = (lists: PolicyText['lists']): readonly WatchList[] =>
	lists === undefined ? [] : (JSON.parse(new TextDecoder().decode(lists.slice())) as WatchList[]);

const UNSAID: Problem = {
	pointer: '',
	message: 'something it rests on cannot be read on this server',
	fix: 'a compliance officer or an approver sees what.',
};

// Why a policy cannot be read is told to everybody, down to a probe of readiness; what is said of restricted lists is not.
function discreet(problems: readonly Problem[]): readonly Problem[] {
	const others = problems.filter(({ pointer }) => !pointer.startsWith('/watch'));
	return others.length === problems.length ? problems : [...others, UNSAID];
}
