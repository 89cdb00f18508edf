// Something that is shown once and kept nowhere in the browser: a secret, a link.
import { Button, CopyButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words.ts';

/** The text with a way to copy it. */
export function Once({ label, text }: { readonly label: string; readonly text: string }): ReactNode {
	const { say } = useWords();
	return (
		<div className="once" role="status">
			<span>{label}</span>
			<code>{text}</code>
			<CopyButton value={text}>
				{({ copied, copy }) => (
					<Button size="compact-xs" variant="default" onClick={copy}>
						{say(copied ? 'people.copied' : 'people.copy')}
					</Button>
				)}
			</CopyButton>
		</div>
	);
}
