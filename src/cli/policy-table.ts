// The readable form of a policy, of the difference between two, and of a backtest. Weakenings stand first and in colour.
import picocolors from 'picocolors';
import type { Colors } from 'picocolors/types.js';
import { clean, fit, truncate, wrap } from '../adapters/terminal.ts';
import { assertNever } from '../base/fault.ts';
import type { Effect } from '../model/effect.ts';
import type { VersionedPolicy } from '../model/policy.ts';
import type { Backtest, Shift } from '../policy/backtest.ts';
import { needsTwoPeople, type PolicyChange } from '../policy/compare.ts';
import type { Output } from './io.ts';
import { counted, number } from './table.ts';

const LABEL = 9;

const widthOf = (output: Output): number => Math.min(140, output.columns ?? 100);

function paint(effect: Effect, colors: Colors): (text: string) => string {
	switch (effect) {
		case 'weaker':
			return (text) => colors.bold(colors.red(text));
		case 'unknown':
			return colors.yellow;
		case 'stricter':
			return colors.green;
		case 'neutral':
			return colors.dim;
		default:
			return assertNever(effect);
	}
}

/** One block for each change, and the closing word on who must agree. */
export function drawChanges(changes: readonly PolicyChange[], output: Output): string {
	const colors = picocolors.createColors(output.color);
	if (changes.length === 0) return 'The two policies decide alike.';
	const lines = changes.flatMap(({ effect, text }) => {
		const [first = '', ...more] = wrap(clean(text), widthOf(output) - LABEL);
		return [`${paint(effect, colors)(fit(effect, LABEL))}${first}`, ...more.map((line) => ' '.repeat(LABEL) + line)];
	});
	const count = (effect: Effect): string => `${changes.filter((one) => one.effect === effect).length} ${effect}`;
	const told = (['weaker', 'unknown', 'stricter', 'neutral'] as const).map(count).join(' · ');
	const word = needsTwoPeople(changes)
		? paint('weaker', colors)('Two people must agree: something here lowers verdicts, or may.')
		: 'No verdict gets lower; one person may decide.';
	return [...lines, '', `${told}.`, word].join('\n');
}

/** What a valid document does, measured against the default policy. */
export function drawPolicy(
	{ policy, version, hash }: VersionedPolicy,
	changes: readonly PolicyChange[],
	today: string,
	output: Output,
): string {
	const colors = picocolors.createColors(output.color);
	const { exceptions = [], conditions = [] } = policy.rules ?? {};
	const soon = exceptions.map(({ id, expires }) => {
		const note = expires < today ? colors.red(`expired on ${expires}, no effect`) : `until ${expires}`;
		return `  exception ${clean(id)}: ${note}`;
	});
	return [
		`${clean(policy.name)}: valid.`,
		`  policyVersion ${version}`,
		`  hash ${hash}`,
		`  ${counted(exceptions.length, 'exception')}, ${counted(conditions.length, 'condition')}, ${counted(policy.relaxations.length, 'relaxation')}`,
		...soon,
		'',
		'Measured against the default policy:',
		drawChanges(changes, output),
	].join('\n');
}

/** Counts, then what a person should look at: listings that would newly be clear stand first. */
export function drawBacktest(result: Backtest, output: Output): string {
	const colors = picocolors.createColors(output.color);
	const width = widthOf(output);
	const lines = [
		`${number(result.listings)} listings: ${number(result.changed)} verdicts change, ${number(result.raised)} higher, ${number(result.lowered)} lower.`,
	];
	if (result.newlyClear > 0)
		lines.push(paint('weaker', colors)(`${number(result.newlyClear)} would newly be clear. Look at them before anyone agrees.`));
	lines.push('', 'Verdicts, live → candidate:');
	for (const [transition, times] of Object.entries(result.transitions))
		lines.push(`  ${fit(transition.replace('→', ' → '), 18)}${number(times)}`);
	lines.push(...shifts('By tier:', result.byTier), ...shifts('By substance:', result.bySubstance));
	if (result.examples.length > 0) lines.push('', 'Listings to look at:');
	for (const { listingId, transition, why } of result.examples) {
		const head = `  ${fit(transition.replace('→', ' → '), 17)} ${fit(clean(listingId), 18)} `;
		const row = head + truncate(clean(why), Math.max(20, width - 38));
		lines.push(transition.endsWith('clear') ? paint('weaker', colors)(row) : row);
	}
	return lines.join('\n');
}

const MOST_ROWS = 15;

function shifts(title: string, by: Readonly<Record<string, Shift>>): string[] {
	const rows = Object.entries(by);
	if (rows.length === 0) return [];
	const more = rows.length > MOST_ROWS ? [`  and ${rows.length - MOST_ROWS} more`] : [];
	return [
		'',
		title,
		...rows
			.slice(0, MOST_ROWS)
			.map(([key, { lowered, raised }]) => `  ${fit(clean(key), 26)} ${number(raised)} higher, ${number(lowered)} lower`),
		...more,
	];
}
