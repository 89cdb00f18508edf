// The person's second factor, as better-auth keeps it: whether there is one, switching it on and off.
import { queryOptions } from '@tanstack/react-query';
import { send } from './request.ts';

/** Whether the person has a second factor. */
async function hasSecondFactor(signal: AbortSignal): Promise<boolean> {
	const session = await send<{ readonly user?: { readonly twoFactorEnabled?: boolean | null } } | null>('/api/auth/get-session', {
		signal,
	});
	return session?.user?.twoFactorEnabled === true;
}

export const secondFactorQuery = () => queryOptions({ queryKey: ['second-factor'], queryFn: ({ signal }) => hasSecondFactor(signal) });

/** What an authenticator app needs, and the codes for the day when it is lost. */
export interface Enrolment {
	readonly uri: string;
	readonly secret: string;
	readonly backupCodes: readonly string[];
}

/** Begins to switch the second factor on; it counts once a first code was given. */
export async function startSecondFactor(password: string): Promise<Enrolment> {
	const { totpURI, backupCodes } = await send<{ readonly totpURI: string; readonly backupCodes: readonly string[] }>(
		'/api/auth/two-factor/enable',
		{ method: 'POST', body: { password } },
	);
	return { uri: totpURI, secret: new URL(totpURI).searchParams.get('secret') ?? '', backupCodes };
}

export const stopSecondFactor = (password: string): Promise<unknown> =>
	send('/api/auth/two-factor/disable', { method: 'POST', body: { password } });
