// Statements of reasons: complete in every language, silent about how, and the same for a confidential reason as for a public one.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LANGUAGES } from '../../src/model/casework.ts';
import type { EvasionKind, Verdict } from '../../src/model/verdict.ts';
import { noticeOf, noticeText, parseNoticeWords } from '../../src/report/notice.ts';
import { type Restriction, statementOf } from '../../src/report/statement.ts';
import { transparencyStatement } from '../../src/report/transparency.ts';
import { notices, platform, reasons, restriction, verdict } from './fixtures.ts';

const RUNS = { seed: Number(process.env['FAST_CHECK_SEED'] ?? 20_261_122), numRuns: 200 };

function texts(one: Restriction): string[] {
	const statement = statementOf(one, reasons);
	assert.ok(statement.ok, JSON.stringify(statement));
	return LANGUAGES.map((language) => noticeText(noticeOf(statement.value, language, notices, platform)));
}
const restrictive = [...reasons.values()].flatMap(({ code, outcomes }) =>
	outcomes.flatMap((outcome) => (outcome === 'publish' ? [] : [{ code, outcome }])),
);

describe('a statement of reasons', () => {
	it('has every item of Article 17(3)', () => {
		const [english = ''] = texts(restriction());
		for (const item of [
			'Your listing L-1, revision 2, is refused', // (a) what
			'This applies in: AT, DE.', // (a) where
			'from 2026-03-02 for as long as', // (a) how long
			'a chemical whose trade is restricted by law', // (b) facts
			'on our own initiative', // (b) notice or own initiative
			'checked by software', // (c) detection
			'taken by a person', // (c) decision
			'Legal ground: Regulation (EC) No 273/2004, Annex I', // (d)
			'complain free of charge until 2026-09-02', // (f) complaint
			'out-of-court dispute settlement body: the bodies listed', // (f) out of court
			'go to court: the courts', // (f) court
		])
			assert.ok(english.includes(item), `${item}\n${english}`);
	});
	it('states the contractual ground where no provision carries the reason', () => {
		const lines = [{ code: 'x', text: 'x', citation: 'policy: tiers.1.declared' }];
		for (const one of [restriction({ reasonCode: 'terms-not-met' }), restriction({ verdict: verdict({ reasons: lines }) })]) {
			const [english = ''] = texts(one);
			assert.ok(english.includes('Contractual ground: Terms for chemical products, section 3'));
			assert.ok(!english.includes('policy:'));
		}
	});
	it('leaves no place unfilled, in any language, for any reason, outcome, source or span of time', () => {
		for (const { code, outcome } of restrictive) {
			for (const source of ['own', 'notice', 'flagger'] as const) {
				for (const decidedBy of ['software', 'person'] as const) {
					const one = restriction({ reasonCode: code, outcome, source, decidedBy });
					for (const text of [...texts(one), ...texts({ ...one, territory: [], until: '2026-04-01T00:00:00.000Z' })]) {
						assert.ok(!/[{}]|undefined/.test(text), text);
					}
				}
			}
		}
	});
	it('is written in the language asked for', () => {
		const [en, zh, es, ru] = texts(restriction());
		assert.equal(new Set([en, zh, es, ru]).size, 4);
		assert.match(zh ?? '', /\p{Script=Han}{6}/u);
		assert.match(ru ?? '', /\p{Script=Cyrillic}{6}/u);
	});
	it('does not exist for a code that does not fit', () => {
		assert.equal(statementOf(restriction({ reasonCode: 'lawful-offer' }), reasons).ok, false);
		assert.equal(statementOf(restriction({ reasonCode: 'nothing' }), reasons).ok, false);
		assert.equal(statementOf(restriction({ reasonCode: 'licence-required' }), reasons).ok, false);
	});
	it('is for a confidential reason the very one of the public reason', () => {
		const confidential = restrictive.filter(({ code }) => reasons.get(code)?.shownAs !== undefined);
		assert.ok(confidential.length >= 3);
		for (const { code, outcome } of confidential) {
			const shown = reasons.get(code)?.shownAs ?? '';
			const [mine, theirs] = [code, shown].map((reasonCode) => statementOf(restriction({ reasonCode, outcome }), reasons));
			assert.deepEqual(mine, theirs);
		}
	});
});

// Words that occur nowhere else, so that any leak is found by a plain search.
const marker = fc.integer({ min: 0, max: 0xffffff }).map((n) => `zqx${n.toString(16).padStart(6, '0')}`);
const EVASION: readonly EvasionKind[] = ['homoglyph', 'spacing', 'leet', 'misspelling', 'transliteration', 'cas-near-miss'];
const marked: fc.Arbitrary<{ verdict: Verdict; secrets: string[] }> = fc
	.record({
		marks: fc.array(marker, { minLength: 12, maxLength: 12 }),
		evasion: fc.uniqueArray(fc.constantFrom(...EVASION), { minLength: 1 }),
		score: fc.double({ min: 0.1, max: 0.99, noNaN: true }),
		start: fc.integer({ min: 10_000, max: 99_999 }),
	})
	.map(({ marks, evasion, score, start }) => {
		const [id, name, family, rule, text, read, note, why, code, duty, subject, version] = marks as [string, ...string[]];
		const secrets = [...marks, ...evasion, String(score), String(start)];
		const one = verdict({
			score,
			evasion,
			substances: [{ id, name: name ?? '', tier: 1, confidence: score, basis: ['name'] }],
			families: [family ?? ''],
			findings: [
				{
					rule: rule ?? '',
					outcome: 'match',
					field: '/title',
					start,
					end: start,
					text: text ?? '',
					read: read ?? '',
					note: note ?? '',
					subject: subject ?? '',
					undone: evasion,
				},
			],
			reasons: [{ code: code ?? '', text: why ?? '', citation: 'Law A, section 1' }],
			obligations: [{ code: 'c', regime: 'EU', citation: 'Law B', text: duty ?? '' }],
			catalogueVersion: version ?? '',
		});
		return { verdict: one, secrets };
	});

describe('what a verdict knows', () => {
	it('never reaches seller or public', () => {
		fc.assert(
			fc.property(marked, fc.constantFrom(...restrictive), ({ verdict: one, secrets }, { code, outcome }) => {
				const cause = restriction({ verdict: one, reasonCode: code, outcome });
				const statement = statementOf(cause, reasons);
				assert.ok(statement.ok);
				const payload = transparencyStatement(statement.value, { platform, contentDate: '2026-03-01', known: [] });
				assert.ok(payload.ok, JSON.stringify(payload));
				for (const text of [...texts(cause), JSON.stringify(payload.value)]) {
					for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} in ${text}`);
				}
			}),
			RUNS,
		);
	});
});

it('templates that fill other places than the English ones are refused', () => {
	const words = structuredClone(notices) as { zh: { ground: { law: string } } };
	words.zh.ground.law = '法律依据：{citation}';
	const parsed = parseNoticeWords(words);
	assert.deepEqual(parsed.ok ? [] : parsed.problems.map(({ pointer }) => pointer), ['/zh/ground/law']);
});
