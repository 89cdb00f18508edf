// Compares quantities on offer with the figures of the law, exactly (decimal strings, no floating point). Must never guess a
// unit and never turn volume into mass: without a density the two cannot be compared.
import type { OfferedAmount } from '../model/policy.ts';
import type { Threshold } from '../model/substance.ts';

type Dimension = 'mass' | 'volume';

/** Smallest steps (1e-15 kg, 1e-15 L) in one UCUM unit. A US gallon is 3.785411784 L exactly. */
const UNITS: Readonly<Record<string, { readonly dimension: Dimension; readonly steps: bigint }>> = {
	t: { dimension: 'mass', steps: 10n ** 18n },
	kg: { dimension: 'mass', steps: 10n ** 15n },
	g: { dimension: 'mass', steps: 10n ** 12n },
	mg: { dimension: 'mass', steps: 10n ** 9n },
	ug: { dimension: 'mass', steps: 10n ** 6n },
	L: { dimension: 'volume', steps: 10n ** 15n },
	l: { dimension: 'volume', steps: 10n ** 15n },
	dL: { dimension: 'volume', steps: 10n ** 14n },
	cL: { dimension: 'volume', steps: 10n ** 13n },
	mL: { dimension: 'volume', steps: 10n ** 12n },
	ml: { dimension: 'volume', steps: 10n ** 12n },
	uL: { dimension: 'volume', steps: 10n ** 9n },
	m3: { dimension: 'volume', steps: 10n ** 18n },
	'[gal_us]': { dimension: 'volume', steps: 3_785_411_784_000_000n },
};

interface Measure {
	readonly dimension: Dimension;
	readonly steps: bigint;
}

/** A decimal string in a UCUM unit of mass or volume; undefined when either cannot be read. Digits below 1e-15 are cut. */
export function measure(quantity: string, unit: string | null): Measure | undefined {
	const scale = unit === null ? undefined : UNITS[unit];
	const parts = /^(\d+)(?:\.(\d+))?$/.exec(quantity);
	if (scale === undefined || parts === null) return undefined;
	const fraction = parts[2] ?? '';
	return { dimension: scale.dimension, steps: (BigInt(`${parts[1]}${fraction}`) * scale.steps) / 10n ** BigInt(fraction.length) };
}

/** `unread`: the amount's unit or figure is not known. `incomparable`: mass against volume. */
export type Comparison = 'reached' | 'below' | 'incomparable' | 'unread';

/** One offer against one threshold ("at or above" reaches it); the volume the law states beside a mass counts too. */
export function compare(amount: OfferedAmount, threshold: Threshold): Comparison {
	const offered = measure(amount.quantity, amount.unit);
	if (offered === undefined) return 'unread';
	const figures = [threshold, threshold.alternative];
	for (const figure of figures) {
		const limit = figure === undefined ? undefined : measure(figure.quantity, figure.unit);
		if (limit?.dimension === offered.dimension) return offered.steps >= limit.steps ? 'reached' : 'below';
	}
	return 'incomparable';
}

/** The law regulates every quantity. */
export const isEveryQuantity = (threshold: Threshold): boolean => /^0+(\.0+)?$/.test(threshold.quantity);
