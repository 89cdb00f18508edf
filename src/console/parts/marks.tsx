// Small marks that mean the same on every page: verdict, tier, state, a deadline, a name of an actor. Colour is never alone.
import type { ReactNode } from 'react';
import { RISKS, type Risk as RiskLevel } from '../../model/case.ts';
import type { VerdictKind } from '../../model/verdict.ts';
import { useWords } from '../words.ts';

export type Tone = 'bad' | 'doubt' | 'good' | 'plain' | 'accent';

export function Chip({
	tone = 'plain',
	title,
	children,
}: {
	readonly tone?: Tone;
	readonly title?: string;
	readonly children: ReactNode;
}): ReactNode {
	return (
		<span className={`chip ${tone}`} title={title}>
			{children}
		</span>
	);
}

const VERDICT_TONE: Readonly<Record<VerdictKind, Tone>> = { block: 'bad', review: 'doubt', clear: 'good' };

export function VerdictMark({ verdict }: { readonly verdict: VerdictKind }): ReactNode {
	const { say } = useWords();
	return <Chip tone={VERDICT_TONE[verdict]}>{say(`verdict.${verdict}`)}</Chip>;
}

export function TierMark({ tier }: { readonly tier: number | undefined }): ReactNode {
	const { say } = useWords();
	return tier === undefined ? null : (
		<Chip tone={tier === 1 ? 'bad' : 'plain'} title={say(`tier.${tier as 1 | 2 | 3}`)}>
			{say('tier.short', { tier })}
		</Chip>
	);
}

const STATE_TONE: Readonly<Record<string, Tone>> = {
	published: 'good',
	publish: 'good',
	held: 'doubt',
	hold: 'doubt',
	refused: 'bad',
	refuse: 'bad',
	open: 'accent',
	claimed: 'accent',
	proposed: 'doubt',
	appealed: 'doubt',
};

/** State of a listing, status of a case or outcome of a decision. */
export function StateMark({ state }: { readonly state: string }): ReactNode {
	const { name } = useWords();
	return <Chip tone={STATE_TONE[state] ?? 'plain'}>{name('state', state)}</Chip>;
}

const RISK_TONE: Readonly<Record<RiskLevel, Tone>> = { critical: 'bad', high: 'bad', medium: 'doubt', low: 'plain' };

/** How much harm waiting can do, in a word and as bars. */
export function RiskMark({ risk }: { readonly risk: RiskLevel }): ReactNode {
	const { say } = useWords();
	return (
		<span className={`risk ${RISK_TONE[risk]}`}>
			<span className="risk-bars" aria-hidden="true">
				{RISKS.map((one) => <i key={one} className={RISKS.indexOf(one) >= RISKS.indexOf(risk) ? 'full' : ''} />).reverse()}
			</span>
			{say(`risk.${risk}`)}
		</span>
	);
}

const SOON_MS = 4 * 3_600_000;

/** A deadline as the time that is left; overdue and soon are said and coloured. */
export function Deadline({ at, now }: { readonly at: string | undefined; readonly now: number }): ReactNode {
	const { say, distance, dateTime } = useWords();
	if (at === undefined) return <span className="faint">–</span>;
	const left = Date.parse(at) - now;
	const tone = left < 0 ? 'late' : left < SOON_MS ? 'soon' : 'ample';
	return (
		<time className={`deadline ${tone}`} dateTime={at} title={dateTime(at)}>
			{left < 0 ? `${say('deadline.late')} · ` : ''}
			{distance(at, now)}
		</time>
	);
}

/** A moment, shortly; the full form on hover. */
export function Moment({ at, now }: { readonly at: string; readonly now?: number }): ReactNode {
	const { distance, dateTime } = useWords();
	return (
		<time dateTime={at} title={`${dateTime(at)} · ${at}`}>
			{now === undefined ? dateTime(at) : distance(at, now)}
		</time>
	);
}

/** A heading with an optional remark at its right. */
export function Section({
	id,
	title,
	aside,
	children,
}: {
	readonly id: string;
	readonly title: string;
	readonly aside?: ReactNode;
	readonly children: ReactNode;
}): ReactNode {
	return (
		<section className="section" aria-labelledby={id}>
			<header>
				<h2 id={id}>{title}</h2>
				{aside}
			</header>
			{children}
		</section>
	);
}

/** The heading of a page, also the title of the window. */
export function PageHead({ title, children }: { readonly title: string; readonly children?: ReactNode }): ReactNode {
	return (
		<header className="page-head">
			<title>{`${title} · Weir`}</title>
			<h1>{title}</h1>
			{children}
		</header>
	);
}
