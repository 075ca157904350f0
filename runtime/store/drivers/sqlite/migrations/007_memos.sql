-- What people of a shop wrote down beside its numbers: annotations of the time line, goals. `body` is JSON; `since` and
-- `until` are the time it speaks of, epoch ms, where it speaks of one.
CREATE TABLE memos (
  shop  TEXT NOT NULL,
  kind  TEXT NOT NULL,
  name  TEXT NOT NULL,
  since INTEGER,
  until INTEGER,
  body  TEXT NOT NULL,
  PRIMARY KEY (shop, kind, name)
) WITHOUT ROWID;
CREATE INDEX memos_in_time ON memos (shop, kind, since);
