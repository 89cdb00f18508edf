// What a proposed policy would change, each change marked for whether it can lower a verdict. Weakenings stand first and are lifted out.
import type { ReactNode } from 'react';
import type { Proposal } from '../../contract/policy.ts';
import { useWords } from '../words.ts';
import { EffectMark, FromTo } from './effects.tsx';
import { Empty } from './trouble.tsx';

type Change = Proposal['changes'][number];

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
						{(change.before !== undefined || change.after !== undefined) && <FromTo before={change.before} after={change.after} />}
						{!isPlain(change) && <p>{change.text}</p>}
					</div>
				</li>
			))}
		</ul>
	);
}
