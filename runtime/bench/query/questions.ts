import type { Registry } from "../../pipeline/registry.ts"
import { dimensionsOf } from "../../query/restriction.ts"
import { HOUR } from "../../store/calendar.ts"
import type { Store } from "../../store/store.ts"
import { SHOP } from "./shop.ts"

/**
 * What an answer is made of. `cells`: folded minutes, hours and days, and what people wrote down. `records`: as many
 * single events, orders or sessions as are shown. `events`: all single events or orders of the window, within the time
 * budget of `query/budget.ts`.
 */
export type MadeOf = "cells" | "records" | "events"

/** One line of the table. */
export interface Question {
  name: string
  madeOf: MadeOf
  /** Paths after `/api/`, which are asked in turn. */
  paths: readonly string[]
  /** Each time as if a minute earlier than the time before, so that nothing is remembered of it. */
  anew?: boolean
}

/** How many orders and sessions are looked at in turn. */
const LOOKED_AT = 100

const CELLS = [
  "metrics",
  "metrics/live?minutes=5",
  "metrics/live?minutes=60&compare=previous",
  "metrics/revenue?minutes=60&step=1m",
  "metrics/revenue?minutes=1440&step=1m&compare=previous",
  "metrics/revenue?hours=24&step=1h&compare=previous",
  "metrics/revenue?days=30&step=1d&compare=previous",
  "metrics/revenue?days=1&filter=country:DE",
  "metrics/revenue?days=1&by=product&limit=10",
  "metrics/active_users?hours=24&step=1h",
  "metrics/visitors?days=30&step=1d",
  "metrics/products/trending?minutes=60",
  "metrics/product_views?hours=1&filter=country:DE",
  "metrics/funnel?hours=1",
  "metrics/funnel?days=1&compare=previous",
  "metrics/funnel?hours=1&filter=country:DE",
  "metrics/geographic?hours=1",
  "metrics/geographic?days=1&limit=100",
  "metrics/geographic?hours=1&filter=country:DE",
  "metrics/alerts?limit=100",
  "annotations?days=7",
  "goals",
]
const RECORDS = ["events/recent?limit=50", "events/recent?limit=200"]
const EVENTS = [
  "metrics/revenue?minutes=60&by=category&filter=country:DE",
  "metrics/product_views?minutes=5&by=category&filter=country:DE",
  "metrics/funnel/custom?minutes=5&steps=product_view,add_to_cart,purchase",
  "metrics/funnel/custom?minutes=60&steps=product_view,add_to_cart,purchase&per=visitor",
  "orders/reconciliation?hours=1",
  "orders/reconciliation?days=1",
]

/** Every endpoint that answers with data, the larger ones with a short and a long window. */
export async function questionsOf(
  registry: Registry,
  store: Pick<Store, "changedEntities">,
  end: number,
): Promise<Question[]> {
  const asWritten = (madeOf: MadeOf) => (path: string) => ({ name: path, madeOf, paths: [path] })
  const metrics = [...registry.metrics.values()]
  const dimensions = metrics.flatMap(metric => dimensionsOf(metric, registry).map(dim => [metric.name, dim] as const))
  return [
    ...CELLS.map(asWritten("cells")),
    {
      ...asWritten("cells")("metrics/products/trending?minutes=5"),
      anew: true,
      name: "metrics/products/trending?minutes=5, first in its minute",
    },
    {
      name: `metrics/{name}?hours=1, all ${metrics.length} in turn`,
      madeOf: "cells",
      paths: metrics.map(({ name }) => `metrics/${name}?hours=1`),
    },
    {
      name: `metrics/{name}?days=1&by={dimension}, all ${dimensions.length} in turn`,
      madeOf: "cells",
      paths: dimensions.map(([name, dim]) => `metrics/${name}?days=1&by=${dim}`),
    },
    ...RECORDS.map(asWritten("records")),
    { name: "orders/{id}", madeOf: "records", paths: (await idsOf(store, "order", end)).map(id => `orders/${id}`) },
    {
      name: "sessions/{id}",
      madeOf: "records",
      paths: (await idsOf(store, "session", end)).map(id => `sessions/${id}`),
    },
    ...EVENTS.map(asWritten("events")),
  ]
}

/** Of an hour that is over: sessions that have just begun would be short. */
async function idsOf(store: Pick<Store, "changedEntities">, kind: "order" | "session", end: number): Promise<string[]> {
  const query = { shop: SHOP.id, kind, from: end - 2 * HOUR, to: end - HOUR }
  const { rows } = await store.changedEntities(query, LOOKED_AT)
  return rows.map(({ id }) => encodeURIComponent(id.replace(/^order:/, "")))
}
