-- `body` is the whole record as JSON; the columns beside it are what is looked for.
CREATE TABLE alerts (
  id      TEXT PRIMARY KEY,
  shop    TEXT NOT NULL,
  status  TEXT NOT NULL,
  started TEXT NOT NULL,
  body    TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX alerts_newest ON alerts (shop, started);
CREATE INDEX alerts_open ON alerts (started) WHERE status <> 'resolved';

CREATE TABLE alert_deliveries (
  id      TEXT PRIMARY KEY,
  shop    TEXT NOT NULL,
  status  TEXT NOT NULL,
  next_at INTEGER NOT NULL,
  created TEXT NOT NULL,
  body    TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX alert_deliveries_newest ON alert_deliveries (shop, created);
CREATE INDEX alert_deliveries_due ON alert_deliveries (next_at) WHERE status = 'pending';

CREATE TABLE alert_settings (
  shop  TEXT NOT NULL,
  kind  TEXT NOT NULL,
  name  TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (shop, kind, name)
) WITHOUT ROWID;
