// What every list page has: a field to search it by words, and a button for the next rows.
import { Button, TextInput } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useWords } from '../words.ts';
import { Icon } from './icon.tsx';

/** `find` is told the words without blanks around them; empty: everything. */
export function SearchField({
	words,
	label,
	find,
}: {
	readonly words: string;
	readonly label: string;
	readonly find: (words: string) => void;
}): ReactNode {
	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		find(String(new FormData(event.currentTarget).get('q') ?? '').trim());
	};
	return (
		<form role="search" onSubmit={submit}>
			<TextInput
				key={words}
				name="q"
				size="xs"
				className="wide-input"
				aria-label={label}
				placeholder={label}
				defaultValue={words}
				leftSection={<Icon name="search" size={14} />}
			/>
		</form>
	);
}

interface Paged {
	readonly hasNextPage: boolean;
	readonly isFetchingNextPage: boolean;
	readonly fetchNextPage: () => unknown;
}

/** Nothing when the list is at its end. */
export function More({ list }: { readonly list: Paged }): ReactNode {
	const { say } = useWords();
	if (!list.hasNextPage) return null;
	return (
		<Button variant="default" size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
			{say('list.more')}
		</Button>
	);
}
