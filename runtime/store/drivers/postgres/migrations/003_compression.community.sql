-- Only what is too old to be added to: a late event must not cost the unpacking of a chunk.
alter table events_raw set (
  timescaledb.compress,
  timescaledb.compress_segmentby = 'shop, writer',
  timescaledb.compress_orderby = 'log_offset'
);
select add_compression_policy('events_raw', interval '8 days');
