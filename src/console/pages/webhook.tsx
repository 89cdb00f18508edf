// One webhook: how it fares, trying it out, a new secret, letting it rest or hear again, taking it away, and what it was told.
import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { IssuedWebhook, Webhook } from '../../contract/webhooks.ts';
import { Confirm } from '../parts/confirm.tsx';
import { DeliveryList } from '../parts/delivery-list.tsx';
import { Moment, PageHead, Section } from '../parts/marks.tsx';
import { Once } from '../parts/once.tsx';
import { Trouble, Waiting } from '../parts/trouble.tsx';
import { useKinds, WebhookMark } from '../parts/webhook-mark.tsx';
import { webhookQuery } from '../queries.ts';
import { send } from '../request.ts';
import { useWords } from '../words.ts';
import '../styles/webhooks.css';

const LOOK_MS = 3_000;

export function WebhookPage(): ReactNode {
	const { say } = useWords();
	const { id } = useParams({ from: '/inside/webhooks/$id' });
	const { data, error, refetch } = useQuery({
		...webhookQuery(id),
		// What waits for a live one may have arrived at any moment.
		refetchInterval: ({ state }) => (state.data?.state === 'live' && state.data.waiting > 0 ? LOOK_MS : false),
	});
	if (data === undefined)
		return <div className="page">{error === null ? <Waiting /> : <Trouble error={error} retry={() => void refetch()} />}</div>;
	return (
		<div className="page">
			<PageHead title={data.url}>
				<div className="case-line">
					<Link to="/webhooks" className="faint">
						{say('nav.webhooks')}
					</Link>
					<WebhookMark webhook={data} />
					<Link to="/proofs" search={{ subject: `webhook/${id}` }}>
						{say('history.entry')}
					</Link>
				</div>
			</PageHead>
			<div className="case-grid">
				<div className="case-known">
					<DeliveryList webhook={data} />
				</div>
				<div className="case-todo">
					<Actions key={id} webhook={data} />
					<Facts webhook={data} />
				</div>
			</div>
		</div>
	);
}

function Facts({ webhook }: { readonly webhook: Webhook }): ReactNode {
	const { say } = useWords();
	const heard = useKinds();
	const { createdAt, description, failingSince, oldSecretUntil, reason } = webhook;
	return (
		<Section id="webhook-facts" title={say('webhook.facts')}>
			<dl className="facts">
				<dt>{say('webhook.hears')}</dt>
				<dd>{heard(webhook.kinds)}</dd>
				{description !== undefined && (
					<>
						<dt>{say('webhooks.description')}</dt>
						<dd dir="auto">{description}</dd>
					</>
				)}
				{reason !== undefined && (
					<>
						<dt>{say('webhook.state.disabled')}</dt>
						<dd dir="auto">{reason}</dd>
					</>
				)}
				<When label={say('webhook.failingSince')} at={failingSince} />
				<When label={say('webhook.oldSecret')} at={oldSecretUntil} />
				<When label={say('webhook.created')} at={createdAt} />
			</dl>
		</Section>
	);
}

function When({ label, at }: { readonly label: string; readonly at: string | undefined }): ReactNode {
	if (at === undefined) return null;
	return (
		<>
			<dt>{label}</dt>
			<dd>
				<Moment at={at} />
			</dd>
		</>
	);
}

type Verb = 'test' | 'rotate' | 'enable' | 'disable' | 'remove';

function Actions({ webhook: { id, state } }: { readonly webhook: Webhook }): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const navigate = useNavigate();
	const [asked, setAsked] = useState<Verb>();
	const [secret, setSecret] = useState<string>();
	const [reason, setReason] = useState('');
	const [lacks, setLacks] = useState(false);
	const path = `/v1/webhooks/${encodeURIComponent(id)}`;
	const act = useMutation({
		mutationFn: (verb: Verb) =>
			verb === 'remove'
				? send<Partial<IssuedWebhook>>(path, { method: 'DELETE' })
				: send<Partial<IssuedWebhook>>(`${path}:${verb}`, verb === 'disable' ? { method: 'POST', body: { reason } } : { method: 'POST' }),
		onSuccess: (told, verb) => {
			if (verb === 'rotate') setSecret(told.secret);
			if (verb === 'remove') void navigate({ to: '/webhooks' });
		},
		onSettled: (_told, error, verb) => {
			void queries.invalidateQueries({ queryKey: ['webhooks'] });
			if (verb !== 'remove' || error !== null) void queries.invalidateQueries({ queryKey: ['webhook', id] });
		},
	});
	const close = (): void => setAsked(undefined);
	const go = (): void => {
		if (asked === undefined) return;
		setLacks(asked === 'disable' && reason.trim() === '');
		if (asked === 'disable' && reason.trim() === '') return;
		close();
		act.mutate(asked);
	};
	return (
		<div className="second">
			<h2>{say('webhook.actions')}</h2>
			{act.error !== null && <Trouble error={act.error} />}
			<div className="confirm-ways">
				<Button size="xs" loading={act.isPending && act.variables === 'test'} onClick={() => act.mutate('test')}>
					{say('webhook.test')}
				</Button>
				<Button size="xs" variant="default" onClick={() => setAsked('rotate')}>
					{say('webhook.rotate')}
				</Button>
				{state === 'live' ? (
					<Button size="xs" variant="default" onClick={() => setAsked('disable')}>
						{say('webhook.disable')}
					</Button>
				) : (
					<Button size="xs" variant="default" loading={act.isPending} onClick={() => act.mutate('enable')}>
						{say('webhook.enable')}
					</Button>
				)}
				<Button size="xs" variant="default" onClick={() => setAsked('remove')}>
					{say('webhook.remove')}
				</Button>
			</div>
			{act.isSuccess && act.variables === 'test' && (
				<p role="status">{say(state === 'live' ? 'webhook.tested' : 'webhook.testedResting')}</p>
			)}
			{secret !== undefined && <Once label={say('webhook.newSecret')} text={secret} />}
			<Confirm open={asked === 'rotate'} title={say('webhook.rotate')} go={say('webhook.rotate')} onClose={close} onGo={go}>
				<p>{say('webhook.rotateHint')}</p>
			</Confirm>
			<Confirm open={asked === 'remove'} title={say('webhook.remove')} go={say('webhook.remove')} onClose={close} onGo={go}>
				<p>{say('webhook.removeHint')}</p>
			</Confirm>
			<Confirm open={asked === 'disable'} title={say('webhook.disable')} go={say('webhook.disable')} onClose={close} onGo={go}>
				<p>{say('webhook.disableHint')}</p>
				<Textarea
					label={say('editor.reason')}
					size="xs"
					rows={2}
					maxLength={500}
					value={reason}
					error={lacks && reason.trim() === '' ? say('editor.needReason') : undefined}
					onChange={(event) => setReason(event.currentTarget.value)}
				/>
			</Confirm>
		</div>
	);
}
