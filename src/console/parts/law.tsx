// The law about a substance: its drawing, its names and numbers, what each list says in its own wording, and where it holds on which
// day. What the sources do not say is shown as unknown, never filled in.
import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { SubstanceDetail } from '../../contract/catalogue.ts';
import { type Cell, matrixOf } from '../matrix.ts';
import { structurePath, substanceQuery } from '../queries.ts';
import { useWords } from '../words.ts';
import { Chip, TierMark } from './marks.tsx';
import { Trouble, Waiting } from './trouble.tsx';

/** The drawn structure. It is always on white: a drawing in other colours is another drawing. */
export function Structure({ id, name, highlight }: { readonly id: string; readonly name: string; readonly highlight?: string }): ReactNode {
	const { say } = useWords();
	const [failed, setFailed] = useState(false);
	if (failed) return <p className="faint structure none">{say('structure.none')}</p>;
	return (
		<figure className="structure">
			<img
				src={structurePath(id, highlight)}
				alt={say('structure.alt', { name })}
				width={320}
				height={220}
				onError={() => setFailed(true)}
			/>
		</figure>
	);
}

const DAY = 10;

export function LawMatrix({ controls, caption }: { readonly controls: SubstanceDetail['controls']; readonly caption: string }): ReactNode {
	const { say, date } = useWords();
	const today = new Date().toISOString().slice(0, DAY);
	const { dates, rows } = matrixOf(controls, today);
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard
		<div className="scroll" tabIndex={0} role="group" aria-label={caption}>
			<table className="matrix">
				<caption className="unseen">{caption}</caption>
				<thead>
					<tr>
						<th scope="col">{say('law.regime')}</th>
						{dates.map((one) => (
							<th key={one} scope="col" className={one === today ? 'today' : ''}>
								{one === today ? say('law.today') : date(one)}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map(({ regime, cells }) => (
						<tr key={regime}>
							<th scope="row">{regime}</th>
							{cells.map((cell) => (
								<MatrixCell key={`${cell.kind} ${cell.lists.join()}`} cell={cell} />
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

function MatrixCell({ cell }: { readonly cell: Cell }): ReactNode {
	const { say } = useWords();
	return (
		<td className={cell.kind} colSpan={cell.span}>
			{cell.kind === 'none' || cell.kind === 'upcoming' ? <span className="faint">{say(`law.${cell.kind}`)}</span> : cell.lists.join(', ')}
			{cell.kind !== 'none' && cell.kind !== 'upcoming' && cell.kind !== 'in-force' && (
				<span className="faint"> ({say(`law.${cell.kind}`)})</span>
			)}
		</td>
	);
}

export function Controls({ controls }: { readonly controls: SubstanceDetail['controls'] }): ReactNode {
	const { say, name, date } = useWords();
	const known = (text: string): ReactNode => (text === 'unknown' ? <em className="faint">{say('unknown')}</em> : text);
	return (
		<div className="controls">
			{controls.map((one) => (
				<article key={`${one.regime} ${one.list} ${one.citation} ${one.effective}`} className="control">
					<header>
						<strong>
							{one.regime} · {one.list}
						</strong>
						{one.status !== 'in-force' && <Chip tone="doubt">{say('law.proposed')}</Chip>}
						{one.confidence !== 'high' && <Chip>{say('law.confidence', { level: name('confidence', one.confidence) })}</Chip>}
					</header>
					<blockquote>{known(one.wording)}</blockquote>
					<p className="faint">
						{known(one.citation)} · {say('law.since')} {one.effective === 'unknown' ? say('unknown') : date(one.effective)}
						{one.until === undefined ? '' : ` – ${date(one.until)}`}
						{one.threshold === undefined
							? ''
							: ` · ${one.threshold.quantity === '0' ? say('law.everyQuantity') : say('law.threshold', { quantity: one.threshold.quantity, unit: one.threshold.unit })}`}
					</p>
					{one.note !== undefined && <p className="faint">{one.note}</p>}
					<p className="sources faint">
						{one.sources.map(({ id, title, url }) =>
							url === undefined || !/^https?:/.test(url) ? (
								<span key={id}>{title}</span>
							) : (
								<Anchor key={id} href={url} target="_blank" rel="noreferrer noopener" size="xs">
									{title}
								</Anchor>
							),
						)}
					</p>
				</article>
			))}
		</div>
	);
}

/** Names and CAS numbers side by side. */
export function Names({ substance }: { readonly substance: SubstanceDetail }): ReactNode {
	const { say, language } = useWords();
	const names = new Intl.DisplayNames(language, { type: 'language' });
	return (
		<dl className="facts">
			<dt>CAS</dt>
			<dd>
				{substance.forms.map(({ cas, form }) => (
					<span key={`${cas} ${form}`} className="cas">
						<code>{cas}</code> <span className="faint">{form}</span>
					</span>
				))}
			</dd>
			{substance.formula !== undefined && (
				<>
					<dt>{say('substance.formula')}</dt>
					<dd>{substance.formula}</dd>
				</>
			)}
			{Object.entries(substance.names).map(([code, list]) => (
				<div key={code} className="pair">
					<dt>{names.of(code) ?? code}</dt>
					<dd lang={code}>{list.join(' · ')}</dd>
				</div>
			))}
		</dl>
	);
}

/** One matched substance on a case: drawing and law, the names folded away. */
export function SubstanceCard({ id, name }: { readonly id: string; readonly name: string }): ReactNode {
	const { say } = useWords();
	const { data, error, isPending } = useQuery(substanceQuery(id));
	return (
		<article className="substance">
			<header>
				<h3>
					<Link to="/catalogue/$id" params={{ id }}>
						{name}
					</Link>
				</h3>
				{data !== undefined && <TierMark tier={data.tier} />}
				{data?.cas.slice(0, 3).map((cas) => (
					<code key={cas}>{cas}</code>
				))}
			</header>
			{isPending && <Waiting lines={4} />}
			{error !== null && <Trouble error={error} />}
			{data !== undefined && (
				<>
					<div className="beside">
						{data.drawn ? (
							<Structure id={id} name={name} highlight={data.family?.id} />
						) : (
							<p className="faint structure none">{say('structure.none')}</p>
						)}
						<LawMatrix controls={data.controls} caption={say('law.matrix', { name })} />
					</div>
					<details>
						<summary>{say('law.wording', { count: data.controls.length })}</summary>
						<Controls controls={data.controls} />
					</details>
					<details>
						<summary>{say('substance.names')}</summary>
						<Names substance={data} />
					</details>
				</>
			)}
		</article>
	);
}
