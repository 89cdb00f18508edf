// The routes beside the gate, the cases and the log: each aggregate keeps its own table, and routes.ts takes them together.

import { CATALOGUE_CHANGE_ROUTES } from './catalogue-changes.ts';
import { MEDIA_ROUTES } from './media.ts';
import { PASSKEY_ROUTES } from './passkey-routes.ts';
import { PEOPLE_ROUTES } from './people-routes.ts';
import { POLICY_ROUTES } from './policy.ts';
import { QUALITY_ROUTES } from './quality-routes.ts';
import { routes } from './route.ts';
import { WATCH_LIST_ROUTES } from './watch-lists.ts';
import { WEBHOOK_ROUTES } from './webhooks.ts';

export const FURTHER_ROUTES = routes({
	...QUALITY_ROUTES,
	...MEDIA_ROUTES,
	...POLICY_ROUTES,
	...CATALOGUE_CHANGE_ROUTES,
	...PEOPLE_ROUTES,
	...PASSKEY_ROUTES,
	...WEBHOOK_ROUTES,
	...WATCH_LIST_ROUTES,
});
