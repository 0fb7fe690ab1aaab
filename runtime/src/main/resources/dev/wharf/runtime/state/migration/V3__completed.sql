-- The number of the newest run that completed the collection: a destination of ours replaces what a later one left without a state.
alter table generation add column completed_by bigint;
