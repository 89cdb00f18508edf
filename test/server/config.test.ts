// Settings that belong together: what sending statements of reasons needs, and what is refused before anything starts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configOf } from '../../src/server/config.ts';

const TOKEN = '7|aVeryPrivateTokenOfTheTest';

describe('settings of sending', () => {
	const known = { WEIR_PLATFORM: 'platform.yaml', WEIR_TRANSPARENCY_TOKEN: TOKEN };
	const wrong = (settings: Readonly<Record<string, string>>, told: RegExp): void => {
		assert.throws(() => configOf(settings), told);
	};
	it('is off without them', () => assert.equal(configOf({}).filing, undefined));
	it('takes https, and http on this machine alone', () => {
		const url = 'https://db.example/api/v1/statements';
		assert.deepEqual(configOf({ ...known, WEIR_TRANSPARENCY_URL: url }).filing, { url, token: { kind: 'text', text: TOKEN } });
		assert.equal(configOf({ ...known, WEIR_TRANSPARENCY_URL: 'http://127.0.0.1:9/x' }).filing?.url, 'http://127.0.0.1:9/x');
		for (const url of ['http://db.example/x', 'https://10.0.0.1/x', 'https://u:p@db.example/', 'ftp://db.example/', 'db.example'])
			wrong({ ...known, WEIR_TRANSPARENCY_URL: url }, /WEIR_TRANSPARENCY_URL/);
	});
	it('needs an address, one token, particulars, and a day that is one', () => {
		const WEIR_TRANSPARENCY_URL = 'https://db.example/x';
		wrong({ WEIR_TRANSPARENCY_TOKEN: TOKEN }, /set WEIR_TRANSPARENCY_URL/);
		wrong({ ...known, WEIR_TRANSPARENCY_URL, WEIR_SANDBOX: '1' }, /sandbox sends nothing/);
		wrong({ WEIR_TRANSPARENCY_URL, WEIR_PLATFORM: 'p' }, /one of WEIR_TRANSPARENCY_TOKEN/);
		wrong({ ...known, WEIR_TRANSPARENCY_URL, WEIR_TRANSPARENCY_TOKEN_FILE: 'f' }, /one of WEIR_TRANSPARENCY_TOKEN/);
		wrong({ WEIR_TRANSPARENCY_URL, WEIR_TRANSPARENCY_TOKEN: TOKEN }, /set WEIR_PLATFORM/);
		wrong({ ...known, WEIR_TRANSPARENCY_URL, WEIR_TRANSPARENCY_SINCE: 'yesterday' }, /must be a day/);
		assert.throws(
			() => configOf({ WEIR_TRANSPARENCY_URL, WEIR_PLATFORM: 'p', WEIR_TRANSPARENCY_TOKEN: 'with blank inside' }),
			(error: Error) => !error.message.includes('with blank'),
		);
	});
});
