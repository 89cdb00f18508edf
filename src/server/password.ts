// What a password must not be. Length is what counts (NIST SP 800-63B); beyond it only what anybody would try first is refused.
import type { Problem } from '../base/result.ts';

const LEAST = 12;
const MOST = 128;
const LEAST_DIFFERENT = 5;

/** What is wrong with a password for this person; undefined when it will do. */
export function passwordProblem(password: string, person: { readonly name: string; readonly email: string }): Problem | undefined {
	const problem = (message: string, fix: string): Problem => ({ pointer: '/password', message, fix });
	if (password.length < LEAST || password.length > MOST)
		return problem(`is not ${LEAST} to ${MOST} characters long`, 'use several words that do not belong together');
	if (new Set(password.toLowerCase()).size < LEAST_DIFFERENT) return problem('repeats too few characters', 'use several words');
	const plain = password.toLowerCase();
	const known = [person.name, person.email, person.email.split('@')[0] ?? '', 'weir'].map((one) => one.trim().toLowerCase());
	// What is left when everything that others know about the person is taken out must still be long enough.
	const left = known.filter((one) => one.length >= 3).reduce((text, one) => text.replaceAll(one, ''), plain);
	return left.length < LEAST - 4 && left.length < plain.length
		? problem('is made of your name or address', 'leave them out and use several words')
		: undefined;
}
