// Starts a session for a person whom something else than better-auth has recognised: the same row, cookie, length and end as after a
// password. Only this program can call it; it has no address.
import type { BetterAuthPlugin } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';

interface Opening {
	readonly personId: string;
}

interface BodySchema {
	readonly '~standard': {
		readonly version: 1;
		readonly vendor: string;
		readonly validate: (value: unknown) => { readonly value: Opening };
		readonly types?: { readonly input: Opening; readonly output: Opening };
	};
}

// Standard Schema, in which better-auth takes bodies: its callers are in this folder, so that there is nothing to refuse.
const body: BodySchema = { '~standard': { version: 1, vendor: 'weir', validate: (value) => ({ value: value as Opening }) } };

export const openSession = {
	id: 'open-session',
	endpoints: {
		openSession: createAuthEndpoint.serverOnly({ method: 'POST', body }, async (context) => {
			const { internalAdapter } = context.context;
			const user = await internalAdapter.findUserById(context.body.personId);
			if (user === null) return context.json({ opened: false });
			const session = await internalAdapter.createSession(user.id);
			await setSessionCookie(context, { session, user });
			return context.json({ opened: true });
		}),
	},
} satisfies BetterAuthPlugin;
