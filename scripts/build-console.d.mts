// Types of build-console.mjs for the tests that build the console into a folder of their own.
/** Builds into `outDir` (by default dist/console), which is emptied first. */
export function buildConsole(outDir?: string): Promise<unknown>;
