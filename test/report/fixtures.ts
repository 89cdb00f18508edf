// A restriction and a marketplace for tests of reports.
import { readCaseTables } from '../../src/adapters/case-tables.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import type { Platform } from '../../src/report/notice.ts';
import type { Restriction } from '../../src/report/statement.ts';

export const { reasons, notices } = readCaseTables();

export const platform: Platform = {
	name: 'Example Market',
	terms: { title: 'Terms for chemical products, section 3', url: 'https://market.example/terms' },
	complaints: 'the complaints page of your account',
	outOfCourt: 'the bodies listed by your Digital Services Coordinator',
	courts: 'the courts of the marketplace’s seat',
};

export const verdict = (over: Partial<Verdict> = {}): Verdict => ({
	listingId: 'L-1',
	verdict: 'block',
	score: 0.987_654,
	substances: [],
	families: [],
	evasion: [],
	obligations: [],
	reasons: [{ code: 'listed', text: 'internal', citation: 'Regulation (EC) No 273/2004, Annex I' }],
	findings: [],
	unscreened: [],
	catalogueVersion: 'c',
	engineVersion: 'e',
	policyVersion: 'p',
	inputHash: 'a'.repeat(64),
	decidedAt: '2026-03-02T08:00:00.000Z',
	...over,
});

export const restriction = (over: Partial<Restriction> = {}): Restriction => ({
	statementId: 'st_01',
	listing: { id: 'L-1', revision: 2 },
	outcome: 'refuse',
	reasonCode: 'restricted-chemical',
	verdict: verdict(),
	territory: ['DE', 'AT'],
	from: '2026-03-02T08:00:00.000Z',
	source: 'own',
	decidedBy: 'person',
	appealUntil: '2026-09-02T08:00:00.000Z',
	...over,
});
