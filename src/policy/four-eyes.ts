// Which acts need two people, and who can be the second. One rule for cases, catalogue and policy, whatever door an act comes
// through: the *person* behind both halves must differ, so a key adds no pair of eyes.
import { type Actor, samePerson } from '../model/actor.ts';
import type { FollowUp, Outcome } from '../model/case.ts';
import type { Tier } from '../model/substance.ts';

/** Every act that one person alone can never complete. */
export const TWO_PERSON_ACTS = [
	'release-tier-1',
	'terminate-supplier',
	'whitelist',
	'close-without-report',
	'promote-catalogue',
	'weaken-policy',
] as const;

export type TwoPersonAct = (typeof TWO_PERSON_ACTS)[number];

/** The two-person acts a case decision contains; empty when one person may decide it alone. */
export function twoPersonActs(decision: {
	readonly outcome: Outcome;
	readonly followUp: readonly FollowUp[];
	readonly tier: Tier | null;
}): TwoPersonAct[] {
	const acts: TwoPersonAct[] = [];
	if (decision.outcome === 'publish' && decision.tier === 1) acts.push('release-tier-1');
	if (decision.followUp.includes('terminate-supplier')) acts.push('terminate-supplier');
	if (decision.followUp.includes('whitelist')) acts.push('whitelist');
	if (decision.followUp.includes('no-report')) acts.push('close-without-report');
	return acts;
}

/** May `second` complete what `first` proposed? Never when one person answers for both, or when nobody answers for one of them. */
export function maySecond(first: Actor, second: Actor): boolean {
	return !samePerson(first, second);
}
