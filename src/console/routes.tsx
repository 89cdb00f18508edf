// The addresses of the console. Pages are loaded when first opened; everything but sign-in and welcome needs a session, and sends
// whoever has none to sign in and back again.
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { ListingState } from '../contract/listings.ts';
import type { Action } from '../policy/permissions.ts';
import { Marked } from './parts/sandbox-mark.tsx';
import { NotFound, Unexpected } from './parts/trouble.tsx';
import { meQuery } from './queries.ts';
import { isRefusal } from './request.ts';
import { oneOf, type QueueSearch } from './search.ts';
import { Bare, Shell } from './shell.tsx';

interface Context {
	readonly queries: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ component: Marked, notFoundComponent: NotFound, errorComponent: Unexpected });

const bare = createRoute({ getParentRoute: () => root, id: 'bare', component: Bare });
const signIn = createRoute({
	getParentRoute: () => bare,
	path: '/sign-in',
	validateSearch: (search: Record<string, unknown>): { readonly to?: string } => (typeof search.to === 'string' ? { to: search.to } : {}),
	component: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignIn'),
});
const welcome = createRoute({
	getParentRoute: () => bare,
	path: '/welcome',
	component: lazyRouteComponent(() => import('./pages/welcome.tsx'), 'Welcome'),
});

const inside = createRoute({
	getParentRoute: () => root,
	id: 'inside',
	beforeLoad: async ({ context, location }) => {
		try {
			await context.queries.ensureQueryData(meQuery());
		} catch (error) {
			if (isRefusal(error, 401)) throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { to: location.href } });
			throw error;
		}
	},
	component: Shell,
	errorComponent: Unexpected,
});

const page = <P extends string>(path: P, load: () => Promise<Record<string, unknown>>, name: string) =>
	createRoute({ getParentRoute: () => inside, path, component: lazyRouteComponent(load as never, name as never) });

const home = createRoute({
	getParentRoute: () => inside,
	path: '/',
	// The first page the reader may open: an administrator, for one, sees no cases.
	beforeLoad: async ({ context }) => {
		const { actions } = await context.queries.ensureQueryData(meQuery());
		const may = (action: Action): boolean => actions.includes(action);
		throw redirect({ to: may('case:read') ? '/queue' : may('person:invite') ? '/people' : '/listings', search: {}, replace: true });
	},
});

const queue = createRoute({
	getParentRoute: () => inside,
	path: '/queue',
	validateSearch: (search: Record<string, unknown>): QueueSearch => ({
		state: oneOf(search.state, ['open', 'mine', 'decided', 'all'] as const),
		tier: oneOf(search.tier, [1, 2, 3]),
		verdict: oneOf(search.verdict, ['review', 'block'] as const),
	}),
	component: lazyRouteComponent(() => import('./pages/queue.tsx'), 'Queue'),
});

const quality = createRoute({
	getParentRoute: () => inside,
	path: '/quality',
	validateSearch: (search: Record<string, unknown>): { readonly case?: string } =>
		typeof search.case === 'string' ? { case: search.case } : {},
	component: lazyRouteComponent(() => import('./pages/quality.tsx'), 'Quality'),
});

const listings = createRoute({
	getParentRoute: () => inside,
	path: '/listings',
	validateSearch: (search: Record<string, unknown>): { readonly state?: ListingState; readonly q?: string } => ({
		state: oneOf(search.state, ['published', 'held', 'refused', 'withdrawn'] as const),
		q: typeof search.q === 'string' ? search.q : undefined,
	}),
	component: lazyRouteComponent(() => import('./pages/listings.tsx'), 'Listings'),
});

const catalogue = createRoute({
	getParentRoute: () => inside,
	path: '/catalogue',
	validateSearch: (search: Record<string, unknown>): { readonly q?: string } => (typeof search.q === 'string' ? { q: search.q } : {}),
	component: lazyRouteComponent(() => import('./pages/catalogue.tsx'), 'Catalogue'),
});

const proofs = createRoute({
	getParentRoute: () => inside,
	path: '/proofs',
	validateSearch: (search: Record<string, unknown>): { readonly subject?: string; readonly entry?: string } => ({
		subject: typeof search.subject === 'string' ? search.subject : undefined,
		entry: typeof search.entry === 'string' ? search.entry : undefined,
	}),
	component: lazyRouteComponent(() => import('./pages/proofs.tsx'), 'Proofs'),
});

const policyEditor = createRoute({
	getParentRoute: () => inside,
	path: '/policy/edit',
	validateSearch: (search: Record<string, unknown>): { readonly from?: string; readonly list?: string } => ({
		...(typeof search.from === 'string' ? { from: search.from } : {}),
		...(typeof search.list === 'string' ? { list: search.list } : {}),
	}),
	component: lazyRouteComponent(() => import('./pages/policy-editor.tsx'), 'PolicyEditor'),
});

const tree = root.addChildren([
	bare.addChildren([signIn, welcome]),
	inside.addChildren([
		home,
		queue,
		page('/cases/$id', () => import('./pages/case.tsx'), 'Case'),
		page('/golden', () => import('./pages/golden.tsx'), 'Golden'),
		quality,
		page('/quality/$id', () => import('./pages/corrective-action.tsx'), 'CorrectiveActionPage'),
		page('/statements', () => import('./pages/statements.tsx'), 'Statements'),
		listings,
		page('/listings/$id', () => import('./pages/listing.tsx'), 'ListingPage'),
		catalogue,
		page('/catalogue/$id', () => import('./pages/substance.tsx'), 'SubstancePage'),
		page('/catalogues', () => import('./pages/catalogue-changes.tsx'), 'CatalogueChanges'),
		page('/catalogues/$id', () => import('./pages/catalogue-proposal.tsx'), 'CatalogueProposalPage'),
		proofs,
		page('/figures', () => import('./pages/figures.tsx'), 'Figures'),
		page('/policy/lists', () => import('./pages/watch-lists.tsx'), 'WatchLists'),
		page('/policy', () => import('./pages/policy.tsx'), 'PolicyPage'),
		policyEditor,
		page('/policy/proposals/$id', () => import('./pages/proposal.tsx'), 'ProposalPage'),
		page('/account', () => import('./pages/account.tsx'), 'Account'),
		page('/people', () => import('./pages/people.tsx'), 'People'),
		page('/webhooks', () => import('./pages/webhooks.tsx'), 'Webhooks'),
		page('/webhooks/$id', () => import('./pages/webhook.tsx'), 'WebhookPage'),
	]),
]);

export const makeRouter = (queries: QueryClient) =>
	createRouter({
		routeTree: tree,
		context: { queries },
		defaultPreload: 'intent',
		defaultPendingMs: 300,
		scrollRestoration: true,
		defaultErrorComponent: Unexpected,
		defaultNotFoundComponent: NotFound,
	});

declare module '@tanstack/react-router' {
	interface Register {
		router: ReturnType<typeof makeRouter>;
	}
}
