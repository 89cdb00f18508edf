// Says that nothing can be decided, and why: what is in force cannot be read, so every listing is held until a proposal mends it.
import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words.ts';

export function Holding({ why }: { readonly why: string | undefined }): ReactNode {
	const { say } = useWords();
	if (why === undefined) return null;
	return (
		<Alert color="red" variant="light" role="alert" title={say('holding.title')}>
			<p>{say('holding.hint')}</p>
			<p dir="auto">{why}</p>
		</Alert>
	);
}
