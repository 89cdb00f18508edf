-- What the server decides by and how it changes: policies and their proposals, the candidate that decides silently beside, and
-- jobs that go over all listings. Policies, activations and disagreements are only ever added.

-- Every policy that was ever proposed. Without a document: the one that the catalogue brings along.
create table policy (
	version text primary key,
	hash text not null,
	name text not null,
	document text,
	created_at timestamptz not null
);

-- The latest row is in force. No row: the policy that the catalogue brings along.
create table policy_activation (
	number bigint generated always as identity primary key,
	policy text not null references policy,
	proposal uuid not null,
	at timestamptz not null
);

create table policy_proposal (
	id uuid primary key,
	policy text not null references policy,
	-- The version in force when it was proposed; it can be approved only while that still is.
	base text not null,
	changes json not null,
	two_people boolean not null,
	status text not null check (status in ('open', 'active', 'rejected')),
	reason text not null,
	proposed_by json not null,
	proposed_at timestamptz not null,
	decided_by json,
	decided_at timestamptz,
	note text,
	check ((status = 'open') = (decided_at is null))
);
create index policy_proposal_by_time on policy_proposal (proposed_at desc, id desc);
create unique index policy_proposal_open on policy_proposal (policy, base) where status = 'open';

-- The candidate that decides silently beside the policy in force; at most one at a time.
create table policy_shadow (
	id uuid primary key,
	policy text not null references policy,
	started_at timestamptz not null,
	stopped_at timestamptz
);
create unique index policy_shadow_one on policy_shadow ((true)) where stopped_at is null;

create table policy_shadow_count (
	shadow uuid not null references policy_shadow,
	transition text not null,
	listings bigint not null,
	primary key (shadow, transition)
);

create table policy_shadow_difference (
	number bigint generated always as identity primary key,
	shadow uuid not null references policy_shadow,
	listing_id text not null,
	revision integer not null,
	live text not null,
	candidate text not null,
	why text not null,
	at timestamptz not null
);
create index policy_shadow_difference_by_shadow on policy_shadow_difference (shadow, number desc);

-- Work over all listings in the order of their ids: `cursor` is the last one done, stored with what was done up to it.
create table job (
	id uuid primary key,
	kind text not null check (kind in ('rescreen', 'preview')),
	cause json not null,
	-- What a preview tries out: a policy, or the law of a day.
	candidate text references policy,
	as_of date,
	status text not null check (status in ('waiting', 'done', 'cancelled')),
	cursor text not null default '',
	total bigint not null,
	done bigint not null default 0,
	result json not null,
	started_by json not null,
	created_at timestamptz not null,
	updated_at timestamptz not null,
	finished_at timestamptz
);
create index job_waiting on job (created_at, id) where status = 'waiting';
create index job_by_time on job (created_at desc, id desc);

-- How far the calendar has been followed: the last moment at which the law was compared.
create table calendar (
	one boolean primary key default true check (one),
	at timestamptz not null
);

create trigger append_only before update or delete on policy for each row execute function refuse_change();
create trigger append_only before update or delete on policy_activation for each row execute function refuse_change();
create trigger append_only before delete on policy_proposal for each row execute function refuse_change();
create trigger append_only before update or delete on policy_shadow_difference for each row execute function refuse_change();
