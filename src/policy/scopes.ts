// What an API key may be narrowed to: actions that its role may take. Narrowing never adds anything, and nobody hands on by a key what
// their own key may not do.
import type { Problem } from '../base/result.ts';
import type { Actor, Role } from '../model/actor.ts';
import { nearest } from '../model/nearest.ts';
import { ACTIONS, type Action, isPermitted, may } from './permissions.ts';

/** What the role may do, in the order of the table. */
export const actionsOf = (role: Role): Action[] => ACTIONS.filter((action) => may(role, action));

/** What is wrong with the scopes asked for; their place in the list is the pointer, below `/scopes`. */
export function scopeProblems(role: Role, scopes: readonly string[]): Problem[] {
	if (scopes.length === 0)
		return [{ pointer: '/scopes', message: 'names no action, so the key could do nothing', fix: 'leave it out for the whole role' }];
	return scopes.flatMap((scope, index) => {
		const found = scopeProblem(role, scope, scopes);
		return found === undefined ? [] : { pointer: `/scopes/${index}`, ...found };
	});
}

function scopeProblem(role: Role, scope: string, scopes: readonly string[]): Omit<Problem, 'pointer'> | undefined {
	const action = ACTIONS.find((one) => one === scope);
	const theirs = actionsOf(role);
	const named = JSON.stringify(scope.slice(0, 64));
	if (action === undefined) {
		const close = nearest(scope, theirs);
		const fix = `use actions of the role: ${theirs.join(', ')}`;
		return { message: `${named} is not an action`, fix: close === undefined ? fix : `did you mean ${close}? Otherwise ${fix}` };
	}
	if (!may(role, action))
		return { message: `the role ${role} may not do ${action}`, fix: `use actions of the role: ${theirs.join(', ')}; or another role` };
	const sight = sightFor(action);
	return sight === undefined || scopes.includes(sight)
		? undefined
		: { message: `${action} works on what the key may read, and the key lacks ${sight}`, fix: `add ${sight}` };
}

// Whoever acts on a case, or agrees to a policy, must see what they act on.
function sightFor(action: Action): Action | undefined {
	if (action === 'policy:propose' || action === 'policy:approve') return 'watch-list:read';
	const onCases = action.startsWith('case:') || ['qa:review', 'golden:propose', 'golden:confirm'].includes(action);
	return onCases && action !== 'case:read' && action !== 'case:appeal' ? 'case:read' : undefined;
}

/** What a key would be able to do that its maker's own key was narrowed not to; empty for makers who were not narrowed. */
export function beyond(maker: Actor, made: { readonly role: Role; readonly scopes?: readonly string[] }): Action[] {
	return maker.scopes === undefined ? [] : ACTIONS.filter((action) => isPermitted(made, action) && maker.scopes?.includes(action) !== true);
}
