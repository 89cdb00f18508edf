// Proposing a version as it is: an earlier one to roll back to, the catalogue's own, or once more against the version in force. It asks
// for the reason, and leads to the proposal, which takes the same steps as any other.
import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Proposal } from '../../contract/policy.ts';
import { proposalQuery } from '../queries.ts';
import { send } from '../request.ts';
import { useWords } from '../words.ts';
import { Confirm } from './confirm.tsx';
import { Trouble } from './trouble.tsx';

interface Given {
	/** A version that was proposed before, or `built-in`. */
	readonly version: string;
	/** What the version is called in the question. */
	readonly called: string;
	readonly label: string;
}

export function ProposeVersion({ version, called, label }: Given): ReactNode {
	const { say } = useWords();
	const queries = useQueryClient();
	const navigate = useNavigate();
	const [open, setOpen] = useState(false);
	const [reason, setReason] = useState('');
	const [lacks, setLacks] = useState(false);
	const propose = useMutation({
		mutationFn: () => send<Proposal>('/v1/policy/proposals', { method: 'POST', body: { version, reason: reason.trim() } }),
		onSuccess: (proposal) => {
			queries.setQueryData(proposalQuery(proposal.id).queryKey, proposal);
			void queries.invalidateQueries({ queryKey: ['proposals'] });
			void navigate({ to: '/policy/proposals/$id', params: { id: proposal.id } });
		},
		onError: () => queries.invalidateQueries({ queryKey: ['policy'] }),
	});
	return (
		<>
			<Button size="compact-xs" variant="default" aria-label={`${label}: ${called}`} onClick={() => setOpen(true)}>
				{label}
			</Button>
			<Confirm
				open={open}
				title={`${label}: ${called}`}
				go={say('editor.propose')}
				busy={propose.isPending}
				onClose={() => setOpen(false)}
				onGo={() => {
					setLacks(true);
					if (reason.trim() !== '') propose.mutate();
				}}
			>
				<p>{say('rollBack.hint')}</p>
				<Textarea
					label={say('editor.reason')}
					size="xs"
					rows={3}
					maxLength={2000}
					value={reason}
					error={lacks && reason.trim() === '' ? say('editor.needReason') : undefined}
					onChange={(event) => setReason(event.currentTarget.value)}
				/>
				{propose.error !== null && <Trouble error={propose.error} />}
			</Confirm>
		</>
	);
}
