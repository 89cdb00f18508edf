// What a proposal would change, each change marked for whether it can lower a verdict. Weakenings stand first and are lifted out.
import type { ReactNode } from 'react';
import type { Proposal } from '../../contract/policy.ts';
import { useWords } from '../words.ts';
import { Chip, type Tone } from './marks.tsx';
import { Empty } from './trouble.tsx';

export type Change = Proposal['changes'][number];
export type Effect = Change['effect'];

const TONE: Readonly<Record<Effect, Tone>> = { weaker: 'bad', unknown: 'doubt', stricter: 'good', neutral: 'plain' };
const EFFECTS = Object.keys(TONE) as Effect[];

export function EffectMark({ effect }: { readonly effect: Effect }): ReactNode {
	const { say } = useWords();
	return <Chip tone={TONE[effect]}>{say(`effect.${effect}`)}</Chip>;
}

/** How many changes there are of each kind; kinds without one are left out. */
export function ChangeCounts({ changes }: { readonly changes: readonly Change[] }): ReactNode {
	const { say } = useWords();
	const counted = EFFECTS.map((effect) => ({ effect, count: changes.filter((change) => change.effect === effect).length }));
	return (
		<span>
			{counted
				.filter(({ count }) => count > 0)
				.map(({ effect, count }) => (
					<Chip key={effect} tone={TONE[effect]}>
						{count} {say(`effect.${effect}`)}
					</Chip>
				))}
		</span>
	);
}

// Such a sentence says what stands before it.
const isPlain = ({ setting, text }: Change): boolean => text.startsWith(`${setting}: from `);

export function PolicyChanges({ changes }: { readonly changes: readonly Change[] }): ReactNode {
	const { say } = useWords();
	if (changes.length === 0) return <Empty title={say('changes.none')} />;
	return (
		<ul className="changes">
			{changes.map((change) => (
				<li key={`${change.setting} ${change.text}`} data-effect={change.effect}>
					<EffectMark effect={change.effect} />
					<div>
						<code>{change.setting}</code>
						{(change.before !== undefined || change.after !== undefined) && (
							<span className="from-to">
								<del>{change.before ?? say('policy.nothing')}</del>
								<span aria-hidden="true">→</span>
								<span className="unseen">{say('changes.to')}</span>
								<ins>{change.after ?? say('policy.nothing')}</ins>
							</span>
						)}
						{!isPlain(change) && <p>{change.text}</p>}
					</div>
				</li>
			))}
		</ul>
	);
}
