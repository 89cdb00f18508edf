// What axe finds on a page against WCAG 2.2 A and AA, in one line each, and whether the page scrolls sideways.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function breaches(page: Page): Promise<string[]> {
	if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE);
	const wide: number = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
	const found: string[] = await page.evaluate(`axe.run({ runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] })
		.then((told) => told.violations.flatMap((one) => one.nodes.map((node) => one.id + ': ' + node.target.join(' ') + ' ' + (node.any[0]?.message ?? ''))))`);
	return wide > 0 ? [...found, `scrolls sideways by ${wide} px`] : found;
}
