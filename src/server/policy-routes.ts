// Routes of the policy: what is in force, proposals and who agrees to them. What a document means and changes is said by a screening
// thread, which has the engine; who may agree is said by the flow.
import {
	listActivations,
	listProposals,
	postgresPolicies,
	type ReadProposal,
	readPolicyRow,
	readProposal,
} from '../adapters/postgres/policies.ts';
import { readShadow } from '../adapters/postgres/shadows.ts';
import { bad, type Problem, type Result } from '../base/result.ts';
import type { PolicyAnswer, Proposal } from '../contract/policy.ts';
import { approvePolicy, type DecideOutcome, proposePolicy, rejectPolicy } from '../flows/change-policy.ts';
import { pageOf, readCursor } from './cursor.ts';
import { type Answer, type Call, type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import type { ComparedPolicy } from './screen-job.ts';
import type { World } from './world.ts';

const BODY_BYTES = 1024 * 1024;
const MOST_HISTORY = 100;
/** Stands for the policy that the catalogue brings along. */
const BUILT_IN = 'built-in';

export function mountPolicy(mounting: Mounting, world: World): void {
	const store = postgresPolicies(world.db);

	mount(mounting, 'readPolicy', async () => {
		const { screening, db } = world;
		const [history, shadow] = await Promise.all([listActivations(db, MOST_HISTORY), readShadow(db)]);
		const document = screening.ruling.policy?.document;
		const body: PolicyAnswer = {
			...screening.versions,
			policy: document === undefined ? world.catalogue.policy : (JSON.parse(document) as unknown),
			builtIn: document === undefined,
			history,
			...(shadow === undefined || shadow.stoppedAt !== undefined ? {} : { shadow: { ...shadow } }),
		};
		return { body, etag: screening.versions.policyVersion };
	});

	mount(mounting, 'listProposals', async ({ query }) => {
		const { limit = 50, cursor } = query;
		const after = cursor === undefined ? undefined : readCursor(cursor, ['string', 'string']);
		const rows = await listProposals(world.db, {
			limit: limit + 1,
			...(after === undefined ? {} : { after: { at: String(after[0]), id: String(after[1]) } }),
		});
		return {
			body: pageOf(
				rows,
				limit,
				(row) => wire(row, world),
				({ proposedAt, id }) => [proposedAt, id],
			),
		};
	});

	mount(mounting, 'readProposal', async ({ params }) => ({ body: await detail(params.id, world) }));

	mount(mounting, 'proposePolicy', (call) => propose(call, world), { limit: BODY_BYTES });

	mount(mounting, 'approvePolicy', async ({ params, caller, now }) => {
		const proposal = await requireProposal(params.id, world);
		// Read again by the catalogue of today: what cannot be decided by must not come into force.
		const read = await comparedVersion(proposal.policy, world);
		if (!read.ok) throw invalid(read.problems);
		const builtIn = world.builtInPolicy;
		const outcome = await approvePolicy({ id: params.id, actor: caller.actor, at: now }, store, builtIn, world.dice);
		return answerOf(outcome, world);
	});

	mount(mounting, 'rejectPolicy', async ({ params, body, caller, now }) =>
		answerOf(await rejectPolicy({ id: params.id, actor: caller.actor, at: now, note: body.note }, store, world.dice), world),
	);
}

/** A proposal by its id. @throws Refused `not-found`. */
export async function requireProposal(id: string, world: World): Promise<ReadProposal> {
	const found = await readProposal(world.db, id);
	if (found === undefined) throw noSuchProposal();
	return found;
}

const noSuchProposal = (): Refused => new Refused('not-found', 'There is no such proposal.');

const invalid = (problems: readonly Problem[]): Refused =>
	new Refused('input-invalid', 'The policy is not valid; nothing was stored.', { errors: problems });

async function propose({ body, caller, now }: Call<'proposePolicy'>, world: World): Promise<Answer> {
	const { document, version, reason } = body;
	if ((document === undefined) === (version === undefined))
		throw invalid(bad('', 'names neither or both of document and version', 'give one of them').problems);
	const read = version === undefined ? await comparedDocument(document, world) : await comparedVersion(version, world);
	if (!read.ok) throw invalid(read.problems);
	const { base, changes, needsTwoPeople, text, ...named } = read.value;
	if (named.version === base) throw new Refused('conflict', `The policy ${base} is in force already.`, { code: 'in-force' });
	const policy = { ...named, createdAt: now, ...(text === undefined ? {} : { document: text }) };
	const proposing = { policy, base, changes, twoPeople: needsTwoPeople, reason, actor: caller.actor, at: now };
	const outcome = await proposePolicy(proposing, postgresPolicies(world.db), world.builtInPolicy, world.dice);
	if (outcome.kind === 'moved') throw await moved(outcome.inForce, world);
	return { status: outcome.fresh ? 201 : 200, body: await detail(outcome.proposal.id, world) };
}

type Read = Result<ComparedPolicy & { readonly text?: string }>;

async function comparedDocument(document: unknown, world: World): Promise<Read> {
	const chain = chainProblems(document, world);
	const read = await world.screening.compare(document);
	if (!read.ok) return { ok: false, problems: read.problems.map(within) };
	return chain.length > 0 ? { ok: false, problems: chain } : { ok: true, value: { ...read.value, text: JSON.stringify(document) } };
}

const within = (problem: Problem): Problem => ({ ...problem, pointer: `/document${problem.pointer}` });

// Documents form a chain by hash: one that was written against another version than the one in force would undo what came between.
function chainProblems(document: unknown, { screening }: World): Problem[] {
	const inForce = screening.ruling.policy?.document === undefined ? undefined : screening.versions.policyVersion;
	const previous = typeof document === 'object' && document !== null && 'previous' in document ? document.previous : undefined;
	if (inForce === undefined || typeof previous !== 'string' || previous.startsWith(inForce)) return [];
	const fix = `write it against the version in force (${inForce}), or propose the earlier version itself to roll back`;
	return bad('/document/previous', 'is not the hash of the policy in force', fix).problems;
}

async function comparedVersion(version: string, world: World): Promise<Read> {
	const known = version === BUILT_IN ? undefined : await readPolicyRow(world.db, version);
	if (known === undefined && version !== BUILT_IN && version !== world.builtInPolicy)
		return bad('/version', 'was never proposed here', 'give a version of GET /v1/policy/proposals, or built-in');
	const text = known?.document;
	const read = await world.screening.compare(text === undefined ? undefined : JSON.parse(text));
	return read.ok && text !== undefined ? { ok: true, value: { ...read.value, text } } : read;
}

async function moved(inForce: string, world: World): Promise<Refused> {
	await world.refreshRuling();
	return new Refused('conflict', `Meanwhile the policy ${inForce} is in force; propose again, so that the changes shown are those made.`, {
		code: 'policy-moved',
	});
}

async function answerOf(outcome: DecideOutcome, world: World): Promise<Answer> {
	switch (outcome.kind) {
		case 'unknown':
			throw noSuchProposal();
		case 'moved':
			throw await moved(outcome.inForce, world);
		case 'settled':
			throw new Refused('conflict', `The proposal is ${outcome.proposal.status} already.`, { code: 'settled' });
		case 'same-person':
			throw new Refused(
				'not-permitted',
				'Something in this policy can lower a verdict: another person than the one who proposed it must agree, through whichever key.',
				{ code: 'same-person' },
			);
		case 'decided':
			await world.refreshRuling();
			return { body: { ...(await detail(outcome.proposal.id, world)), ...(outcome.job === undefined ? {} : { rescreen: outcome.job }) } };
	}
}

async function detail(id: string, world: World): Promise<Proposal> {
	const row = await requireProposal(id, world);
	const document = (await readPolicyRow(world.db, row.policy))?.document;
	return { ...wire(row, world), ...(document === undefined ? {} : { document: JSON.parse(document) as unknown }) };
}

function wire({ policy, twoPeople, changes, ...row }: ReadProposal, { screening }: World): Proposal {
	const outdated = row.status === 'open' && row.base !== screening.versions.policyVersion;
	return { ...row, version: policy, changes: [...changes], needsTwoPeople: twoPeople, outdated };
}
