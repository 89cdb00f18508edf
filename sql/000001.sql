-- Listings, decisions, cases and the log. A migration is immutable once published: a change is a new file.
-- Facts (revisions, case events, log entries) are only ever inserted; triggers refuse to change or delete them.

create table listing (
	id text primary key,
	revision integer not null check (revision > 0),
	state text not null check (state in ('published', 'held', 'refused')),
	reason_code text,
	verdict text not null check (verdict in ('clear', 'review', 'block')),
	seller text,
	title text not null,
	case_id uuid,
	updated_at timestamptz not null,
	-- Nothing is published without a verdict of clear, unless a person decided a case.
	check (state <> 'published' or verdict = 'clear' or case_id is not null)
);
create index listing_by_time on listing (updated_at desc, id desc);
create unique index listing_by_case on listing (case_id) where case_id is not null;
create index listing_by_seller on listing (seller, updated_at desc) where seller is not null;

-- One submission and the decision on it, bound to catalogue, engine and policy.
create table listing_revision (
	listing_id text not null references listing deferrable initially deferred,
	revision integer not null,
	content json not null,
	input_hash text not null,
	verdict json not null,
	verdict_kind text not null,
	catalogue_version text not null,
	engine_version text not null,
	policy_version text not null,
	state text not null,
	reason_code text,
	submitted_at timestamptz not null,
	submitted_by json not null,
	entry_id uuid not null,
	primary key (listing_id, revision)
);
create index listing_revision_by_time on listing_revision (submitted_at);

-- Which substances a listing's present revision names, for similar listings and the dashboard.
create table listing_substance (
	listing_id text not null,
	substance text not null,
	name text not null,
	primary key (substance, listing_id)
);
create index listing_substance_by_listing on listing_substance (listing_id);

create table idempotency_key (
	actor text not null,
	key text not null,
	request_hash text not null,
	status integer not null,
	answer json not null,
	created_at timestamptz not null,
	primary key (actor, key)
);
create index idempotency_key_by_time on idempotency_key (created_at);

-- The present state of a case: what the queue reads. The truth is case_event, of which this is the fold.
create table review_case (
	id uuid primary key,
	-- A listing has one case for life: it is opened, decided, and opened again.
	listing_id text not null unique,
	seq integer not null,
	state json not null,
	status text not null,
	-- Smallest first; made so that it changes with events only, never with the hour.
	priority bigint not null,
	claimed_by text,
	claimed_until timestamptz,
	opened_at timestamptz not null,
	decided_at timestamptz
);
create index review_case_queue on review_case (priority, opened_at, id) where status in ('open', 'proposed', 'appealed');
create index review_case_claims on review_case (claimed_by) where claimed_by is not null;

create table case_event (
	case_id uuid not null references review_case deferrable initially deferred,
	seq integer not null check (seq > 0),
	event json not null,
	entry_id uuid not null,
	primary key (case_id, seq)
);

-- The transparency log. `index` is null until the sequencer has placed the entry in the tree.
create table log_entry (
	id uuid primary key,
	subject text not null,
	entry bytea not null,
	index bigint unique,
	leaf_hash bytea,
	created_at timestamptz not null
);
create index log_entry_waiting on log_entry (created_at, id) where index is null;
create index log_entry_by_subject on log_entry (subject, created_at);

-- What an entry commits to, with its salt: erasable, and with it whatever is personal.
create table log_opening (
	entry_id uuid primary key,
	salt bytea not null,
	content json not null
);

-- The widest tile or bundle at each place; narrower ones are its beginning. Level -1 holds the bundles of entries.
create table log_tile (
	level smallint not null,
	index bigint not null,
	width smallint not null,
	bytes bytea not null,
	primary key (level, index)
);

create table log_checkpoint (
	one boolean primary key default true check (one),
	size bigint not null,
	note text not null,
	signed_at timestamptz not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
	raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger append_only before update or delete on listing_revision for each row execute function refuse_change();
create trigger append_only before update or delete on case_event for each row execute function refuse_change();
create trigger append_only before delete on review_case for each row execute function refuse_change();
create trigger append_only before delete on listing for each row execute function refuse_change();
create trigger append_only before delete on log_entry for each row execute function refuse_change();
create trigger placed_once before update on log_entry for each row
	when (old.index is not null or new.entry <> old.entry or new.id <> old.id) execute function refuse_change();
