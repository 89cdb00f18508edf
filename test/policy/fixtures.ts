// Evidence and grounds for the policy tests: a small invented table of law around real default files, so that each test says
// only what it is about.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Result } from '../../src/base/result.ts';
import type { ControlInForce, LawMark, LawStanding, RegimeStanding } from '../../src/model/law.ts';
import { isFirm } from '../../src/model/law.ts';
import type { Match } from '../../src/model/match.ts';
import type { Decision, Entitlement, Policy } from '../../src/model/policy.ts';
import type { Control, Family, Substance, Tier } from '../../src/model/substance.ts';
import { decide, type Evidence, type Grounds } from '../../src/policy/decide.ts';
import { parseDuties, parseMixtures, parsePolicy } from '../../src/policy/parse.ts';

export const readYaml = (path: string): unknown => parse(readFileSync(new URL(`../../catalogue/${path}`, import.meta.url), 'utf8'));

function must<T>(result: Result<T>): T {
	assert.ok(result.ok, JSON.stringify(result, null, 1));
	return result.value;
}

export const POLICY = must(parsePolicy(readYaml('policy/default.yaml')));
export const DUTIES = must(parseDuties(readYaml('obligations.yaml')));
export const MIXTURES = must(parseMixtures(readYaml('mixtures.yaml')));

export const control = (change: Partial<Control> = {}): Control => ({
	regime: 'US',
	list: 'List I',
	citation: '21 CFR 1310.02(a)',
	wording: 'its wording',
	effective: '2001-01-01',
	effectiveConfidence: 'high',
	status: 'in-force',
	confidence: 'high',
	sources: ['X'],
	...change,
});

export const line = (change: Partial<Control> = {}, marks: readonly LawMark[] = []): ControlInForce => ({
	control: control(change),
	marks,
	firm: isFirm(marks),
});

export const regime = (inForce: readonly ControlInForce[], change: Partial<RegimeStanding> = {}): RegimeStanding => ({
	regime: inForce[0]?.control.regime ?? 'US',
	localDate: '2026-01-01',
	known: true,
	compiled: inForce.length > 0,
	permits: true,
	inForce,
	upcoming: [],
	notApplied: [],
	...change,
});

export const substance = (id: string, tier: Tier, change: Partial<Substance> = {}): Substance => ({
	id,
	group: 'test',
	tier,
	names: { en: [`Name of ${id}`] },
	abbreviations: [],
	cas: [],
	smiles: null,
	inchikey: null,
	formula: null,
	hs: null,
	family: null,
	controls: [],
	uses: [],
	notes: null,
	confidence: 'high',
	sources: ['X'],
	...change,
});

export const family = (id: string, tier: Tier, reviewOnly = false): Family => ({
	id,
	title: `Class ${id}`,
	wording: 'its wording',
	scope: '',
	sources: ['X'],
	smarts: [],
	exactParents: [],
	reviewOnly,
	regimes: ['US'],
	tier,
	positives: [],
	negatives: [],
	members: [],
});

export const match = (id: string, change: Partial<Match> = {}): Match => ({
	substance: id,
	confidence: 0.9,
	certainty: 'certain',
	basis: ['name'],
	evasion: [],
	...change,
});

export const EMPTY: Evidence = {
	listing: { title: 'A listing' },
	matches: [],
	families: [],
	equipment: [],
	drugs: [],
	redFlags: [],
	chemicalContext: false,
	errored: [],
	unscreened: [],
	offers: [],
};

/** Substances t1, t2, t3 (by tier) and families f1, f2, open; `law` says what holds for each (default: US List I). */
export interface World {
	readonly policy?: Policy;
	readonly law?: Readonly<Record<string, readonly RegimeStanding[]>>;
	readonly entitlements?: readonly Entitlement[];
	readonly extra?: readonly Substance[];
	readonly date?: string;
}

export function grounds(world: World = {}): Grounds {
	const substances = [substance('t1', 1), substance('t2', 2), substance('u2', 2), substance('t3', 3), ...(world.extra ?? [])];
	const families = [family('f1', 1), family('f2', 2), family('open', 1, true)];
	return {
		policy: world.policy ?? POLICY,
		duties: DUTIES,
		mixtures: MIXTURES,
		entitlements: world.entitlements ?? [],
		regimes: ['US'],
		date: world.date ?? '2026-11-22',
		substance: (id) => substances.findLast((one) => one.id === id),
		family: (id) => families.find((one) => one.id === id),
		law: (subject): LawStanding => ({ subject: subject.id, regimes: world.law?.[subject.id] ?? [regime([line()])] }),
	};
}

export const decideOn = (evidence: Partial<Evidence>, world: World = {}): Decision => decide({ ...EMPTY, ...evidence }, grounds(world));

export const codes = (decision: Decision): string[] => decision.reasons.map((reason) => reason.code);

/** No control in force, but the regime is compiled for other substances. */
export const FREE = [regime([])];
export const UNCERTAIN = [regime([line({ confidence: 'low' }, ['low-confidence'])])];
