// The restricted lists that a policy may name, by their names: choosing one writes its reference into the document.
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { WatchListWire } from '../../contract/watch-lists.ts';
import { watchListsQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';

interface Given {
	/** A list to begin with. */
	readonly first: string | undefined;
	readonly disabled: boolean;
	readonly onChoose: (list: Pick<WatchListWire, 'name' | 'sha256'>) => void;
}

export function ListOffer({ first, disabled, onChoose }: Given): ReactNode {
	const { say } = useWords();
	const { may } = useSession();
	const { data } = useQuery({ ...watchListsQuery(), enabled: may('watch-list:read') });
	const [chosen, setChosen] = useState(first);
	const lists = (data?.items ?? []).filter(({ readable, retired }) => readable && !retired);
	const list = lists.find(({ sha256 }) => sha256 === chosen) ?? lists[0];
	if (list === undefined) return null;
	return (
		<div className="list-offer">
			<NativeSelect
				size="xs"
				label={say('editor.list')}
				value={list.sha256}
				onChange={(event) => setChosen(event.currentTarget.value)}
				data={lists.map(({ sha256, name, version }) => ({
					value: sha256,
					label: `${name} · ${say('lists.version', { number: version ?? 1 })} · ${sha256.slice(0, 8)}`,
				}))}
			/>
			<Button type="button" size="xs" variant="default" disabled={disabled} onClick={() => onChoose(list)}>
				{say('editor.watch')}
			</Button>
		</div>
	);
}
