// What a new installation still lacks before it can do its work, for its administrator: people who decide, a second one who agrees, a
// key for the marketplace, the first listing. Each step is read off what there is; once all are done, nothing is shown.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Key as ApiKey, Person } from '../../contract/people.ts';
import { isPermitted, may } from '../../policy/permissions.ts';
import { listingsQuery } from '../queries.ts';
import { useWords } from '../words.ts';
import { Icon } from './icon.tsx';
import { Chip, Section } from './marks.tsx';

export function FirstSteps({ people, keys }: { readonly people: readonly Person[]; readonly keys: readonly ApiKey[] }): ReactNode {
	const { say } = useWords();
	const listings = useInfiniteQuery(listingsQuery(undefined, ''));
	if (!listings.isSuccess) return null;
	const deciders = people.filter(({ role, certification }) => may(role, 'case:decide') && certification !== undefined);
	const steps = [
		{ step: 'decide', done: deciders.length > 0 },
		{ step: 'agree', done: deciders.length > 1 && deciders.some(({ role }) => may(role, 'case:approve')) },
		{ step: 'key', done: keys.some((one) => isPermitted(one, 'listing:submit') && one.revokedAt === undefined) },
		{ step: 'listing', done: listings.data.pages.some(({ items }) => items.length > 0) },
	] as const;
	if (steps.every(({ done }) => done)) return null;
	return (
		<Section id="first" title={say('people.first')}>
			<ol className="steps">
				{steps.map(({ step, done }) => (
					<li key={step} className={done ? 'holds' : undefined}>
						<Icon name={done ? 'check' : 'clock'} size={14} /> {say(`first.${step}`)}{' '}
						{done && <Chip tone="good">{say('people.done')}</Chip>}
						{step === 'listing' && !done && (
							<a href="/docs" className="under">
								{say('people.api')}
							</a>
						)}
					</li>
				))}
			</ol>
			<p className="faint">
				{say('people.next')} <Link to="/listings">{say('nav.listings')}</Link>
			</p>
		</Section>
	);
}
