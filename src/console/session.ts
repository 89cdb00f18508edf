// Who is signed in and what the permission table lets them do. The server decides every time; the console only leaves out what
// would be refused.
import { useQuery } from '@tanstack/react-query';
import type { Me } from '../contract/people.ts';
import type { Action } from '../policy/permissions.ts';
import { meQuery } from './queries.ts';
import { send } from './request.ts';

export interface Session {
	readonly me: Me | undefined;
	readonly may: (action: Action) => boolean;
}

export function useSession(): Session {
	const { data: me } = useQuery(meQuery());
	return { me, may: (action) => me?.actions.includes(action) ?? false };
}

/** Starts a session by password. `second-factor` means that a code is asked for before the session counts. */
export async function signIn(email: string, password: string): Promise<'done' | 'second-factor'> {
	const answer = await send<{ readonly twoFactorRedirect?: boolean }>('/api/auth/sign-in/email', {
		method: 'POST',
		body: { email, password },
	});
	return answer.twoFactorRedirect === true ? 'second-factor' : 'done';
}

/** The second factor: the code of the person's authenticator. */
export async function giveCode(code: string): Promise<'done'> {
	await send('/api/auth/two-factor/verify-totp', { method: 'POST', body: { code } });
	return 'done';
}

export const signOut = (): Promise<unknown> => send('/api/auth/sign-out', { method: 'POST', body: {} });
