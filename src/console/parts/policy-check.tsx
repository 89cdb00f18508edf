// What the server says of a policy while it is written: mistakes that only the catalogue can know, and what it would change. Asked when
// the writing pauses; nothing is stored.
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { CheckedPolicy } from '../../contract/policy.ts';
import { countEffects } from '../../model/effect.ts';
import { send } from '../request.ts';
import { useWords } from '../words.ts';
import { EffectCounts } from './effects.tsx';
import { Section } from './marks.tsx';
import { PolicyChanges } from './policy-changes.tsx';
import { Trouble } from './trouble.tsx';

const PAUSE_MS = 600;
const KEPT_MS = 60_000;

export interface PolicyCheck {
	/** Absent until the server has answered for this very text. */
	readonly checked?: CheckedPolicy;
	readonly isChecking: boolean;
	readonly error: unknown;
}

/** `wanted`: the text has a shape that is worth asking about. `base`: the version in force that it is compared with. */
export function usePolicyCheck(text: string, base: string, wanted: boolean): PolicyCheck {
	const [settled, setSettled] = useState(text);
	useEffect(() => {
		const timer = setTimeout(() => setSettled(text), PAUSE_MS);
		return () => clearTimeout(timer);
	}, [text]);
	const isSettled = settled === text;
	const { data, error } = useQuery({
		queryKey: ['policy-check', base, settled],
		queryFn: ({ signal }) => send<CheckedPolicy>('/v1/policy:check', { method: 'POST', body: { text: settled }, signal }),
		enabled: wanted && isSettled,
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: KEPT_MS,
		retry: false,
	});
	if (!wanted) return { isChecking: false, error: null };
	const answered = isSettled && data !== undefined;
	return { isChecking: !answered && error === null, error: isSettled ? error : null, ...(answered ? { checked: data } : {}) };
}

export function WouldChange({ check: { checked, error } }: { readonly check: PolicyCheck }): ReactNode {
	const { say } = useWords();
	const { changes = [], needsTwoPeople = false } = checked ?? {};
	const isValid = checked?.valid === true;
	return (
		<Section id="would" title={say('editor.would')} aside={isValid ? <EffectCounts counts={countEffects(changes)} /> : undefined}>
			{error !== null && <Trouble error={error} />}
			{isValid ? (
				<>
					<p className={needsTwoPeople ? 'four-eyes' : 'faint small'}>{say(needsTwoPeople ? 'editor.two' : 'editor.one')}</p>
					<PolicyChanges changes={changes} />
				</>
			) : (
				<p className="faint small">{say('editor.wouldHint')}</p>
			)}
		</Section>
	);
}
