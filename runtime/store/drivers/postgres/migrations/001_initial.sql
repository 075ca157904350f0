-- Texts compare by their bytes (collate "C"): keys are names, not words. Texts of shops and visitors may be escaped
-- (text.ts). `state` and `summary` are JSON; the state of a sketch is in `sketch`.

-- Counters: access_rev, sealing, seen_epoch, seen_generation, syncs.
create table meta (
  name  text primary key,
  value bigint not null
);
insert into meta values ('access_rev', 0), ('sealing', 0), ('seen_epoch', 0), ('seen_generation', 1), ('syncs', 0);

create table shops (
  id              text collate "C" primary key,
  name            text not null,
  currency        text not null,
  timezone        text not null,
  browser_refunds boolean not null
);

create table keys (
  hash       text collate "C" primary key,
  shop       text not null,
  kind       text not null,
  label      text not null,
  origins    json not null,
  created_at text collate "C" not null,
  revoked_at text
);

create table incidents (
  number  bigint generated always as identity primary key,
  id      text not null unique,
  code    text not null,
  message text not null,
  at      text not null
);

-- One row per writer; the other tables name it by its number. The offset is null until its first fence.
create table checkpoints (
  writer     int generated always as identity primary key,
  log        text collate "C" not null,
  partition  int not null,
  log_offset bigint,
  unique (log, partition)
) with (fillfactor = 50);

-- Admitted event ids in two generations (admission.ts); a UUID's own 16 bytes, or a hash of any other id.
create table seen (
  generation bigint not null,
  id         uuid not null,
  shop       text collate "C" not null,
  primary key (generation, id, shop)
) partition by list (generation);
create table seen_1 partition of seen for values in (1);

create table dead_letters (
  number         bigint generated always as identity primary key,
  shop           text,
  writer         int not null,
  log_offset     bigint not null,
  poison         text not null,
  reason         text not null,
  buried_at      timestamptz not null default now(),
  resubmitted_at timestamptz
);
create index dead_letters_place on dead_letters (writer, log_offset);
create index dead_letters_age on dead_letters (buried_at);

create table sessions (
  shop    text collate "C" not null,
  id      text collate "C" not null,
  updated timestamptz not null,
  summary json not null,
  primary key (shop, id)
);
create index sessions_newest on sessions (shop, updated);
create index sessions_age on sessions using brin (updated);

create table orders (
  shop    text collate "C" not null,
  id      text collate "C" not null,
  updated timestamptz not null,
  summary json not null,
  primary key (shop, id)
);
create index orders_newest on orders (shop, updated);
create index orders_age on orders using brin (updated);

create table visitors (
  shop    text collate "C" not null,
  id      text collate "C" not null,
  updated timestamptz not null,
  summary json not null,
  primary key (shop, id)
);
create index visitors_newest on visitors (shop, updated);
create index visitors_age on visitors using brin (updated);

-- Each writer owns its cells; readers merge them. `value` is the state as one number, money in major units.
create table metrics_1min (
  shop   text collate "C" not null,
  metric text collate "C" not null,
  dim    text collate "C" not null,
  time   timestamptz not null,
  key    text collate "C" not null,
  writer int not null,
  state  json,
  sketch bytea,
  value  numeric,
  primary key (shop, metric, dim, time, key, writer)
) with (fillfactor = 70);

-- `sealed` is 0 while the row is recomputed from minutes that are still kept, else the number of the sealing that
-- dropped them. What arrives later for the same hour or day stands in a row of its own, so nothing is lost or doubled.
create table metrics_1hour (
  shop   text collate "C" not null,
  metric text collate "C" not null,
  dim    text collate "C" not null,
  time   timestamptz not null,
  key    text collate "C" not null,
  sealed bigint not null,
  state  json,
  sketch bytea,
  value  numeric,
  primary key (shop, metric, dim, time, key, sealed)
);
create table metrics_1day (
  shop   text collate "C" not null,
  metric text collate "C" not null,
  dim    text collate "C" not null,
  time   timestamptz not null,
  key    text collate "C" not null,
  sealed bigint not null,
  state  json,
  sketch bytea,
  value  numeric,
  primary key (shop, metric, dim, time, key, sealed)
);

-- Hours and days whose roll-up is behind. `touch` rises with every change and never returns to an old value.
create sequence touch;
create table dirty (
  shop   text collate "C" not null,
  metric text collate "C" not null,
  grain  text collate "C" not null,
  time   timestamptz not null,
  writer int not null,
  touch  bigint not null,
  primary key (shop, metric, grain, time, writer)
) with (fillfactor = 50);
create index dirty_oldest on dirty (time);

-- Who does the work that one process at a time may do.
create table leases (
  name    text primary key,
  holder  text not null,
  expires timestamptz not null
);

-- What processes tell each other, for those that cannot be told by NOTIFY. Lost in a crash, as it may be.
create unlogged table notices (
  number  bigint generated always as identity primary key,
  at      timestamptz not null default clock_timestamp(),
  payload text not null
);
create index notices_age on notices (at);

-- `body` is the whole record; the columns beside it are what is looked for.
create table alerts (
  id      text collate "C" primary key,
  shop    text collate "C" not null,
  status  text not null,
  started text collate "C" not null,
  body    json not null
);
create index alerts_newest on alerts (shop, started);
create index alerts_open on alerts (started) where status <> 'resolved';

create table alert_deliveries (
  id      text collate "C" primary key,
  shop    text collate "C" not null,
  status  text not null,
  next_at bigint not null,
  created text collate "C" not null,
  body    json not null
);
create index alert_deliveries_newest on alert_deliveries (shop, created);
create index alert_deliveries_due on alert_deliveries (next_at) where status = 'pending';

create table alert_settings (
  shop  text collate "C" not null,
  kind  text collate "C" not null,
  name  text collate "C" not null,
  value json not null,
  primary key (shop, kind, name)
);
