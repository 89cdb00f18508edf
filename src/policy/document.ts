// A marketplace's policy document → the policy it means: the built-in settings, changed where the document says so, and its rules.
// Must never accept a key, an id, a date or an expression it does not understand, nor an exception that outlives a year.
import type { Digest } from '../base/digest.ts';
import { canonicalJson, type Json } from '../base/json.ts';
import { ok, type Problem, type Result } from '../base/result.ts';
import type { Policy, PolicyException, RegimeRule, Rules, Tightening, VersionedPolicy } from '../model/policy.ts';
import { type PolicyDocument, PolicyDocumentSchema } from '../model/policy-schema.ts';
import { checkShape } from '../model/shape.ts';
import type { PolicyContext } from './policy-context.ts';
import { settingProblems } from './settings.ts';
import { statementProblems } from './statements.ts';
import { STRICT } from './strict.ts';
import { watchListHash } from './watch-list.ts';

/** The policy a document means, or every problem in it with its JSON Pointer and its fix. */
export function readPolicyDocument(value: unknown, context: PolicyContext): Result<VersionedPolicy> {
	const shaped = checkShape(PolicyDocumentSchema, value, 'policy');
	if (!shaped.ok) return shaped;
	const document = shaped.value;
	const problems: Problem[] = [];
	const rules = readRules(document, context, problems);
	const policy = settingsOf(document, rules);
	problems.push(...settingProblems(policy, context.tierOf), ...statementProblems(document, context));
	if (document.previous === undefined && document.version > 1)
		problems.push({
			pointer: '/previous',
			message: `version ${document.version} names no version before it`,
			fix: 'add the hash of the version before',
		});
	if (problems.length > 0) return { ok: false, problems };
	const hash = policyHash(document, context.digest);
	return ok({ policy, hash, version: hash.slice(0, 16) });
}

/** SHA-256 of a document's canonical form (RFC 8785). */
export const policyHash = (document: unknown, digest: Digest): string => digest(canonicalJson(document as Json));

function settingsOf(document: PolicyDocument, rules: Rules): Policy {
	const { tiers, equipment, media } = document;
	return {
		name: document.name,
		tiers: {
			1: { ...STRICT.tiers[1], ...tiers?.['1'] },
			2: { ...STRICT.tiers[2], ...tiers?.['2'] },
			3: { ...STRICT.tiers[3], ...tiers?.['3'] },
		},
		abbreviation: { ...STRICT.abbreviation, ...document.abbreviation },
		openClass: document.openClass ?? STRICT.openClass,
		// Lists of words grow: a document cannot take a built-in word away.
		equipment: { ...STRICT.equipment, ...equipment, presses: joined(STRICT.equipment.presses, equipment?.presses) },
		drugs: { ...STRICT.drugs, ...document.drugs },
		media: {
			...STRICT.media,
			...media,
			categories: joined(
				STRICT.media.categories,
				media?.categories?.map((one) => one.toLowerCase()),
			),
		},
		unreadableUnit: document.unreadableUnit ?? STRICT.unreadableUnit,
		retiered: document.retiered ?? {},
		relaxations: document.relaxations ?? [],
		rules,
	};
}

const joined = (first: readonly string[], more: readonly string[] = []): readonly string[] => [...new Set([...first, ...more])];

function readRules(document: PolicyDocument, context: PolicyContext, problems: Problem[]): Rules {
	const compile = (text: string, pointer: string) => {
		const compiled = context.language?.compile(text) ?? {
			ok: false,
			problems: [{ pointer: '', message: 'expressions cannot be read here', fix: 'start the engine with a condition language' }],
		};
		if (compiled.ok) return compiled.value;
		problems.push(...compiled.problems.map((problem) => ({ ...problem, pointer: `${pointer}${problem.pointer}` })));
		return undefined;
	};
	const exceptions = (document.exceptions ?? []).map(({ when, ...one }, index): PolicyException => {
		const condition = when === undefined ? undefined : compile(when, `/exceptions/${index}/when`);
		return condition === undefined ? one : { ...one, when: condition };
	});
	const conditions = (document.conditions ?? []).flatMap(({ when, ...one }, index): Tightening[] => {
		const condition = compile(when, `/conditions/${index}/when`);
		return condition === undefined ? [] : [{ ...one, when: condition }];
	});
	const watch = (document.watch ?? []).flatMap((reference, index) => {
		const named = (context.watchLists ?? []).filter((list) => list.name === reference.list);
		const hashes = named.map((list) => watchListHash(list, context.digest));
		const entries = named[hashes.indexOf(reference.sha256)];
		if (entries === undefined) {
			problems.push({
				pointer: `/watch/${index}`,
				message: `the restricted list ${reference.list} ${hashes.length === 0 ? 'is not at hand' : `has the hash ${hashes.join(', ')}`}`,
				fix: 'load the list this policy was written for, or correct the reference',
			});
			return [];
		}
		const unknown = entries.substances.filter((id) => context.tierOf(id) === undefined).length;
		if (unknown > 0) {
			// Not which: who reads the message need not be who may read the list.
			const message = `the restricted list ${reference.list} names ${unknown === 1 ? 'one id' : `${unknown} ids`} that the catalogue does not have`;
			problems.push({ pointer: `/watch/${index}`, message, fix: 'mend the list, or keep in the catalogue what it names' });
		}
		return [{ ...reference, entries }];
	});
	return { regimes: regimesOf(document), exceptions, conditions, watch };
}

const regimesOf = ({ regimes }: PolicyDocument): RegimeRule => ({
	platform: regimes?.platform ?? [],
	sellers: regimes?.sellers ?? {},
	destinations: regimes?.destinations ?? {},
	unstated: regimes?.unstated ?? 'all',
});
