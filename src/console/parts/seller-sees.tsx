// What the seller is shown of a case: state and reason code, and the statement of reasons in the seller's language. Staff read here
// exactly what leaves the house; nothing of the case itself is in it.
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { CaseSummary } from '../../contract/cases.ts';
import { noticeQuery } from '../queries.ts';
import { isRefusal } from '../request.ts';
import { LANGUAGES, type Language, useWords } from '../words.ts';
import { Chip, Section, StateMark } from './marks.tsx';
import { Trouble, Waiting } from './trouble.tsx';

export function SellerSees({ one }: { readonly one: CaseSummary }): ReactNode {
	const words = useWords();
	const { say } = words;
	const [language, setLanguage] = useState<Language>(words.language);
	// Another language must not fold away what is being read.
	const [unfolded, setUnfolded] = useState(false);
	const published = (one.status === 'decided' || one.status === 'closed') && one.outcome === 'publish';
	const { data, error, isLoading } = useQuery({ ...noticeQuery(one.id, language, one.seq), enabled: !published });
	const choice = (
		<NativeSelect
			size="xs"
			aria-label={say('seller.language')}
			value={language}
			onChange={(event) => setLanguage(event.currentTarget.value as Language)}
			data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
		/>
	);
	return (
		<Section id="seller-sees" title={say('seller.title')} aside={data === undefined ? undefined : choice}>
			{isLoading && <Waiting lines={3} />}
			{(published || isRefusal(error, 404)) && (
				<p>
					<StateMark state="published" /> <span className="faint">{say('seller.nothing')}</span>
				</p>
			)}
			{error !== null && !isRefusal(error, 404) && <Trouble error={error} />}
			{data !== undefined && (
				<>
					<p>
						<StateMark state={data.state} /> <code>{data.reasonCode}</code> {data.draft && <Chip tone="doubt">{say('seller.draft')}</Chip>}
					</p>
					<details open={unfolded} onToggle={(event) => setUnfolded(event.currentTarget.open)}>
						<summary>{say('seller.statement')}</summary>
						<article className="notice" lang={data.language}>
							<h3>{data.subject}</h3>
							<dl>
								{data.sections.map(({ heading, text }) => (
									<div key={heading}>
										<dt>{heading}</dt>
										<dd>{text}</dd>
									</div>
								))}
							</dl>
						</article>
					</details>
				</>
			)}
		</Section>
	);
}
