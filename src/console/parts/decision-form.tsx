// The decision on a case or on a complaint: outcome, reason code, facts, legal basis, follow-up, the evidence relied on. It says
// beforehand when a second person will have to agree, by the same rule as the server, which has the last word.
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { CaseDetail, Decide } from '../../contract/cases.ts';
import { FOLLOW_UPS, type FollowUp, OUTCOMES } from '../../model/case.ts';
import { twoPersonActs } from '../../policy/four-eyes.ts';
import { reasonsQuery } from '../queries.ts';
import { useWords } from '../words.ts';
import { Icon } from './icon.tsx';
import { Trouble } from './trouble.tsx';

interface Given {
	readonly detail: CaseDetail;
	readonly title: string;
	readonly busy: boolean;
	readonly disabled: boolean;
	readonly onDecide: (decide: Decide) => void;
}

export function DecisionForm({ detail, title, busy, disabled, onDecide }: Given): ReactNode {
	const { say } = useWords();
	const id = useId();
	const [outcome, setOutcome] = useState<Decide['outcome'] | undefined>();
	const [followUp, setFollowUp] = useState<readonly FollowUp[]>([]);
	const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());
	const basis = detail.verdict.reasons.find((one) => !one.citation.startsWith('policy'))?.citation;
	const twoPeople = outcome !== undefined && twoPersonActs({ outcome, followUp, tier: detail.state.worstTier }).length > 0;

	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const text = (name: string): string => String(form.get(name) ?? '').trim();
		const evidence = form.getAll('evidence').map(String);
		const lacks = ['reasonCode', 'facts', 'legalBasis'].filter((name) => text(name) === '');
		if (outcome === undefined) lacks.unshift('outcome');
		if (evidence.length === 0) lacks.push('evidence');
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
			followUp: [...followUp],
			evidence,
		});
	};
	const lack = (name: string, message: string): string | undefined => (missing.has(name) ? message : undefined);

	return (
		<form className="decision" id="decision" aria-labelledby={`${id}-title`} onSubmit={submit} noValidate>
			<h2 id={`${id}-title`}>{title}</h2>
			<fieldset disabled={disabled}>
				<legend className="unseen">{title}</legend>
				<div className="outcomes" role="radiogroup" aria-label={say('decide.outcome')}>
					{OUTCOMES.map((one) => (
						<label key={one} className={`outcome ${one}`}>
							<input type="radio" name="outcome" value={one} checked={outcome === one} onChange={() => setOutcome(one)} />
							<span>{say(`decide.${one}`)}</span>
						</label>
					))}
				</div>
				{missing.has('outcome') && outcome === undefined && (
					<p className="form-error" role="alert">
						{say('decide.needOutcome')}
					</p>
				)}
				{twoPeople && (
					<p className="four-eyes">
						<Icon name="eyes" size={16} /> {say('decide.fourEyes')}
					</p>
				)}
				<ReasonSelect key={outcome} outcome={outcome} error={lack('reasonCode', say('decide.needReason'))} />
				<Textarea
					name="facts"
					label={say('decide.facts')}
					description={say('decide.factsHint')}
					rows={4}
					size="xs"
					maxLength={10_000}
					error={lack('facts', say('decide.needFacts'))}
				/>
				<TextInput
					name="legalBasis"
					label={say('decide.basis')}
					defaultValue={basis ?? ''}
					maxLength={2_000}
					size="xs"
					error={lack('legalBasis', say('decide.needBasis'))}
				/>
				<div className="ticks" role="group" aria-labelledby={`${id}-evidence`}>
					<span id={`${id}-evidence`} className="label">
						{say('decide.evidence')}
					</span>
					{detail.state.evidence.map((one) => (
						<Checkbox
							key={one.id}
							size="xs"
							name="evidence"
							value={one.id}
							defaultChecked
							label={say(`evidence.${one.kind}`)}
							description={`${one.source} · ${one.hash.slice(0, 12)}`}
						/>
					))}
					{missing.has('evidence') && <p className="form-error">{say('decide.needEvidence')}</p>}
				</div>
				<details>
					<summary>{followUp.length === 0 ? say('decide.followUp') : `${say('decide.followUp')} (${followUp.length})`}</summary>
					<div className="ticks">
						{FOLLOW_UPS.map((one) => (
							<Checkbox
								key={one}
								size="xs"
								checked={followUp.includes(one)}
								label={say(`followUp.${one}`)}
								onChange={(event) =>
									setFollowUp(event.currentTarget.checked ? [...followUp, one] : followUp.filter((other) => other !== one))
								}
							/>
						))}
					</div>
				</details>
				<Button type="submit" size="sm" fullWidth loading={busy} disabled={disabled}>
					{say(twoPeople ? 'decide.propose' : 'decide.submit')}
				</Button>
			</fieldset>
		</form>
	);
}

/** The reason codes that fit the outcome, each with when to use it and what the seller will read. */
export function ReasonSelect({
	outcome,
	error,
}: {
	readonly outcome: Decide['outcome'] | undefined;
	readonly error: string | undefined;
}): ReactNode {
	const { say, language } = useWords();
	const { data, error: refused } = useQuery(reasonsQuery());
	const [code, setCode] = useState('');
	const fitting = (data?.items ?? []).filter((one) => outcome === undefined || one.outcomes.includes(outcome));
	const chosen = fitting.find((one) => one.code === code);
	const shown = chosen?.shownAs === undefined ? chosen : data?.items.find((one) => one.code === chosen.shownAs);
	if (refused !== null) return <Trouble error={refused} />;
	return (
		<div>
			<NativeSelect
				name="reasonCode"
				label={say('decide.reason')}
				size="xs"
				error={error}
				value={code}
				onChange={(event) => setCode(event.currentTarget.value)}
				data={[{ value: '', label: say('decide.chooseReason') }, ...fitting.map((one) => ({ value: one.code, label: one.code }))]}
			/>
			{chosen !== undefined && (
				<div className="reason-note small">
					<p>{chosen.text[language] ?? chosen.text['en']}</p>
					{shown?.seller !== undefined && (
						<p className="faint">
							{say('decide.sellerReads')} “{shown.seller[language] ?? shown.seller['en']}”
						</p>
					)}
				</div>
			)}
		</div>
	);
}
