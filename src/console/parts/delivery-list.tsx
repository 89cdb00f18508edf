// What a webhook was told, newest first, by state: how often it was tried, what the last attempt came to, and sending it again.
import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Delivery, Webhook } from '../../contract/webhooks.ts';
import { deliveriesQuery } from '../queries.ts';
import { send } from '../request.ts';
import { useWords } from '../words.ts';
import { More } from './list-tools.tsx';
import { Chip, Moment, Section, type Tone } from './marks.tsx';
import { Empty, Trouble, Waiting } from './trouble.tsx';

const TONE: Readonly<Record<Delivery['state'], Tone>> = { pending: 'doubt', delivered: 'good', dead: 'bad' };
const STATES = [undefined, 'pending', 'delivered', 'dead'] as const;
/** What waits may be delivered at any moment. */
const LOOK_MS = 3_000;

export function DeliveryList({ webhook: { id, dead } }: { readonly webhook: Webhook }): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const [state, setState] = useState<Delivery['state']>();
	const list = useInfiniteQuery({
		...deliveriesQuery(id, state),
		refetchInterval: ({ state: { data } }) => (data?.pages[0]?.items.some((one) => one.state === 'pending') === true ? LOOK_MS : false),
	});
	const deliveries = list.data?.pages.flatMap((page) => page.items) ?? [];
	const resend = useMutation({
		mutationFn: (delivery: number | undefined) =>
			send<{ readonly count: number }>(`/v1/webhooks/${encodeURIComponent(id)}/deliveries:resend`, {
				method: 'POST',
				body: delivery === undefined ? {} : { delivery },
			}),
		onSettled: () => queries.invalidateQueries({ queryKey: ['webhook', id] }),
	});
	return (
		<Section
			id="deliveries"
			title={say('deliveries.title')}
			aside={
				dead > 0 ? (
					<Button size="compact-xs" variant="default" loading={resend.isPending} onClick={() => resend.mutate(undefined)}>
						{say('deliveries.resendDead', { count: dead })}
					</Button>
				) : undefined
			}
		>
			<div className="tabs" role="group" aria-label={say('deliveries.states')}>
				{STATES.map((one) => (
					<button key={one ?? 'all'} type="button" aria-pressed={one === state} onClick={() => setState(one)}>
						{one === undefined ? say('queue.all') : say(`delivery.${one}`)}
					</button>
				))}
			</div>
			{resend.error !== null && <Trouble error={resend.error} />}
			{resend.data !== undefined && <p role="status">{say('deliveries.resent', { count: resend.data.count })}</p>}
			{list.isPending && <Waiting lines={3} />}
			{list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
			{list.isSuccess && deliveries.length === 0 && <Empty title={say('deliveries.none')} />}
			<ul className="cards">
				{deliveries.map((one) => (
					<li key={one.id} data-delivery={one.id} data-state={one.state}>
						<Chip tone={TONE[one.state]}>{say(`delivery.${one.state}`)}</Chip> <strong>{say(`kind.${one.kind}`)}</strong>{' '}
						<span className="faint">
							<Moment at={one.createdAt} /> · {say('deliveries.attempts', { count: one.attempts })}
							{one.nextAt !== undefined && one.state === 'pending' && (
								<>
									{' · '}
									{say('deliveries.next')} <Moment at={one.nextAt} />
								</>
							)}
						</span>
						{one.lastError !== undefined && one.state !== 'delivered' && <p className="last-error">{one.lastError}</p>}
						<span className="under">
							<code className="faint">{one.announcement}</code>{' '}
							{one.state !== 'pending' && (
								<Button
									size="compact-xs"
									variant="default"
									aria-label={`${say('deliveries.resend')}: ${one.announcement}`}
									loading={resend.isPending && resend.variables === one.id}
									onClick={() => resend.mutate(one.id)}
								>
									{say('deliveries.resend')}
								</Button>
							)}
						</span>
					</li>
				))}
			</ul>
			<More list={list} />
		</Section>
	);
}
