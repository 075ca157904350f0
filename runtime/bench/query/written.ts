import type { AlertRecord } from "../../store/alerts.ts"
import type { Store } from "../../store/store.ts"
import { SHOP } from "./shop.ts"

const HOUR = 3_600_000
const ALERTS = 500
const ANNOTATIONS = 20
const GOALS = ["revenue/day", "revenue/month", "orders/week", "conversion_rate/month"]

/** What beside events a shop of some age has: alerts that came and went, notes on the time line, goals. */
export async function writeDown(store: Store, end: number): Promise<void> {
  await store.saveAlerts({ alerts: Array.from({ length: ALERTS }, (_, i) => alertAt(end - i * HOUR, i)) })
  for (let i = 0; i < ANNOTATIONS; i++) {
    const at = end - i * 6 * HOUR
    await store.saveMemo({
      ...{ shop: SHOP.id, name: `bench-${i}`, from: at, to: at },
      kind: "annotation",
      body: { text: "Newsletter sent" },
    })
  }
  for (const name of GOALS) await store.saveMemo({ shop: SHOP.id, kind: "goal", name, body: { target: 1_000 } })
}

function alertAt(at: number, i: number): AlertRecord {
  const [from, to] = [new Date(at - HOUR).toISOString(), new Date(at).toISOString()]
  return {
    ...{
      id: `bench-${i}`,
      shop: SHOP.id,
      alert: "traffic_drop",
      subject: "",
      title: "Traffic drop",
      severity: "critical",
    },
    ...{ status: "resolved", message: "Half as many visitors as usual", metric: "active_users", unit: "count" },
    ...{ value: 50, baseline: 100, window: { from, to }, started_at: from, updated_at: to, resolved_at: to },
  }
}
