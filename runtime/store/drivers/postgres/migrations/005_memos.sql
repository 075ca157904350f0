-- What people of a shop wrote down beside its numbers: annotations of the time line, goals. `since` and `until` are the
-- time it speaks of, epoch ms, where it speaks of one.
create table memos (
  shop  text collate "C" not null,
  kind  text collate "C" not null,
  name  text collate "C" not null,
  since bigint,
  until bigint,
  body  json not null,
  primary key (shop, kind, name)
);
create index memos_in_time on memos (shop, kind, since);
