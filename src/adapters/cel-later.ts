// The language of policy conditions, loaded when the first policy document comes: most servers decide by the policy that the
// catalogue brings along, and need not wait or pay for it.
import { bad } from '../base/result.ts';
import type { ConditionLanguage } from '../policy/condition-language.ts';

export interface LaterConditions {
	/** Refuses every expression until `load` has ended. */
	readonly language: ConditionLanguage;
	load(): Promise<void>;
}

export function conditionsLater(): LaterConditions {
	let loaded: ConditionLanguage | undefined;
	return {
		language: {
			compile: (text) => loaded?.compile(text) ?? bad('', 'the expression language is not loaded', 'report this: it is a defect'),
		},
		load: async () => {
			loaded ??= (await import('./cel.ts')).cel;
		},
	};
}
