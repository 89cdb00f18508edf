// One's own account: passkeys, and a second factor from an authenticator app, switched on with the password and a first code, and off
// again with the password. The secret and the backup codes are shown once, here, and kept nowhere in the browser.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, lazy, type ReactNode, Suspense, useState } from 'react';
import { Chip, PageHead, Section } from '../parts/marks.tsx';
import { Passkeys } from '../parts/passkey-list.tsx';
import { Trouble, Waiting } from '../parts/trouble.tsx';
import { isRefusal } from '../request.ts';
import { type Enrolment, secondFactorQuery, startSecondFactor, stopSecondFactor } from '../second-factor.ts';
import { giveCode, useSession } from '../session.ts';
import { useWords } from '../words.ts';

const QrCode = lazy(() => import('../parts/qr-code.tsx'));

export function Account(): ReactNode {
	const { say } = useWords();
	const { me } = useSession();
	const { data, error, refetch } = useQuery(secondFactorQuery());
	return (
		<div className="page narrow">
			<PageHead title={say('account.title')}>
				<span className="faint">
					{me?.name} · {me === undefined ? '' : say(`role.${me.role}`)}
				</span>
			</PageHead>
			<Passkeys />
			<Section
				id="second-factor"
				title={say('account.factor')}
				aside={data === undefined ? undefined : <Chip tone={data ? 'good' : 'plain'}>{say(data ? 'account.on' : 'account.off')}</Chip>}
			>
				<p className="faint">{say('account.factorLead')}</p>
				{error !== null && <Trouble error={error} retry={() => void refetch()} />}
				{data === undefined && error === null && <Waiting lines={2} />}
				{data === false && <SwitchOn />}
				{data === true && <SwitchOff />}
			</Section>
		</div>
	);
}

/** A password and a button; what the server says is below. */
function PasswordForm({
	label,
	busy,
	error,
	onPassword,
}: {
	readonly label: string;
	readonly busy: boolean;
	readonly error: unknown;
	readonly onPassword: (password: string) => void;
}): ReactNode {
	const { say } = useWords();
	const wrong = isRefusal(error) && error.problem.status >= 400 && error.problem.status < 500;
	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		onPassword(String(new FormData(event.currentTarget).get('password') ?? ''));
	};
	return (
		<form className="inline-form" onSubmit={submit}>
			<PasswordInput
				name="password"
				size="xs"
				w={260}
				label={say('account.password')}
				autoComplete="current-password"
				required
				withAsterisk={false}
				visibilityToggleButtonProps={{ 'aria-label': say('signIn.show') }}
				error={wrong ? say('account.wrongPassword') : undefined}
			/>
			<Button type="submit" size="xs" loading={busy}>
				{label}
			</Button>
			{error !== null && !wrong && <Trouble error={error} />}
		</form>
	);
}

function SwitchOn(): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const start = useMutation({ mutationFn: startSecondFactor });
	const confirm = useMutation({
		mutationFn: giveCode,
		onSuccess: () => queries.invalidateQueries({ queryKey: ['second-factor'] }),
	});
	const [code, setCode] = useState('');
	if (start.data === undefined)
		return <PasswordForm label={say('account.start')} busy={start.isPending} error={start.error} onPassword={start.mutate} />;
	return (
		<div className="enrol">
			<Secret enrolment={start.data} />
			<form
				className="inline-form"
				onSubmit={(event) => {
					event.preventDefault();
					confirm.mutate(code.replace(/\s/g, ''));
				}}
			>
				<TextInput
					size="xs"
					label={say('account.firstCode')}
					inputMode="numeric"
					autoComplete="one-time-code"
					required
					withAsterisk={false}
					value={code}
					error={confirm.error === null ? undefined : say('signIn.wrongCode')}
					onChange={(event) => setCode(event.currentTarget.value)}
				/>
				<Button type="submit" size="xs" loading={confirm.isPending}>
					{say('account.confirm')}
				</Button>
			</form>
		</div>
	);
}

function Secret({ enrolment: { uri, secret, backupCodes } }: { readonly enrolment: Enrolment }): ReactNode {
	const { say } = useWords();
	return (
		<div className="once" role="status">
			<span>{say('account.scan')}</span>
			<Suspense fallback={<div className="qr" />}>
				<QrCode text={uri} label={say('account.qr')} />
			</Suspense>
			<span>{say('account.secret')}</span>
			<code>{secret}</code>
			<a href={uri}>{say('account.open')}</a>
			<span>{say('account.backup')}</span>
			<ul className="codes">
				{backupCodes.map((one) => (
					<li key={one}>
						<code>{one}</code>
					</li>
				))}
			</ul>
		</div>
	);
}

function SwitchOff(): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const stop = useMutation({
		mutationFn: stopSecondFactor,
		onSuccess: () => queries.invalidateQueries({ queryKey: ['second-factor'] }),
	});
	return <PasswordForm label={say('account.stop')} busy={stop.isPending} error={stop.error} onPassword={stop.mutate} />;
}
