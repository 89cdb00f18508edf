// The port through which a policy's expressions become conditions. The language itself is an adapter (CEL), so that this floor stays
// pure and starts fast. Must never accept an expression it cannot check: a problem at reading is better than an error at work.
import type { Result } from '../base/result.ts';
import type { Condition } from '../model/policy.ts';

export interface ConditionLanguage {
	/** The condition an expression over the facts states, or what is wrong with it (pointers relative to the expression). */
	compile(text: string): Result<Condition>;
}
