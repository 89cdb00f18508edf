// The one-time link: the first administrator, or someone invited, chooses name and password. The token stands in the fragment of the
// address, which browsers do not send; it leaves the address bar and the history at once.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import type { Welcome as WelcomeBody } from '../../contract/people.ts';
import { PageHead } from '../parts/marks.tsx';
import { Empty, Trouble } from '../parts/trouble.tsx';
import { meQuery } from '../queries.ts';
import { send } from '../request.ts';
import { useWords } from '../words.ts';

const MIN_PASSWORD = 12;

export function Welcome(): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const navigate = useNavigate();
	const [token] = useState(() => location.hash.slice(1));
	const [error, setError] = useState<unknown>();
	const [short, setShort] = useState(false);
	const [busy, setBusy] = useState(false);
	useEffect(() => history.replaceState(history.state, '', location.pathname), []);

	const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const text = (name: string): string => String(form.get(name) ?? '');
		const password = text('password');
		setShort(password.length < MIN_PASSWORD);
		if (password.length < MIN_PASSWORD) return;
		setBusy(true);
		setError(undefined);
		try {
			const body: WelcomeBody = { token, name: text('name').trim(), email: text('email').trim(), password };
			await send('/v1/welcome', { method: 'POST', body });
			await queries.fetchQuery({ ...meQuery(), staleTime: 0 });
			await navigate({ to: '/', replace: true });
		} catch (refused) {
			setError(refused);
		} finally {
			setBusy(false);
		}
	};

	if (token === '') {
		return (
			<div className="door">
				<PageHead title={say('welcome.title')} />
				<Empty title={say('welcome.noToken')}>
					<Link to="/sign-in" search={{}}>
						{say('signIn.submit')}
					</Link>
				</Empty>
			</div>
		);
	}
	return (
		<form className="door" onSubmit={(event) => void submit(event)}>
			<PageHead title={say('welcome.title')} />
			<p className="faint">{say('welcome.lead')}</p>
			<TextInput name="name" label={say('welcome.name')} autoComplete="name" required withAsterisk={false} maxLength={200} autoFocus />
			<TextInput
				name="email"
				type="email"
				label={say('signIn.email')}
				autoComplete="username"
				required
				withAsterisk={false}
				maxLength={320}
			/>
			<PasswordInput
				name="password"
				label={say('signIn.password')}
				description={say('welcome.password', { count: MIN_PASSWORD })}
				error={short ? say('welcome.short', { count: MIN_PASSWORD }) : undefined}
				autoComplete="new-password"
				required
				withAsterisk={false}
				maxLength={128}
				visibilityToggleButtonProps={{ 'aria-label': say('signIn.show') }}
			/>
			{error !== undefined && <Trouble error={error} />}
			<Button type="submit" loading={busy}>
				{say('welcome.submit')}
			</Button>
		</form>
	);
}
