// An engine with three words in its catalogue, for tests of everything around the engine. It also dies, hangs and throws on
// request.
import { pureDigest } from '../../src/base/digest.ts';
import type { Listing } from '../../src/model/listing.ts';
import type { Finding, SubstanceMatch, Verdict } from '../../src/model/verdict.ts';
import type { ScreenOptions } from '../../src/screen/options.ts';
import type { Engine } from '../../src/screen/screening.ts';

const WORDS: readonly { word: string; kind: Verdict['verdict']; match: SubstanceMatch }[] = [
	{ word: 'acetone', kind: 'clear', match: { id: 'acetone', name: 'Acetone', tier: 3, confidence: 0.99, basis: ['name'] } },
	{ word: 'piperidine', kind: 'review', match: { id: 'piperidine', name: 'Piperidine', tier: 2, confidence: 0.97, basis: ['name'] } },
	{ word: 'norfentanyl', kind: 'block', match: { id: 'norfentanyl', name: 'Norfentanyl', tier: 1, confidence: 0.99, basis: ['name'] } },
];

export const NOW = '2026-01-02T03:04:05.000Z';

export const fakeEngine: Engine = {
	catalogueVersion: 'catalogue-1',
	engineVersion: 'engine-1',
	policyVersion: 'policy-1',
	screen(listing: Listing, options: ScreenOptions): Verdict {
		if (listing.title === 'throws') throw new Error('the structure engine \u001b[31mfell over');
		if (listing.title === 'dies') process.exit(7);
		while (listing.title === 'hangs');
		const findings: Finding[] = [];
		const substances: SubstanceMatch[] = [];
		let verdict: Verdict['verdict'] = 'clear';
		for (const [field, text] of [
			['/title', listing.title],
			['/description', listing.description ?? ''],
		] as const) {
			for (const { word, kind, match } of WORDS) {
				const start = text.toLowerCase().indexOf(word);
				if (start < 0) continue;
				if (kind !== 'clear') verdict = verdict === 'block' ? 'block' : kind;
				substances.push(match);
				findings.push({
					rule: `name/${match.id}`,
					outcome: 'match',
					field,
					start,
					end: start + word.length,
					text: text.slice(start, start + word.length),
					read: word,
					note: `Names ${match.name}.`,
					citation: '21 CFR 1310.02',
					subject: match.id,
				});
			}
		}
		return result(options, listing.title, verdict, substances, findings);
	},
	unreadable(problems, raw, options) {
		const findings = problems.map(
			(problem): Finding => ({
				rule: 'input',
				outcome: 'errored',
				field: problem.pointer,
				start: 0,
				end: 0,
				text: '',
				read: '',
				note: problem.message,
			}),
		);
		return result(options, raw, 'review', [], findings);
	},
};

function result(
	options: ScreenOptions,
	hashed: string,
	verdict: Verdict['verdict'],
	substances: SubstanceMatch[],
	findings: Finding[],
): Verdict {
	return {
		listingId: options.listingId,
		verdict,
		score: verdict === 'clear' ? 0.01 : 0.9,
		substances,
		families: [],
		evasion: [],
		obligations: substances.map((substance) => ({
			code: 'declare',
			regime: options.regimes?.[0] ?? 'US',
			citation: '21 CFR 1310.05',
			text: `Keep a record of ${substance.name}`,
		})),
		reasons: [{ code: verdict, text: `The words add up to ${verdict}.`, citation: 'policy: words' }],
		findings,
		unscreened: [],
		catalogueVersion: 'catalogue-1',
		engineVersion: 'engine-1',
		policyVersion: options.asOf ?? 'policy-1',
		inputHash: pureDigest(hashed),
		decidedAt: options.now,
	};
}
