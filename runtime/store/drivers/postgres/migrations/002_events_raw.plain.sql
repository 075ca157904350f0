-- Raw events of plain PostgreSQL: a partition for each day, made ahead of time (partitions.ts), and one for all others.
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
) partition by range (time);
create table events_raw_other partition of events_raw default;
create index events_raw_newest on events_raw (shop, time);
create index events_raw_log_order on events_raw (writer, log_offset);
create index events_raw_orders on events_raw (shop, order_id, time) where order_id is not null;
