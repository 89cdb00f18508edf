-- Golden cases: decided cases whose right answer two people have established, as reviewers are measured by them, and the answers.

create table golden_case (
	id uuid primary key,
	case_id uuid not null references review_case,
	-- The revision that the decision in force was taken on.
	revision integer not null,
	-- Listing, verdict and findings as they were, without party, listing and files: outlives the listing.
	snapshot json not null,
	right_outcome text not null,
	right_reason text not null,
	status text not null check (status in ('proposed', 'live', 'retired')),
	proposed_by json not null,
	proposed_at timestamptz not null,
	confirmed_by json,
	confirmed_at timestamptz,
	retired_by json,
	retired_at timestamptz,
	-- Answers to a mistaken one count for nothing.
	retired_because text check (retired_because in ('outdated', 'mistaken', 'known')),
	check (status <> 'live' or confirmed_at is not null),
	check ((status = 'retired') = (retired_because is not null))
);
create unique index golden_case_one on golden_case (case_id) where status <> 'retired';
create index golden_case_by_time on golden_case (proposed_at desc, id desc);

-- One answer of one person, for ever.
create table golden_answer (
	golden_id uuid not null references golden_case,
	person_id text not null,
	-- At the time.
	role text not null,
	outcome text not null,
	reason_code text not null,
	answered_at timestamptz not null,
	entry_id uuid not null,
	primary key (golden_id, person_id)
);
create index golden_answer_by_time on golden_answer (answered_at);

create trigger append_only before delete on golden_case for each row execute function refuse_change();
-- What is asked and what is right never change; who is not content retires the case and proposes it again.
create trigger settled before update on golden_case for each row
	when (old.status = 'retired' or old.case_id <> new.case_id or old.revision <> new.revision or old.snapshot::text <> new.snapshot::text
		or old.right_outcome <> new.right_outcome or old.right_reason <> new.right_reason or old.proposed_by::text <> new.proposed_by::text
		or (old.confirmed_by is not null and old.confirmed_by::text <> new.confirmed_by::text))
	execute function refuse_change();
create trigger append_only before update or delete on golden_answer for each row execute function refuse_change();
