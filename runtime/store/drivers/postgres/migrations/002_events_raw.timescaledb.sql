-- Raw events where TimescaleDB is at hand: a chunk for each day.
create table events_raw (
  shop        text collate "C" not null,
  time        timestamptz not null,
  received_at text not null,
  type        text not null,
  session     text collate "C",
  order_id    text collate "C",
  source      text not null,
  writer      int not null,
  log_offset  bigint not null,
  body        json not null
);
select create_hypertable('events_raw', 'time', chunk_time_interval => interval '1 day', create_default_indexes => false);
create index events_raw_newest on events_raw (shop, time);
create index events_raw_log_order on events_raw (writer, log_offset);
create index events_raw_orders on events_raw (shop, order_id, time) where order_id is not null;
