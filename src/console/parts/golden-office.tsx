// A decided case as a golden one: proposing it with its right answer, the second person's word, retiring. What the reader may not know
// the server does not say; then proposing again is refused.
import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { CaseSummary } from '../../contract/cases.ts';
import { OUTCOMES, type Outcome } from '../../model/case.ts';
import { RETIREMENTS } from '../../model/golden.ts';
import { goldenQuery } from '../queries.ts';
import { send } from '../request.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';
import { ReasonSelect } from './decision-form.tsx';
import { Icon } from './icon.tsx';
import { StateMark } from './marks.tsx';
import { Trouble } from './trouble.tsx';

export function GoldenOffice({ one, tookPart }: { readonly one: CaseSummary; readonly tookPart: boolean }): ReactNode {
	const { say } = useWords();
	const { me, may } = useSession();
	const queries = useQueryClient();
	const { data, error } = useQuery(goldenQuery(one.id));
	const act = useMutation({
		mutationFn: ({ path, body }: { readonly path: string; readonly body?: unknown }) => send(path, { method: 'POST', body }),
		onSettled: () => queries.invalidateQueries({ queryKey: ['golden'] }),
	});
	const golden = data?.items.find(({ status }) => status !== 'retired');
	const path = `/v1/golden/${golden?.id}`;
	const own = golden?.proposedBy === me?.id;
	return (
		<details open={golden !== undefined}>
			<summary>{say(golden === undefined ? 'golden.make' : 'nav.golden')}</summary>
			{error !== null && <Trouble error={error} />}
			{act.error !== null && <Trouble error={act.error} />}
			{golden === undefined ? (
				<Propose
					outcome={one.outcome ?? 'refuse'}
					busy={act.isPending}
					propose={(right) => act.mutate({ path: '/v1/golden', body: { caseId: one.id, seq: one.seq, ...right } })}
				/>
			) : (
				<div className="office-form">
					<p>
						{golden.status === 'live'
							? say('golden.live', { count: golden.answers })
							: say('golden.waiting', { who: data?.people[golden.proposedBy ?? ''] ?? golden.proposedBy ?? '' })}
					</p>
					<p>
						{say('golden.right')} <StateMark state={golden.right.outcome} /> <code>{golden.right.reasonCode}</code>
					</p>
					{golden.status === 'proposed' && may('golden:confirm') && !own && !tookPart && (
						<Button size="xs" loading={act.isPending} onClick={() => act.mutate({ path: `${path}:confirm` })}>
							<Icon name="eyes" size={15} /> {say('golden.confirm')}
						</Button>
					)}
					{may('golden:retire') && (
						<Retire busy={act.isPending} retire={(because) => act.mutate({ path: `${path}:retire`, body: { because } })} />
					)}
				</div>
			)}
		</details>
	);
}

function Propose({
	outcome: decided,
	busy,
	propose,
}: {
	readonly outcome: Outcome;
	readonly busy: boolean;
	readonly propose: (right: { readonly outcome: Outcome; readonly reasonCode: string }) => void;
}): ReactNode {
	const { say } = useWords();
	const [outcome, setOutcome] = useState(decided);
	const [lacks, setLacks] = useState(false);
	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		const reasonCode = String(new FormData(event.currentTarget).get('reasonCode') ?? '');
		setLacks(reasonCode === '');
		if (reasonCode !== '') propose({ outcome, reasonCode });
	};
	return (
		<form className="office-form" onSubmit={submit} noValidate>
			<p className="faint small">{say('golden.makeHint')}</p>
			<NativeSelect
				size="xs"
				label={say('golden.right')}
				value={outcome}
				onChange={(event) => setOutcome(event.currentTarget.value as Outcome)}
				data={OUTCOMES.map((value) => ({ value, label: say(`decide.${value}`) }))}
			/>
			<ReasonSelect key={outcome} outcome={outcome} error={lacks ? say('decide.needReason') : undefined} />
			<Button type="submit" size="xs" variant="default" loading={busy}>
				{say('golden.propose')}
			</Button>
		</form>
	);
}

function Retire({ busy, retire }: { readonly busy: boolean; readonly retire: (because: string) => void }): ReactNode {
	const { say } = useWords();
	return (
		<form
			className="office-form"
			onSubmit={(event) => {
				event.preventDefault();
				retire(String(new FormData(event.currentTarget).get('because')));
			}}
		>
			<NativeSelect
				name="because"
				size="xs"
				label={say('golden.why')}
				data={RETIREMENTS.map((value) => ({ value, label: say(`golden.because.${value}`) }))}
			/>
			<Button type="submit" size="xs" variant="default" loading={busy}>
				{say('golden.retire')}
			</Button>
		</form>
	);
}
