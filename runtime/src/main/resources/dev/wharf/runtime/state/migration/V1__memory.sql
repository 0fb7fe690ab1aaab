-- For SQLite and PostgreSQL alike; ${bytes} and ${identity} are what the two spell differently.
-- Times are ISO 8601 in UTC, bodies are JSON. Columns called namespace and collection are both '' where a state is shared.

create table connection (
  name text primary key,
  epoch bigint not null,
  position bigint not null,
  version bigint not null,
  runs bigint not null,
  -- what its rows in state take, and how far they are complete (see docs/state.md)
  history_bytes bigint not null,
  thinned bigint not null,
  forgotten bigint not null,
  -- whoever holds it, or held it when killed: for people, the lock is elsewhere
  holder_run text,
  holder_host text,
  holder_process bigint,
  holder_started bigint,
  holder_since text
);

create table generation (
  connection text not null,
  namespace text not null,
  collection text not null,
  generation bigint not null,
  -- whether a run completed it
  complete boolean not null,
  primary key (connection, namespace, collection)
);

-- What a connector made of its config, for as long as the user's is the one of which this is the hash.
create table config (
  connection text not null,
  role text not null,
  given text not null,
  replacement text not null,
  at text not null,
  primary key (connection, role)
);

create table run (
  connection text not null,
  name text not null,
  number bigint not null,
  started text not null,
  finished text,
  report text,
  primary key (connection, name)
);

-- A state holds from its version on, until another version took its place. Without a body it was forgotten.
create table state (
  connection text not null,
  version bigint not null,
  shared boolean not null,
  namespace text not null,
  collection text not null,
  epoch bigint not null,
  position bigint not null,
  cause text not null,
  run text not null,
  at text not null,
  body text,
  bytes bigint not null,
  until bigint,
  within_run boolean not null,
  primary key (connection, version, shared, namespace, collection)
);

create unique index state_current on state (connection, shared, namespace, collection) where until is null;
create index state_superseded on state (connection, until) where until is not null;

create table refused (
  id ${identity},
  connection text not null,
  run text not null,
  -- both null where the line does not say
  namespace text,
  collection text,
  position bigint not null,
  reason text not null,
  path text not null,
  expected text not null,
  found text not null,
  line ${bytes} not null,
  length bigint not null,
  at text not null,
  confirmed boolean not null
);

create index refused_in_order on refused (connection, id);
create index refused_unconfirmed on refused (connection, namespace, collection, position) where not confirmed;

create table cache (
  kind text not null,
  key text not null,
  at text not null,
  content ${bytes} not null,
  primary key (kind, key)
);

create table pin (
  reference text primary key,
  digest text not null
);
