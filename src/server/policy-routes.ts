// Routes of the policy: what is in force, proposals and who agrees to them. What a document means and changes is said by a screening
// thread, which has the engine; who may agree is said by the flow.
import { postgresPolicies, readPolicyRow } from '../adapters/postgres/policies.ts';
import { listActivations, listProposals, type ReadProposal } from '../adapters/postgres/proposals.ts';
import { readShadow } from '../adapters/postgres/shadows.ts';
import { bad, type Problem, type Result } from '../base/result.ts';
import type { PolicyAnswer, Proposal } from '../contract/policy.ts';
import { approve, propose, reject } from '../flows/change-ruling.ts';
import type { PolicyChange } from '../policy/compare.ts';
import type { Caller } from './caller.ts';
import { pageOf } from './cursor.ts';
import { type Answer, type Call, type Mounting, mount } from './mount.ts';
import { Refused } from './problems.ts';
import { BUILT_IN, moved, pageAsked, requireDecided, requireProposal, whileInForce } from './proposals.ts';
import type { ComparedPolicy } from './screen-job.ts';
import { maySeeTrial, shownChanges, shownDocument } from './shown-policy.ts';
import type { World } from './world.ts';

const BODY_BYTES = 1024 * 1024;
const MOST_HISTORY = 100;

export function mountPolicy(mounting: Mounting, world: World): void {
	const store = postgresPolicies(world.db);

	mount(mounting, 'readPolicy', async ({ caller }) => {
		const { screening, db } = world;
		const [history, shadow] = await Promise.all([listActivations(db, 'policy', MOST_HISTORY), readShadow(db)]);
		const document = screening.ruling.policy?.document;
		const { holding } = screening;
		const body: PolicyAnswer = {
			...screening.versions,
			policy: document === undefined ? world.catalogue.policy : shownDocument(JSON.parse(document), caller),
			builtIn: document === undefined,
			history,
			...(shadow === undefined || shadow.stoppedAt !== undefined || !(await maySeeTrial(shadow.version, caller, world))
				? {}
				: { shadow: { ...shadow } }),
			...(holding === undefined ? {} : { holding }),
		};
		return { body, etag: screening.versions.policyVersion };
	});

	mount(mounting, 'listProposals', async ({ query, caller }) => {
		const rows = await listProposals<PolicyChange>(world.db, 'policy', pageAsked(query));
		return {
			body: pageOf(
				rows,
				query.limit ?? 50,
				(row) => wire(row, caller, world),
				({ proposedAt, id }) => [proposedAt, id],
			),
		};
	});

	mount(mounting, 'readProposal', async ({ params, caller }) => ({ body: await detail(params.id, caller, world) }));

	mount(mounting, 'proposePolicy', (call) => proposed(call, world), { limit: BODY_BYTES });

	mount(mounting, 'approvePolicy', async ({ params, caller, now }) => {
		const { version } = await requireProposal('policy', params.id, world);
		const outcome = await whileInForce(world, async (ruling) => {
			// Read again by the catalogue of today: what cannot be decided by must not come into force.
			const read = await comparedVersion(version, world);
			if (!read.ok) throw invalid(read.problems);
			return approve({ id: params.id, actor: caller.actor, at: now, ruling }, store, world.screening.builtInPolicy, world.dice);
		});
		const { proposal, job } = await requireDecided('policy', outcome, world);
		return { body: { ...(await detail(proposal.id, caller, world)), ...(job === undefined ? {} : { rescreen: job }) } };
	});

	mount(mounting, 'rejectPolicy', async ({ params, body, caller, now }) => {
		const outcome = await reject({ id: params.id, actor: caller.actor, at: now, note: body.note }, store, world.dice);
		const { proposal } = await requireDecided('policy', outcome, world);
		return { body: await detail(proposal.id, caller, world) };
	});
}

const invalid = (problems: readonly Problem[]): Refused =>
	new Refused('input-invalid', 'The policy is not valid; nothing was stored.', { errors: problems });

async function proposed({ body, caller, now }: Call<'proposePolicy'>, world: World): Promise<Answer> {
	const { document, version, reason } = body;
	if ((document === undefined) === (version === undefined))
		throw invalid(bad('', 'names neither or both of document and version', 'give one of them').problems);
	const read = version === undefined ? await comparedDocument(document, world) : await comparedVersion(version, world);
	if (!read.ok) throw invalid(read.problems);
	const { base, changes, needsTwoPeople: twoPeople, text, ...named } = read.value;
	if (named.version === base) throw new Refused('conflict', `The policy ${base} is in force already.`, { code: 'in-force' });
	const row = { ...named, createdAt: now, ...(text === undefined ? {} : { document: text }) };
	const outcome = await propose(
		{
			...{ version: named.version, base, changes, twoPeople, reason, actor: caller.actor, at: now },
			keep: (tx) => tx.addPolicy(row),
		},
		postgresPolicies(world.db),
		world.screening.builtInPolicy,
		world.dice,
	);
	if (outcome.kind === 'moved') throw await moved('policy', outcome.inForce, world);
	return { status: outcome.fresh ? 201 : 200, body: await detail(outcome.proposal.id, caller, world) };
}

type Read = Result<ComparedPolicy & { readonly text?: string }>;

async function comparedDocument(document: unknown, world: World): Promise<Read> {
	const chain = chainProblems(document, world);
	const read = await compared(document, world);
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

// With the lists it names, each of which must be there, readable and not retired.
async function compared(document: unknown, { screening, watchLists }: World): Promise<Result<ComparedPolicy>> {
	const problems = await watchLists.problems(document);
	return problems.length > 0 ? { ok: false, problems } : screening.compare(document, await watchLists.of(document));
}

async function comparedVersion(version: string, world: World): Promise<Read> {
	const known = version === BUILT_IN ? undefined : await readPolicyRow(world.db, version);
	if (known === undefined && version !== BUILT_IN && version !== world.screening.builtInPolicy)
		return bad('/version', 'was never proposed here', 'give a version of GET /v1/policy/proposals, or built-in');
	const text = known?.document;
	const read = await compared(text === undefined ? undefined : JSON.parse(text), world);
	return read.ok && text !== undefined ? { ok: true, value: { ...read.value, text } } : read;
}

async function detail(id: string, caller: Caller, world: World): Promise<Proposal> {
	const row = await requireProposal<PolicyChange>('policy', id, world);
	const document = (await readPolicyRow(world.db, row.version))?.document;
	return { ...wire(row, caller, world), ...(document === undefined ? {} : { document: shownDocument(JSON.parse(document), caller) }) };
}

function wire({ twoPeople, changes, ...row }: ReadProposal<PolicyChange>, caller: Caller, { screening }: World): Proposal {
	const outdated = row.status === 'open' && row.base !== screening.versions.policyVersion;
	return { ...row, changes: shownChanges(changes, caller), needsTwoPeople: twoPeople, outdated };
}
