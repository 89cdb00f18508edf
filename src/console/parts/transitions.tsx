// How verdicts would move: a table of live verdict by candidate's, and where the moves come from. Above the diagonal verdicts rise,
// below it they sink; the share of a row is shaded, the number is what counts.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Job } from '../../contract/jobs.ts';
import type { VerdictKind } from '../../model/verdict.ts';
import { useWords } from '../words.ts';
import { Chip, VerdictMark } from './marks.tsx';

const VERDICTS = ['clear', 'review', 'block'] as const satisfies readonly VerdictKind[];

const isVerdict = (text: string): text is VerdictKind => VERDICTS.some((one) => one === text);

/** Counts by `live→candidate`. */
export function Transitions({
	transitions,
	caption,
}: {
	readonly transitions: Readonly<Record<string, number>>;
	readonly caption: string;
}): ReactNode {
	const { say, number } = useWords();
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard
		<section className="scroll" aria-label={caption} tabIndex={0}>
			<table className="matrix transitions">
				<caption className="unseen">{caption}</caption>
				<thead>
					<tr>
						<th scope="col">{say('trial.liveByCandidate')}</th>
						{VERDICTS.map((to) => (
							<th key={to} scope="col">
								<VerdictMark verdict={to} />
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{VERDICTS.map((from, row) => (
						<tr key={from}>
							<th scope="row">
								<VerdictMark verdict={from} />
							</th>
							{VERDICTS.map((to, column) => {
								const count = transitions[`${from}→${to}`] ?? 0;
								const move = column === row ? 'stays' : column < row ? 'lowered' : 'raised';
								return (
									<td key={to} className={count === 0 ? 'faint' : move}>
										{number(count)}
									</td>
								);
							})}
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}

/** `clear→review` as two marks. */
export function Move({ transition }: { readonly transition: string }): ReactNode {
	const { say } = useWords();
	const [from = '', to = ''] = transition.split('→');
	if (!isVerdict(from) || !isVerdict(to)) return transition;
	return (
		<span className="move">
			<VerdictMark verdict={from} />
			<span aria-hidden="true">→</span>
			<span className="unseen">{say('changes.to')}</span>
			<VerdictMark verdict={to} />
		</span>
	);
}

/** What a job over all listings found: the sums, the table, where it comes from, and listings to look at. */
export function Impact({ result, caption }: { readonly result: Job['result']; readonly caption: string }): ReactNode {
	const { say, number } = useWords();
	return (
		<div className="impact">
			<p>
				{say('trial.changed', { changed: number(result.changed), listings: number(result.listings) })}{' '}
				{result.newlyClear > 0 && <Chip tone="bad">{say('trial.newlyClear', { count: number(result.newlyClear) })}</Chip>}
				{result.lowered > 0 && <Chip tone="doubt">{say('trial.lowered', { count: number(result.lowered) })}</Chip>}
				{result.raised > 0 && <Chip tone="accent">{say('trial.raised', { count: number(result.raised) })}</Chip>}
			</p>
			<div className="beside impact-tables">
				<Transitions transitions={result.transitions} caption={caption} />
				<Shifts result={result} />
			</div>
			{result.examples.length > 0 && (
				<>
					<h3>{say('trial.examples')}</h3>
					<ul className="reasons">
						{result.examples.map(({ listingId, transition, why }) => (
							<li key={`${transition} ${listingId}`} data-listing={listingId}>
								<Move transition={transition} />{' '}
								<Link to="/listings/$id" params={{ id: listingId }}>
									<bdi>{listingId}</bdi>
								</Link>{' '}
								<span>{why}</span>
							</li>
						))}
					</ul>
				</>
			)}
		</div>
	);
}

const MOST_SUBSTANCES = 8;

function Shifts({ result: { byTier, bySubstance } }: { readonly result: Job['result'] }): ReactNode {
	const { say, name, number } = useWords();
	const tiers = Object.entries(byTier).map(([tier, shift]) => [name('tier', tier), shift] as const);
	const substances = Object.entries(bySubstance)
		.map(([id, shift]) => [id, shift] as const)
		.slice(0, MOST_SUBSTANCES);
	if (tiers.length === 0) return null;
	const most = Math.max(...[...tiers, ...substances].map(([, { lowered, raised }]) => Math.max(lowered, raised)));
	return (
		<table className="rows plain shifts">
			<thead>
				<tr>
					<th scope="col">{say('trial.where')}</th>
					<th scope="col">{say('trial.sink')}</th>
					<th scope="col">{say('trial.rise')}</th>
				</tr>
			</thead>
			<tbody>
				{[...tiers, ...substances].map(([label, { lowered, raised }]) => (
					<tr key={label}>
						<th scope="row">{label}</th>
						{[lowered, raised].map((count, at) => (
							<td key={at === 0 ? 'lowered' : 'raised'}>
								<meter min={0} max={most} value={count} aria-hidden="true" /> {number(count)}
							</td>
						))}
					</tr>
				))}
			</tbody>
		</table>
	);
}
