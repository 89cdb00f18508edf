// Starts the console: words, look, requests, routes. Everything below the shell is loaded when its page is first opened.
import './styles/mantine.css';
import 'virtual:theme.css';
import './styles/base.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactNode, StrictMode, useCallback, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { isRefusal } from './request.ts';
import { makeRouter } from './routes.tsx';
import { ShortcutsProvider } from './shortcuts.tsx';
import { THEME } from './theme.ts';
import { keepLanguage, type Language, loadMessages, preferredLanguage, type Words, WordsProvider, wordsIn } from './words.ts';

const queries = new QueryClient({
	defaultOptions: {
		queries: {
			staleTime: 5_000,
			// A refusal will be the same again; a server that does not answer may be restarting.
			retry: (failures, error) => failures < 2 && (!isRefusal(error) || error.problem.status === 0 || error.problem.status >= 502),
		},
	},
});
const router = makeRouter(queries);

function Console({ first }: { readonly first: Words }): ReactNode {
	const [words, setWords] = useState(first);
	const choose = useCallback(async (language: Language) => {
		const messages = await loadMessages(language);
		keepLanguage(language);
		setWords((now) => wordsIn(language, messages, now.choose));
	}, []);
	useEffect(() => {
		document.documentElement.lang = words.language;
	}, [words]);
	return (
		<WordsProvider value={{ ...words, choose }}>
			<MantineProvider theme={THEME} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
				<QueryClientProvider client={queries}>
					<ShortcutsProvider>
						<RouterProvider router={router} />
					</ShortcutsProvider>
				</QueryClientProvider>
			</MantineProvider>
		</WordsProvider>
	);
}

const language = preferredLanguage();
const words = wordsIn(language, await loadMessages(language), () => undefined);
const root = document.getElementById('root');
if (root !== null) {
	createRoot(root).render(
		<StrictMode>
			<Console first={words} />
		</StrictMode>,
	);
}
