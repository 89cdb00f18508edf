// Builds the web console (src/console) into dist/console, ready to be served as files under a content security policy that allows no
// inline script and no inline style. `npm ci` in a clone runs it through "prepare"; `npm pack` through scripts/build.mjs.
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Builds into `outDir`, which is emptied first. Resolves to the written files, as Vite reports them. */
export async function buildConsole(outDir = at('dist/console')) {
	const { build } = await import('vite');
	return await build({
		configFile: false,
		root: at('src/console'),
		cacheDir: at('dist/.vite'),
		logLevel: 'warn',
		plugins: [themeVariables()],
		oxc: { jsx: { runtime: 'automatic' } },
		build: {
			outDir,
			emptyOutDir: true,
			target: 'es2023',
			assetsInlineLimit: 0,
			modulePreload: { polyfill: false },
			reportCompressedSize: false,
			manifest: 'manifest.json',
			license: { fileName: 'licences.md' },
			rolldownOptions: {
				checks: { pluginTimings: false },
				// React's "use client" marks mean something to servers that render pages; here all is client.
				onLog: (level, log, handle) => log.code === 'MODULE_LEVEL_DIRECTIVE' || handle(level, log),
			},
		},
	});
}

// Mantine would write the theme's colours into a <style> element at run time, which the policy forbids; here they become a file.
function themeVariables() {
	return {
		name: 'theme-variables',
		resolveId: { filter: { id: /^virtual:theme\.css$/ }, handler: (id) => `\0${id}` },
		load: {
			filter: { id: /^\0virtual:theme\.css$/ },
			handler: loadTheme,
		},
	};
}

async function loadTheme() {
	const { convertCssVariables, createTheme, defaultCssVariablesResolver, mergeMantineTheme, DEFAULT_THEME } = await import('@mantine/core');
	const { default: chosen } = await import('../src/console/theme.json', { with: { type: 'json' } });
	const theme = mergeMantineTheme(DEFAULT_THEME, createTheme(chosen));
	return convertCssVariables(defaultCssVariablesResolver(theme), ':root', ':host');
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
	// `npm pack` runs "prepare" after "prepack", which has built everything already.
	const built = process.argv.includes('--if-possible') && ['pack', 'publish'].includes(process.env['npm_command'] ?? '');
	try {
		if (!built) await buildConsole();
	} catch (error) {
		// An installation without development packages (`npm ci --omit=dev`) has no Vite; the server says so where the console would be.
		if (error?.code !== 'ERR_MODULE_NOT_FOUND' || !process.argv.includes('--if-possible')) throw error;
		process.stderr.write('build: the web console needs the development packages; run "npm ci" without --omit=dev to have it.\n');
	}
}
