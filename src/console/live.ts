// Live changes: the server's events make the matching questions stale, so that lists and open cases follow what others do. The
// browser reconnects by itself; while it is away, lists are asked again when the window gets the focus.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Change } from '../contract/dashboard.ts';

export type Connection = 'connecting' | 'live' | 'lost';

const GATHER_MS = 250;

/** Listens while the calling component is on the page and what changes is `wanted`; says how the line is. */
export function useLiveChanges(wanted: boolean): Connection {
	const queries = useQueryClient();
	const [connection, setConnection] = useState<Connection>('connecting');
	useEffect(() => {
		if (!wanted) return;
		const source = new EventSource('/v1/events');
		// A burst of changes asks each list once.
		let waiting: Change[] = [];
		let timer: ReturnType<typeof setTimeout> | undefined;
		const take = (event: MessageEvent<string>): void => {
			waiting.push(JSON.parse(event.data) as Change);
			timer ??= setTimeout(() => {
				const changes = waiting;
				waiting = [];
				timer = undefined;
				refresh(queries, changes);
			}, GATHER_MS);
		};
		source.addEventListener('case', take);
		source.addEventListener('listing', take);
		source.onopen = () => {
			// What changed between the first answers and now, or while the line was down, was told to nobody.
			void queries.invalidateQueries();
			setConnection('live');
		};
		source.onerror = () => setConnection('lost');
		return () => {
			clearTimeout(timer);
			source.close();
		};
	}, [queries, wanted]);
	return connection;
}

function refresh(queries: QueryClient, changes: readonly Change[]): void {
	const kinds = new Set(changes.map((change) => change.kind));
	if (kinds.has('case')) void queries.invalidateQueries({ queryKey: ['cases'] });
	if (kinds.has('listing')) void queries.invalidateQueries({ queryKey: ['listings'] });
	for (const { kind, id } of changes) void queries.invalidateQueries({ queryKey: [kind, id] });
}
