-- Changes of policy and catalogue: what a server ran before anything was agreed to is recorded, what an upgrade brings along is offered,
-- a proposal can be taken back by whoever made it, and a proposed catalogue can decide silently too.

-- Absent: nobody proposed it; it is what the server decided by when it was first recorded.
alter table catalogue_activation alter column proposal drop not null;

-- The version of Weir that brought it along.
alter table catalogue add column came_with text;

alter table catalogue_proposal drop constraint catalogue_proposal_status_check;
alter table catalogue_proposal add constraint catalogue_proposal_status_check check (status in ('open', 'active', 'rejected', 'withdrawn'));
alter table policy_proposal drop constraint policy_proposal_status_check;
alter table policy_proposal add constraint policy_proposal_status_check check (status in ('open', 'active', 'rejected', 'withdrawn'));

-- A proposed catalogue decides silently as a proposed policy does; at most one of each at a time.
alter table policy_shadow rename to shadow;
alter table policy_shadow_count rename to shadow_count;
alter table policy_shadow_difference rename to shadow_difference;
alter table shadow alter column policy drop not null;
alter table shadow add column catalogue text references catalogue;
alter table shadow add constraint shadow_of check ((policy is null) <> (catalogue is null));
drop index policy_shadow_one;
create unique index shadow_one on shadow ((policy is null)) where stopped_at is null;
