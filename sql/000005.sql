-- Webhooks with their outbox, the register of people, and locks on signing in.

-- An address that is told what happened. Secrets are sealed with a key derived from the server's own secret.
create table webhook (
	id uuid primary key,
	url text not null unique,
	-- What it wants to hear of; empty: everything.
	kinds text[] not null,
	description text,
	-- `disabled` is Weir's own doing, after repeated failure; `reason` says why.
	state text not null check (state in ('live', 'disabled')),
	reason text,
	secret bytea not null,
	-- The secret before the last rotation, valid beside the new one until then.
	old_secret bytea,
	old_until timestamptz,
	created_at timestamptz not null,
	created_by text,
	-- Since when every attempt has failed; null after a success.
	failing_since timestamptz,
	failures integer not null default 0
);

-- The outbox: what webhooks are to be told, written in the transaction of the fact.
create table announcement (
	id uuid primary key,
	kind text not null,
	-- The body, byte for byte the same at every attempt.
	body text not null,
	created_at timestamptz not null
);
create index announcement_by_time on announcement (created_at);

create table webhook_delivery (
	id bigint generated always as identity primary key,
	webhook_id uuid not null references webhook on delete cascade,
	announcement_id uuid not null references announcement on delete cascade,
	state text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
	attempts integer not null default 0,
	next_at timestamptz not null,
	-- Who delivers it holds it until then; a worker that died loses it.
	leased_until timestamptz,
	-- Status or plain reason of the last attempt; never what the receiver answered.
	last_error text,
	last_at timestamptz,
	delivered_at timestamptz,
	unique (webhook_id, announcement_id)
);
create index webhook_delivery_waiting on webhook_delivery (webhook_id, next_at) where state = 'pending';
create index webhook_delivery_listed on webhook_delivery (webhook_id, id desc);
create index webhook_delivery_by_announcement on webhook_delivery (announcement_id);

-- What the administrator has recorded about a person: without a certification nobody judges a case.
create table person_standing (
	person_id text primary key references person on delete cascade,
	training text,
	certified_until timestamptz,
	certified boolean not null,
	-- Sellers with whom the person has a conflict of interest.
	conflicts text[] not null,
	recorded_at timestamptz not null,
	recorded_by text
);

alter table invitation add column training text;
alter table invitation add column certified_until timestamptz;

-- Failed attempts to sign in, by the SHA-256 of the address, so that an address nobody has is treated the same.
create table sign_in_failure (
	address_hash text primary key,
	count integer not null,
	since timestamptz not null,
	locked_until timestamptz
);

-- Waiting cases by deadline, for the clock that escalates them.
create index review_case_by_deadline on review_case ((state ->> 'deadline')) where status in ('open', 'proposed', 'appealed');
