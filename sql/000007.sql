-- Passkeys (WebAuthn) of people, and the challenges that are waiting for an answer.

create table passkey (
	id uuid primary key,
	person_id text not null references person on delete cascade,
	-- base64url, as browsers send it.
	credential_id text not null unique,
	-- COSE key (RFC 9052).
	public_key bytea not null,
	-- Signatures the authenticator has counted; 0 for ever where it does not count.
	counter bigint not null,
	transports text[] not null,
	-- The person's own word for the device.
	name text not null,
	-- A copy is kept by the provider of the passkey, so that losing the device does not lose it.
	synced boolean not null,
	created_at timestamptz not null,
	last_used_at timestamptz
);
create index passkey_by_person on passkey (person_id, created_at);

-- Taken out by the first answer, right or wrong: a challenge works once.
create table passkey_challenge (
	challenge text primary key,
	purpose text not null check (purpose in ('add', 'sign-in')),
	-- The session that asked, or the SHA-256 of the cookie of a browser that nobody has signed in with yet.
	bound_to text not null,
	expires_at timestamptz not null
);
create index passkey_challenge_by_end on passkey_challenge (expires_at);
