// Which acts need two people, and who can be the second. One rule for cases, catalogue and policy, whatever door an act comes
// through: the *person* behind both halves must differ, so a key adds no pair of eyes.
import { type Actor, samePerson } from '../model/actor.ts';
import type { FollowUp, Outcome } from '../model/case.ts';
import type { Tier } from '../model/substance.ts';
import { type Action, isPermitted } from './permissions.ts';

/** Every act that one person alone can never complete, and what the second person must be permitted to do. */
const SECOND = {
	'release-tier-1': 'case:approve',
	'terminate-supplier': 'case:approve',
	whitelist: 'case:approve',
	'close-without-report': 'case:approve',
	'promote-catalogue': 'catalogue:approve',
	'weaken-policy': 'policy:approve',
} as const satisfies Readonly<Record<string, Action>>;

export type TwoPersonAct = keyof typeof SECOND;

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

/** May `second` complete this act that `first` began: permitted to, and another person? For catalogue and policy as for cases. */
export function mayComplete(act: TwoPersonAct, first: Actor, second: Actor): boolean {
	return isPermitted(second, SECOND[act]) && maySecond(first, second);
}
