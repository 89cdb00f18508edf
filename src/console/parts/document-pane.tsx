// The text of a document with the numbers of its lines. A plain text field, so that keys, screen readers and undo work as everywhere;
// the numbers beside it are decoration, the lines with mistakes are named in the list of mistakes.
import { type KeyboardEvent, type ReactNode, type RefObject, useId } from 'react';
import type { Mistake } from '../../policy/policy-text.ts';
import { useWords } from '../words.ts';

const LEAST_LINES = 18;

interface Given {
	readonly text: string;
	readonly mistakes: readonly Mistake[];
	/** What is said where there is no mistake. */
	readonly fine: string;
	readonly onChange: (text: string) => void;
	readonly field: RefObject<HTMLTextAreaElement | null>;
}

export function DocumentPane({ text, mistakes, fine, onChange, field }: Given): ReactNode {
	const { say } = useWords();
	const id = useId();
	const lines = Math.max(LEAST_LINES, text.split('\n').length + 1);
	const wrong = new Set(mistakes.map(({ line }) => line));
	return (
		<>
			<div className="document-pane">
				<div className="line-numbers" aria-hidden="true">
					{Array.from({ length: lines }, (_, at) => at + 1).map((line) => (
						<span key={line} className={wrong.has(line) ? 'wrong' : undefined}>
							{line}
						</span>
					))}
				</div>
				<textarea
					ref={field}
					aria-label={say('editor.document')}
					aria-invalid={mistakes.length > 0}
					aria-describedby={id}
					value={text}
					rows={lines}
					wrap="off"
					spellCheck={false}
					autoCapitalize="off"
					autoComplete="off"
					autoCorrect="off"
					onChange={(event) => onChange(event.currentTarget.value)}
					onKeyDown={keepIndent}
				/>
			</div>
			<div id={id} className="mistakes" role="status">
				{mistakes.length === 0 ? <p className="faint small">{fine}</p> : <MistakeList mistakes={mistakes} text={text} field={field} />}
			</div>
		</>
	);
}

function MistakeList({ mistakes, text, field }: Pick<Given, 'mistakes' | 'text' | 'field'>): ReactNode {
	const { say } = useWords();
	const go = (line: number): void => {
		const lines = text.split('\n');
		const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
		field.current?.focus();
		field.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
	};
	return (
		<>
			<strong>{say('editor.mistakes', { count: mistakes.length })}</strong>
			<ul>
				{mistakes.map(({ line, pointer, message, fix }) => (
					<li key={`${line} ${pointer} ${message}`}>
						{line !== undefined && (
							<button type="button" onClick={() => go(line)}>
								{say('editor.line', { line })}
							</button>
						)}{' '}
						{pointer !== '' && <code>{pointer}</code>} {message}
						{fix !== '' && <span className="fix">{say('editor.fix', { fix })}</span>}
					</li>
				))}
			</ul>
		</>
	);
}

// A new line begins where the one before it began. `insertText` is the one way that keeps the browser's undo.
function keepIndent(event: KeyboardEvent<HTMLTextAreaElement>): void {
	if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
	const { value, selectionStart } = event.currentTarget;
	const line = value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1, selectionStart);
	const indent = line.slice(0, line.length - line.trimStart().length);
	if (indent !== '' && document.execCommand('insertText', false, `\n${indent}`)) event.preventDefault();
}
