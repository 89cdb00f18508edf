// The frame around every page: skip link, navigation by what the reader may do, language, light or dark, who is signed in. It also
// keeps the line to the server's live changes and says when it is lost.
import { ActionIcon, Button, NativeSelect, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Action } from '../policy/permissions.ts';
import { useLiveChanges } from './live.ts';
import { Icon } from './parts/icon.tsx';
import { Chip } from './parts/marks.tsx';
import { ShortcutList } from './parts/shortcut-list.tsx';
import { WaitingCatalogue } from './parts/waiting-catalogue.tsx';
import { signOut, useSession } from './session.ts';
import { useShortcuts } from './shortcuts.tsx';
import { type Key, LANGUAGES, type Language, useWords } from './words.ts';

const PLACES = [
	{ to: '/queue', label: 'nav.queue', action: 'case:read', keys: 'g q' },
	{ to: '/golden', label: 'nav.golden', action: 'golden:read', keys: 'g o' },
	{ to: '/quality', label: 'nav.quality', action: 'corrective:read', keys: 'g y' },
	{ to: '/listings', label: 'nav.listings', action: 'listing:read', keys: 'g l' },
	{ to: '/catalogue', label: 'nav.catalogue', action: 'catalogue:read', keys: 'g c' },
	{ to: '/proofs', label: 'nav.proofs', action: 'log:read', keys: 'g p' },
	{ to: '/figures', label: 'nav.figures', action: 'dashboard:read', keys: 'g f' },
	{ to: '/policy', label: 'nav.policy', action: 'policy:read', keys: 'g r' },
	{ to: '/webhooks', label: 'nav.webhooks', action: 'webhook:configure', keys: 'g w' },
	{ to: '/people', label: 'nav.people', action: 'person:invite', keys: 'g a' },
] as const satisfies readonly { to: string; label: Key; action: Action; keys: string }[];

/** Language, and light or dark: needed before anyone has signed in, too. */
function Preferences(): ReactNode {
	const { language, choose, say } = useWords();
	const { setColorScheme } = useMantineColorScheme();
	const scheme = useComputedColorScheme('light');
	return (
		<>
			<NativeSelect
				className="language"
				size="xs"
				variant="unstyled"
				aria-label={say('shell.language')}
				value={language}
				onChange={(event) => choose(event.currentTarget.value as Language)}
				data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
			/>
			<ActionIcon
				variant="subtle"
				color="gray"
				aria-label={say(scheme === 'dark' ? 'shell.light' : 'shell.dark')}
				onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
			>
				<Icon name={scheme === 'dark' ? 'sun' : 'moon'} />
			</ActionIcon>
		</>
	);
}

/** The frame of the pages that need no session. */
export function Bare(): ReactNode {
	return (
		<div className="bare">
			<header className="bar">
				<Brand />
				<span className="spring" />
				<Preferences />
			</header>
			<main id="main" className="bare-main">
				<Outlet />
			</main>
		</div>
	);
}

function Brand(): ReactNode {
	return (
		<span className="brand">
			<Icon name="mark" /> Weir
		</span>
	);
}

/** The frame of the pages behind the session. */
export function Shell(): ReactNode {
	const { say } = useWords();
	const { me, may } = useSession();
	const navigate = useNavigate();
	const queries = useQueryClient();
	const connection = useLiveChanges(may('case:read'));
	const [listOpen, setListOpen] = useState(false);
	const [menuOpen, setMenuOpen] = useState(false);
	const path = useRouterState({ select: (state) => state.location.pathname });
	const places = PLACES.filter(({ action }) => may(action));

	useShortcuts([
		{ keys: '?', label: 'keys.list', run: () => setListOpen(true) },
		...places.map(({ to, label, keys }) => ({ keys, label, run: () => void navigate({ to }) })),
	]);
	useFocusOnArrival(path, () => setMenuOpen(false));

	const leave = async (): Promise<void> => {
		await signOut().catch(() => undefined);
		queries.clear();
		await navigate({ to: '/sign-in', search: {} });
	};

	return (
		<div className="shell">
			<a className="skip" href="#main">
				{say('shell.skip')}
			</a>
			<header className="bar">
				<Link to="/" className="brand-link" aria-label={say('shell.home')}>
					<Brand />
				</Link>
				<Button
					className="menu-button"
					variant="subtle"
					color="gray"
					size="compact-sm"
					aria-expanded={menuOpen}
					aria-controls="places"
					onClick={() => setMenuOpen(!menuOpen)}
				>
					{say('shell.menu')}
				</Button>
				<nav id="places" className={menuOpen ? 'places open' : 'places'} aria-label={say('shell.nav')}>
					{places.map(({ to, label }) => (
						<Link key={to} to={to} search={{}} activeProps={{ className: 'active' }}>
							{say(label)}
						</Link>
					))}
				</nav>
				{me?.demo === true && (
					<span className="demo-mark">
						<Chip tone="doubt" title={say('shell.demoHint')}>
							{say('shell.demo')}
						</Chip>
					</span>
				)}
				<span className="spring" />
				{may('case:read') && (
					<span className={`line ${connection}`} role="status">
						<i aria-hidden="true" />
						<span className={connection === 'lost' ? '' : 'unseen'}>{say(`line.${connection}`)}</span>
					</span>
				)}
				<Preferences />
				<ActionIcon className="wide-only" variant="subtle" color="gray" aria-label={say('keys.list')} onClick={() => setListOpen(true)}>
					<Icon name="keyboard" />
				</ActionIcon>
				<details className="account">
					<summary>
						<span aria-hidden="true">{initials(me?.name ?? '')}</span>
						<span className="unseen">{say('shell.account')}</span>
					</summary>
					<div className="account-card">
						<strong>{me?.name}</strong>
						<span className="faint">{me === undefined ? '' : say(`role.${me.role}`)}</span>
						<Link to="/account">{say('account.title')}</Link>
						<Button size="xs" variant="default" onClick={() => void leave()}>
							{say('shell.signOut')}
						</Button>
					</div>
				</details>
			</header>
			<main id="main" tabIndex={-1}>
				<WaitingCatalogue />
				<Outlet />
			</main>
			<ShortcutList open={listOpen} onClose={() => setListOpen(false)} />
		</div>
	);
}

const initials = (name: string): string =>
	name
		.split(/\s/)
		.filter((word) => word !== '')
		.slice(0, 2)
		.map((word) => [...word][0]?.toUpperCase())
		.join('') || '·';

// A page change moves the focus to the new page, as a full load would; the first page leaves it alone.
function useFocusOnArrival(path: string, arrived: () => void): void {
	const before = useRef(path);
	useEffect(() => {
		if (before.current === path) return;
		before.current = path;
		arrived();
		document.getElementById('main')?.focus({ preventScroll: true });
	});
}
