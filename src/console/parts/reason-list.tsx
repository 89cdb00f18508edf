// Why a verdict is as it is: its reasons with what each rests on.
import type { ReactNode } from 'react';

interface Reason {
	readonly code: string;
	readonly text: string;
	readonly citation: string;
}

export function ReasonList({ reasons }: { readonly reasons: readonly Reason[] }): ReactNode {
	return (
		<ul className="reasons">
			{reasons.map((reason) => (
				<li key={`${reason.code} ${reason.text}`}>
					<span>{reason.text}</span> <cite>{reason.citation}</cite>
				</li>
			))}
		</ul>
	);
}
