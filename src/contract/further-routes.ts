// The routes beside the gate, the cases and the log: each aggregate keeps its own table, and routes.ts takes them together.

import { CATALOGUE_CHANGE_ROUTES } from './catalogue-changes.ts';
import { CORRECTIVE_ROUTES } from './corrective.ts';
import { GOLDEN_ROUTES } from './golden.ts';
import { MEDIA_ROUTES } from './media.ts';
import { PASSKEY_ROUTES } from './passkey-routes.ts';
import { PEOPLE_ROUTES } from './people-routes.ts';
import { POLICY_ROUTES } from './policy.ts';
import { REPORT_ROUTES } from './reports.ts';
import { routes } from './route.ts';
import { SECOND_LOOK_ROUTES } from './second-looks.ts';
import { STATEMENT_ROUTES } from './statements.ts';
import { WATCH_LIST_ROUTES } from './watch-lists.ts';
import { WEBHOOK_ROUTES } from './webhooks.ts';

export const FURTHER_ROUTES = routes({
	...GOLDEN_ROUTES,
	...SECOND_LOOK_ROUTES,
	...CORRECTIVE_ROUTES,
	...MEDIA_ROUTES,
	...POLICY_ROUTES,
	...CATALOGUE_CHANGE_ROUTES,
	...PEOPLE_ROUTES,
	...PASSKEY_ROUTES,
	...WEBHOOK_ROUTES,
	...REPORT_ROUTES,
	...WATCH_LIST_ROUTES,
	...STATEMENT_ROUTES,
});
