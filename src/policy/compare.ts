// What changed between two policies, each change marked for whether it can lower a verdict. The marks rest on one fact: a verdict is
// the strictest of its reasons, so a change that only ever adds reasons or raises them is stricter. Whatever cannot be placed so is
// `unknown`, and counts as a weakening. Must never call a change stricter that lowers any listing's verdict.
import { byEffect, type Effect } from '../model/effect.ts';
import { type Policy, type PolicyException, type Rules, SEVERITY } from '../model/policy.ts';
import type { Tier } from '../model/substance.ts';
import { settings, type TierOf } from './settings.ts';
import { isKept } from './watch-list.ts';

export interface PolicyChange {
	/** Dotted path, as in `relaxations`: `tiers.2.declared`, `exceptions.lab-1.expires`. */
	readonly setting: string;
	readonly effect: Effect;
	/** One sentence for the people who decide on it. */
	readonly text: string;
	/** Absent: it was not there. */
	readonly before?: string;
	/** Absent: it is not there any more. */
	readonly after?: string;
}

const NO_RULES: Rules = {
	regimes: { platform: [], sellers: {}, destinations: {}, unstated: 'all' },
	exceptions: [],
	conditions: [],
	watch: [],
};

/** Every change from `before` to `after`, weakenings first. */
export function diffPolicies(before: Policy, after: Policy, tierOf: TierOf): PolicyChange[] {
	const old = before.rules ?? NO_RULES;
	const now = after.rules ?? NO_RULES;
	const pair: Pair = { before, after, old, now };
	const changes = [
		...settingChanges(pair),
		...wordChanges(pair),
		...tierChanges(pair, tierOf),
		...regimeChanges(pair),
		...exceptionChanges(pair),
		...conditionChanges(pair),
		...watchChanges(pair),
		...noteChanges(pair),
	];
	return changes.sort(byEffect);
}

/** Two people must agree to such a list of changes: something in it can lower a verdict, or may. */
export const needsTwoPeople = (changes: readonly PolicyChange[]): boolean =>
	changes.some((change) => change.effect === 'weaker' || change.effect === 'unknown');

interface Pair {
	readonly before: Policy;
	readonly after: Policy;
	readonly old: Rules;
	readonly now: Rules;
}

interface Sides {
	readonly before?: string;
	readonly after?: string;
}

function change(setting: string, effect: Effect, sides: Sides, text?: string): PolicyChange {
	const said = (value: string | undefined): string => value ?? 'nothing';
	return { setting, effect, ...sides, text: text ?? `${setting}: from ${said(sides.before)} to ${said(sides.after)}` };
}

function* settingChanges({ before, after }: Pair): Generator<PolicyChange> {
	const { relaxations: _r, rules: _u, retiered: _t, name: _n, ...compared } = before;
	for (const { path, value, other } of settings(after, compared)) {
		if (value !== other) yield change(path, SEVERITY[value] > SEVERITY[other] ? 'stricter' : 'weaker', { before: other, after: value });
	}
}

// More words mean that more listings fall under the first outcome instead of the second.
function* wordChanges({ before, after }: Pair): Generator<PolicyChange> {
	const { chemical, elsewhere } = after.media;
	const moved = SEVERITY[chemical] - SEVERITY[elsewhere];
	yield* words('media.categories', before.media.categories, after.media.categories, moved >= 0, moved <= 0);
	yield* words('equipment.presses', before.equipment.presses, after.equipment.presses, true, false);
}

function* words(
	setting: string,
	before: readonly string[],
	after: readonly string[],
	addingIsSafe: boolean,
	removingIsSafe: boolean,
): Generator<PolicyChange> {
	for (const word of after) if (!before.includes(word)) yield change(setting, addingIsSafe ? 'stricter' : 'weaker', { after: word });
	for (const word of before) if (!after.includes(word)) yield change(setting, removingIsSafe ? 'stricter' : 'weaker', { before: word });
}

function* tierChanges(pair: Pair, tierOf: TierOf): Generator<PolicyChange> {
	const { before, after } = pair;
	for (const id of new Set([...Object.keys(before.retiered), ...Object.keys(after.retiered)])) {
		const own = tierOf(id);
		const [was, is] = [before.retiered[id] ?? own, after.retiered[id] ?? own];
		if (was === is && own !== undefined) continue;
		const effect = was === undefined || is === undefined || asks(pair, 'tier') ? 'unknown' : tierEffect(after, was, is);
		yield change(`retiered.${id}`, effect, { before: `tier ${was ?? 'of the catalogue'}`, after: `tier ${is ?? 'of the catalogue'}` });
	}
}

function tierEffect(policy: Policy, was: Tier, is: Tier): Effect {
	const moves = [...settings(policy.tiers[is], policy.tiers[was])].map(({ value, other }) => SEVERITY[value] - SEVERITY[other]);
	// A lower number also asks more of an entitlement, and makes equipment beside it graver.
	if (is < was && moves.every((move) => move >= 0)) return 'stricter';
	if (is > was && moves.every((move) => move <= 0)) return 'weaker';
	return 'unknown';
}

// An expression may turn a change elsewhere into anything. The old ones are what counts: a change of rules is judged on its own,
// whatever the tiers and regimes, so the rest may be thought of as changed first.
const asks = ({ old }: Pair, word: string): boolean =>
	[...old.exceptions, ...old.conditions].some(({ when }) => when?.text.includes(word) === true);

function* regimeChanges(pair: Pair): Generator<PolicyChange> {
	const { after, old, now } = pair;
	// One more regime can only add reasons, unless a control weighs less than the doubt it settles.
	const grows =
		!asks(pair, 'law') &&
		Object.values(after.tiers).every((rule) => {
			const settled = Math.min(SEVERITY[rule.declared], SEVERITY[rule.uncertainLaw]);
			return settled >= Math.max(SEVERITY[rule.watched], SEVERITY[rule.notCompiled], SEVERITY[rule.notControlled]);
		});
	const more: Effect = grows ? 'stricter' : 'unknown';
	const less: Effect = grows ? 'weaker' : 'unknown';
	if (old.regimes.unstated !== now.regimes.unstated) {
		const text = 'the law for a listing that states neither seller’s country nor destination';
		yield change(
			'regimes.unstated',
			now.regimes.unstated === 'all' ? more : less,
			{ before: old.regimes.unstated, after: now.regimes.unstated },
			text,
		);
	}
	const lists: (readonly [string, readonly string[], readonly string[]])[] = [
		['regimes.platform', old.regimes.platform, now.regimes.platform],
	];
	for (const key of ['sellers', 'destinations'] as const) {
		for (const country of new Set([...Object.keys(old.regimes[key]), ...Object.keys(now.regimes[key])]))
			lists.push([`regimes.${key}.${country}`, old.regimes[key][country] ?? [], now.regimes[key][country] ?? []]);
	}
	for (const [setting, was, is] of lists) {
		for (const one of is) if (!was.includes(one)) yield change(setting, more, { after: one });
		for (const one of was) if (!is.includes(one)) yield change(setting, less, { before: one });
	}
}

function* exceptionChanges({ old, now }: Pair): Generator<PolicyChange> {
	for (const [id, was, is] of paired(old.exceptions, now.exceptions, (one) => one.id)) {
		const setting = `exceptions.${id}`;
		if (was === undefined && is !== undefined)
			yield change(setting, 'weaker', { after: summary(is) }, `a new exception, ${summary(is)}: ${is.reason}`);
		else if (is === undefined && was !== undefined)
			yield change(setting, 'stricter', { before: summary(was) }, `the exception ends (${summary(was)})`);
		else if (was !== undefined && is !== undefined) yield* exceptionChange(setting, was, is);
	}
}

const summary = ({ substances, outcome, expires, when }: PolicyException): string =>
	`${substances.join(', ')} to ${outcome} until ${expires}${when === undefined ? '' : `, when ${when.text}`}`;

function* exceptionChange(setting: string, was: PolicyException, is: PolicyException): Generator<PolicyChange> {
	for (const id of is.substances) if (!was.substances.includes(id)) yield change(`${setting}.substances`, 'weaker', { after: id });
	for (const id of was.substances) if (!is.substances.includes(id)) yield change(`${setting}.substances`, 'stricter', { before: id });
	if (was.outcome !== is.outcome)
		yield change(`${setting}.outcome`, is.outcome === 'clear' ? 'weaker' : 'stricter', { before: was.outcome, after: is.outcome });
	if (was.expires !== is.expires)
		yield change(`${setting}.expires`, is.expires > was.expires ? 'weaker' : 'stricter', { before: was.expires, after: is.expires });
	if (was.on !== is.on) yield change(`${setting}.on`, is.on < was.on ? 'weaker' : 'stricter', { before: was.on, after: is.on });
	const [whenWas, whenIs] = [was.when?.text ?? 'always', is.when?.text ?? 'always'];
	if (whenWas !== whenIs)
		yield change(`${setting}.when`, whenIs === 'always' ? 'weaker' : whenWas === 'always' ? 'stricter' : 'unknown', {
			before: whenWas,
			after: whenIs,
		});
	if (was.reason !== is.reason) yield change(`${setting}.reason`, 'neutral', { before: was.reason, after: is.reason });
	const [peopleWas, peopleIs] = [was.approvedBy.join(', '), is.approvedBy.join(', ')];
	if (peopleWas !== peopleIs) yield change(`${setting}.approvedBy`, 'neutral', { before: peopleWas, after: peopleIs });
}

function* conditionChanges({ old, now }: Pair): Generator<PolicyChange> {
	for (const [id, was, is] of paired(old.conditions, now.conditions, (one) => one.id)) {
		const setting = `conditions.${id}`;
		if (was === undefined && is !== undefined)
			yield change(setting, 'stricter', { after: is.when.text }, `a new condition, ${is.outcome} when ${is.when.text}: ${is.reason}`);
		else if (is === undefined && was !== undefined)
			yield change(setting, 'weaker', { before: was.when.text }, `the condition goes: ${was.outcome} when ${was.when.text}`);
		else if (was !== undefined && is !== undefined) {
			if (was.when.text !== is.when.text) yield change(`${setting}.when`, 'unknown', { before: was.when.text, after: is.when.text });
			if (was.outcome !== is.outcome)
				yield change(`${setting}.outcome`, is.outcome === 'block' ? 'stricter' : 'weaker', { before: was.outcome, after: is.outcome });
			if (was.reason !== is.reason) yield change(`${setting}.reason`, 'neutral', { before: was.reason, after: is.reason });
		}
	}
}

function* watchChanges({ old, now }: Pair): Generator<PolicyChange> {
	for (const [list, was, is] of paired(old.watch, now.watch, (one) => one.list)) {
		const setting = `watch.${list}`;
		if (was === undefined && is !== undefined)
			yield change(setting, 'stricter', { after: is.sha256 }, `a restricted list is watched (${is.outcome})`);
		else if (is === undefined && was !== undefined)
			yield change(setting, 'weaker', { before: was.sha256 }, 'a restricted list is no longer watched');
		else if (was !== undefined && is !== undefined) {
			// What is on a restricted list is not for a difference to tell; whether something left it is.
			if (was.sha256 !== is.sha256)
				yield change(`${setting}.sha256`, isKept(was.entries, is.entries) ? 'stricter' : 'weaker', {
					before: was.sha256,
					after: is.sha256,
				});
			if (was.outcome !== is.outcome)
				yield change(`${setting}.outcome`, is.outcome === 'block' ? 'stricter' : 'weaker', { before: was.outcome, after: is.outcome });
		}
	}
}

function* noteChanges({ before, after }: Pair): Generator<PolicyChange> {
	if (before.name !== after.name) yield change('name', 'neutral', { before: before.name, after: after.name });
	for (const [setting, was, is] of paired(before.relaxations, after.relaxations, (one) => one.setting)) {
		const [old, now] = [was, is].map((one) => (one === undefined ? undefined : `${one.reason} (${one.approvedBy.join(', ')}, ${one.on})`));
		if (old !== now)
			yield change(`relaxations.${setting}`, 'neutral', {
				...(old === undefined ? {} : { before: old }),
				...(now === undefined ? {} : { after: now }),
			});
	}
}

function paired<T>(
	before: readonly T[],
	after: readonly T[],
	key: (one: T) => string,
): (readonly [string, T | undefined, T | undefined])[] {
	const [old, now] = [before, after].map((list) => new Map(list.map((one) => [key(one), one])));
	return [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].map((id) => [id, old?.get(id), now?.get(id)]);
}
