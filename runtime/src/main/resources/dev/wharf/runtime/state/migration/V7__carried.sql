-- What a collection was when a run last carried it: by it the next one tells what the source has changed.
create table carried (
  connection text not null,
  namespace text not null,
  collection text not null,
  content ${bytes} not null,
  primary key (connection, namespace, collection)
);
