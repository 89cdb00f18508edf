// Signing in: e-mail and password, then a code where the person has set one up.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { PageHead } from '../parts/marks.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { meQuery } from '../queries.ts';
import { isRefusal } from '../request.ts';
import { giveCode, signIn } from '../session.ts';
import { useWords } from '../words.ts';

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

	const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const text = (name: string): string => String(form.get(name) ?? '');
		setBusy(true);
		setError(undefined);
		try {
			const answer = await (step === 'password' ? signIn(text('email'), text('password')) : giveCode(text('code')));
			if (answer === 'second-factor') return setStep('code');
			await queries.fetchQuery({ ...meQuery(), staleTime: 0 });
			await navigate({ href: isOwn(to) ? to : '/', replace: true });
		} catch (refused) {
			setError(refused);
		} finally {
			setBusy(false);
		}
	};

	const wrong = isRefusal(error, 401) || isRefusal(error, 403);
	return (
		<form className="door" onSubmit={(event) => void submit(event)}>
			<PageHead title={say('signIn.title')} />
			<p className="faint">{say(step === 'password' ? 'signIn.lead' : 'signIn.codeLead')}</p>
			{step === 'password' ? (
				<>
					<TextInput
						name="email"
						type="email"
						label={say('signIn.email')}
						autoComplete="username"
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
			{wrong && (
				<p className="form-error" role="alert">
					{say(step === 'password' ? 'signIn.wrong' : 'signIn.wrongCode')}
				</p>
			)}
			{error !== undefined && !wrong && <Trouble error={error} />}
			<Button type="submit" loading={busy}>
				{say('signIn.submit')}
			</Button>
		</form>
	);
}
