-- A refused line may be sent to the destination after all: it is behind this position, and replayed once a state behind that is saved.
alter table refused add column resent_after bigint;
-- the run that saved it
alter table refused add column replayed_by text;

-- The number of the run in which the present generation began: what was refused before is read again since, or belongs to rows that went.
alter table generation add column begun bigint not null default 0;
