// `weir screen --files` end to end with the shipped engine: what media say decides, and what cannot be read is reported.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pdf, picture, png, qr } from '../support/media.ts';
import { engine } from '../support/screening.ts';
import { weir } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'weir-media-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string, bytes: Uint8Array): void => writeFileSync(join(folder, name), bytes);
put('coa.pdf', pdf([{ lines: ['Certificate of analysis'] }, { lines: ['Product: 1-boc-4-piperidone, CAS 79099-07-3, 98 %'] }]));
put('label.jpg', png(picture(['Piperidine, 99 %', 'CAS 110-89-4, 25 kg'])));
put('code.png', await qr('Piperidine 110-89-4, 25 kg'));
put('beaker.png', png(picture(['Borosilicate beaker', 'Capacity 500 ml'])));
put('locked.pdf', pdf([{ lines: ['a'] }], { encrypted: true }));

const LISTINGS = [
	{ id: 'document', title: 'Laboratory supply', attachments: ['coa.pdf'] },
	{ id: 'picture', title: 'Laboratory supply', images: ['beaker.png', 'label.jpg'] },
	{ id: 'code', title: 'Laboratory supply', images: ['code.png'] },
	{ id: 'honest', title: 'Beaker', images: ['beaker.png'] },
	{ id: 'locked', title: 'Beaker', attachments: ['locked.pdf'] },
	{ id: 'missing', title: 'Beaker', images: ['none.png'] },
	{ id: 'outside', title: 'Beaker', images: ['../none.png'] },
	{ id: 'none', title: 'Beaker' },
];
const stdin = LISTINGS.map((one) => `${JSON.stringify(one)}\n`).join('');

test('media decide, findings name the part, and what was not read is named', async () => {
	const ran = await weir(['screen', '-', '--files', folder, '--jobs', '1'], { stdin, deps: { loadEngine: async () => engine } });
	assert.equal(ran.code, 3);
	const verdicts = ran.verdicts();
	assert.deepEqual(
		verdicts.map((one) => `${one.listingId} ${one.verdict} ${one.unscreened.join()}`.trim()),
		[
			'document block',
			'picture review',
			'code review',
			'honest clear',
			'locked review',
			'missing clear /images/0',
			'outside review',
			'none clear',
		],
	);
	const found = (id: string, subject: string) =>
		verdicts.find((one) => one.listingId === id)?.findings.find((one) => one.subject === subject);
	assert.deepEqual(found('document', '1-boc-4-piperidone')?.media, { kind: 'text', page: 2 });
	assert.deepEqual([found('picture', 'piperidine')?.field, found('picture', 'piperidine')?.media], ['/images/1', { kind: 'ocr' }]);
	assert.deepEqual(found('code', 'piperidine')?.media, { kind: 'code' });
	assert.match(ran.err, /:5: \/attachments\/0: "locked\.pdf": the document is encrypted; give it without a password/);
	assert.match(ran.err, /:6: \/images\/0: "none\.png": there is no such file in the folder; put it there/);
	assert.match(ran.err, /:7: \/images\/0: "\.\.\/none\.png" leaves the folder/);
	assert.match(ran.err, /1 record could not be read/);
});

test('the same verdicts on several threads', async () => {
	const many = Array.from({ length: 30 }, (_, i) => `${JSON.stringify({ id: `n${i}`, title: 'Piperidine', images: ['code.png'] })}\n`).join(
		'',
	);
	const ran = await weir(['screen', '-', '--files', folder, '--jobs', '2'], { stdin: many });
	assert.deepEqual(
		ran.verdicts().map((one) => one.listingId),
		Array.from({ length: 30 }, (_, i) => `n${i}`),
	);
});
