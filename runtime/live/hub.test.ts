import { describe, expect, test } from "bun:test"
import type { Principal } from "../access/principal.ts"
import { widget } from "../query/testing.ts"
import { MOST_TOPICS } from "./client.ts"
import { liveShop, NOW } from "./testing/shop.ts"
import { settled } from "./testing/timer.ts"

const purchase = (more: object = {}) => ({ event_type: "purchase", total_amount: 10, ...more })
const view = (user_id: string) => ({ event_type: "product_view", user_id })

describe("a topic", () => {
  test("carries exactly what REST answers, with the rev that the answer names", async () => {
    const { connect, commit, answers, principal } = await liveShop()
    await commit([purchase()])
    const { outlet } = await connect(["revenue?minutes=60&step=1m&by=country&compare=previous"])
    const [frame] = outlet.take()
    const params = new URLSearchParams("minutes=60&step=1m&by=country&compare=previous")
    expect<unknown>(frame!.data).toEqual(await answers.answer(principal, "revenue", params))
    expect(frame).toMatchObject({ type: "snapshot", rev: "test:1", data: { rev: "test:1" } })
  })

  test("is updated when a metric behind it commits, and left alone when another does", async () => {
    const { connect, commit, timer, reads } = await liveShop()
    const { outlet } = await connect(["revenue", "conversion_rate"])
    await timer.advance(50)
    outlet.take()
    const before = reads()
    await commit([view("ada")])
    expect(reads() - before).toBe(1)
    expect(outlet.take()).toMatchObject([{ type: "update", topic: "conversion_rate", data: { value: 0 } }])
    await timer.advance(50)
    await commit([purchase()])
    expect(
      outlet
        .take()
        .map(({ topic }) => topic)
        .sort(),
    ).toEqual(["conversion_rate", "revenue"])
  })

  test("of one shop does not hear of another's commits", async () => {
    const { connect, hub, reads, timer } = await liveShop()
    await connect(["orders"])
    await timer.advance(50)
    const before = reads()
    hub.publish({ metrics: new Map([["other", new Set(["orders"])]]), at: timer.now() })
    await settled()
    expect(reads()).toBe(before)
  })

  test("is read again, as a state of its own, when other plugins answer", async () => {
    const { connect, commit, hub, reads, timer } = await liveShop()
    const { outlet } = await connect(["orders"])
    await timer.advance(50)
    const before = reads()
    hub.refresh()
    await settled()
    expect(reads() - before).toBe(1)
    await timer.advance(50)
    await commit([purchase()])
    expect(outlet.take().at(-1)).toMatchObject({ type: "update", rev: "test:2" })
  })

  test("is read once for all who may see the same, and apart for those who may not", async () => {
    const { connect, commit, reads, shop, timer, hub } = await liveShop()
    const admin: Principal = { shop, kind: "admin", origins: [] }
    const [read, same] = [await connect(["orders"]), await connect(["orders"], admin)]
    const rounding = widget(shop, { metrics: ["orders"], round: 10 })
    const [rounded, again] = [await connect(["orders"], rounding), await connect(["orders"], { ...rounding })]
    expect(hub.counts()).toEqual({ sockets: 4, topics: 2 })
    await timer.advance(50)
    const before = reads()
    await commit(Array.from({ length: 7 }, () => purchase()))
    expect(reads() - before).toBe(2)
    const values = [read, same, rounded, again].map(({ outlet }) => outlet.take().at(-1)!.data)
    expect<unknown>(values).toMatchObject([{ value: 7 }, { value: 7 }, { value: 10 }, { value: 10 }])
  })

  test("that nobody follows any more is not read", async () => {
    const { connect, commit, reads, hub } = await liveShop()
    const [one, other] = [await connect(["orders"]), await connect(["orders"])]
    one.client.unsubscribe(["orders", "never"])
    hub.disconnect(other.client)
    expect(hub.counts()).toEqual({ sockets: 1, topics: 0 })
    const before = reads()
    await commit([purchase()])
    expect(reads()).toBe(before)
    expect(other.outlet.take()).toHaveLength(1)
  })

  test.each([
    ["nonsense", "unknown_metric"],
    ["alerts?minutes=5", "bad_parameter"],
    ["funnel?step=1m", "bad_parameter"],
    ["revenue?minutes=0", "bad_parameter"],
  ])("%s answers with the error %s that names it, and the others live", async (topic, code) => {
    const { connect } = await liveShop()
    const { outlet } = await connect([topic, "orders"])
    const frames = outlet.take()
    expect(frames).toHaveLength(2)
    expect(frames).toContainEqual(expect.objectContaining({ type: "error", code, topic }))
    expect(frames).toContainEqual(expect.objectContaining({ type: "snapshot", topic: "orders" }))
  })

  test("over the limit is refused, until another is given up", async () => {
    const { connect } = await liveShop()
    const topics = Array.from({ length: MOST_TOPICS }, (_, i) => `orders?minutes=${i + 1}`)
    const { client, outlet } = await connect(topics)
    outlet.take()
    client.subscribe(["revenue"])
    expect(outlet.take()).toMatchObject([{ type: "error", code: "bad_request", topic: "revenue" }])
    client.unsubscribe([topics[0]!])
    client.subscribe(["revenue"])
    await settled()
    expect(outlet.take()).toMatchObject([{ type: "snapshot", topic: "revenue" }])
  })

  test("of a widget token is bound to its metrics", async () => {
    const { connect, shop } = await liveShop()
    const { outlet } = await connect(["revenue"], widget(shop, { metrics: ["orders"] }))
    expect(outlet.take()).toMatchObject([{ type: "error", code: "metric_not_allowed", topic: "revenue" }])
  })
})

describe("time passing", () => {
  test("lets active users fall though nothing arrives, with a rising rev", async () => {
    const { connect, commit, timer } = await liveShop()
    await commit([view("ada")])
    await timer.advance(120_000)
    await commit([view("bob")])
    const { outlet } = await connect(["active_users?minutes=5"])
    await timer.advance(400_000)
    const frames = outlet.take()
    expect<unknown>(frames.map(({ data }) => data)).toMatchObject([{ value: 2 }, { value: 1 }, { value: 0 }])
    const revs = frames.map(({ rev }) => Number(rev!.split(":")[1]))
    expect(revs[0]! < revs[1]! && revs[1]! < revs[2]!).toBe(true)
  })

  test("costs two readings a minute where nothing commits", async () => {
    const { connect, timer, reads } = await liveShop()
    await connect(["orders"])
    const before = reads()
    await timer.advance(600_000)
    expect(reads() - before).toBe(20)
  })

  test("costs nothing where nobody follows", async () => {
    const { timer, reads } = await liveShop()
    await timer.advance(600_000)
    expect(reads()).toBe(0)
  })
})

describe("the topic events", () => {
  test("shows what was refused as soon as it is published, though nothing commits", async () => {
    const { connect, hub, tail, timer, shop } = await liveShop()
    const { outlet } = await connect(["events"])
    await timer.advance(100)
    outlet.take()
    const rejected = [{ index: 0, event_id: "bad", code: "too_old", message: "expected an event of the last 7 days" }]
    tail.take({ shop: shop.id, accepted: [], rejected }, timer.now())
    hub.publish({ metrics: new Map([[shop.id, new Set(["events"])]]), at: timer.now() })
    await timer.advance(50)
    expect<unknown>(outlet.take()).toMatchObject([
      { type: "update", topic: "events", data: [{ verdict: "rejected", event_id: "bad", code: "too_old" }] },
    ])
  })
})

describe("what people write", () => {
  test("is shown as soon as it is published, though nothing commits", async () => {
    const { connect, hub, store, timer, shop } = await liveShop()
    const { outlet } = await connect(["annotations?hours=1", "goals"])
    await timer.advance(100)
    expect(outlet.take()).toMatchObject([{ data: [] }, { data: [] }])
    const at = { from: timer.now(), to: timer.now() }
    await store.saveMemo({ shop: shop.id, kind: "annotation", name: "a", ...at, body: { text: "Sale" } })
    await store.saveMemo({ shop: shop.id, kind: "goal", name: "orders/day", body: { target: 9 } })
    hub.publish({ metrics: new Map([[shop.id, new Set(["annotations", "goals"])]]), at: timer.now() })
    await timer.advance(50)
    expect<unknown>(outlet.take()).toMatchObject([
      { type: "update", topic: "annotations?hours=1", data: [{ id: "a", text: "Sale" }] },
      { type: "update", topic: "goals", data: [{ metric: "orders", target: 9, value: 0 }] },
    ])
  })

  test("a funnel of one's own is read again twice a minute, and not at each commit: it costs too much", async () => {
    const { connect, commit, timer, reads } = await liveShop()
    await connect(["funnel/custom?steps=page_view,purchase"])
    const before = reads()
    for (let i = 0; i < 10; i++) await commit([{ event_type: "page_view" }])
    expect(reads()).toBe(before)
    await timer.advance(60_000)
    expect(reads() - before).toBe(2)
  })
})

describe("the dashboard", () => {
  test("is sent at least once a second though nothing happens", async () => {
    const { connect, timer } = await liveShop()
    const { outlet } = await connect(["dashboard"])
    await timer.advance(60_000)
    const [snapshot, ...updates] = outlet.take()
    expect(snapshot).toMatchObject({ type: "snapshot", topic: "dashboard" })
    const times = updates.map(frame => Date.parse("timestamp" in frame ? frame.timestamp : ""))
    expect(times.length).toBeGreaterThanOrEqual(60)
    times.forEach((time, i) => {
      expect(time - (times[i - 1] ?? Date.parse(NOW))).toBeLessThanOrEqual(1_000)
    })
    expect(updates[0]).toMatchObject({
      type: "metrics_update",
      data: { live: { revenue: 0, orders: 0, active_users: 0, currency: "USD" } },
    })
    expect(Object.keys(updates[0]!.data!)).toEqual([
      "live",
      "trending_products",
      "funnel",
      "alerts",
      "revenue_trend",
      "geographic",
    ])
  })

  test("is sent at once when something commits", async () => {
    const { connect, commit, timer } = await liveShop()
    const { outlet } = await connect(["dashboard"])
    await timer.advance(500)
    outlet.take()
    await commit([purchase()])
    const [frame] = outlet.take() as unknown as { type: string; data: { live: object; revenue_trend: object[] } }[]
    expect(frame).toMatchObject({ type: "metrics_update", data: { live: { revenue: 10, orders: 1 } } })
    expect(frame!.data.revenue_trend).toHaveLength(60)
    expect(frame!.data.revenue_trend.at(-1)).toEqual({ t: "2025-01-15T10:30:00.000Z", value: 10 })
  })

  test("goes to a socket that subscribes to nothing, for as long as it does", async () => {
    const { connect, timer, hub } = await liveShop()
    const { client, outlet } = await connect([])
    await timer.advance(1_000)
    expect(outlet.take()).toMatchObject([{ type: "metrics_update" }])
    client.subscribe(["orders"])
    await timer.advance(5_000)
    expect(outlet.take().map(({ type }) => type)).toEqual(["snapshot"])
    expect(hub.counts().topics).toBe(1)
    client.unsubscribe(["orders"])
    await timer.advance(1_000)
    expect(outlet.take()).toMatchObject([{ type: "metrics_update" }])
  })

  test("shows a widget token only what it may read", async () => {
    const { connect, shop } = await liveShop()
    const { outlet } = await connect(["dashboard"], widget(shop, { metrics: ["revenue"] }))
    expect(Object.keys(outlet.take()[0]!.data!)).toEqual(["revenue_trend"])
  })
})

describe("a slow socket", () => {
  test("holds no backlog: when it drains it gets the newest of each topic, once", async () => {
    const { connect, commit, timer } = await liveShop()
    const { client, outlet } = await connect(["orders", "revenue", "dashboard"])
    outlet.take()
    outlet.outcome = "queued"
    await timer.advance(50)
    await commit([purchase()])
    expect(outlet.take()).toHaveLength(1)
    for (let i = 0; i < 30; i++) {
      await timer.advance(100)
      await commit([purchase()])
    }
    expect(outlet.take()).toEqual([])
    outlet.outcome = "sent"
    client.drained()
    const frames = outlet.take()
    expect(frames).toHaveLength(3)
    expect(frames.find(({ topic }) => topic === "orders")!.data!).toMatchObject({ value: 31 })
  })

  test("that dropped a frame gets that state again", async () => {
    const { connect, commit, timer } = await liveShop()
    const { client, outlet } = await connect(["orders"])
    outlet.take()
    outlet.outcome = "dropped"
    await timer.advance(50)
    await commit([purchase()])
    outlet.outcome = "sent"
    client.drained()
    expect(outlet.take()).toMatchObject([{ type: "update", data: { value: 1 } }])
  })
})
