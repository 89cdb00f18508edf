// What a marketplace's own rules make of the reasons the settings gave: exceptions lower some of them, conditions and watch lists add
// to them. Must never lower what is disguised, uncertain or asks for concealment below review, and never take an expression that
// failed for false.

import type { Listing } from '../model/listing.ts';
import { type Held, type PolicyException, type Reason, type Rules, SEVERITY, type Watched } from '../model/policy.ts';
import type { Facts } from '../model/policy-facts.ts';
import type { VerdictKind } from '../model/verdict.ts';
import type { Standing } from './identity.ts';

/** How far an exception may lower each reason. A reason that is not here is never lowered. */
const LOWEST: Readonly<Record<string, VerdictKind>> = {
	listed: 'clear',
	entitled: 'clear',
	'open-class': 'clear',
	watched: 'clear',
	'law-not-compiled': 'clear',
	'not-controlled': 'clear',
	'unreadable-unit': 'clear',
	abbreviation: 'clear',
	'law-uncertain': 'review',
	disguised: 'review',
	stealth: 'review',
	'off-platform': 'review',
	replacement: 'review',
};

const lowered = (reason: Reason, exception: PolicyException): VerdictKind => {
	const lowest = LOWEST[reason.code] ?? reason.outcome;
	const wanted = SEVERITY[exception.outcome] > SEVERITY[lowest] ? exception.outcome : lowest;
	return SEVERITY[wanted] < SEVERITY[reason.outcome] ? wanted : reason.outcome;
};

const failed = (what: string, why: string, substance?: string): Reason => ({
	code: 'errored',
	outcome: 'review',
	text: `${what} could not be evaluated: ${why}`,
	citation: 'policy: errored is never clear',
	...(substance === undefined ? {} : { substance }),
});

/** One identity that nothing explains away, and the reasons the settings gave for it. */
export interface Subject {
	readonly id: string;
	readonly name: string;
	readonly standing: Standing;
	readonly reasons: readonly Reason[];
	readonly facts: Facts;
}

/** The reasons of one identity under the rules. */
export function underRules(rules: Rules, subject: Subject): Reason[] {
	const reasons = [...subject.reasons];
	const added = excepted(rules, subject, reasons);
	// An uncertain identity never blocks, whoever asks for it.
	const capped = (outcome: VerdictKind): VerdictKind => (subject.standing === 'certain' ? outcome : 'review');
	for (const condition of rules.conditions) {
		if (!condition.when.perMatch) continue;
		const held = condition.when.holds(subject.facts);
		if (held === false) continue;
		if (held === true)
			added.push({
				code: 'condition',
				outcome: capped(condition.outcome),
				text: `${subject.name}: the policy's condition ${condition.id} holds: ${condition.reason}`,
				citation: `policy: conditions.${condition.id}`,
				substance: subject.id,
			});
		else added.push(failed(`The policy's condition ${condition.id}`, held.errored, subject.id));
	}
	for (const { list, outcome, entries } of rules.watch) {
		if (!entries.substances.includes(subject.id)) continue;
		const text = `${subject.name} is on the restricted watch list ${list}.`;
		added.push({ code: 'watch-list', outcome: capped(outcome), text, citation: `policy: watch.${list}`, substance: subject.id });
	}
	return [...reasons, ...added];
}

// Lowers in place what the exceptions lower; answers what is to be said about them. The order of the exceptions does not show.
function excepted(rules: Rules, subject: Subject, reasons: Reason[]): Reason[] {
	const said: Reason[] = [];
	const errors: { readonly exception: PolicyException; readonly why: string }[] = [];
	const matters = (exception: PolicyException): boolean => reasons.some((reason) => lowered(reason, exception) !== reason.outcome);
	for (const exception of rules.exceptions) {
		const { id, expires } = exception;
		if (!exception.substances.includes(subject.id) || !matters(exception)) continue;
		const say = (code: string, text: string): void =>
			void said.push({
				code,
				outcome: 'clear',
				text: `${subject.name}: ${text}`,
				citation: `policy: exceptions.${id}`,
				substance: subject.id,
			});
		if (subject.facts.date > expires) {
			say('exception-expired', `the exception ${id} expired on ${expires} and has no effect.`);
			continue;
		}
		if (subject.facts.date < exception.on) {
			say('exception-not-begun', `the exception ${id} begins on ${exception.on} and has no effect yet.`);
			continue;
		}
		const held: Held = exception.when === undefined ? true : exception.when.holds(subject.facts);
		if (held === false) continue;
		if (held !== true) {
			errors.push({ exception, why: held.errored });
			continue;
		}
		for (const [index, reason] of reasons.entries()) {
			const outcome = lowered(reason, exception);
			if (outcome === reason.outcome) continue;
			reasons[index] = {
				...reason,
				outcome,
				text: `${reason.text} Lowered from ${reason.outcome} to ${outcome} by the policy's exception ${id}.`,
			};
		}
		say('exception', `the exception ${id} applies until ${expires}: ${exception.reason}`);
	}
	// Where another exception has already lowered all that this one could have, its answer makes no difference.
	for (const { exception, why } of errors)
		if (matters(exception)) said.push(failed(`The policy's exception ${exception.id}`, why, subject.id));
	return said;
}

/** The reasons that rules about the whole listing add. `watched`: what recognisers saw of the restricted lists. */
export function listingReasons(rules: Rules, facts: () => Facts, listing: Listing, watched: readonly Watched[]): Reason[] {
	const reasons: Reason[] = [];
	for (const condition of rules.conditions) {
		if (condition.when.perMatch) continue;
		const held = condition.when.holds(facts());
		if (held === false) continue;
		if (held === true)
			reasons.push({
				code: 'condition',
				outcome: condition.outcome,
				text: `The policy's condition ${condition.id} holds: ${condition.reason}`,
				citation: `policy: conditions.${condition.id}`,
			});
		else reasons.push(failed(`The policy's condition ${condition.id}`, held.errored));
	}
	if (rules.watch.length > 0) reasons.push(...watchReasons(rules, numbersOf(listing), watched));
	return reasons;
}

/** More entries of one list than these say nothing new. */
const MOST_WATCHED = 20;

function* watchReasons(rules: Rules, written: ReadonlySet<string>, watched: readonly Watched[]): Generator<Reason> {
	for (const { list, outcome, entries } of rules.watch) {
		const found = new Map(entries.cas.filter((one) => written.has(one)).map((one) => [`CAS number ${one}`, true]));
		for (const { kind, entry, certain } of watched.filter((one) => one.list === list)) {
			const what = kind === 'cas' ? `CAS number ${entry}` : `The name “${entry}”`;
			found.set(what, certain || found.get(what) === true);
		}
		const certainFirst = [...found].sort(([, a], [, b]) => Number(b) - Number(a));
		for (const [what, certain] of certainFirst.slice(0, MOST_WATCHED))
			yield {
				code: 'watch-list',
				outcome: certain ? outcome : 'review',
				text: `${what} is on the restricted watch list ${list}.`,
				citation: `policy: watch.${list}`,
			};
	}
}

const CAS_AS_WRITTEN = /(?<![0-9-])[0-9]{2,7}-[0-9]{2}-[0-9](?![0-9-])/g;

// Numbers in their ordinary form. Undoing disguises is the recognisers' work.
function numbersOf(listing: Listing): ReadonlySet<string> {
	const texts = [
		listing.title,
		listing.description ?? '',
		listing.cas ?? '',
		listing.category ?? '',
		...(listing.tags ?? []),
		...Object.entries(listing.attributes ?? {}).flat(),
	];
	return new Set(texts.flatMap((text) => text.match(CAS_AS_WRITTEN) ?? []));
}
