// A person's passkeys and signing in with one. The browser's part is @simplewebauthn/browser's, loaded when it is used; what an
// authenticator answers goes to the server as it is, and nothing of it is kept here.
import { queryOptions } from '@tanstack/react-query';
import type { PasskeyCreation, PasskeyPage, PasskeyRequest, PasskeyWire } from '../contract/passkeys.ts';
import { send } from './request.ts';

export const passkeysQuery = () =>
	queryOptions({ queryKey: ['passkeys'], queryFn: ({ signal }) => send<PasskeyPage>('/v1/passkeys', { signal }) });

const isNumeric = (host: string): boolean => host.startsWith('[') || /^[\d.]{7,15}$/.test(host);

/** Whether this browser knows passkeys, on the pages of this address. */
export const knowsPasskeys = (): boolean => 'PublicKeyCredential' in window && !isNumeric(location.hostname);

/** This machine under the name that passkeys know, while it is open under its number. */
export const namedAddress = (): string | undefined =>
	/^127(?:\.\d{1,3}){3}$|^\[::1\]$/.test(location.hostname)
		? `${location.protocol}//localhost${location.port === '' ? '' : `:${location.port}`}`
		: undefined;

/** Has an authenticator make a passkey and gives it this name. */
export async function addPasskey(name: string): Promise<PasskeyWire> {
	const { startRegistration } = await import('@simplewebauthn/browser');
	const optionsJSON = await send<PasskeyCreation>('/v1/passkeys:begin', { method: 'POST' });
	const credential = await startRegistration({ optionsJSON: { ...optionsJSON, excludeCredentials: known(optionsJSON) } });
	return send('/v1/passkeys', { method: 'POST', body: { name, credential } });
}

// Ways to reach an authenticator are words that only the browser understands.
const known = ({ excludeCredentials }: PasskeyCreation) => excludeCredentials.map(({ id, type }) => ({ id, type }));

export const renamePasskey = (id: string, name: string): Promise<PasskeyWire> =>
	send(`/v1/passkeys/${encodeURIComponent(id)}`, { method: 'PUT', body: { name } });

export const removePasskey = (id: string): Promise<void> => send(`/v1/passkeys/${encodeURIComponent(id)}`, { method: 'DELETE' });

/** Starts a session with a passkey; no code is asked for afterwards. */
export async function signInWithPasskey(): Promise<'done'> {
	const { startAuthentication } = await import('@simplewebauthn/browser');
	const optionsJSON = await send<PasskeyRequest>('/v1/passkeys:challenge', { method: 'POST' });
	const credential = await startAuthentication({ optionsJSON });
	await send('/v1/passkeys:sign-in', { method: 'POST', body: { credential } });
	return 'done';
}

/** Whether this browser offers passkeys by itself, in a field for an address. */
export async function offersPasskeys(): Promise<boolean> {
	if (!knowsPasskeys() || typeof PublicKeyCredential.isConditionalMediationAvailable !== 'function') return false;
	return PublicKeyCredential.isConditionalMediationAvailable();
}

/** Before what was asked can no longer be answered. */
const RENEW_MS = 10_000;

/**
 * Waits until the person picks a passkey that the browser offers in the field for the address: then what ends signing in. Rejects when
 * it is called off, by `signal` or by signing in otherwise.
 */
export async function passkeyPicked(signal: AbortSignal): Promise<() => Promise<'done'>> {
	const browser = await import('@simplewebauthn/browser');
	const stop = (): void => browser.WebAuthnAbortService.cancelCeremony();
	signal.addEventListener('abort', stop, { once: true });
	try {
		while (true) {
			const optionsJSON = await send<PasskeyRequest>('/v1/passkeys:challenge', { method: 'POST', signal });
			signal.throwIfAborted();
			let isOld = false;
			const renew = setTimeout(() => {
				isOld = true;
				stop();
			}, optionsJSON.timeout - RENEW_MS);
			try {
				const credential = await browser.startAuthentication({ optionsJSON, useBrowserAutofill: true });
				return () => send('/v1/passkeys:sign-in', { method: 'POST', body: { credential } }).then(() => 'done' as const);
			} catch (error) {
				if (!isOld || signal.aborted) throw error;
			} finally {
				clearTimeout(renew);
			}
		}
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/** What the browser or the person said no to: `stopped` by hand or by time, `known` to this authenticator already. */
export function ceremonyEnd(error: unknown): 'stopped' | 'known' | undefined {
	if (!(error instanceof Error)) return undefined;
	if (error.name === 'NotAllowedError' || error.name === 'AbortError') return 'stopped';
	return error.name === 'InvalidStateError' ? 'known' : undefined;
}
