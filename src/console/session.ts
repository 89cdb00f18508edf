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

/** Whether the person has a second factor. */
export async function hasSecondFactor(signal: AbortSignal): Promise<boolean> {
	const session = await send<{ readonly user?: { readonly twoFactorEnabled?: boolean | null } } | null>('/api/auth/get-session', {
		signal,
	});
	return session?.user?.twoFactorEnabled === true;
}

/** What an authenticator app needs, and the codes for the day when it is lost. */
export interface Enrolment {
	readonly uri: string;
	readonly secret: string;
	readonly backupCodes: readonly string[];
}

/** Begins to switch the second factor on; it counts once {@link giveCode} has taken a first code. */
export async function startSecondFactor(password: string): Promise<Enrolment> {
	const { totpURI, backupCodes } = await send<{ readonly totpURI: string; readonly backupCodes: readonly string[] }>(
		'/api/auth/two-factor/enable',
		{ method: 'POST', body: { password } },
	);
	return { uri: totpURI, secret: new URL(totpURI).searchParams.get('secret') ?? '', backupCodes };
}

export const stopSecondFactor = (password: string): Promise<unknown> =>
	send('/api/auth/two-factor/disable', { method: 'POST', body: { password } });
