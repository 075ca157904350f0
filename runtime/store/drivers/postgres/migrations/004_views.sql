-- For SQL and BI: every grain with its writers merged and up to date, also where the roll-up is behind.
create view metrics_by_minute as
select shop, metric, dim, key, time, sum(value) as value
from metrics_1min group by shop, metric, dim, key, time;

create view metrics_by_hour as
select shop, metric, dim, key, time, sum(value) as value from (
  select shop, metric, dim, key, date_trunc('hour', time, 'UTC') as time, value from metrics_1hour as rolled
  where sealed > 0 or not exists (
    select from dirty where grain = 'hour' and dirty.shop = rolled.shop and dirty.metric = rolled.metric
      and dirty.time = date_trunc('hour', rolled.time, 'UTC'))
  union all
  select shop, metric, dim, key, date_trunc('hour', time, 'UTC'), value from metrics_1min as minute
  where exists (
    select from dirty where grain = 'hour' and dirty.shop = minute.shop and dirty.metric = minute.metric
      and dirty.time = date_trunc('hour', minute.time, 'UTC'))
) as parts group by shop, metric, dim, key, time;

create view metrics_by_day as
with zoned as (
  select minute.*, date_trunc('day', time, coalesce(shops.timezone, 'UTC')) as day
  from metrics_1min as minute left join shops on shops.id = minute.shop
)
select shop, metric, dim, key, time, sum(value) as value from (
  select shop, metric, dim, key, time, value from metrics_1day as rolled
  where sealed > 0 or not exists (
    select from dirty where grain = 'day' and dirty.shop = rolled.shop and dirty.metric = rolled.metric
      and dirty.time = rolled.time)
  union all
  select shop, metric, dim, key, day, value from zoned
  where exists (
    select from dirty where grain = 'day' and dirty.shop = zoned.shop and dirty.metric = zoned.metric
      and dirty.time = zoned.day)
) as parts group by shop, metric, dim, key, time;

-- Products by views in the five newest minutes.
create view trending_products as
select shop, key as product_id, sum(value) as views, sum(value) / 5 as views_per_minute
from metrics_1min
where metric = 'product_views' and dim = 'product' and time > now() - interval '5 minutes'
group by shop, key
order by shop, views desc;

-- Revenue and orders by hour and country.
create view geographic_metrics as
select shop, time, key as country,
  coalesce(sum(value) filter (where metric = 'revenue'), 0) as revenue,
  coalesce(sum(value) filter (where metric = 'orders'), 0) as orders
from metrics_by_hour
where metric in ('revenue', 'orders') and dim = 'country'
group by shop, time, key;
