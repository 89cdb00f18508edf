-- Keeping an installation: what the malware scanner said of files, how much is uploaded, and whether all of this is a sandbox.

create table media_scan (
	hash text primary key references media,
	-- What it found; null: nothing, at that time.
	found text,
	scanned_at timestamptz not null
);
-- What was found stays found, whatever a later scanner says; what was clean may be found tomorrow.
create trigger settled before update on media_scan for each row when (old.found is not null) execute function refuse_change();
create trigger append_only before delete on media_scan for each row execute function refuse_change();

-- Bytes that each actor has uploaded on a day (UTC), counted in the transaction of the upload.
create table media_use (
	day date not null,
	actor text not null,
	bytes bigint not null,
	primary key (day, actor)
);

-- Bytes of all files that are kept; each counts once, whoever sent it how often.
create table media_total (
	one boolean primary key default true check (one),
	bytes bigint not null
);
insert into media_total (bytes) select coalesce(sum(size), 0) from media;

-- What this installation is, once it has been started. A sandbox never becomes anything else, nor anything else a sandbox.
create table installation (
	one boolean primary key default true check (one),
	kind text not null check (kind in ('production', 'sandbox')),
	since timestamptz not null
);
create trigger append_only before update or delete on installation for each row execute function refuse_change();
