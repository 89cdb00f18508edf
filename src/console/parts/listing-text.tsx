// A listing as the seller wrote it: every field as plain text, never as markup, with the findings' spans marked. Pointing at a mark,
// or reaching it with Tab, shows what was read there; the choice is shared with the list of findings.
import { Fragment, type ReactNode } from 'react';
import type { Listing } from '../../model/listing.ts';
import type { Medium } from '../../model/media.ts';
import type { Finding } from '../../model/verdict.ts';
import { fieldsOf } from '../../screen/fields.ts';
import { segmentsOf } from '../segments.ts';
import { useWords } from '../words.ts';

export interface Marking {
	readonly findings: readonly Finding[];
	/** Index of the finding under attention. */
	readonly chosen: number | undefined;
	readonly choose: (index: number) => void;
}

const nameOf = (pointer: string): string =>
	pointer
		.slice(1)
		.replace(/^attributes\//, '')
		.replace(/^(tags|images|attachments)\/\d{1,6}$/, '$1')
		.replaceAll('~1', '/')
		.replaceAll('~0', '~');

export function ListingText({ listing, ...marking }: { readonly listing: Listing } & Marking): ReactNode {
	const { name, say } = useWords();
	const offers = listing.offers ?? [];
	return (
		<dl className="listing">
			{fieldsOf(listing).map(({ pointer, text }) => (
				<div key={pointer} className={pointer === '/title' ? 'field title-field' : 'field'}>
					<dt>{name('field', nameOf(pointer))}</dt>
					<dd dir="auto">
						<MarkedText text={text} field={pointer} {...marking} />
					</dd>
				</div>
			))}
			{listing.hsCode !== undefined && <Plain label="HS">{listing.hsCode}</Plain>}
			{offers.length > 0 && (
				<Plain label={say('field.offers')}>
					{offers
						.map(
							(offer) => `${offer.quantity} ${offer.unit}${offer.price === undefined ? '' : ` · ${offer.price} ${offer.currency ?? ''}`}`,
						)
						.join('; ')}
				</Plain>
			)}
			{listing.seller !== undefined && (
				<Plain label={say('field.seller')}>
					{listing.seller.id}
					{listing.seller.country === undefined ? '' : ` (${listing.seller.country})`}
				</Plain>
			)}
			{(listing.shipsTo ?? []).length > 0 && <Plain label={say('field.shipsTo')}>{listing.shipsTo?.join(', ')}</Plain>}
		</dl>
	);
}

function Plain({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
	return (
		<div className="field">
			<dt>{label}</dt>
			<dd dir="auto">{children}</dd>
		</div>
	);
}

interface Marked extends Marking {
	readonly text: string;
	readonly field: string;
	/** Where the text comes from a part of an image or attachment. */
	readonly medium?: Medium;
}

/** A text with the spans of its findings marked. */
export function MarkedText({ text, field, medium, findings, chosen, choose }: Marked): ReactNode {
	const { say } = useWords();
	let at = 0;
	return segmentsOf(text, field, findings, medium).map((segment) => {
		const key = at;
		at += segment.text.length;
		const [first] = segment.findings;
		if (first === undefined) return <Fragment key={key}>{segment.text}</Fragment>;
		// Of several findings here, the last is the most specific one that the engine reported.
		const index = chosen !== undefined && segment.findings.includes(chosen) ? chosen : first;
		const disguised = segment.findings.some((one) => (findings[one]?.undone ?? []).length > 0);
		const errored = segment.findings.every((one) => findings[one]?.outcome === 'errored');
		return (
			<span
				key={key}
				className={`mark ${errored ? 'errored' : disguised ? 'disguised' : 'open'} ${chosen !== undefined && segment.findings.includes(chosen) ? 'chosen' : ''}`}
				tabIndex={0}
				role="button"
				aria-label={say('finding.mark', { text: segment.text, read: findings[index]?.read ?? '' })}
				aria-pressed={index === chosen}
				data-finding={index}
				onMouseEnter={() => choose(index)}
				onFocus={() => choose(index)}
				onClick={() => choose(index)}
				onKeyDown={(event) => event.key === 'Enter' && choose(index)}
			>
				{segment.text}
			</span>
		);
	});
}
