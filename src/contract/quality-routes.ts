// The routes of quality: golden cases, second looks, corrective actions, and the figures and statements that leave the house.

import { CORRECTIVE_ROUTES } from './corrective.ts';
import { GOLDEN_ROUTES } from './golden.ts';
import { REPORT_ROUTES } from './reports.ts';
import { routes } from './route.ts';
import { SECOND_LOOK_ROUTES } from './second-looks.ts';
import { STATEMENT_ROUTES } from './statements.ts';

export const QUALITY_ROUTES = routes({
	...GOLDEN_ROUTES,
	...SECOND_LOOK_ROUTES,
	...CORRECTIVE_ROUTES,
	...REPORT_ROUTES,
	...STATEMENT_ROUTES,
});
