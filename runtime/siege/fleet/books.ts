import postgres from "postgres"

/** Metrics whose hours are sums of their minutes as plain numbers; sets of visitors are not. */
const ADDITIVE = ["product_views", "add_to_cart", "orders", "revenue"]

/**
 * What the raw events of a shop say the cells must be, by SQL alone: none of our code stands between these numbers and
 * the events. An order's report that counts is the earliest; a refund counts once by its id.
 */
const EXPECTED = `
  with event as (
    select type, date_trunc('minute', time) as minute, time, source, body->>'event_id' as id,
      coalesce(order_id, body->>'event_id') as order_id, coalesce(body->>'refund_id', body->>'event_id') as refund_id,
      (body->>'total_amount')::numeric as amount
    from events_raw where shop = $1
  ), sale as (
    select distinct on (order_id) * from event where type = 'purchase'
    order by order_id, source desc, time, id collate "C"
  ), refund as (
    select distinct on (event.order_id, event.refund_id) event.minute, coalesce(event.amount, sale.amount, 0) as amount
    from event left join sale using (order_id) where event.type = 'refund'
    order by event.order_id, event.refund_id, event.source desc, event.time, event.id collate "C"
  ), sold as (
    select minute, amount from sale union all select minute, -amount from refund
  )
  select 'product_views' as metric, minute, count(*)::numeric as value from event where type = 'product_view' group by 2
  union all select 'add_to_cart', minute, count(*) from event where type = 'add_to_cart' group by 2
  union all select 'orders', minute, count(*) from sale group by 2
  union all select 'revenue', minute, sum(amount) from sold group by 2`

const WRONG_MINUTES = `
  select coalesce(expected.metric, shown.metric) as metric, coalesce(expected.minute, shown.minute) as minute,
    expected.value as expected, shown.value as shown
  from (${EXPECTED}) as expected
  full join (
    select metric, time as minute, sum(value) as value from metrics_1min
    where shop = $1 and dim = '' and metric = any($2) group by 1, 2
  ) as shown using (metric, minute)
  where coalesce(expected.value, 0) <> coalesce(shown.value, 0)`

const WRONG_HOURS = `
  select hour.metric, hour.time as minute, minutes.value as expected, hour.value as shown
  from (
    select metric, dim, key, time, sum(value) as value from metrics_1hour where shop = $1 and metric = any($2)
    group by 1, 2, 3, 4
  ) as hour
  join (
    select metric, dim, key, date_trunc('hour', time) as time, sum(value) as value from metrics_1min
    where shop = $1 and metric = any($2) group by 1, 2, 3, 4
  ) as minutes using (metric, dim, key, time)
  where hour.value <> minutes.value and not exists (
    select from dirty where dirty.shop = $1 and dirty.metric = hour.metric and dirty.grain = 'hour'
      and dirty.time = hour.time)`

interface Wrong {
  metric: string
  minute: Date
  expected: string | null
  shown: string | null
}

/** Reads the database as its users do, by SQL, and holds it to what was sent. */
export class Books {
  readonly #sql: postgres.Sql

  constructor(url: string) {
    this.#sql = postgres(url, { max: 1, onnotice: () => {} })
  }

  async stored(shop: string): Promise<number> {
    const [row] = await this.#sql`select count(*)::int as n from events_raw where shop = ${shop}`
    return row!.n
  }

  /** Whether every hour that has ended is rolled up. */
  async isRolledUp(shop: string, now: number): Promise<boolean> {
    const ended = new Date(now - 3_600_000)
    const [row] = await this.#sql`
      select count(*)::int as n from dirty where shop = ${shop} and grain = 'hour' and time <= ${ended}`
    return row!.n === 0
  }

  /** @returns a line for everything that is not as what was sent says it must be */
  async faults(shop: string, sent: ReadonlySet<string>): Promise<string[]> {
    const minutes = await this.#sql.unsafe<Wrong[]>(WRONG_MINUTES, [shop, ADDITIVE])
    const hours = await this.#sql.unsafe<Wrong[]>(WRONG_HOURS, [shop, ADDITIVE])
    const [rolled] = await this.#sql`select count(*)::int as n from metrics_1hour where shop = ${shop}`
    return [
      ...(await this.#wrongEvents(shop, sent)),
      ...minutes.map(wrong => `minute cell ${shown(wrong)}`),
      ...hours.map(wrong => `hour cell ${shown(wrong)}`),
      ...(rolled!.n === 0 ? ["no hour was rolled up"] : []),
    ]
  }

  async #wrongEvents(shop: string, sent: ReadonlySet<string>): Promise<string[]> {
    const rows = await this.#sql<{ id: string; n: number }[]>`
      select body->>'event_id' as id, count(*)::int as n from events_raw where shop = ${shop} group by 1`
    const stored = new Set(rows.map(({ id }) => id))
    const [letters] = await this.#sql`select count(*)::int as n from dead_letters`
    return [
      ...counted(without(sent, stored), "acknowledged events are not stored"),
      ...counted(without(stored, sent), "events are stored that nobody sent"),
      ...counted(rows.filter(({ n }) => n > 1).length, "events are stored more than once"),
      ...counted(letters!.n, "dead letters"),
    ]
  }

  close(): Promise<void> {
    return this.#sql.end()
  }
}

/** How many of `all` are not among `some`. */
const without = (all: ReadonlySet<string>, some: ReadonlySet<string>): number =>
  [...all].filter(id => !some.has(id)).length

const counted = (n: number, what: string): string[] => (n === 0 ? [] : [`${n} ${what}`])

const shown = ({ metric, minute, expected, shown }: Wrong): string =>
  `${metric} at ${minute.toISOString()}: shown ${shown}, expected ${expected}`
