// What a page shows when there is nothing, when the answer was no, or when something broke: what happened, and what to do next.
import { Alert, Button, Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isRefusal, type ProblemRead } from '../request.ts';
import { useWords, type Words } from '../words.ts';

/** The sentence for a refusal: the server's own detail where it gives one, else ours for the status. */
export function explain(error: unknown, { say }: Words): { readonly title: string; readonly detail: string } {
	if (!isRefusal(error)) return { title: say('trouble.unexpected'), detail: error instanceof Error ? error.message : String(error) };
	const { status, title, detail } = error.problem;
	if (status === 0) return { title: say('trouble.unreachable'), detail: say('trouble.unreachableDetail') };
	if (status === 401) return { title: say('trouble.signedOut'), detail: say('trouble.signedOutDetail') };
	if (status === 403) return { title: say('trouble.forbidden'), detail: detail ?? say('trouble.forbiddenDetail') };
	if (status === 404) return { title: say('trouble.missing'), detail: detail ?? say('trouble.missingDetail') };
	if (status === 412) return { title: say('trouble.changed'), detail: say('trouble.changedDetail') };
	return { title, detail: detail ?? '' };
}

/** A refusal or a breakage, with its field problems and a way on. */
export function Trouble({ error, retry }: { readonly error: unknown; readonly retry?: () => void }): ReactNode {
	const words = useWords();
	const { title, detail } = explain(error, words);
	const problem: ProblemRead | undefined = isRefusal(error) ? error.problem : undefined;
	return (
		<Alert color="red" variant="light" title={title} role="alert" className="trouble">
			{detail !== '' && detail !== title && <p>{detail}</p>}
			{problem?.errors !== undefined && (
				<ul>
					{problem.errors.map((one) => (
						<li key={`${one.pointer} ${one.message}`}>
							<code>{one.pointer}</code> {one.message} {one.fix}
						</li>
					))}
				</ul>
			)}
			{problem?.requestId !== undefined && <p className="faint">{words.say('trouble.request', { id: problem.requestId })}</p>}
			{/* Asking again does not change what a role may do. */}
			{retry !== undefined && problem?.status !== 403 && (
				<Button size="xs" variant="default" onClick={retry}>
					{words.say('trouble.retry')}
				</Button>
			)}
			{problem?.status === 401 && (
				<Link to="/sign-in" search={{ to: location.pathname }}>
					{words.say('signIn.submit')}
				</Link>
			)}
		</Alert>
	);
}

/** Nothing is here, and why that may be. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }): ReactNode {
	return (
		<div className="empty">
			<strong>{title}</strong>
			{children !== undefined && <p>{children}</p>}
		</div>
	);
}

/** Lines in the place of what is on its way. */
export function Waiting({ lines = 8 }: { readonly lines?: number }): ReactNode {
	const { say } = useWords();
	return (
		<div className="waiting" role="status" aria-label={say('trouble.waiting')}>
			{Array.from({ length: lines }, (_, line) => line).map((line) => (
				<Skeleton key={line} height={22} radius="sm" animate={false} />
			))}
		</div>
	);
}

export function Unexpected({ error }: { readonly error: unknown }): ReactNode {
	return (
		<div className="page">
			<Trouble error={error} retry={() => location.reload()} />
		</div>
	);
}

export function NotFound(): ReactNode {
	const { say } = useWords();
	return (
		<div className="page">
			<Empty title={say('trouble.missing')}>
				<Link to="/">{say('trouble.home')}</Link>
			</Empty>
		</div>
	);
}
