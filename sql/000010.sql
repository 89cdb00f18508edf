-- Restricted lists and what they matched, both sealed under the server's secret: a copy of the database alone tells neither. What
-- happened to a list and what it matched are only ever added; a list is sealed anew when it is uploaded after the secret was lost.

create table watch_list (
	-- SHA-256 of the list's canonical form, by which policies name it.
	sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
	-- What the log calls it.
	id uuid not null unique,
	sealed bytea not null
);

create table watch_list_event (
	number bigint generated always as identity primary key,
	sha256 text not null references watch_list,
	kind text not null check (kind in ('added', 'sealed', 'retired', 'restored')),
	by json not null,
	at timestamptz not null
);
create index watch_list_event_by_list on watch_list_event (sha256, number);

-- What restricted lists said of a revision; its public verdict says nothing of it.
create table watch_hit (
	listing_id text not null,
	revision integer not null,
	sealed bytea not null,
	primary key (listing_id, revision),
	foreign key (listing_id, revision) references listing_revision deferrable initially deferred
);

create trigger append_only before delete on watch_list for each row execute function refuse_change();
create trigger settled before update on watch_list for each row
	when (old.sha256 <> new.sha256 or old.id <> new.id) execute function refuse_change();
create trigger append_only before update or delete on watch_list_event for each row execute function refuse_change();
create trigger append_only before update or delete on watch_hit for each row execute function refuse_change();
