import { afterEach, describe, expect, test } from "bun:test"
import { Undeliverable } from "../../plugins/kit/index.ts"
import { watchedShop } from "./testing.ts"

type Watched = Awaited<ReturnType<typeof watchedShop>>
const running: Watched[] = []
afterEach(async () => {
  for (const shop of running.splice(0)) await shop.stop()
})

/** An hour of a steady shop: so many views a minute, and an order among twenty of them. */
async function steady(views: number, more: Parameters<typeof watchedShop>[0] = {}): Promise<Watched> {
  const shop = await watchedShop(more)
  running.push(shop)
  for (let minute = 1; minute <= 70; minute++) await pass(shop, views, minute)
  return shop
}

async function pass(shop: Watched, views: number, minutesAgo: number): Promise<void> {
  await shop.happen("product_view", views, minutesAgo)
  await shop.happen("purchase", Math.round(views / 20), minutesAgo, { total_amount: 10 })
}
const names = (alerts: { alert: string }[]) => alerts.map(({ alert }) => alert)

describe("what the engine notices", () => {
  test("a spike fires within a second of its commit, and says value, baseline, window and chart", async () => {
    const shop = await steady(20)
    shop.start()
    await shop.advance(2_000)
    expect(await shop.all()).toEqual([])
    await shop.happen("product_view", 200)
    await shop.advance(1_000)
    const [alert] = await shop.open()
    expect(alert).toMatchObject({ alert: "traffic_spike", severity: "warning", status: "firing", unit: "count" })
    expect(alert!.value).toBeGreaterThan(200)
    expect(alert!.baseline).toBeGreaterThan(50)
    expect(Date.parse(alert!.window.to) - Date.parse(alert!.window.from)).toBeLessThanOrEqual(5 * 60_000)
    expect(shop.told).toMatchObject([{ event: "firing", shop: { id: "lamps" }, alert: { name: "traffic_spike" } }])
    expect(shop.told[0]!.alert.link).toStartWith("https://stats.example/#metric=product_views&from=2025-01-15T")
    expect(shop.troubles).toEqual([])
  })

  test("a drop is critical, and silence is no data: it is told apart from few visitors", async () => {
    const few = await steady(0)
    for (let minute = 11; minute <= 70; minute++) await pass(few, 20, minute)
    for (let minute = 0; minute <= 10; minute++) await few.happen("product_view", 4, minute)
    few.start()
    await few.advance(1_000)
    expect(await few.open()).toMatchObject([{ alert: "traffic_drop", severity: "critical" }])

    const none = await steady(0)
    for (let minute = 11; minute <= 70; minute++) await pass(none, 20, minute)
    none.start()
    await none.advance(1_000)
    expect(await none.open()).toMatchObject([{ alert: "no_data", severity: "critical" }])
  })

  test("data stops without any commit, and the clock alone notices", async () => {
    const shop = await steady(20)
    await shop.happen("product_view", 20)
    shop.start()
    await shop.advance(6 * 60_000)
    expect(names(await shop.open())).toContain("no_data")
  })

  test("looks without orders are low conversion, not missing data", async () => {
    const shop = await steady(0)
    for (let minute = 0; minute <= 59; minute++) await shop.happen("product_view", 20, minute)
    shop.start()
    await shop.advance(1_000)
    expect(names(await shop.open())).toEqual(["low_conversion"])
  })

  test("carts that are left, and a product in fashion, each by its subject", async () => {
    const shop = await steady(20)
    for (let minute = 70; minute <= 190; minute++) {
      await shop.happen("product_view", 2, minute, { product: { id: "lamp" } })
    }
    await shop.happen("add_to_cart", 400, 1)
    await shop.happen("product_view", 30, 0, { product: { id: "lamp" } })
    shop.start()
    await shop.advance(1_000)
    const open = await shop.open()
    expect(open.find(({ alert }) => alert === "trending_product")).toMatchObject({ subject: "lamp", severity: "info" })
    expect(open.find(({ alert }) => alert === "high_cart_abandonment")).toMatchObject({ subject: "", unit: "percent" })
  })

  test("few visitors in a quiet hour are no alarm, whatever the percentage", async () => {
    const shop = await steady(1)
    await shop.happen("product_view", 6)
    shop.start()
    await shop.advance(60_000)
    expect(await shop.all()).toEqual([])
  })

  test("a shop without a past is left alone", async () => {
    const shop = await watchedShop()
    running.push(shop)
    await shop.happen("product_view", 500)
    shop.start()
    await shop.advance(60_000)
    expect(names(await shop.all()).filter(name => name !== "low_conversion")).toEqual([])
  })
})

describe("what the engine keeps", () => {
  test("a restart tells nothing twice, and still knows what is open", async () => {
    const shop = await steady(20)
    await shop.happen("product_view", 200)
    shop.start()
    await shop.advance(1_000)
    await shop.stop()
    shop.start()
    await shop.advance(5_000)
    expect(await shop.all()).toHaveLength(1)
    expect(shop.told).toHaveLength(1)
  })

  test("a shop's own threshold counts, and an alert that is off is silent", async () => {
    const shop = await steady(20)
    const own = { enabled: true, cooldown: 5, config: { threshold: 900 } }
    await shop.store.saveAlerts({ settings: [{ shop: "lamps", kind: "alert", name: "traffic_spike", value: own }] })
    await shop.happen("product_view", 200)
    shop.start()
    await shop.advance(1_000)
    expect(await shop.all()).toEqual([])

    const lower = { ...own, config: { threshold: 20 } }
    await shop.store.saveAlerts({ settings: [{ shop: "lamps", kind: "alert", name: "traffic_spike", value: lower }] })
    await shop.advance(6_000)
    expect(names(await shop.open())).toEqual(["traffic_spike"])

    const off = { ...own, enabled: false }
    await shop.store.saveAlerts({ settings: [{ shop: "lamps", kind: "alert", name: "traffic_spike", value: off }] })
    await shop.advance(6_000)
    expect(await shop.open()).toEqual([])
    expect(shop.told.map(({ event }) => event)).toEqual(["firing"])
  })

  test("in silence an alert is kept and nobody is told", async () => {
    const shop = await steady(20)
    const value = { id: "s", alert: "traffic_spike", until: "2025-01-15T13:00:00Z" }
    await shop.store.saveAlerts({ settings: [{ shop: "lamps", kind: "silence", name: "s", value }] })
    await shop.happen("product_view", 200)
    shop.start()
    await shop.advance(3_000)
    expect(names(await shop.open())).toEqual(["traffic_spike"])
    expect(shop.told).toEqual([])
  })

  test("an alert that throws is named and harms no other", async () => {
    const shop = await steady(20)
    const bad = {
      ...shop.options.alerts[0]!,
      name: "bad",
      judge() {
        throw new Error("divided by zero")
      },
    }
    Object.assign(shop.options, { alerts: [bad, ...shop.options.alerts] })
    await shop.happen("product_view", 200)
    shop.start()
    await shop.advance(1_000)
    expect(names(await shop.open())).toEqual(["traffic_spike"])
    expect(shop.troubles[0]).toContain("alert bad of lamps: divided by zero")
  })
})

describe("channels", () => {
  test("one that is down loses nothing and blocks no other: it is tried again, later and later", async () => {
    const shop = await steady(20)
    let isDown = true
    const got: string[] = []
    const flaky = {
      ...shop.ear,
      name: "flaky",
      async deliver({ id }: { id: string }) {
        if (isDown) throw new Error("no route")
        got.push(id)
      },
    }
    const hanging = { ...shop.ear, name: "hanging", deliver: () => new Promise<void>(() => {}) }
    Object.assign(shop.options, { channels: [hanging, flaky, shop.ear] })
    await shop.happen("product_view", 200)
    shop.start()
    await shop.advance(20_000)
    expect(shop.told).toHaveLength(1)
    const [pending] = (await shop.store.deliveries({ limit: 10 })).filter(({ channel }) => channel === "flaky")
    expect(pending).toMatchObject({ status: "pending", error: "no route" })
    expect(pending!.attempts).toBeGreaterThan(1)
    isDown = false
    await shop.advance(60_000)
    expect(got).toEqual([shop.told[0]!.id])
  }, 40_000)

  test("what cannot be delivered for good is not tried again, and the log says why", async () => {
    const shop = await steady(20)
    const refusing = {
      ...shop.ear,
      name: "refusing",
      deliver: () => Promise.reject(new Undeliverable("410 Gone")),
    }
    Object.assign(shop.options, { channels: [refusing] })
    await shop.happen("product_view", 200)
    shop.start()
    await shop.advance(30_000)
    expect(await shop.store.deliveries({ limit: 10 })).toMatchObject([
      { channel: "refusing", status: "failed", attempts: 1, error: "410 Gone" },
    ])
  })
})
