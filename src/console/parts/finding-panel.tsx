// What the engine read at one span: the text as written, how it was read, what was undone, by which rule, under which citation. And
// the list of all findings beside the text.
import type { ReactNode } from 'react';
import type { Finding } from '../../model/verdict.ts';
import { lettersOf, unseen } from '../segments.ts';
import { useWords } from '../words.ts';
import { Chip } from './marks.tsx';

export function FindingPanel({ finding }: { readonly finding: Finding | undefined }): ReactNode {
	const { say, name } = useWords();
	const hidden = finding === undefined ? [] : unseen(finding.text);
	return (
		<div className="finding-panel" aria-live="polite" id="finding-panel">
			{finding === undefined ? (
				<p className="faint">{say('finding.none')}</p>
			) : (
				<dl className="facts">
					<dt>{say('finding.written')}</dt>
					<dd>
						<code className="written" dir="auto">
							{finding.text === ''
								? '–'
								: lettersOf(finding.text, finding.read).map((letter) =>
										letter.changed ? <b key={letter.at}>{letter.text}</b> : letter.text,
									)}
						</code>
						{hidden.length > 0 && <span className="faint"> {say('finding.unseen', { count: hidden.length })}</span>}
					</dd>
					<dt>{say('finding.read')}</dt>
					<dd>
						<code className="read" dir="auto">
							{finding.read}
						</code>
					</dd>
					<dt>{say('finding.undone')}</dt>
					<dd>
						{(finding.undone ?? []).length === 0
							? say('finding.openly')
							: finding.undone?.map((kind) => (
									<Chip key={kind} tone="doubt">
										{name('evasion', kind)}
									</Chip>
								))}
					</dd>
					<dt>{say('finding.rule')}</dt>
					<dd>
						<code>{finding.rule}</code> {finding.outcome === 'errored' && <Chip tone="bad">{say('finding.errored')}</Chip>}
					</dd>
					<dt>{say('finding.note')}</dt>
					<dd>{finding.note}</dd>
					<dt>{say('finding.citation')}</dt>
					<dd>{finding.citation ?? say('unknown')}</dd>
				</dl>
			)}
		</div>
	);
}

export function FindingList({
	findings,
	chosen,
	choose,
}: {
	readonly findings: readonly Finding[];
	readonly chosen: number | undefined;
	readonly choose: (index: number) => void;
}): ReactNode {
	const { say, name } = useWords();
	return (
		<ol className="finding-list" aria-label={say('finding.list')}>
			{findings.map((finding, index) => (
				<li key={`${finding.rule} ${finding.field} ${finding.start} ${finding.end} ${finding.read}`}>
					<button type="button" aria-pressed={index === chosen} onClick={() => choose(index)} onMouseEnter={() => choose(index)}>
						<bdi>{finding.text === '' ? finding.read : finding.text}</bdi>
						<span className="faint">
							{' '}
							{name('field', finding.field.slice(1).replace(/^attributes\//, ''))} · {finding.rule}
							{(finding.undone ?? []).map((kind) => ` · ${name('evasion', kind)}`)}
						</span>
					</button>
				</li>
			))}
		</ol>
	);
}
