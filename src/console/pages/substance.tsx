// One substance of the catalogue: drawing, names and numbers, what each list says, where and since when, and what it is confused with.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Controls, LawMatrix, Names, Structure } from '../parts/law.tsx';
import { PageHead, Section, TierMark } from '../parts/marks.tsx';
import { Trouble, Waiting } from '../parts/trouble.tsx';
import { substanceQuery } from '../queries.ts';
import { useWords } from '../words.ts';

export function SubstancePage(): ReactNode {
	const { say } = useWords();
	const { id } = useParams({ from: '/inside/catalogue/$id' });
	const { data, error, isPending, refetch } = useQuery(substanceQuery(id));
	if (isPending) return <Waiting />;
	if (data === undefined)
		return (
			<div className="page">
				<Trouble error={error} retry={() => void refetch()} />
			</div>
		);
	return (
		<div className="page">
			<PageHead title={data.name}>
				<div className="case-line">
					<Link to="/catalogue" search={{}} className="faint">
						{say('nav.catalogue')}
					</Link>
					<TierMark tier={data.tier} />
					<code>{data.id}</code>
					{data.family !== undefined && <span className="faint">{data.family.title}</span>}
				</div>
			</PageHead>
			<div className="case-grid">
				<div className="case-known">
					<Section id="matrix" title={say('law.title')}>
						<LawMatrix controls={data.controls} caption={say('law.matrix', { name: data.name })} />
						<Controls controls={data.controls} />
					</Section>
				</div>
				<div className="case-todo">
					{data.drawn ? (
						<Structure id={data.id} name={data.name} highlight={data.family?.id} />
					) : (
						<p className="faint structure none">{say('structure.none')}</p>
					)}
					<Section id="names" title={say('substance.names')}>
						<Names substance={data} />
					</Section>
					{data.notes !== undefined && <p className="faint">{data.notes}</p>}
					{data.lookAlikes.length > 0 && (
						<Section id="look-alikes" title={say('substance.lookAlikes')}>
							<ul className="reasons">
								{data.lookAlikes.map((one) => (
									<li key={one.name}>
										<strong>{one.name}</strong> <code>{one.cas}</code> <span className="faint">{one.why}</span>
									</li>
								))}
							</ul>
						</Section>
					)}
				</div>
			</div>
		</div>
	);
}
