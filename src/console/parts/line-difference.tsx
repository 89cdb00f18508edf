// Two texts as lines that are gone and lines that are new, with a few lines around them. Signs say it, colour only helps.
import type { ReactNode } from 'react';
import { differLines, piecesOf } from '../line-difference.ts';
import { useWords } from '../words.ts';

const SIGN = { same: ' ', gone: '−', new: '+' } as const;

export function LineDifference({ before, after }: { readonly before: string; readonly after: string }): ReactNode {
	const { say } = useWords();
	const pieces = piecesOf(differLines(before, after));
	if (pieces.length === 0) return <p className="faint">{say('editor.noDifference')}</p>;
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
		<section className="difference" aria-label={say('editor.difference')} tabIndex={0}>
			{pieces.map((piece) => (
				<pre key={piece[0]?.at}>
					{piece.map(({ kind, text, at }) => {
						const Tag = kind === 'new' ? 'ins' : kind === 'gone' ? 'del' : 'span';
						return (
							<Tag key={at}>
								<i>{SIGN[kind]}</i> {text}
								{'\n'}
							</Tag>
						);
					})}
				</pre>
			))}
		</section>
	);
}
