// A real browser for tests: Debian's Chromium where it is installed, else the one that comes as a package. It talks to loopback only,
// has a profile of its own, and leaves neither process nor file behind.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import playwright, { type BrowserContext } from 'playwright-core';

/** For whatever a page is waited for. */
export const WAIT_MS = 60_000;

const INSTALLED = '/usr/bin/chromium';
const FLAGS = [
	...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
	...['--disable-sync', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'],
];

export interface TestBrowser {
	/** A context of its own: no cookies, nothing stored. */
	context(options: {
		readonly width?: number;
		readonly height?: number;
		readonly dark?: boolean;
		readonly locale?: string;
	}): Promise<BrowserContext>;
	close(): Promise<void>;
}

export async function launchBrowser(): Promise<TestBrowser> {
	const folder = mkdtempSync(join(tmpdir(), 'weir-browser-'));
	const before = process.env['TMPDIR'];
	// The packaged browser unpacks itself into the temporary folder.
	process.env['TMPDIR'] = folder;
	try {
		const executablePath = existsSync(INSTALLED) ? INSTALLED : await (await import('@sparticuz/chromium')).default.executablePath();
		const browser = await playwright.chromium.launch({
			executablePath,
			args: FLAGS,
			timeout: 2 * WAIT_MS,
			env: { ...process.env, HOME: folder } as Record<string, string>,
		});
		return {
			context: ({ width = 1360, height = 860, dark = false, locale = 'en-GB' }) =>
				browser.newContext({
					viewport: { width, height },
					colorScheme: dark ? 'dark' : 'light',
					locale,
					timezoneId: 'UTC',
					reducedMotion: 'reduce',
				}),
			close: async () => {
				await browser.close();
				rmSync(folder, { recursive: true, force: true });
			},
		};
	} finally {
		if (before === undefined) delete process.env['TMPDIR'];
		else process.env['TMPDIR'] = before;
	}
}
