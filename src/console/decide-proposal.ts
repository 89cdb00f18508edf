// Deciding on a proposal, of a policy or of a catalogue: agreed to, refused, or taken back by whoever made it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { send } from './request.ts';

export type Decided = { readonly verb: 'approve' } | { readonly verb: 'reject' | 'withdraw'; readonly note: string };

/** `path`: of the proposal. `key`: under which it is read. `stale`: what else changes with it. */
export function useDecision<P>(path: string, key: readonly string[], stale: readonly string[]) {
	const queries = useQueryClient();
	return useMutation({
		mutationFn: (told: Decided) =>
			send<P>(`${path}:${told.verb}`, { method: 'POST', body: told.verb === 'approve' ? {} : { note: told.note } }),
		// The buttons that had the focus are gone once it is decided.
		onSuccess: () => document.getElementById('proposal-state')?.focus(),
		// Asked again after a refusal too: most refusals mean that someone was faster.
		onSettled: async () => {
			await queries.invalidateQueries({ queryKey: key });
			for (const one of stale) void queries.invalidateQueries({ queryKey: [one] });
		},
	});
}
