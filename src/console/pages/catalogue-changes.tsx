// How the catalogue changes: the one in force, proposals, the files that were registered, what was in force before. A compiled file is
// registered here; it changes nothing until it is proposed and a second person agrees.
import { Button, FileInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type CatalogueInForce, MOST_CATALOGUE_BYTES, type RegisteredCatalogue } from '../../contract/catalogue-changes.ts';
import { useActorNames } from '../parts/actor-names.ts';
import { Holding } from '../parts/holding.tsx';
import { More } from '../parts/list-tools.tsx';
import { Chip, Moment, PageHead, Section } from '../parts/marks.tsx';
import { ProposalList } from '../parts/proposal-list.tsx';
import { ProposeVersion } from '../parts/propose-version.tsx';
import { Empty, Trouble, Waiting } from '../parts/trouble.tsx';
import { catalogueProposalsQuery, catalogueQuery, registeredQuery } from '../queries.ts';
import { sendFile } from '../request.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words.ts';
import '../styles/policy.css';

export function CatalogueChanges(): ReactNode {
	const { say } = useWords();
	const { may } = useSession();
	const { data, error, refetch } = useQuery(catalogueQuery());
	return (
		<div className="page">
			<PageHead title={say('catalogues.title')}>
				<div className="case-line">
					<Link to="/catalogue" search={{}} className="faint">
						{say('nav.catalogue')}
					</Link>
				</div>
				<p className="faint lead-line">{say('catalogues.lead')}</p>
			</PageHead>
			{error !== null && <Trouble error={error} retry={() => void refetch()} />}
			{data === undefined && error === null && <Waiting />}
			{data !== undefined && (
				<>
					<Holding why={data.holding} />
					<InForce catalogue={data} />
					<div className="two">
						<Proposals />
						<div className="case-todo">
							{may('catalogue:propose') && <Register />}
							<Registered />
							<History history={data.history} />
						</div>
					</div>
				</>
			)}
		</div>
	);
}

function InForce({ catalogue }: { readonly catalogue: CatalogueInForce }): ReactNode {
	const { say, number } = useWords();
	const { version, builtIn, substances, families, engineVersion, policyVersion } = catalogue;
	return (
		<dl className="facts checkpoint">
			<dt>{say('policy.catalogue')}</dt>
			<dd>
				<code>{version}</code> {builtIn && <span className="faint">{say('catalogues.builtIn')}</span>}
			</dd>
			<dt>{say('catalogues.holds')}</dt>
			<dd>{say('catalogues.counts', { substances: number(substances), families: number(families) })}</dd>
			<dt>{say('policy.policy')}</dt>
			<dd>
				<code>{policyVersion}</code>
			</dd>
			<dt>{say('policy.engine')}</dt>
			<dd>
				<code>{engineVersion}</code>
			</dd>
		</dl>
	);
}

function Proposals(): ReactNode {
	const { say } = useWords();
	const list = useInfiniteQuery(catalogueProposalsQuery());
	return (
		<ProposalList
			list={list}
			hint={say('catalogues.noneHint')}
			countsOf={({ counts }) => counts}
			nameOf={({ id, version }) => (
				<Link to="/catalogues/$id" params={{ id }}>
					<code>{version}</code>
				</Link>
			)}
		/>
	);
}

function Register(): ReactNode {
	const { say, number } = useWords();
	const queries = useQueryClient();
	const [file, setFile] = useState<File | null>(null);
	const [lacks, setLacks] = useState(false);
	const register = useMutation({
		mutationFn: (chosen: File) => sendFile<RegisteredCatalogue>('/v1/catalogues', chosen),
		onSuccess: () => setFile(null),
		onSettled: () => queries.invalidateQueries({ queryKey: ['catalogues'] }),
	});
	const tooLarge = file !== null && file.size > MOST_CATALOGUE_BYTES;
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		setLacks(file === null);
		if (file !== null && !tooLarge) register.mutate(file);
	};
	const mistake = lacks && file === null ? say('catalogues.needFile') : tooLarge ? say('catalogues.tooLarge') : undefined;
	const { data } = register;
	return (
		<Section id="register" title={say('catalogues.register')}>
			<form className="office-form" onSubmit={submit}>
				<FileInput
					size="xs"
					label={say('catalogues.file')}
					description={say('catalogues.fileHint')}
					placeholder={say('catalogues.choose')}
					value={file}
					onChange={setFile}
					error={mistake}
					clearable
					clearButtonProps={{ 'aria-label': say('catalogues.clear') }}
				/>
				<Button type="submit" size="xs" loading={register.isPending}>
					{say('catalogues.send')}
				</Button>
			</form>
			{register.error !== null && <Trouble error={register.error} />}
			{data !== undefined && (
				<div className="once" role="status">
					<span>
						{say('catalogues.registered')} <code>{data.version}</code>{' '}
						{say('catalogues.counts', { substances: number(data.substances), families: number(data.families) })}
					</span>
					{data.inForce ? (
						<span>{say('catalogues.isInForce')}</span>
					) : (
						<ProposeVersion kind="catalogue" version={data.version} called={data.version} label={say('editor.propose')} />
					)}
				</div>
			)}
		</Section>
	);
}

function Registered(): ReactNode {
	const { say, number } = useWords();
	const { may } = useSession();
	const called = useActorNames();
	const list = useInfiniteQuery(registeredQuery());
	const catalogues = list.data?.pages.flatMap((page) => page.items) ?? [];
	const { data } = useQuery(catalogueQuery());
	const offered = may('catalogue:propose');
	const wasInForce = (version: string): boolean => data?.history.some((one) => one.version === version) === true;
	// The one this server brings along is there although nobody registered it.
	const bringsAlong = data !== undefined && !data.builtIn && !catalogues.some(({ builtIn }) => builtIn);
	return (
		<Section id="registered" title={say('catalogues.all')}>
			{list.isPending && <Waiting lines={3} />}
			{list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
			{list.isSuccess && catalogues.length === 0 && !bringsAlong && <Empty title={say('catalogues.none')} />}
			<ul className="cards">
				{catalogues.map((one) => (
					<li key={one.version} data-version={one.version}>
						<code>{one.version}</code> {one.inForce && <Chip tone="good">{say('catalogues.inForce')}</Chip>}
						{one.builtIn && <Chip>{say('catalogues.builtIn')}</Chip>}
						{!one.builtIn && one.cameWith !== undefined && <Chip>{say('catalogues.cameWith', { version: one.cameWith })}</Chip>}
						{offered && !one.inForce && (
							<ProposeVersion
								kind="catalogue"
								version={one.version}
								called={one.version}
								label={say(wasInForce(one.version) ? 'rollBack.action' : 'editor.propose')}
							/>
						)}
						<span className="faint under">
							{say('catalogues.counts', { substances: number(one.substances), families: number(one.families) })} ·{' '}
							{called(one.registeredBy)} · <Moment at={one.registeredAt} />
						</span>
					</li>
				))}
				{bringsAlong && (
					<li>
						<code>{data.builtInVersion}</code> <Chip>{say('catalogues.builtIn')}</Chip>
						{offered && <ProposeVersion kind="catalogue" version="built-in" called={data.builtInVersion} label={say('rollBack.action')} />}
					</li>
				)}
			</ul>
			<More list={list} />
		</Section>
	);
}

function History({ history }: { readonly history: CatalogueInForce['history'] }): ReactNode {
	const { say } = useWords();
	return (
		<Section id="catalogue-history" title={say('policy.history')}>
			<ol className="policy-list">
				{history.map((one) => (
					<li key={one.number}>
						{one.proposal === undefined ? (
							<code>{one.version}</code>
						) : (
							<Link to="/catalogues/$id" params={{ id: one.proposal }}>
								<code>{one.version}</code>
							</Link>
						)}{' '}
						<span className="faint">{say('policy.since')}</span> <Moment at={one.at} />
						{one.proposal === undefined && <span className="faint under">{say('catalogues.ranFirst')}</span>}
					</li>
				))}
			</ol>
		</Section>
	);
}
