// Says above every page, the one for signing in included, that this server is a sandbox, so that nobody takes a test for production.
import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { sandboxQuery } from '../queries.ts';
import { useWords } from '../words.ts';

/** Any page, under the mark where there is one. */
export function Marked(): ReactNode {
	return (
		<>
			<SandboxMark />
			<Outlet />
		</>
	);
}

function SandboxMark(): ReactNode {
	const { say } = useWords();
	const { data: isSandbox } = useQuery(sandboxQuery());
	if (isSandbox !== true) return null;
	return (
		<aside className="sandbox-mark" aria-label={say('shell.sandbox')}>
			<strong>{say('shell.sandbox')}</strong> {say('shell.sandboxHint')}
		</aside>
	);
}
