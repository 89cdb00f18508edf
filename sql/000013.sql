-- API keys: narrowed to some actions of their role, and replaced by a successor while the old one still works for a while.

-- Absent: the whole role.
alter table api_key add column scopes text[];

-- The key that took its place; whoever rotates again rotates that one.
alter table api_key add column replaced_by text;
