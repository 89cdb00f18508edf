// The policy in force, read-only, with the versions that every verdict names, what was in force before, and the silent candidate.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { PolicyAnswer } from '../../contract/policy.ts';
import { Moment, PageHead, Section, VerdictMark } from '../parts/marks.tsx';
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
							<code>{data.policyVersion}</code> {data.builtIn && <span className="faint">{say('policy.builtIn')}</span>}
						</dd>
						<dt>{say('policy.catalogue')}</dt>
						<dd>
							<code>{data.catalogueVersion}</code>
						</dd>
						<dt>{say('policy.engine')}</dt>
						<dd>
							<code>{data.engineVersion}</code>
						</dd>
						{data.shadow !== undefined && <Candidate shadow={data.shadow} />}
					</dl>
					<History history={data.history} />
					<PolicyParts policy={data.policy as Parts} />
				</>
			)}
		</div>
	);
}

function Candidate({ shadow }: { readonly shadow: NonNullable<PolicyAnswer['shadow']> }): ReactNode {
	const { say } = useWords();
	const { version, name, listings, differing } = shadow;
	return (
		<>
			<dt>{say('policy.candidate')}</dt>
			<dd>
				{name} <code>{version}</code> <span className="faint">{say('policy.differs', { differing, listings })}</span>
			</dd>
		</>
	);
}

function History({ history }: { readonly history: PolicyAnswer['history'] }): ReactNode {
	const { say } = useWords();
	if (history.length === 0) return null;
	return (
		<Section id="policy-history" title={say('policy.history')}>
			<ol className="policy-list">
				{history.map(({ number, version, name, at }) => (
					<li key={number}>
						{name} <code>{version}</code> <span className="faint">{say('policy.since')}</span> <Moment at={at} />
					</li>
				))}
			</ol>
		</Section>
	);
}

type Parts = Readonly<Record<string, unknown>>;

const isParts = (value: unknown): value is Parts => typeof value === 'object' && value !== null && !Array.isArray(value);

// What is a single word stands together in one section; what has parts has a section of its own.
function PolicyParts({ policy }: { readonly policy: Parts }): ReactNode {
	const { say } = useWords();
	const entries = Object.entries(policy);
	const simple = entries.filter(([, value]) => !isParts(value) || Object.keys(value).length === 0);
	return (
		<>
			{entries
				.filter((entry): entry is [string, Parts] => !simple.includes(entry))
				.map(([part, value]) => (
					<Section key={part} id={`policy-${part}`} title={spaced(part)}>
						{isGrid(value) ? <Grid rows={value} /> : <Value value={value} />}
					</Section>
				))}
			<Section id="policy-rest" title={say('policy.rest')}>
				<Value value={Object.fromEntries(simple)} />
			</Section>
		</>
	);
}

/** Several records with the same members: a table says it better. */
function isGrid(value: Parts): value is Readonly<Record<string, Parts>> {
	const rows = Object.values(value);
	const shape = (row: unknown): string => (isParts(row) ? Object.keys(row).join() : '');
	return rows.length > 1 && isParts(rows[0]) && rows.every((row) => shape(row) === shape(rows[0]));
}

function Grid({ rows }: { readonly rows: Readonly<Record<string, Parts>> }): ReactNode {
	const names = Object.keys(rows);
	const members = Object.keys(rows[names[0] ?? ''] ?? {});
	return (
		<table className="matrix policy-grid">
			<thead>
				<tr>
					<td />
					{names.map((name) => (
						<th key={name} scope="col">
							{spaced(name)}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{members.map((member) => (
					<tr key={member}>
						<th scope="row">{spaced(member)}</th>
						{names.map((name) => (
							<td key={name}>
								<Value value={rows[name]?.[member]} />
							</td>
						))}
					</tr>
				))}
			</tbody>
		</table>
	);
}

const spaced = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

// Whatever shape the policy takes, it can be read: lists of records as tables, records as pairs, the rest as text.
function Value({ value }: { readonly value: unknown }): ReactNode {
	const { say } = useWords();
	if (value === 'clear' || value === 'review' || value === 'block') return <VerdictMark verdict={value} />;
	if (value === null || typeof value !== 'object') return <span>{String(value)}</span>;
	if (Object.keys(value).length === 0) return <span className="faint">{say('policy.nothing')}</span>;
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
