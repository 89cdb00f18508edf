// What routes work with: the parts that wiring.ts puts together, under the names routes use.

import type { KnownPlatform } from '../adapters/case-tables.ts';
import type { CompiledCatalogue } from '../adapters/compiled-catalogue.ts';
import type { Db } from '../adapters/postgres/database.ts';
import type { StructureDrawing } from '../adapters/structure-drawing.ts';
import type { Draw } from '../cases/quality.ts';
import type { TextKind } from '../contract/listings.ts';
import type { Changes } from '../flows/changes.ts';
import type { Dice } from '../flows/record.ts';
import type { Casebook } from '../flows/screened-case.ts';
import type { Store } from '../flows/store.ts';
import type { Submission, SubmitOutcome } from '../flows/submit-listings.ts';
import type { NoticeWords } from '../report/notice.ts';
import type { Rates } from './limits.ts';
import type { Media } from './media.ts';
import type { People } from './people.ts';
import type { Room, Warning } from './room.ts';
import type { WorkerScreening } from './screening.ts';
import type { Statements } from './statements.ts';
import type { WatchLists } from './watch-lists.ts';
import type { Webhooks } from './webhooks.ts';

export interface World {
	readonly db: Db;
	readonly store: Store;
	readonly screening: WorkerScreening;
	readonly media: Media;
	readonly room: Room;
	/** What an operator should know before it hurts. */
	readonly warnings: () => Promise<readonly Warning[]>;
	/** Through the group commit. @throws Fault `overloaded` or `database-unavailable`. */
	readonly submit: (one: Submission) => Promise<SubmitOutcome>;
	/** Decides by what is in force in the database from now on. */
	readonly refreshRuling: (retry?: 'retry') => Promise<void>;
	/** Begins jobs that wait, and follows the calendar, now rather than in a moment. */
	readonly lookForWork: () => void;
	readonly casebook: Casebook & { readonly notices: NoticeWords };
	/** What notices say about the marketplace. */
	readonly platform: KnownPlatform;
	readonly dice: Dice;
	/** Nothing here is real. */
	readonly demo: boolean;
	/** For trying an integration out: nothing here is a decision about anything. */
	readonly sandbox: boolean;
	readonly changes: Changes;
	/** The one in force now; ask each time. */
	readonly catalogue: CompiledCatalogue;
	readonly drawing: StructureDrawing;
	readonly people: People;
	readonly webhooks: Webhooks;
	readonly watchLists: WatchLists;
	/** What is drawn for a second look. */
	readonly draw: Draw;
	/** Sending of statements of reasons. */
	readonly statements: Statements;
	/** Requests in a minute. */
	readonly rates: Rates;
	/** What beside listings may be screened without being stored. */
	readonly screenKinds: readonly TextKind[];
	/** The log's verifier key as text. */
	readonly logKey: string;
	/** Address for links, without a slash at the end. */
	readonly publicUrl: () => string;
}
