-- Files that listings name, by their content; what was read from them; which revision names which; and listings withdrawn by their
-- sellers. Evidence is only ever added: it outlives the listing that showed it.

create table media (
	-- SHA-256 of the bytes, lower-case hex: the same file is kept once.
	hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
	size integer not null check (size > 0),
	-- What the bytes are, never what somebody called them.
	type text not null,
	bytes bytea not null,
	stored_at timestamptz not null
);
-- Pictures and documents are compressed already.
alter table media alter column bytes set storage external;

create table media_upload (
	id uuid primary key,
	hash text not null references media,
	name text,
	-- The address it was fetched from, when it was.
	source text,
	seller text,
	uploaded_at timestamptz not null,
	uploaded_by json not null,
	entry_id uuid not null,
	-- The same file under the same name from the same seller is the same upload, however often it is sent.
	unique nulls not distinct (hash, name, source, seller)
);

-- What a version of the reader read from a file.
create table media_reading (
	hash text not null,
	reader integer not null,
	parts json not null,
	read_at timestamptz not null default now(),
	primary key (hash, reader)
);

create table listing_media (
	listing_id text not null,
	revision integer not null,
	position integer not null,
	pointer text not null,
	upload_id uuid not null references media_upload,
	primary key (listing_id, revision, position)
);
create index listing_media_by_upload on listing_media (upload_id);

-- What the engine was given of a revision's media, as its verdict's mediaHash commits to it.
create table listing_media_text (
	listing_id text not null,
	revision integer not null,
	texts json not null,
	primary key (listing_id, revision)
);

create trigger append_only before update or delete on media for each row execute function refuse_change();
create trigger append_only before update or delete on media_upload for each row execute function refuse_change();
create trigger append_only before update or delete on listing_media for each row execute function refuse_change();
create trigger append_only before update or delete on listing_media_text for each row execute function refuse_change();

alter table listing drop constraint listing_state_check;
alter table listing add constraint listing_state_check check (state in ('published', 'held', 'refused', 'withdrawn'));
