-- States that came back and were not saved, because the counts differ: a destination that holds one of them is not followed.
create table declined (
  connection text not null,
  -- both '' where the states are shared
  namespace text not null,
  collection text not null,
  first bigint not null,
  last bigint not null,
  primary key (connection, namespace, collection)
);
