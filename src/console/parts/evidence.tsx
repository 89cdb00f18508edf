// What a case rests on besides its text: the files of the listing with what was read from them, and the whole of it to take along. What
// a stranger uploaded is shown as a picture of a known type or saved as a file; nothing of it is ever a page.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { CaseMedia, CaseMedium } from '../../contract/media.ts';
import type { Finding } from '../../model/verdict.ts';
import { readBlob, send } from '../request.ts';
import { covers } from '../segments.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';
import { MarkedText, type Marking } from './listing-text.tsx';
import { Chip, Section } from './marks.tsx';
import { Trouble } from './trouble.tsx';

interface Given extends Marking {
	/** Of the case. */
	readonly id: string;
}

type Upload = NonNullable<CaseMedium['upload']>;

const PICTURES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

export function Evidence({ id, ...marking }: Given): ReactNode {
	const { say } = useWords();
	const path = `/v1/cases/${encodeURIComponent(id)}`;
	const { data, error } = useQuery({
		queryKey: ['case', id, 'media'],
		queryFn: ({ signal }) => send<CaseMedia>(`${path}/media`, { signal }),
	});
	return (
		<Section
			id="evidence"
			title={say('evidence.title')}
			aside={
				<a href={`${path}/evidence`} download>
					{say('evidence.save')}
				</a>
			}
		>
			{error !== null && <Trouble error={error} />}
			{data?.items.length === 0 && <p className="faint">{say('evidence.noMedia')}</p>}
			<ul className="media">
				{data?.items.map((item) => (
					<li key={item.pointer}>
						<Medium item={item} {...marking} />
					</li>
				))}
			</ul>
		</Section>
	);
}

function Medium({ item: { pointer, upload, parts }, ...marking }: { readonly item: CaseMedium } & Marking): ReactNode {
	const { say, name, number } = useWords();
	const { may } = useSession();
	return (
		<>
			<h3>
				{name('field', pointer.split('/')[1] ?? '')} <bdi>{upload?.name ?? upload?.source}</bdi>
			</h3>
			{upload !== undefined && (
				<p className="faint">
					{upload.type} · {say('evidence.size', { size: number(Math.ceil(upload.size / 1024)) })} · <code>{upload.hash.slice(0, 16)}</code>
				</p>
			)}
			{upload !== undefined && may('media:read') && <Bytes upload={upload} />}
			{parts.map((part, at) => {
				const found = marking.findings.some((finding) => covers(finding, pointer, part));
				// A name and a page number may come several times; their order never changes.
				const key = `${part.kind} ${part.page ?? 0} ${at}`;
				return part.text === '' ? (
					<p key={key}>
						{part.outcome === 'errored' ? <Chip tone="bad">{part.note ?? say('finding.errored')}</Chip> : <Where part={part} />}
					</p>
				) : (
					<details key={key} open={found}>
						<summary>
							<Where part={part} />
						</summary>
						<p className="media-text" dir="auto">
							<MarkedText text={part.text} field={pointer} medium={part} {...marking} />
						</p>
					</details>
				);
			})}
		</>
	);
}

function Where({ part: { kind, page } }: { readonly part: NonNullable<Finding['media']> }): ReactNode {
	const { say, name } = useWords();
	return (
		<>
			{name('medium', kind)}
			{page === undefined ? '' : ` · ${say('evidence.page', { page })}`}
		</>
	);
}

function Bytes({ upload }: { readonly upload: Upload }): ReactNode {
	const { say } = useWords();
	const isPicture = PICTURES.includes(upload.type);
	const path = `/v1/media/${upload.id}/bytes`;
	const [error, setError] = useState<unknown>(undefined);
	const { data } = useQuery({
		queryKey: ['media', upload.id],
		queryFn: ({ signal }) => readBlob(path, upload.type, signal),
		enabled: isPicture,
		// A file never changes, and every look at one is written down.
		staleTime: Number.POSITIVE_INFINITY,
	});
	const save = async (): Promise<void> => {
		try {
			const address = URL.createObjectURL(data ?? (await readBlob(path, 'application/octet-stream')));
			Object.assign(document.createElement('a'), { href: address, download: upload.name ?? upload.id }).click();
			setTimeout(() => URL.revokeObjectURL(address), 10_000);
		} catch (failure) {
			setError(failure);
		}
	};
	return (
		<p className="media-file">
			{isPicture && data !== undefined && <Picture blob={data} about={upload.name ?? say('evidence.picture')} />}
			<Button size="xs" variant="default" onClick={() => void save()}>
				{say('evidence.saveFile')}
			</Button>
			{error !== undefined && <Trouble error={error} />}
		</p>
	);
}

function Picture({ blob, about }: { readonly blob: Blob; readonly about: string }): ReactNode {
	const [address, setAddress] = useState<string>();
	useEffect(() => {
		const made = URL.createObjectURL(blob);
		setAddress(made);
		return () => URL.revokeObjectURL(made);
	}, [blob]);
	return address === undefined ? null : <img src={address} alt={about} className="media-picture" />;
}
