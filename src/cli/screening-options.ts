// The options of screening that several commands share: the day of the law and the regimes.
import { Fault } from '../base/fault.ts';
import { nearest } from '../model/nearest.ts';
import { isDate } from '../model/parse-listing.ts';
import type { Args, OptionSpec } from './options.ts';

export const SCREENING_OPTIONS: Readonly<Record<string, OptionSpec>> = {
	'as-of': { value: 'DATE', help: 'Apply the law in force on this day (YYYY-MM-DD; default: today)' },
	regime: { value: 'US,EU,…', help: 'Apply these regimes; the strictest outcome wins (default: from seller and destinations)' },
};

// A regime that is not compiled must be refused, not silently found to control nothing.
const REGIMES = ['US', 'UN', 'EU', 'CN', 'CA', 'IN', 'MX', 'UK'] as const;

/** @throws Fault `usage` for anything but a real calendar date. */
export function readAsOf(args: Args): string | undefined {
	const value = args.one('as-of');
	if (value !== undefined && !isDate(value)) throw new Fault('usage', `--as-of ${JSON.stringify(value)} is not a date; write YYYY-MM-DD.`);
	return value;
}

/** @throws Fault `usage` naming the regimes there are. */
export function readRegimes(args: Args): readonly string[] | undefined {
	const given = args
		.all('regime')
		.flatMap((value) => value.split(','))
		.map((value) => value.trim().toUpperCase())
		.filter((value) => value !== '');
	for (const regime of given) {
		if (REGIMES.some((known) => known === regime)) continue;
		const close = regime === 'GB' ? 'UK' : nearest(regime, REGIMES);
		throw new Fault(
			'usage',
			`--regime: there is no regime ${JSON.stringify(regime)}${close === undefined ? '.' : `; did you mean ${close}?`} The regimes are ${REGIMES.join(', ')}.`,
		);
	}
	return given.length > 0 ? [...new Set(given)] : undefined;
}
