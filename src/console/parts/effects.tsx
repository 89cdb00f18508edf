// Whether a change can lower a verdict, in a word and as counts: the same for changes of policy and of catalogue.
import type { ReactNode } from 'react';
import type { Effect } from '../../model/effect.ts';
import { useWords } from '../words.ts';
import { Chip, type Tone } from './marks.tsx';

const TONE: Readonly<Record<Effect, Tone>> = { weaker: 'bad', unknown: 'doubt', stricter: 'good', neutral: 'plain' };

/** Those to look at first come first. */
export const LOOKED_AT = Object.keys(TONE) as Effect[];

export function EffectMark({ effect }: { readonly effect: Effect }): ReactNode {
	const { say } = useWords();
	return <Chip tone={TONE[effect]}>{say(`effect.${effect}`)}</Chip>;
}

/** How many changes there are of each kind; kinds without one are left out. */
export function EffectCounts({ counts }: { readonly counts: Readonly<Record<Effect, number>> }): ReactNode {
	const { say, number } = useWords();
	return (
		<span>
			{LOOKED_AT.filter((effect) => counts[effect] > 0).map((effect) => (
				<Chip key={effect} tone={TONE[effect]}>
					{number(counts[effect])} {say(`effect.${effect}`)}
				</Chip>
			))}
		</span>
	);
}

/** From one value to another; what is not there is said. */
export function FromTo({ before, after }: { readonly before: string | undefined; readonly after: string | undefined }): ReactNode {
	const { say } = useWords();
	return (
		<span className="from-to">
			<del>{before ?? say('policy.nothing')}</del> <span aria-hidden="true">→</span>
			<span className="unseen">{say('changes.to')}</span> <ins>{after ?? say('policy.nothing')}</ins>
		</span>
	);
}
