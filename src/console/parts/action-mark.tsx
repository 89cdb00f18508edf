// Where a corrective action stands, in a word; overdue stands beside it.
import type { ReactNode } from 'react';
import type { CorrectiveWire } from '../../contract/corrective.ts';
import { useWords } from '../words.ts';
import { Chip, type Tone } from './marks.tsx';

const TONE: Readonly<Record<CorrectiveWire['status'], Tone>> = { open: 'accent', done: 'doubt', effective: 'good' };

export function ActionMark({ action: { status, overdue } }: { readonly action: Pick<CorrectiveWire, 'status' | 'overdue'> }): ReactNode {
	const { say } = useWords();
	return (
		<>
			<Chip tone={TONE[status]}>{say(`action.status.${status}`)}</Chip> {overdue && <Chip tone="bad">{say('deadline.late')}</Chip>}
		</>
	);
}
