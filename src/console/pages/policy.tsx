// The policy in force, read-only, with the versions that every verdict names.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PageHead, Section } from '../parts/marks.tsx';
import { Trouble, Waiting } from '../parts/trouble.tsx';
import { policyQuery } from '../queries.ts';
import { useWords } from '../words.ts';

export function PolicyPage(): ReactNode {
	const { say } = useWords();
	const { data, error, refetch } = useQuery(policyQuery());
	return (
		<div className="page">
			<PageHead title={say('nav.policy')}>
				<p className="faint lead-line">{say('policy.lead')}</p>
			</PageHead>
			{error !== null && <Trouble error={error} retry={() => void refetch()} />}
			{data === undefined && error === null && <Waiting />}
			{data !== undefined && (
				<>
					<dl className="facts checkpoint">
						<dt>{say('policy.policy')}</dt>
						<dd>
							<code>{data.policyVersion}</code>
						</dd>
						<dt>{say('policy.catalogue')}</dt>
						<dd>
							<code>{data.catalogueVersion}</code>
						</dd>
						<dt>{say('policy.engine')}</dt>
						<dd>
							<code>{data.engineVersion}</code>
						</dd>
					</dl>
					{Object.entries(data.policy as Readonly<Record<string, unknown>>).map(([part, value]) => (
						<Section key={part} id={`policy-${part}`} title={spaced(part)}>
							<Value value={value} />
						</Section>
					))}
				</>
			)}
		</div>
	);
}

const spaced = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

// Whatever shape the policy takes, it can be read: lists of records as tables, records as pairs, the rest as text.
function Value({ value }: { readonly value: unknown }): ReactNode {
	if (value === null || typeof value !== 'object') return <span>{String(value)}</span>;
	if (Array.isArray(value)) {
		return value.every((one) => one === null || typeof one !== 'object') ? (
			<span>{value.join(', ') || '–'}</span>
		) : (
			<ol className="policy-list">
				{value.map((one: unknown) => (
					<li key={JSON.stringify(one)}>
						<Value value={one} />
					</li>
				))}
			</ol>
		);
	}
	return (
		<dl className="facts policy">
			{Object.entries(value).map(([name, one]) => (
				<div key={name} className="pair">
					<dt>{spaced(name)}</dt>
					<dd>
						<Value value={one} />
					</dd>
				</div>
			))}
		</dl>
	);
}
