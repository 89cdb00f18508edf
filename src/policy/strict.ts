// The policy built into the engine: what a fresh installation decides, and the line a policy file is measured against. It states
// the design's tiers once, in code, so that a relaxed file cannot pass for the default; a test holds the two equal.
import type { Policy } from '../model/policy.ts';

/** The strictest reading the design asks for. `catalogue/policy/default.yaml` says the same. */
export const STRICT: Policy = {
	name: 'default',
	tiers: {
		1: {
			declared: 'block',
			entitled: 'clear',
			uncertainLaw: 'review',
			watched: 'review',
			notCompiled: 'review',
			notControlled: 'review',
			disguised: 'block',
			disguisedUncertain: 'review',
			disguisedElsewhere: 'review',
			stealth: 'review',
			replacement: 'review',
		},
		2: {
			declared: 'review',
			entitled: 'clear',
			uncertainLaw: 'review',
			watched: 'review',
			notCompiled: 'review',
			notControlled: 'clear',
			disguised: 'block',
			disguisedUncertain: 'review',
			disguisedElsewhere: 'review',
			stealth: 'review',
			replacement: 'review',
		},
		3: {
			declared: 'clear',
			entitled: 'clear',
			uncertainLaw: 'review',
			watched: 'clear',
			notCompiled: 'clear',
			notControlled: 'clear',
			disguised: 'review',
			disguisedUncertain: 'review',
			disguisedElsewhere: 'review',
			stealth: 'review',
			replacement: 'clear',
		},
	},
	abbreviation: { chemical: 'review', elsewhere: 'clear' },
	openClass: 'review',
	equipment: {
		alone: 'review',
		withSubstance: 'review',
		imprint: 'review',
		pressWithImprint: 'block',
		presses: ['tableting-machine', 'encapsulating-machine'],
	},
	drugs: { named: 'review', excused: 'review' },
	media: {
		chemical: 'review',
		elsewhere: 'clear',
		categories: [
			'chemical',
			'reagent',
			'solvent',
			'laborator',
			'pharmaceutical',
			'raw material',
			'化工',
			'化学',
			'试剂',
			'溶剂',
			'医药',
			'中间体',
			'químic',
			'quimic',
			'reactivo',
			'disolvente',
			'farmacéutic',
			'хими',
			'реактив',
			'растворител',
			'фармацевт',
		],
	},
	unreadableUnit: 'review',
	retiered: {},
	relaxations: [],
};

/** What no policy may relax, whoever approves it. (That `errored` is never clear is not a setting at all.) */
export const HARD_FLOORS = {
	drugs: { named: 'review' },
	tiers: {
		1: { uncertainLaw: 'review', disguised: 'review', disguisedUncertain: 'review', disguisedElsewhere: 'review' },
		2: { uncertainLaw: 'review', disguised: 'review', disguisedUncertain: 'review', disguisedElsewhere: 'review' },
		3: { uncertainLaw: 'review', disguised: 'review', disguisedUncertain: 'review', disguisedElsewhere: 'review' },
	},
} as const;
