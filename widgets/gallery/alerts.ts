import type { Alert } from "../base/alert.ts"

const MINUTE = 60_000
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE).toISOString()

/** An alert as a server tells it, with some of it changed. */
export function alertOf(change: Partial<Alert> = {}): Alert {
  return {
    id: "1",
    alert: "traffic_drop",
    subject: "",
    title: "Traffic drop",
    severity: "critical",
    status: "firing",
    message: "312 product views in 10 min instead of 640 (−51 %).",
    metric: "product_views",
    unit: "count",
    value: 312,
    baseline: 640,
    window: { from: ago(22), to: ago(12) },
    started_at: ago(12),
    updated_at: ago(1),
    ...change,
  }
}

/** Newest start first: one of each severity and status. */
export const alerts: readonly Alert[] = [
  alertOf(),
  alertOf({
    ...{ id: "2", alert: "low_conversion", title: "Low conversion", severity: "warning", status: "acknowledged" },
    ...{ message: "2.1 % of 1,904 product views led to an order; 3 % are expected.", metric: "conversion_rate" },
    ...{ unit: "percent", value: 2.1, baseline: 3, window: { from: ago(100), to: ago(40) } },
    ...{ started_at: ago(40), acknowledged_at: ago(31), acknowledged_by: "admin" },
  }),
  alertOf({
    ...{ id: "3", alert: "trending_product", subject: "sku-1042", title: "Trending product", severity: "info" },
    ...{ message: "“Fjällräven Kånken” was viewed 214 times in 5 min, 4.2 times as often as usual." },
    ...{ value: 214, baseline: 51, window: { from: ago(8), to: ago(3) }, started_at: ago(3) },
  }),
  alertOf({
    ...{ id: "4", alert: "revenue_anomaly", title: "Revenue anomaly", severity: "warning", status: "resolved" },
    ...{ message: "$8,120.00 in 60 min instead of $3,870.00 (+110 %).", metric: "revenue", unit: "money" },
    ...{ currency: "USD", value: 8120, baseline: 3870, window: { from: ago(300), to: ago(240) } },
    ...{ started_at: ago(240), resolved_at: ago(180) },
  }),
]
