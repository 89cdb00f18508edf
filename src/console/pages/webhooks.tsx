// Where announcements go: every webhook with how it fares, and a new one, whose secret is shown once, here.
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { IssuedWebhook } from '../../contract/webhooks.ts';
import { ANNOUNCEMENT_KINDS } from '../../model/announcement.ts';
import { More } from '../parts/list-tools.tsx';
import { Moment, PageHead, Section } from '../parts/marks.tsx';
import { Once } from '../parts/once.tsx';
import { Empty, Trouble, Waiting } from '../parts/trouble.tsx';
import { useKinds, WebhookMark } from '../parts/webhook-mark.tsx';
import { webhooksQuery } from '../queries.ts';
import { isRefusal, send } from '../request.ts';
import { useWords } from '../words.ts';
import '../styles/webhooks.css';

export function Webhooks(): ReactNode {
	const { say } = useWords();
	const list = useInfiniteQuery(webhooksQuery());
	const heard = useKinds();
	const webhooks = list.data?.pages.flatMap((page) => page.items) ?? [];
	return (
		<div className="page">
			<PageHead title={say('nav.webhooks')}>
				<p className="faint lead-line">{say('webhooks.lead')}</p>
			</PageHead>
			<div className="two">
				<Section id="webhooks" title={say('nav.webhooks')}>
					{list.isPending && <Waiting lines={3} />}
					{list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
					{list.isSuccess && webhooks.length === 0 && <Empty title={say('webhooks.none')}>{say('webhooks.noneHint')}</Empty>}
					<ul className="cards">
						{webhooks.map((one) => (
							<li key={one.id} data-webhook={one.id}>
								<Link to="/webhooks/$id" params={{ id: one.id }} className="address">
									<bdi>{one.url}</bdi>
								</Link>
								<span className="under">
									<WebhookMark webhook={one} />
									{one.reason !== undefined && <span dir="auto">{one.reason}</span>}
								</span>
								{one.description !== undefined && (
									<span className="under" dir="auto">
										{one.description}
									</span>
								)}
								<span className="faint under">
									{heard(one.kinds)} · <Moment at={one.createdAt} />
								</span>
							</li>
						))}
					</ul>
					<More list={list} />
				</Section>
				<NewWebhook />
			</div>
		</div>
	);
}

function NewWebhook(): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const [issued, setIssued] = useState<IssuedWebhook>();
	const [lacks, setLacks] = useState(false);
	const create = useMutation({
		mutationFn: (body: unknown) => send<IssuedWebhook>('/v1/webhooks', { method: 'POST', body }),
		onSuccess: setIssued,
		onSettled: () => queries.invalidateQueries({ queryKey: ['webhooks'] }),
	});
	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		const form = event.currentTarget;
		const given = new FormData(form);
		const url = String(given.get('url') ?? '').trim();
		const description = String(given.get('description') ?? '').trim();
		setLacks(url === '');
		if (url === '') return;
		const body = { url, kinds: given.getAll('kinds').map(String), ...(description === '' ? {} : { description }) };
		create.mutate(body, { onSuccess: () => form.reset() });
	};
	const refusal = isRefusal(create.error, 422) ? create.error.problem.errors?.find(({ pointer }) => pointer === '/url') : undefined;
	return (
		<Section id="new-webhook" title={say('webhooks.new')}>
			<form className="webhook-form" onSubmit={submit}>
				<TextInput
					name="url"
					size="xs"
					type="url"
					label={say('webhooks.url')}
					description={say('webhooks.urlHint')}
					maxLength={2048}
					error={lacks ? say('webhooks.needUrl') : refusal === undefined ? undefined : `${refusal.message}. ${refusal.fix}`}
				/>
				<TextInput name="description" size="xs" label={say('webhooks.description')} maxLength={500} />
				<fieldset className="kinds">
					<legend>{say('webhooks.kinds')}</legend>
					{ANNOUNCEMENT_KINDS.map((kind) => (
						<Checkbox key={kind} name="kinds" value={kind} size="xs" label={say(`kind.${kind}`)} />
					))}
				</fieldset>
				<Button type="submit" size="xs" loading={create.isPending}>
					{say('webhooks.create')}
				</Button>
			</form>
			{create.error !== null && refusal === undefined && <Trouble error={create.error} />}
			{issued !== undefined && (
				<div className="issued">
					<Once label={say('webhooks.secret', { url: issued.url })} text={issued.secret} />
					<Link to="/webhooks/$id" params={{ id: issued.id }}>
						{say('webhooks.goTest')}
					</Link>
				</div>
			)}
		</Section>
	);
}
