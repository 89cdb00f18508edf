// Runs in a process of its own: loads nothing but the engine, screens the listings given on standard input once, and prints load time,
// memory and the cold timings as JSON. Must import nothing else of the benches, or their memory would be counted.
import { readFileSync } from 'node:fs';
import type { Listing } from '../../src/model/listing.ts';

const listings: readonly Listing[] = JSON.parse(readFileSync(0, 'utf8'));
const rssBefore = process.memoryUsage.rss();
const begin = performance.now();
const { loadEngine } = await import('../../src/adapters/engine.ts');
const engine = await loadEngine();
const milliseconds = performance.now() - begin;
const rssAfter = process.memoryUsage.rss();
const spent: number[] = [];
let findings = 0;
for (const [at, listing] of listings.entries()) {
	const start = process.hrtime.bigint();
	findings += engine.screen(listing, { listingId: `cold:${at}`, now: '2026-11-22T12:00:00Z' }).findings.length;
	spent.push(Number(process.hrtime.bigint() - start) / 1000);
}
process.stdout.write(JSON.stringify({ milliseconds, rssBefore, rssAfter, rssEnd: process.memoryUsage.rss(), spent, findings }));
