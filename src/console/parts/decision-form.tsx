// The decision on a case: outcome, reason code, facts, legal basis, the evidence relied on. It says beforehand when a second person
// will have to agree; whether one must is the server's to decide.
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { type Decide, OUTCOMES } from '../../contract/cases.ts';
import type { Verdict } from '../../model/verdict.ts';
import { useWords } from '../words.ts';
import { Icon } from './icon.tsx';

/** One thing a decision may rest on. */
export interface EvidenceChoice {
	readonly id: string;
	readonly label: string;
}

interface Given {
	readonly verdict: Verdict;
	readonly tier: number | undefined;
	readonly evidence: readonly EvidenceChoice[];
	readonly busy: boolean;
	readonly disabled: boolean;
	readonly onDecide: (decide: Decide) => void;
}

export function DecisionForm({ verdict, tier, evidence, busy, disabled, onDecide }: Given): ReactNode {
	const { say } = useWords();
	const id = useId();
	const [outcome, setOutcome] = useState<Decide['outcome'] | undefined>();
	const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());
	const first = verdict.reasons[0];

	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const text = (name: string): string => String(form.get(name) ?? '').trim();
		const relied = form.getAll('evidence').map(String);
		const lacks = ['reasonCode', 'facts', 'legalBasis'].filter((name) => text(name) === '');
		if (outcome === undefined) lacks.push('outcome');
		if (relied.length === 0) lacks.push('evidence');
		setMissing(new Set(lacks));
		if (outcome === undefined || lacks.length > 0) {
			event.currentTarget.querySelector<HTMLElement>(`[name=${lacks[0]}]`)?.focus();
			return;
		}
		onDecide({
			outcome,
			reasonCode: text('reasonCode'),
			facts: text('facts'),
			legalBasis: text('legalBasis'),
			evidence: relied,
			...(text('followUp') === '' ? {} : { followUp: text('followUp') }),
		});
	};
	const lack = (name: string, message: string): string | undefined => (missing.has(name) ? message : undefined);

	return (
		<form className="decision" id="decision" aria-labelledby={`${id}-title`} onSubmit={submit} noValidate>
			<h2 id={`${id}-title`}>{say('decide.title')}</h2>
			<fieldset disabled={disabled}>
				<legend className="unseen">{say('decide.title')}</legend>
				<div className="outcomes" role="radiogroup" aria-label={say('decide.outcome')} aria-invalid={missing.has('outcome')}>
					{OUTCOMES.map((one) => (
						<label key={one} className={`outcome ${one}`}>
							<input type="radio" name="outcome" value={one} checked={outcome === one} onChange={() => setOutcome(one)} />
							<span>{say(`decide.${one}`)}</span>
						</label>
					))}
				</div>
				{missing.has('outcome') && <p className="form-error">{say('decide.needOutcome')}</p>}
				{outcome === 'publish' && tier === 1 && (
					<p className="four-eyes">
						<Icon name="eyes" size={16} /> {say('decide.fourEyes')}
					</p>
				)}
				<TextInput
					name="reasonCode"
					label={say('decide.reason')}
					defaultValue={first?.code ?? ''}
					error={lack('reasonCode', say('decide.needReason'))}
					size="xs"
				/>
				<Textarea
					name="facts"
					label={say('decide.facts')}
					description={say('decide.factsHint')}
					autosize
					minRows={3}
					maxRows={10}
					size="xs"
					error={lack('facts', say('decide.needFacts'))}
				/>
				<TextInput name="legalBasis" label={say('decide.basis')} defaultValue={first?.citation ?? ''} size="xs" error={lack('legalBasis', say('decide.needBasis'))} />
				<div className="ticks" role="group" aria-labelledby={`${id}-evidence`}>
					<span id={`${id}-evidence`} className="label">
						{say('decide.evidence')}
					</span>
					{evidence.map((one) => (
						<Checkbox key={one.id} size="xs" name="evidence" value={one.id} label={one.label} defaultChecked />
					))}
					{missing.has('evidence') && <p className="form-error">{say('decide.needEvidence')}</p>}
				</div>
				<TextInput name="followUp" label={say('decide.followUp')} size="xs" />
				<Button type="submit" size="sm" fullWidth loading={busy} disabled={disabled}>
					{say(outcome === 'publish' && tier === 1 ? 'decide.propose' : 'decide.submit')}
				</Button>
			</fieldset>
		</form>
	);
}
