// How a webhook fares: live or disabled, failing, and what waits for it or was given up.
import type { ReactNode } from 'react';
import type { Webhook } from '../../contract/webhooks.ts';
import { useWords } from '../words.ts';
import { Chip } from './marks.tsx';

export function WebhookMark({ webhook: { state, failingSince, waiting, dead } }: { readonly webhook: Webhook }): ReactNode {
	const { say } = useWords();
	return (
		<>
			<Chip tone={state === 'live' ? 'good' : 'bad'}>{say(`webhook.state.${state}`)}</Chip>
			{state === 'live' && failingSince !== undefined && <Chip tone="doubt">{say('webhook.failing')}</Chip>}
			{waiting > 0 && <Chip tone="accent">{say('webhook.waiting', { count: waiting })}</Chip>}
			{dead > 0 && <Chip tone="bad">{say('webhook.dead', { count: dead })}</Chip>}
		</>
	);
}

/** What it hears of, in words. */
export function useKinds(): (kinds: Webhook['kinds']) => string {
	const { say } = useWords();
	return (kinds) => (kinds.length === 0 ? say('webhook.everything') : kinds.map((kind) => say(`kind.${kind}`)).join(', '));
}
