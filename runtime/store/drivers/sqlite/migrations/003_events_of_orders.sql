-- The purchases and refunds of an order, whenever they were. Orders are few among the events, so the index is small.
CREATE INDEX events_raw_orders ON events_raw (shop, body ->> '$.order_id', t)
  WHERE type IN ('purchase', 'refund');
