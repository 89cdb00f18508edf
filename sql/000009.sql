-- Statements of reasons on their way to the DSA Transparency Database; corrective actions; listings the gate let through, looked at again.

-- One row for each restriction that took effect since sending was turned on. What was sent never changes.
create table filed_statement (
	-- The platform's own identifier of the statement: the same at every attempt.
	puid text primary key,
	number bigint generated always as identity unique,
	case_id uuid not null references review_case,
	-- 1, 2, 3 … within the case.
	restriction integer not null,
	state text not null check (state in ('waiting', 'sent', 'refused', 'dead')),
	-- As it is sent; null when Weir itself would not make it.
	statement json,
	-- Why it was refused, with the fix: by Weir when there is no statement, else by the database.
	problems json not null default '[]',
	-- The largest call it may travel in: halved when a call is refused without saying for which of its statements.
	together integer not null default 100 check (together > 0),
	attempts integer not null default 0,
	created_at timestamptz not null,
	next_at timestamptz not null,
	leased_until timestamptz,
	last_at timestamptz,
	last_error text,
	sent_at timestamptz,
	uuid text,
	permalink text,
	-- The log entry of the call that settled it.
	entry_id uuid,
	unique (case_id, restriction),
	check (state not in ('waiting', 'sent') or statement is not null),
	check ((state = 'sent') = (sent_at is not null))
);
create index filed_statement_waiting on filed_statement (together, next_at, number) where state = 'waiting';
create index filed_statement_by_state on filed_statement (state, number desc);

create trigger append_only before delete on filed_statement for each row execute function refuse_change();
create trigger settled before update on filed_statement for each row
	when (old.state = 'sent' or old.puid <> new.puid or old.case_id <> new.case_id or old.restriction <> new.restriction)
	execute function refuse_change();

-- How far along the log cases have been looked at, and from which day on restrictions are filed.
create table filing_progress (
	one boolean primary key default true check (one),
	since date not null,
	next_index bigint not null
);

-- The present state of a corrective action: the fold of its events.
create table corrective_action (
	id uuid primary key,
	seq integer not null,
	state json not null,
	status text not null check (status in ('open', 'done', 'effective')),
	due date not null,
	recorded_at timestamptz not null,
	updated_at timestamptz not null
);
create index corrective_action_by_time on corrective_action (recorded_at desc, id desc);
create index corrective_action_open on corrective_action (due) where status <> 'effective';

create table corrective_event (
	action_id uuid not null references corrective_action deferrable initially deferred,
	seq integer not null check (seq > 0),
	event json not null,
	entry_id uuid not null,
	primary key (action_id, seq)
);

create trigger append_only before update or delete on corrective_event for each row execute function refuse_change();
create trigger append_only before delete on corrective_action for each row execute function refuse_change();

-- Listings that the gate let through on its own, drawn for a second look, and what the look said.
create table clear_sample (
	listing_id text not null,
	revision integer not null,
	drawn_at timestamptz not null,
	why text not null check (why in ('random', 'risk')),
	looked_at timestamptz,
	looked_by json,
	outcome text,
	note text,
	entry_id uuid,
	primary key (listing_id, revision),
	foreign key (listing_id, revision) references listing_revision,
	check ((looked_at is null) = (looked_by is null) and (looked_at is null) = (outcome is null))
);
create index clear_sample_waiting on clear_sample (drawn_at) where looked_at is null;
create index clear_sample_by_look on clear_sample (looked_at) where looked_at is not null;

create table clear_sample_progress (
	one boolean primary key default true check (one),
	next_index bigint not null
);

create trigger append_only before delete on clear_sample for each row execute function refuse_change();
create trigger looked_once before update on clear_sample for each row
	when (old.looked_at is not null) execute function refuse_change();
