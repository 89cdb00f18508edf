// People and keys, for the administrator: who there is, invitations by one-time link, API keys. A key's secret and an invitation's
// link are shown once, here, and kept nowhere in the browser.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { IssuedKey } from '../../contract/people.ts';
import { ROLES } from '../../model/actor.ts';
import { may } from '../../policy/permissions.ts';
import { FirstSteps } from '../parts/first-steps.tsx';
import { Chip, Moment, PageHead, Section } from '../parts/marks.tsx';
import { Once } from '../parts/once.tsx';
import { Empty, Trouble, Waiting } from '../parts/trouble.tsx';
import { keysQuery, peopleQuery } from '../queries.ts';
import { send } from '../request.ts';
import { useWords } from '../words.ts';

export function People(): ReactNode {
	const { say } = useWords();
	const people = useInfiniteQuery(peopleQuery());
	const keys = useInfiniteQuery(keysQuery());
	const all = <T,>(list: { readonly data?: { readonly pages: readonly { readonly items: readonly T[] }[] } | undefined }): T[] =>
		list.data?.pages.flatMap(({ items }) => items) ?? [];
	return (
		<div className="page">
			<PageHead title={say('nav.people')} />
			{people.isSuccess && keys.isSuccess && <FirstSteps people={all(people)} keys={all(keys)} />}
			<div className="two">
				<PeopleSection />
				<KeysSection />
			</div>
		</div>
	);
}

function RoleSelect({ without }: { readonly without: readonly string[] }): ReactNode {
	const { say } = useWords();
	return (
		<NativeSelect
			name="role"
			size="xs"
			label={say('people.role')}
			data={ROLES.filter((role) => !without.includes(role)).map((role) => ({ value: role, label: say(`role.${role}`) }))}
			defaultValue="analyst"
		/>
	);
}

function PeopleSection(): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const list = useInfiniteQuery(peopleQuery());
	const people = list.data?.pages.flatMap((page) => page.items) ?? [];
	const invite = useMutation({
		mutationFn: (body: { readonly role: string; readonly name?: string; readonly certification?: { readonly training: string } }) =>
			send<{ readonly link: string }>('/v1/people', { method: 'POST', body }),
		onSettled: () => queries.invalidateQueries({ queryKey: ['people'] }),
	});
	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		const fields = event.currentTarget;
		const form = new FormData(fields);
		const name = String(form.get('name') ?? '').trim();
		const training = String(form.get('training') ?? '').trim();
		const body = {
			role: String(form.get('role')),
			...(name === '' ? {} : { name }),
			...(training === '' ? {} : { certification: { training } }),
		};
		// Emptied, so that the next click does not invite the same person again.
		invite.mutate(body, { onSuccess: () => fields.reset() });
	};
	return (
		<Section id="people" title={say('people.people')}>
			<form className="inline-form" onSubmit={submit}>
				<TextInput name="name" size="xs" label={say('people.name')} maxLength={200} />
				<RoleSelect without={['seller', 'buyer']} />
				<TextInput name="training" size="xs" label={say('people.training')} maxLength={500} />
				<Button type="submit" size="xs" loading={invite.isPending}>
					{say('people.invite')}
				</Button>
			</form>
			{invite.data !== undefined && <Once label={say('people.link')} text={invite.data.link} />}
			{invite.error !== null && <Trouble error={invite.error} />}
			{list.isPending && <Waiting lines={3} />}
			{list.isError && <Trouble error={list.error} />}
			<ul className="cards">
				{people.map((one) => (
					<li key={one.id}>
						<strong>
							<bdi>{one.name}</bdi>
						</strong>{' '}
						<Chip>{say(`role.${one.role}`)}</Chip>{' '}
						{one.certification === undefined && may(one.role, 'case:decide') && <Chip>{say('people.uncertified')}</Chip>}
						<span className="faint under">
							{one.email} · <Moment at={one.createdAt} />
						</span>
					</li>
				))}
			</ul>
		</Section>
	);
}

function KeysSection(): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const list = useInfiniteQuery(keysQuery());
	const [issued, setIssued] = useState<IssuedKey>();
	const keys = list.data?.pages.flatMap((page) => page.items) ?? [];
	const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ['keys'] });
	const create = useMutation({
		mutationFn: (body: unknown) => send<IssuedKey>('/v1/keys', { method: 'POST', body }),
		onSuccess: setIssued,
		onSettled: refresh,
	});
	const revoke = useMutation({
		mutationFn: (id: string) => send(`/v1/keys/${encodeURIComponent(id)}`, { method: 'DELETE' }),
		onSettled: refresh,
	});
	const rotate = useMutation({
		mutationFn: (id: string) => send<IssuedKey>(`/v1/keys/${encodeURIComponent(id)}:rotate`, { method: 'POST' }),
		onSuccess: setIssued,
		onSettled: refresh,
	});
	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		const fields = event.currentTarget;
		const form = new FormData(fields);
		const given = Object.fromEntries(['role', 'name', 'seller'].map((name) => [name, String(form.get(name) ?? '').trim()]));
		create.mutate(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')), { onSuccess: () => fields.reset() });
	};
	return (
		<Section id="keys" title={say('people.keys')}>
			<form className="inline-form" onSubmit={submit}>
				<TextInput name="name" size="xs" label={say('people.keyName')} maxLength={200} />
				<RoleSelect without={[]} />
				<TextInput name="seller" size="xs" label={say('people.seller')} maxLength={200} />
				<Button type="submit" size="xs" loading={create.isPending}>
					{say('people.create')}
				</Button>
			</form>
			{issued !== undefined && <Once label={say('people.secret')} text={issued.key} />}
			{create.error !== null && <Trouble error={create.error} />}
			{revoke.error !== null && <Trouble error={revoke.error} />}
			{rotate.error !== null && <Trouble error={rotate.error} />}
			{list.isPending && <Waiting lines={3} />}
			{list.isError && <Trouble error={list.error} />}
			{list.isSuccess && keys.length === 0 && <Empty title={say('people.noKeys')} />}
			<ul className="cards">
				{keys.map((one) => (
					<li key={one.id}>
						<strong>
							<bdi>{one.name}</bdi>
						</strong>{' '}
						<Chip>{say(`role.${one.role}`)}</Chip> {one.seller !== undefined && <Chip>{one.seller}</Chip>}
						{one.revokedAt !== undefined && <Chip tone="bad">{say('people.revoked')}</Chip>}
						{one.replacedBy !== undefined && <Chip>{say('people.rotated')}</Chip>}
						<span className="faint under">
							<code>{one.id}</code> · <Moment at={one.createdAt} />
							{one.expiresAt !== undefined && (
								<>
									{' '}
									· {say('people.ends')} <Moment at={one.expiresAt} />
								</>
							)}
						</span>
						{one.scopes !== undefined && (
							<span className="faint under">
								{say('people.scopes')} <code>{one.scopes.join(', ')}</code>
							</span>
						)}
						{one.revokedAt === undefined && one.replacedBy === undefined && (
							<Button
								size="compact-xs"
								variant="default"
								aria-label={say('people.rotateKey', { name: one.name })}
								onClick={() => rotate.mutate(one.id)}
							>
								{say('people.rotate')}
							</Button>
						)}{' '}
						{one.revokedAt === undefined && (
							<Button
								size="compact-xs"
								variant="default"
								aria-label={say('people.revokeKey', { name: one.name })}
								onClick={() => revoke.mutate(one.id)}
							>
								{say('people.revoke')}
							</Button>
						)}
					</li>
				))}
			</ul>
		</Section>
	);
}
