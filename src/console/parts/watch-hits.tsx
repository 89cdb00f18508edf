// What restricted lists said of a case's listing: shown only where the server gives it, which is to those who may know.
import type { ReactNode } from 'react';
import type { WatchHitsWire } from '../../contract/watch-lists.ts';
import { useWords } from '../words.ts';
import { Chip, Section } from './marks.tsx';

export function WatchHits({ hits }: { readonly hits: WatchHitsWire }): ReactNode {
	const { say } = useWords();
	return (
		<Section id="watch" title={say('case.watch')} aside={<Chip tone="doubt">{say('case.restricted')}</Chip>}>
			{!hits.readable && <p className="form-error">{say('case.watchLost')}</p>}
			<ul className="reasons">
				{hits.reasons.map(({ text, citation }) => (
					<li key={text}>
						<span>{text}</span> <cite>{citation}</cite>
					</li>
				))}
			</ul>
			{hits.findings.length > 0 && (
				<ul className="reasons">
					{hits.findings.map(({ field, start, text, note }) => (
						<li key={`${field} ${start} ${note}`}>
							<code>{field}</code> <mark dir="auto">{text}</mark> <span className="faint">{note}</span>
						</li>
					))}
				</ul>
			)}
			<p className="faint small">{say('case.watchHint')}</p>
		</Section>
	);
}
