-- Times are epoch milliseconds. `state`, `summary` and `body` are JSON text; the state of a sketch is a BLOB.

-- Counters: access_rev, touch, sealing, seen_epoch, seen_generation.
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE shops (
  id              TEXT PRIMARY KEY,
  name            TEXT NOT NULL,
  currency        TEXT NOT NULL,
  timezone        TEXT NOT NULL,
  browser_refunds INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE keys (
  hash       TEXT PRIMARY KEY,
  shop       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  label      TEXT NOT NULL,
  origins    TEXT NOT NULL,
  created_at TEXT NOT NULL,
  revoked_at TEXT
) WITHOUT ROWID;

CREATE TABLE incidents (
  number  INTEGER PRIMARY KEY,
  id      TEXT NOT NULL UNIQUE,
  code    TEXT NOT NULL,
  message TEXT NOT NULL,
  at      TEXT NOT NULL
);

-- One row per writer; the other tables name it by its number. The offset is NULL until its first fence.
CREATE TABLE checkpoints (
  writer    INTEGER PRIMARY KEY,
  log       TEXT NOT NULL,
  partition INTEGER NOT NULL,
  offset    INTEGER,
  UNIQUE (log, partition)
);

-- Admitted event ids, 16 bytes each, in two generations that take turns (admission.ts).
CREATE TABLE seen_even (shop TEXT NOT NULL, id BLOB NOT NULL, PRIMARY KEY (shop, id)) WITHOUT ROWID;
CREATE TABLE seen_odd  (shop TEXT NOT NULL, id BLOB NOT NULL, PRIMARY KEY (shop, id)) WITHOUT ROWID;

CREATE TABLE events_raw (
  number      INTEGER PRIMARY KEY,
  shop        TEXT NOT NULL,
  t           INTEGER NOT NULL,
  received_at TEXT NOT NULL,
  type        TEXT NOT NULL,
  session     TEXT,
  source      TEXT NOT NULL,
  writer      INTEGER NOT NULL,
  offset      INTEGER NOT NULL,
  body        TEXT NOT NULL
);
CREATE INDEX events_raw_newest ON events_raw (shop, t);
CREATE INDEX events_raw_log_order ON events_raw (writer, offset);

CREATE TABLE dead_letters (
  number INTEGER PRIMARY KEY,
  shop   TEXT,
  writer INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  poison TEXT NOT NULL,
  reason TEXT NOT NULL
);

-- Rowid tables: with summaries of hundreds of bytes, clustering on random ids costs twice the writes.
CREATE TABLE sessions (
  shop    TEXT NOT NULL,
  id      TEXT NOT NULL,
  updated INTEGER NOT NULL,
  summary TEXT NOT NULL,
  PRIMARY KEY (shop, id)
);
CREATE INDEX sessions_newest ON sessions (shop, updated);
CREATE TABLE orders (
  shop    TEXT NOT NULL,
  id      TEXT NOT NULL,
  updated INTEGER NOT NULL,
  summary TEXT NOT NULL,
  PRIMARY KEY (shop, id)
);
CREATE INDEX orders_newest ON orders (shop, updated);

-- Each writer owns its cells; readers merge them.
CREATE TABLE metrics_1min (
  shop   TEXT NOT NULL,
  metric TEXT NOT NULL,
  dim    TEXT NOT NULL,
  t      INTEGER NOT NULL,
  key    TEXT NOT NULL,
  writer INTEGER NOT NULL,
  state  ANY NOT NULL,
  value  REAL,
  PRIMARY KEY (shop, metric, dim, t, key, writer)
) WITHOUT ROWID;

-- `sealed` is 0 while the row is recomputed from minutes that are still kept, else the number of the sealing that
-- dropped them. What arrives later for the same hour or day stands in a row of its own, so nothing is lost or doubled.
CREATE TABLE metrics_1hour (
  shop   TEXT NOT NULL,
  metric TEXT NOT NULL,
  dim    TEXT NOT NULL,
  t      INTEGER NOT NULL,
  key    TEXT NOT NULL,
  sealed INTEGER NOT NULL,
  state  ANY NOT NULL,
  value  REAL,
  PRIMARY KEY (shop, metric, dim, t, key, sealed)
) WITHOUT ROWID;
CREATE TABLE metrics_1day (
  shop   TEXT NOT NULL,
  metric TEXT NOT NULL,
  dim    TEXT NOT NULL,
  t      INTEGER NOT NULL,
  key    TEXT NOT NULL,
  sealed INTEGER NOT NULL,
  state  ANY NOT NULL,
  value  REAL,
  PRIMARY KEY (shop, metric, dim, t, key, sealed)
) WITHOUT ROWID;

-- Hours and days whose roll-up is behind. `touch` rises with every change and never returns to an old value.
CREATE TABLE dirty (
  shop   TEXT NOT NULL,
  metric TEXT NOT NULL,
  grain  TEXT NOT NULL,
  t      INTEGER NOT NULL,
  touch  INTEGER NOT NULL,
  PRIMARY KEY (shop, metric, grain, t)
) WITHOUT ROWID;
CREATE INDEX dirty_oldest ON dirty (t);
