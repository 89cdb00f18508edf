// Texts from media through the shipped engine: where findings point, what a picture's letters are worth, what was not read.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MediaText } from '../../src/model/media.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { about, errored, screen, substancesOf } from '../support/screening.ts';

const LISTING = { title: 'Laboratory reagent', images: ['a.png'], attachments: ['coa.pdf'] };
const text = (part: Partial<MediaText>): MediaText => ({ pointer: '/attachments/0', kind: 'text', text: '', outcome: 'read', ...part });
const withMedia = (...media: MediaText[]): Verdict => screen(LISTING, { media });

describe('texts from media', () => {
	it('are screened like fields, and findings point into their part', () => {
		const verdict = withMedia(
			text({ page: 1, text: 'Certificate of analysis' }),
			text({ page: 2, text: 'Product: piperidine, CAS 110-89-4, 25 kg' }),
		);
		assert.deepEqual(substancesOf(verdict), ['piperidine']);
		const [finding] = about(verdict, 'piperidine').filter((one) => one.rule === 'name');
		assert.deepEqual([finding?.field, finding?.start, finding?.end, finding?.text], ['/attachments/0', 9, 19, 'piperidine']);
		assert.deepEqual(finding?.media, { kind: 'text', page: 2 });
		assert.deepEqual(verdict.substances[0]?.basis.includes('image'), false);
	});

	it('raise the verdict as a title would', () => {
		for (const kind of ['text', 'code', 'name'] as const) {
			const verdict = withMedia(text({ kind, text: '1-boc-4-piperidone 79099-07-3' }));
			assert.equal(verdict.verdict, screen('1-boc-4-piperidone 79099-07-3').verdict, kind);
		}
	});

	it('leave a listing without them as it is', () => {
		const plain = screen(LISTING);
		assert.deepEqual(screen(LISTING, { media: [] }), plain);
		assert.deepEqual(plain.unscreened, ['/images/0', '/attachments/0']);
		assert.equal(plain.mediaHash, undefined);
	});

	it('are named by the verdict', () => {
		const one = withMedia(text({ text: 'Acetone' }));
		assert.match(one.mediaHash ?? '', /^[0-9a-f]{64}$/);
		assert.notEqual(one.mediaHash, withMedia(text({ text: 'acetone' })).mediaHash);
		assert.equal(one.inputHash, screen(LISTING).inputHash);
	});

	it('beyond the limit are errored, not dropped', () => {
		const verdict = withMedia(...Array.from({ length: 6 }, () => text({ text: 'glass '.repeat(33_000) })));
		assert.equal(verdict.verdict, 'review');
		assert.match(errored(verdict)[0]?.note ?? '', /more text than is evaluated/);
	});

	it('that are not well-formed Unicode are errored', () => {
		assert.match(errored(withMedia(text({ text: 'a\ud800' })))[0]?.note ?? '', /not well-formed/);
	});
});

describe('letters from a picture', () => {
	const picture = (said: string, confidence = 0.95): Verdict =>
		withMedia(text({ pointer: '/images/0', kind: 'ocr', text: said, confidence }));

	it('have the basis image and no more confidence than the recogniser', () => {
		const [substance] = picture('Piperidine 99 %', 0.9).substances;
		assert.deepEqual(substance?.basis, ['name', 'image']);
		assert.ok((substance?.confidence ?? 1) <= 0.9);
	});

	it('that are misread are no evasion, and settle nothing alone', () => {
		const typed = screen('1-b0c-4-pip3ridone');
		const recognised = picture('1-b0c-4-pip3ridone');
		assert.ok(typed.evasion.length > 0 && typed.verdict === 'block', 'the typed text is a disguise');
		assert.deepEqual([recognised.evasion, recognised.verdict], [[], 'review']);
	});

	it('block only when they are clearly read', () => {
		assert.equal(picture('1-boc-4-piperidone 79099-07-3', 0.95).verdict, 'block');
		assert.equal(picture('1-boc-4-piperidone 79099-07-3', 0.5).verdict, 'review');
	});
});

describe('the layout of a page', () => {
	it('is no evasion', () => {
		const verdict = withMedia(text({ page: 1, text: 'Product: p i p e r i d i n e' }));
		assert.deepEqual(substancesOf(verdict), ['piperidine']);
		assert.deepEqual(verdict.evasion, []);
		assert.ok(screen('Product: p i p e r i d i n e').evasion.includes('spacing'));
	});
});

describe('what was not read', () => {
	it('is errored and never clear', () => {
		const verdict = withMedia(
			text({ outcome: 'errored', page: 3, note: 'the page is damaged' }),
			text({ pointer: '/images/0', kind: 'ocr', text: 'Beaker' }),
		);
		assert.equal(verdict.verdict, 'review');
		const [finding] = errored(verdict);
		assert.deepEqual([finding?.field, finding?.note], ['/attachments/0', 'page 3: the page is damaged']);
		assert.deepEqual(verdict.unscreened, []);
	});

	it('stays in unscreened when it was not fetched', () => {
		const verdict = withMedia(text({ outcome: 'unscreened' }), text({ pointer: '/images/0', kind: 'ocr', text: 'Beaker' }));
		assert.deepEqual(verdict.unscreened, ['/attachments/0']);
	});

	it('stays in unscreened when nobody says anything about it', () => {
		assert.deepEqual(withMedia(text({ text: 'Beaker' })).unscreened, ['/images/0']);
	});
});

it('alt texts are fields', () => {
	const verdict = screen({ ...LISTING, imageAlts: ['Drum of piperidine, 25 kg'] });
	assert.deepEqual([...new Set(about(verdict, 'piperidine').map((one) => one.field))], ['/imageAlts/0']);
});
