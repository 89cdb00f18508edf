// What a seller sees of a case: nothing changes in it when staff do what sellers must not notice.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sellerView } from '../../src/report/seller-view.ts';
import { ANA, APP, CO, decision, evidence, PUBLISH, reasons, Story } from '../cases/fixtures.ts';

const view = (story: Story) => sellerView(story.case, reasons);

describe('the seller’s view', () => {
	it('is the state of the listing and a reason code', () => {
		assert.deepEqual(view(new Story()), { listing: 'listing-1', state: 'held', reasonCode: 'under-review' });
		assert.deepEqual(view(new Story({ verdict: 'block' })), { listing: 'listing-1', state: 'refused', reasonCode: 'restricted-chemical' });
		const decided = new Story().do({ kind: 'decide', decision: decision({ outcome: 'hold', reasonCode: 'licence-required' }) }, ANA);
		assert.deepEqual(view(decided), { listing: 'listing-1', state: 'held', reasonCode: 'licence-required' });
		assert.equal(view(new Story().do({ kind: 'decide', decision: PUBLISH }, ANA)).state, 'published');
	});
	it('does not change with what sellers must not notice', () => {
		const quiet = view(new Story({ tier: 1 }));
		const story = new Story({ tier: 1 })
			.do({ kind: 'claim' }, CO)
			.do({ kind: 'restrict', visibleTo: ['pavel'], note: 'an authority will be told' }, CO)
			.do({ kind: 'add-evidence', evidence: evidence('report') }, CO)
			.do({ kind: 'comment', text: 'report sent' }, CO)
			.do({ kind: 'escalate', note: 'urgent' }, CO)
			.do({ kind: 'decide', decision: PUBLISH }, CO);
		assert.deepEqual(view(story), quiet);
		assert.deepEqual(view(story.do({ kind: 'reject', note: 'no' }, APP)), quiet);
	});
	it('is the same for a confidential reason as for the public one', () => {
		const told = (reasonCode: string, followUp: readonly 'report-authority'[] = []) =>
			view(new Story().do({ kind: 'decide', decision: decision({ reasonCode, followUp }) }, ANA));
		for (const code of ['report-made', 'confidential-list', 'linked-party']) {
			assert.deepEqual(told(code, ['report-authority']), told('terms-not-met'));
		}
	});
});
