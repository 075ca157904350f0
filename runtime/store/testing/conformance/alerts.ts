import { expect } from "bun:test"
import type { AlertRecord, AlertSetting, DeliveryRecord } from "../../alerts.ts"
import { failureOf } from "../failure.ts"
import type { Property, Skips } from "../rig.ts"

const at = (minute: number): string => new Date(Date.UTC(2025, 0, 3, 12, minute)).toISOString()

function alert(minute: number, of: Partial<AlertRecord> = {}): AlertRecord {
  return {
    id: `alert-${minute}`,
    shop: "demo",
    alert: "traffic_spike",
    subject: "",
    title: "Traffic spike",
    severity: "warning",
    status: "firing",
    message: "Zoë's shop 😀",
    metric: "product_views",
    unit: "count",
    value: 12.5,
    baseline: null,
    window: { from: at(0), to: at(5) },
    started_at: at(minute),
    updated_at: at(minute),
    ...of,
  }
}

function delivery(minute: number, of: Partial<DeliveryRecord> = {}): DeliveryRecord {
  const { id, alert: name, shop, status: _, updated_at: _at, ...rest } = alert(minute)
  const notice = {
    ...{ id: `notice-${minute}`, event: "firing" as const, at: at(minute), shop: { id: shop, name: "Demo" } },
    alert: { ...rest, id, name, link: "https://stats.example/" },
  }
  return {
    ...{ id: `notice-${minute} log`, shop, alert: id, channel: "log", status: "pending", attempts: 0 },
    ...{ next_at: minute, created_at: at(minute), notice },
    ...of,
  }
}

const setting = (name: string, value: unknown, of: Partial<AlertSetting> = {}): AlertSetting => ({
  ...{ shop: "demo", kind: "alert", name, value },
  ...of,
})

/** Alerts, what is told of them, and how shops set them up. */
export function alerts(property: Property, skips: Skips): void {
  property("alerts come back as they were saved, newest start first, of one shop or of all", async ({ store }) => {
    const saved = [alert(1), alert(3, { currency: "EUR", status: "acknowledged", acknowledged_at: at(4) }), alert(2)]
    await store.saveAlerts({ alerts: [...saved, alert(9, { shop: "other" })] })
    const mine = [saved[1]!, saved[2]!, saved[0]!]
    expect(await store.alerts({ shop: "demo", limit: 10 })).toEqual(mine)
    expect(await store.alerts({ shop: "demo", limit: 2 })).toEqual(mine.slice(0, 2))
    expect((await store.alerts({ limit: 10 })).map(({ shop }) => shop)).toEqual(["other", "demo", "demo", "demo"])
  })

  property("a later save replaces an alert, and a resolved one is not open", async ({ store }) => {
    await store.saveAlerts({ alerts: [alert(1), alert(2)] })
    const resolved = alert(1, { status: "resolved", resolved_at: at(7) })
    await store.saveAlerts({ alerts: [resolved] })
    expect(await store.alerts({ shop: "demo", limit: 10 })).toEqual([alert(2), resolved])
    expect(await store.alerts({ open: true, limit: 10 })).toEqual([alert(2)])
  })

  property("an alert's life never goes back, whoever writes last", async ({ store }) => {
    const acknowledged = alert(1, { status: "acknowledged", acknowledged_at: at(2) })
    await store.saveAlerts({ alerts: [acknowledged] })
    await store.saveAlerts({ alerts: [alert(1, { value: 99 })] })
    expect(await store.alerts({ limit: 10 })).toEqual([acknowledged])
    const resolved = { ...acknowledged, status: "resolved" as const }
    await store.saveAlerts({ alerts: [resolved] })
    await store.saveAlerts({ alerts: [acknowledged] })
    expect(await store.alerts({ limit: 10 })).toEqual([resolved])
  })

  property("deliveries that are due come oldest first, and only while they are pending", async ({ store }) => {
    const done = delivery(1, { status: "delivered", done_at: at(1), attempts: 1 })
    await store.saveAlerts({ deliveries: [delivery(5), delivery(3), done, delivery(8)] })
    expect(await store.deliveries({ due: 5, limit: 10 })).toEqual([delivery(3), delivery(5)])
    expect(await store.deliveries({ due: 4, shop: "demo", limit: 10 })).toEqual([delivery(3)])
    expect(await store.deliveries({ due: 9, shop: "other", limit: 10 })).toEqual([])
    expect(await store.deliveries({ shop: "demo", limit: 2 })).toEqual([delivery(8), delivery(5)])
  })

  property("settings are kept by shop, kind and name, and taken away by null", async ({ store }) => {
    const all = [
      setting("a", { enabled: false }),
      setting("a", [1], { shop: "x" }),
      setting("a", "s", { kind: "silence" }),
    ]
    await store.saveAlerts({ settings: [setting("a", 1), setting("b", 2), ...all] })
    await store.saveAlerts({ settings: [setting("b", null), setting("never", null)] })
    const kept = await store.alertSettings()
    expect(kept).toHaveLength(3)
    expect(kept).toEqual(expect.arrayContaining(all))
  })

  property("one change that cannot be kept takes back the whole of its call", async ({ store }) => {
    const circular: { self?: unknown } = {}
    circular.self = circular
    // A function is neither JSON nor can it be copied; a circle is not JSON.
    const bad = setting("bad", { circular, call: () => 1 })
    expect(await failureOf(store.saveAlerts({ alerts: [alert(1)], settings: [bad] }))).toBeInstanceOf(Error)
    expect(await store.alerts({ limit: 10 })).toEqual([])
  })

  property("what is written under a lease is kept while its holder has it, and not any more", async ({ store }) => {
    const under = (holder: string) => ({ lease: "alerts", holder })
    await store.lease("alerts", "a", 60_000)
    expect(await store.saveAlerts({ under: under("a"), alerts: [alert(1)] })).toBe(true)
    expect(await store.saveAlerts({ under: under("b"), alerts: [alert(2)] })).toBe(false)
    await store.release("alerts", "a")
    await store.lease("alerts", "b", 60_000)
    const late = { alerts: [alert(3)], deliveries: [delivery(3)], settings: [setting("late", 1)] }
    expect(await store.saveAlerts({ under: under("a"), ...late })).toBe(false)
    expect(await store.saveAlerts({ under: under("b"), alerts: [alert(4)] })).toBe(true)
    expect((await store.alerts({ limit: 10 })).map(({ id }) => id)).toEqual(["alert-4", "alert-1"])
    expect(await store.deliveries({ limit: 10 })).toEqual([])
    expect(await store.alertSettings()).toEqual([])
  })

  property("what is over and old is forgotten; what is open or pending never", async ({ store }) => {
    await store.saveAlerts({
      alerts: [alert(1), alert(2, { status: "resolved" }), alert(6, { status: "resolved" })],
      deliveries: [delivery(1), delivery(2, { status: "failed" }), delivery(6, { status: "delivered" })],
    })
    await store.forgetAlerts(at(5))
    expect((await store.alerts({ limit: 10 })).map(({ id }) => id)).toEqual(["alert-6", "alert-1"])
    expect((await store.deliveries({ limit: 10 })).map(({ alert }) => alert)).toEqual(["alert-6", "alert-1"])
  })

  property(
    "alerts, deliveries and settings outlive a restart",
    async ({ store, reopen }) => {
      await store.saveAlerts({ alerts: [alert(1)], deliveries: [delivery(1)], settings: [setting("a", { x: 1 })] })
      const again = await reopen!()
      expect(await again.alerts({ limit: 10 })).toEqual([alert(1)])
      expect(await again.deliveries({ due: 10, limit: 10 })).toEqual([delivery(1)])
      expect(await again.alertSettings()).toEqual([setting("a", { x: 1 })])
    },
    skips.reopen,
  )
}
