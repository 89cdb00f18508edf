// Signing in: e-mail and password, then a code where the person has set one up; or a passkey, which is all of it at once.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { PageHead } from '../parts/marks.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { ceremonyEnd, knowsPasskeys, namedAddress, offersPasskeys, passkeyPicked, signInWithPasskey } from '../passkeys.ts';
import { meQuery } from '../queries.ts';
import { isRefusal } from '../request.ts';
import { giveCode, signIn } from '../session.ts';
import { type Key, useWords } from '../words.ts';

/** How the server refuses a passkey itself, rather than its address or the moment. */
const PASSKEY_CODES = new Set([
	'passkey-unknown',
	'wrong-signature',
	'person-not-verified',
	'other-site',
	'wrong-ceremony',
	'counter-went-back',
]);

// Only an address of this console may follow: "//elsewhere" and "\\elsewhere" would leave it.
const isOwn = (path: string | undefined): path is string => path !== undefined && /^\/[\w?]/.test(path);

export function SignIn(): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const navigate = useNavigate();
	const { to } = useSearch({ from: '/bare/sign-in' });
	const [step, setStep] = useState<'password' | 'code'>('password');
	const [error, setError] = useState<unknown>();
	const [busy, setBusy] = useState(false);
	const [round, setRound] = useState(0);

	const enter = async (open: () => Promise<'done' | 'second-factor'>): Promise<void> => {
		setBusy(true);
		setError(undefined);
		try {
			if ((await open()) === 'second-factor') return setStep('code');
			await queries.fetchQuery({ ...meQuery(), staleTime: 0 });
			await navigate({ href: isOwn(to) ? to : '/', replace: true });
		} catch (refused) {
			setError(refused);
			setRound((before) => before + 1);
		} finally {
			setBusy(false);
		}
	};
	usePasskeyOffer(step === 'password' ? round : undefined, (open) => void enter(open));
	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const text = (name: string): string => String(form.get(name) ?? '');
		void enter(() => (step === 'password' ? signIn(text('email'), text('password')) : giveCode(text('code'))));
	};

	const wrong = said(error, step);
	return (
		<form className="door" onSubmit={submit}>
			<PageHead title={say('signIn.title')} />
			<p className="faint">{say(step === 'password' ? 'signIn.lead' : 'signIn.codeLead')}</p>
			{step === 'password' ? (
				<>
					<TextInput
						name="email"
						type="email"
						label={say('signIn.email')}
						autoComplete="username webauthn"
						required
						withAsterisk={false}
						autoFocus
					/>
					<PasswordInput
						name="password"
						label={say('signIn.password')}
						autoComplete="current-password"
						required
						withAsterisk={false}
						visibilityToggleButtonProps={{ 'aria-label': say('signIn.show') }}
					/>
				</>
			) : (
				<TextInput
					name="code"
					label={say('signIn.code')}
					inputMode="numeric"
					autoComplete="one-time-code"
					required
					withAsterisk={false}
					autoFocus
				/>
			)}
			{wrong !== undefined && (
				<p className="form-error" role="alert">
					{say(wrong)}
				</p>
			)}
			{error !== undefined && wrong === undefined && <Trouble error={error} />}
			<Button type="submit" loading={busy}>
				{say('signIn.submit')}
			</Button>
			{step === 'password' && <PasskeyDoor busy={busy} onOpen={() => void enter(signInWithPasskey)} />}
		</form>
	);
}

// Where the browser can, it offers passkeys in the field for the address, once for each round; where it cannot, or is told not to, the
// button does the same.
function usePasskeyOffer(round: number | undefined, picked: (open: () => Promise<'done'>) => void): void {
	const latest = useRef(picked);
	latest.current = picked;
	useEffect(() => {
		if (round === undefined) return;
		const stop = new AbortController();
		const offer = async (): Promise<void> => {
			if (!(await offersPasskeys()) || stop.signal.aborted) return;
			latest.current(await passkeyPicked(stop.signal));
		};
		// What goes wrong with an offer is nobody's concern: nobody asked for it.
		offer().catch(() => undefined);
		return () => stop.abort();
	}, [round]);
}

/** The sentence for what went wrong, where there is one of ours. */
function said(error: unknown, step: 'password' | 'code'): Key | undefined {
	if (ceremonyEnd(error) !== undefined) return 'passkeys.stopped';
	if (!isRefusal(error)) return undefined;
	const { status, code } = error.problem;
	if (code !== undefined && PASSKEY_CODES.has(code)) return code === 'counter-went-back' ? 'passkeys.copied' : 'passkeys.refused';
	if (status !== 401 && status !== 403) return undefined;
	return step === 'password' ? 'signIn.wrong' : 'signIn.wrongCode';
}

function PasskeyDoor({ busy, onOpen }: { readonly busy: boolean; readonly onOpen: () => void }): ReactNode {
	const { say } = useWords();
	const named = namedAddress();
	if (knowsPasskeys())
		return (
			<div className="or">
				<Button variant="default" disabled={busy} onClick={onOpen}>
					{say('passkeys.signIn')}
				</Button>
			</div>
		);
	if (named === undefined) return undefined;
	return (
		<p className="or faint">
			<span>
				{say('passkeys.elsewhere')} <a href={named}>{named}</a>
			</span>
		</p>
	);
}
