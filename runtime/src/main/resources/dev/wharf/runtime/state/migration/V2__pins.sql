-- A pin is of a side of a connection: what one connection has used says nothing of what another has.
drop table pin;

create table pin (
  connection text not null,
  role text not null,
  reference text not null,
  image text not null,
  at text not null,
  primary key (connection, role)
);
