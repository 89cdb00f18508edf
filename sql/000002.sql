-- People, their sessions (kept by better-auth), API keys and one-time links. Secrets are stored as hashes only.

create table person (
	id text primary key,
	name text not null,
	email text not null unique,
	"emailVerified" boolean not null,
	image text,
	"createdAt" timestamptz not null default now(),
	"updatedAt" timestamptz not null default now(),
	role text not null,
	"twoFactorEnabled" boolean
);

create table person_session (
	id text primary key,
	"expiresAt" timestamptz not null,
	token text not null unique,
	"createdAt" timestamptz not null default now(),
	"updatedAt" timestamptz not null,
	"ipAddress" text,
	"userAgent" text,
	"userId" text not null references person on delete cascade
);
create index person_session_by_person on person_session ("userId");

create table person_account (
	id text primary key,
	"accountId" text not null,
	"providerId" text not null,
	"userId" text not null references person on delete cascade,
	"accessToken" text,
	"refreshToken" text,
	"idToken" text,
	"accessTokenExpiresAt" timestamptz,
	"refreshTokenExpiresAt" timestamptz,
	scope text,
	password text,
	"createdAt" timestamptz not null default now(),
	"updatedAt" timestamptz not null
);
create index person_account_by_person on person_account ("userId");

create table person_verification (
	id text primary key,
	identifier text not null,
	value text not null,
	"expiresAt" timestamptz not null,
	"createdAt" timestamptz not null default now(),
	"updatedAt" timestamptz not null default now()
);
create index person_verification_by_identifier on person_verification (identifier);

create table api_key (
	id text primary key,
	name text not null,
	role text not null,
	seller text,
	secret_hash text not null,
	created_by text,
	created_at timestamptz not null,
	expires_at timestamptz,
	revoked_at timestamptz,
	last_used_at timestamptz
);

create table invitation (
	token_hash text primary key,
	role text not null,
	name text,
	created_by text,
	created_at timestamptz not null,
	expires_at timestamptz not null,
	used_at timestamptz
);

create table person_two_factor (
	id text primary key,
	secret text not null,
	"backupCodes" text not null,
	"userId" text not null references person on delete cascade,
	verified boolean,
	"failedVerificationCount" integer,
	"lockedUntil" timestamptz
);
create index person_two_factor_by_person on person_two_factor ("userId");
