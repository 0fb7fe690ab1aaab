-- The calls of its vendor's API that a source said to have made, each time it was started.
create table spent (
  connection text not null,
  run text not null,
  launch bigint not null,
  account text not null,
  -- milliseconds since 1970, of when it said so last
  moment bigint not null,
  calls bigint not null,
  primary key (connection, run, launch)
);

create index spent_of_account on spent (account, moment);
