// A policy to read, whatever shape it takes: what has parts has a section, records with the same members stand as a table.
import type { ReactNode } from 'react';
import { useWords } from '../words.ts';
import { Section, VerdictMark } from './marks.tsx';

export type Parts = Readonly<Record<string, unknown>>;

const isParts = (value: unknown): value is Parts => typeof value === 'object' && value !== null && !Array.isArray(value);

// What is a single word stands together in one section; what has parts has a section of its own.
export function PolicyParts({ policy }: { readonly policy: Parts }): ReactNode {
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
