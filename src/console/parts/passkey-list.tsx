// One's own passkeys: what they are, the ones there are with a name for each device, and adding one where that is possible. Where it is
// not, why, and where it is.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { PasskeyWire } from '../../contract/passkeys.ts';
import { addPasskey, ceremonyEnd, knowsPasskeys, passkeysQuery, removePasskey, renamePasskey } from '../passkeys.ts';
import { isRefusal } from '../request.ts';
import { useWords } from '../words.ts';
import { Chip, Moment, Section } from './marks.tsx';
import { Trouble, Waiting } from './trouble.tsx';

const LONGEST = 100;

export function Passkeys(): ReactNode {
	const { say } = useWords();
	const { data, error, refetch } = useQuery(passkeysQuery());
	return (
		<Section id="passkeys" title={say('passkeys.title')}>
			<p className="faint">{say('passkeys.lead')}</p>
			{error !== null && <Trouble error={error} retry={() => void refetch()} />}
			{data === undefined && error === null && <Waiting lines={2} />}
			{data !== undefined && (
				<>
					<ul className="cards">
						{data.items.map((one) => (
							<One key={one.id} passkey={one} />
						))}
					</ul>
					{data.origin === location.origin && knowsPasskeys() ? <Add /> : <NotHere origin={data.origin} />}
				</>
			)}
		</Section>
	);
}

function NotHere({ origin }: { readonly origin: string | undefined }): ReactNode {
	const { say } = useWords();
	if (origin === undefined) return <p>{say('passkeys.noHost')}</p>;
	if (origin === location.origin) return <p>{say('passkeys.unknown')}</p>;
	return (
		<p>
			{say('passkeys.elsewhere')} <a href={`${origin}/account`}>{origin}</a>
		</p>
	);
}

function Add(): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const [name, setName] = useState('');
	const add = useMutation({
		mutationFn: addPasskey,
		onSuccess: () => {
			setName('');
			return queries.invalidateQueries({ queryKey: ['passkeys'] });
		},
	});
	return (
		<>
			<NameForm
				label={say('passkeys.name')}
				verb={say('passkeys.add')}
				busy={add.isPending}
				name={name}
				onName={setName}
				onDone={add.mutate}
			/>
			<AddEnd error={add.error} />
		</>
	);
}

/** How adding ended when it did not end well. */
function AddEnd({ error }: { readonly error: unknown }): ReactNode {
	const { say } = useWords();
	if (error === null) return undefined;
	if (isRefusal(error) && error.problem.code === 'session-not-fresh')
		return (
			<p className="form-error" role="alert">
				{say('passkeys.notFresh')}{' '}
				<Link to="/sign-in" search={{ to: '/account' }}>
					{say('signIn.submit')}
				</Link>
			</p>
		);
	const end = ceremonyEnd(error);
	if (end === undefined) return <Trouble error={error} />;
	return (
		<p className="form-error" role="alert">
			{say(end === 'known' ? 'passkeys.known' : 'passkeys.stopped')}
		</p>
	);
}

interface NameFormProps {
	readonly label: string;
	readonly verb: string;
	readonly busy: boolean;
	readonly name: string;
	readonly onName: (name: string) => void;
	readonly onDone: (name: string) => void;
}

function NameForm({ label, verb, busy, name, onName, onDone }: NameFormProps): ReactNode {
	const { say } = useWords();
	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		if (name.trim() !== '') onDone(name.trim());
	};
	return (
		<form className="inline-form" onSubmit={submit}>
			<TextInput
				size="xs"
				w={260}
				label={label}
				placeholder={say('passkeys.example')}
				maxLength={LONGEST}
				required
				withAsterisk={false}
				value={name}
				onChange={(event) => onName(event.currentTarget.value)}
			/>
			<Button type="submit" size="xs" loading={busy}>
				{verb}
			</Button>
		</form>
	);
}

function One({ passkey }: { readonly passkey: PasskeyWire }): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const [step, setStep] = useState<'shown' | 'renaming' | 'removing'>('shown');
	const [name, setName] = useState(passkey.name);
	const refresh = async (): Promise<void> => {
		await queries.invalidateQueries({ queryKey: ['passkeys'] });
		setStep('shown');
	};
	const rename = useMutation({ mutationFn: (to: string) => renamePasskey(passkey.id, to), onSuccess: refresh });
	const remove = useMutation({ mutationFn: () => removePasskey(passkey.id), onSuccess: refresh });
	const error = rename.error ?? remove.error;
	return (
		<li>
			<strong>
				<bdi>{passkey.name}</bdi>
			</strong>{' '}
			{passkey.synced && <Chip>{say('passkeys.synced')}</Chip>}
			<span className="faint under">
				{say('passkeys.added')} <Moment at={passkey.createdAt} />
				{passkey.lastUsedAt !== undefined && (
					<>
						{' · '}
						{say('passkeys.used')} <Moment at={passkey.lastUsedAt} />
					</>
				)}
			</span>
			{step === 'renaming' ? (
				<NameForm
					label={say('passkeys.name')}
					verb={say('passkeys.save')}
					busy={rename.isPending}
					name={name}
					onName={setName}
					onDone={rename.mutate}
				/>
			) : (
				<div className="inline-form">
					<Button size="compact-xs" variant="default" onClick={() => setStep('renaming')}>
						{say('passkeys.rename')}
					</Button>
					{step === 'removing' ? (
						<Button size="compact-xs" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
							{say('passkeys.removeNow')}
						</Button>
					) : (
						<Button size="compact-xs" variant="default" onClick={() => setStep('removing')}>
							{say('passkeys.remove')}
						</Button>
					)}
				</div>
			)}
			{error !== null && <Trouble error={error} />}
		</li>
	);
}
