import { t } from "elysia"
import type { Store } from "../../store/store.ts"
import { Currency, Instant, Unit, Value } from "../answer.ts"
import { whole } from "../parameter.ts"
import { definePanel } from "./panel.ts"

/** Not a metric: the alert room publishes a change of alerts under this name. */
export const ALERTS = "alerts"

const parameters = { limit: whole(() => 100, "How many alerts", { maximum: 100, default: 10 }) }

export const AlertsAnswer = t.Array(
  t.Object({
    id: t.String(),
    alert: t.String({ description: "Name of the plugin", examples: ["traffic_drop"] }),
    subject: t.String({ description: "What it is about, such as a product; empty for the shop" }),
    title: t.String(),
    severity: t.UnionEnum(["info", "warning", "critical"]),
    status: t.UnionEnum(["firing", "acknowledged", "resolved"]),
    message: t.String(),
    metric: t.String(),
    unit: Unit,
    currency: t.Optional(Currency),
    value: Value,
    baseline: Value,
    window: t.Object({ from: Instant, to: Instant }),
    started_at: Instant,
    updated_at: Instant,
    acknowledged_at: t.Optional(Instant),
    acknowledged_by: t.Optional(t.String()),
    resolved_at: t.Optional(Instant),
  }),
  { title: "AlertsAnswer", description: "Newest start first" },
)
export type AlertsAnswer = typeof AlertsAnswer.static

/** The newest alerts of the shop. */
export function createAlerts(store: Pick<Store, "alerts">) {
  return definePanel({
    path: "alerts",
    operationId: "readAlerts",
    title: "The newest alerts",
    description: "Firing, acknowledged and resolved ones.",
    of: [ALERTS],
    parameters,
    schema: AlertsAnswer,
    columns: [
      "id",
      "alert",
      "subject",
      "severity",
      "status",
      "message",
      "value",
      "baseline",
      "started_at",
      "resolved_at",
    ],
    records: answer => answer.map(({ window, ...alert }) => alert),
    async read({ principal, values }) {
      const found = await store.alerts({ shop: principal.shop.id, limit: values.limit ?? 10 })
      return found.map(({ shop, ...alert }) => alert)
    },
  })
}
