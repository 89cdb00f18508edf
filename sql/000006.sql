-- How the catalogue of a running server changes: compiled catalogues by their content, proposals, what came into force. Catalogues and
-- activations are only ever added; proposals are never removed.

create table catalogue (
	-- The first 16 hex digits of the hash: what verdicts carry.
	version text primary key check (version = left(hash, 16)),
	-- SHA-256 over the content, as the file states it.
	hash text not null check (hash ~ '^[0-9a-f]{64}$'),
	size integer not null check (size > 0),
	substances integer not null,
	families integer not null,
	bytes bytea not null,
	registered_by json not null,
	registered_at timestamptz not null
);
-- Tables of numbers, read as a whole: compressing them gains little and costs at every start.
alter table catalogue alter column bytes set storage external;
create index catalogue_by_time on catalogue (registered_at desc, version desc);

-- The latest row is in force. No row: the catalogue that the server brings along.
create table catalogue_activation (
	number bigint generated always as identity primary key,
	catalogue text not null references catalogue,
	proposal uuid not null,
	at timestamptz not null
);

create table catalogue_proposal (
	id uuid primary key,
	catalogue text not null references catalogue,
	-- The version in force when it was proposed; it can be approved only while that still is.
	base text not null,
	changes json not null,
	two_people boolean not null check (two_people),
	status text not null check (status in ('open', 'active', 'rejected')),
	reason text not null,
	proposed_by json not null,
	proposed_at timestamptz not null,
	decided_by json,
	decided_at timestamptz,
	note text,
	check ((status = 'open') = (decided_at is null))
);
create index catalogue_proposal_by_time on catalogue_proposal (proposed_at desc, id desc);
create unique index catalogue_proposal_open on catalogue_proposal (catalogue, base) where status = 'open';

-- The catalogue that a preview tries out.
alter table job add column catalogue text references catalogue;

create trigger append_only before update or delete on catalogue for each row execute function refuse_change();
create trigger append_only before update or delete on catalogue_activation for each row execute function refuse_change();
create trigger append_only before delete on catalogue_proposal for each row execute function refuse_change();
