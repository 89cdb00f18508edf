// Proposing a version as it is: an earlier one to roll back to, the catalogue's own, or once more against the version in force. It asks
// for the reason, and leads to the proposal, which takes the same steps as any other.
import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { send } from '../request.ts';
import { useWords } from '../words.ts';
import { Confirm } from './confirm.tsx';
import { Trouble } from './trouble.tsx';

/** Where proposals of each kind are made and shown. */
const KINDS = {
	policy: { path: '/v1/policy/proposals', page: '/policy/proposals/$id', lists: ['proposals', 'proposal', 'policy'] },
	catalogue: {
		path: '/v1/catalogue/proposals',
		page: '/catalogues/$id',
		lists: ['catalogue-proposals', 'catalogue-proposal', 'catalogues', 'jobs'],
	},
} as const;

interface Given {
	readonly kind: keyof typeof KINDS;
	/** A version that the server knows, or `built-in`. */
	readonly version: string;
	/** What the version is called in the question. */
	readonly called: string;
	readonly label: string;
}

export function ProposeVersion({ kind, version, called, label }: Given): ReactNode {
	const { say } = useWords();
	const { path, page, lists } = KINDS[kind];
	const queries = useQueryClient();
	const navigate = useNavigate();
	const [open, setOpen] = useState(false);
	const [reason, setReason] = useState('');
	const [lacks, setLacks] = useState(false);
	const propose = useMutation({
		mutationFn: () => send<{ readonly id: string }>(path, { method: 'POST', body: { version, reason: reason.trim() } }),
		onSuccess: ({ id }) => navigate({ to: page, params: { id } }),
		// After a refusal too: most mean that another version came into force.
		onSettled: () => Promise.all(lists.map((list) => queries.invalidateQueries({ queryKey: [list] }))),
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
