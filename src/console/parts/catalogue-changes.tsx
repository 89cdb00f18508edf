// What a proposed catalogue would change, fact by fact, each marked for whether it can lower a verdict; by kind, and a stretch at a
// time, since a new edition of a list may change thousands.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { CatalogueChange } from '../../contract/catalogue-changes.ts';
import { countEffects, type Effect } from '../../model/effect.ts';
import { useWords } from '../words.ts';
import { EffectMark, FromTo, LOOKED_AT } from './effects.tsx';
import { Empty } from './trouble.tsx';

const STRETCH = 50;
const SUBSTANCE = 'substances/';

export function CatalogueChangeList({ changes }: { readonly changes: readonly CatalogueChange[] }): ReactNode {
	const { say, name, number } = useWords();
	const [effect, setEffect] = useState<Effect>();
	const [shown, setShown] = useState(STRETCH);
	if (changes.length === 0) return <Empty title={say('changes.none')} />;
	const counts = countEffects(changes);
	const wanted = effect === undefined ? changes : changes.filter((change) => change.effect === effect);
	return (
		<div className="impact">
			<div className="tabs" role="group" aria-label={say('changes.which')}>
				{[undefined, ...LOOKED_AT.filter((one) => counts[one] > 0)].map((one) => (
					<button key={one ?? 'all'} type="button" aria-pressed={one === effect} onClick={() => setEffect(one)}>
						{one === undefined ? say('queue.all') : say(`effect.${one}`)} {number(one === undefined ? changes.length : counts[one])}
					</button>
				))}
			</div>
			<ul className="changes">
				{wanted.slice(0, shown).map((change) => (
					<li key={`${change.record} ${change.what} ${change.at} ${change.before} ${change.after}`} data-effect={change.effect}>
						<EffectMark effect={change.effect} />
						<div>
							<RecordName of={change.record} />{' '}
							<span className="faint">
								{name('what', change.what)} {change.at}
							</span>
							<FromTo before={change.before} after={change.after} />
						</div>
					</li>
				))}
			</ul>
			{wanted.length > shown && (
				<Button size="xs" variant="default" onClick={() => setShown(shown + STRETCH)}>
					{say('list.more')}
				</Button>
			)}
		</div>
	);
}

// A substance of the catalogue in force can be looked at; other records have no page.
function RecordName({ of }: { readonly of: string }): ReactNode {
	return of.startsWith(SUBSTANCE) ? (
		<Link to="/catalogue/$id" params={{ id: of.slice(SUBSTANCE.length) }}>
			<code>{of}</code>
		</Link>
	) : (
		<code>{of}</code>
	);
}
