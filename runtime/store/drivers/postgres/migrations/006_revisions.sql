-- How many times a row was saved: a writer that changes one says which it read, and a change in between shows. Sessions
-- and visitors change all the time: room on their pages lets a row be replaced beside itself, without its indexes.
alter table sessions add column rev integer not null default 1;
alter table orders add column rev integer not null default 1;
alter table visitors add column rev integer not null default 1;
alter table sessions set (fillfactor = 75);
alter table visitors set (fillfactor = 75);
