import { afterEach, describe, expect, test } from "bun:test"
import { contribute, count, defineMetric, defineSessionMetric, type Metric, sum } from "../../plugins/kit/index.ts"
import type { Plugin } from "../../plugins/kit/plugin.ts"
import type { ShopEvent } from "../../sdk/event.ts"
import { memoryLog } from "../log/drivers/memory.ts"
import type { Envelope } from "../log/log.ts"
import { Breaker } from "../plugins/breaker.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import { sqliteStore } from "../store/drivers/sqlite.ts"
import type { Store } from "../store/store.ts"
import { makeFolder } from "../testing/folder.ts"
import { HotState } from "./hot.ts"
import { missedOf } from "./missed.ts"
import { createRegistry } from "./registry.ts"
import { commitBatch, type RoundResult } from "./round.ts"

const NOON = Date.parse("2026-03-01T12:00:00.000Z")
const head = { title: "T", unit: "count", on: ["*"] } as const
const good = defineMetric({ ...head, name: "good", by: { country: e => e.location?.country }, ...count() })
const goodToo = defineSessionMetric({ ...head, name: "good_too", contribute: s => contribute(s.first, 1, {}) })

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

const stores: Record<string, () => Promise<Store>> = {
  memory: async () => memoryStore(),
  sqlite: async () => {
    const { folder, remove } = makeFolder()
    const store = await sqliteStore({ folder })
    endings.push(remove, () => store.close())
    return store
  },
}

/** A partition on a clock of its own, folded batch by batch. */
async function partition(open: () => Promise<Store>, ...plugins: Plugin[]) {
  const store = await open()
  const log = memoryLog().id
  const time = { now: NOON }
  const breaker = new Breaker(() => time.now)
  let registry = createRegistry([good, goodToo, ...plugins])
  let hot = new HotState()
  let at = 0
  return {
    ...{ store, breaker, time },
    replace(...others: Plugin[]) {
      registry = createRegistry([good, goodToo, ...others])
    },
    restart() {
      hot = new HotState()
    },
    async commit(...events: Partial<ShopEvent>[]): Promise<RoundResult> {
      const records = events.map((event, i) => ({ offset: at + i, value: envelope(event) }))
      const batch = { log, partition: 0, from: at, next: at + records.length, records }
      const context = { store, registry, breaker, currencyOf: () => "USD", clock: () => time.now }
      const result = await commitBatch(context, batch, at === 0 ? undefined : at, hot)
      at = batch.next
      return result
    },
    async total(metric: string): Promise<number> {
      const rows = await store.read({ shop: "demo", metric, dim: "", from: NOON, to: NOON + 60_000 }, "minute")
      return rows.reduce((all, { state }) => all + (state as number), 0) / 1000
    },
    async missed(metric: string): Promise<[number, number][]> {
      const missed = await missedOf(store, metric)
      return missed.map(({ from, next }): [number, number] => [from, next]).sort(([a], [b]) => a - b)
    },
  }
}

function envelope(fields: Partial<ShopEvent>): Envelope {
  const timestamp = new Date(NOON).toISOString()
  const event = { event_id: crypto.randomUUID(), event_type: "page_view", timestamp, session_id: crypto.randomUUID() }
  return { shop: "demo", source: "browser", received_at: timestamp, event: { ...event, currency: "USD", ...fields } }
}

const views = (n: number): Partial<ShopEvent>[] => Array.from({ length: n }, () => ({}))
const never = (): never => {
  throw new Error("boom")
}
/** What no type checker would let through, as a plugin in plain JavaScript may have it. */
const untyped = (fields: object): Metric => ({ ...good, name: "bad", by: undefined, ...fields }) as Metric
const contributing = (contribute: () => unknown): Plugin => ({ ...goodToo, name: "bad", contribute }) as Plugin

const BAD: Record<string, Plugin> = {
  "throws on every event": untyped({ add: never }),
  "throws in a dimension": untyped({ by: { country: never } }),
  "throws when it is merged": untyped({ merge: never }),
  "throws when it is read": untyped({ read: never }),
  "makes no number": untyped({ add: () => Number.NaN }),
  "makes nothing": untyped({ add: () => undefined }),
  "makes promises": untyped({ add: async () => 1 }),
  "makes what is no JSON": untyped({
    zero: () => new Set(),
    add: (ids: Set<string>, e: ShopEvent) => ids.add(e.event_id),
  }),
  "makes big integers": untyped({ zero: () => 0n, add: (n: bigint) => n + 1n, merge: (a: bigint, b: bigint) => a + b }),
  "makes itself its own part": untyped({
    zero: () => ({}),
    add: (state: { self?: object }) => {
      state.self = state
      return state
    },
  }),
  "grows without bound": untyped({
    zero: () => [],
    add: (all: string[]) => [...all, "x".repeat(200_000)],
    merge: (a: string[], b: string[]) => [...a, ...b],
  }),
  "has keys that are no texts": untyped({ by: { country: () => ({ code: "DE" }) } }),
  "has keys without end": untyped({ by: { country: () => "x".repeat(5_000) } }),
  "sums up what is no number": { ...good, name: "bad", ...sum(() => "ten" as unknown as number) },
  "contributes nothing that is a list": contributing(async () => []),
  "contributes at no time": contributing(() => [{ at: Number.NaN, amount: 1 }]),
  "contributes no amount": contributing(() => [{ at: NOON, amount: Number.NaN }]),
  "contributes more than anybody": contributing(() => Array.from({ length: 30_000 }, () => ({ at: NOON, amount: 1 }))),
}

for (const [name, open] of Object.entries(stores)) {
  describe(`on ${name}, a metric that`, () => {
    for (const [flaw, bad] of Object.entries(BAD)) {
      test(`${flaw} is named, and no other number is harmed`, async () => {
        const { commit, total } = await partition(open, bad)
        const results = [await commit(...views(3)), await commit(...views(2))]
        expect(results.map(({ admitted }) => admitted)).toEqual([3, 2])
        expect([await total("good"), await total("good_too")]).toEqual([5, 5])
        expect(results.some(({ failures }) => failures.has("bad"))).toBe(true)
      })
    }
  })
}

const moody = defineMetric({
  ...{ ...head, name: "bad" },
  ...count(e => (e.query === "odd" ? never() : true)),
})

describe("what a metric missed", () => {
  test("is the single events on which it threw", async () => {
    const { commit, total, missed } = await partition(stores.memory!, moody)
    await commit({}, { query: "odd" }, {})
    await commit({ query: "odd" }, {})
    expect(await missed("bad")).toEqual([
      [1, 2],
      [3, 4],
    ])
    expect(await total("bad")).toBe(3)
  })

  test("is the whole batch where it threw on many of them, and none of it counts", async () => {
    const { commit, total, missed } = await partition(stores.memory!, moody)
    const { missed: told } = await commit(...views(30), ...views(30).map(() => ({ query: "odd" })))
    expect(await missed("bad")).toEqual([[0, 60]])
    expect([await total("bad"), told.get("bad")]).toEqual([0, 60])
  })

  test("grows as one note while it is left out, also when it was left out before", async () => {
    const { commit, missed, time, restart } = await partition(stores.memory!, untyped({ add: never }))
    for (let i = 0; i < 3; i++) await commit(...views(30))
    await commit(...views(5))
    time.now += 1
    await commit(...views(5))
    expect(await missed("bad")).toEqual([[0, 100]])
    restart()
    await commit(...views(5))
    expect(await missed("bad")).toEqual([
      [0, 100],
      [100, 105],
    ])
  })
})

describe("the circuit of a metric", () => {
  test("opens after three failed batches, and costs nothing until it is tried again", async () => {
    let calls = 0
    const failing = untyped({
      add() {
        calls++
        never()
      },
    })
    const { commit, breaker, time } = await partition(stores.memory!, failing)
    for (let i = 0; i < 10; i++) await commit({})
    expect([calls, breaker.stateOf(failing)]).toEqual([3, "open"])
    time.now += 1_000
    await commit({})
    await commit({})
    expect([calls, breaker.stateOf(failing)]).toEqual([4, "open"])
  })

  test("closes when a trial goes well, and it counts on", async () => {
    const { commit, total, time, missed } = await partition(stores.memory!, moody)
    for (let i = 0; i < 5; i++) await commit({ query: "odd" })
    time.now += 1_000
    await commit({}, {})
    await commit({})
    expect(await total("bad")).toBe(3)
    expect(await missed("bad")).toEqual([[0, 5]])
  })

  test("is closed for a version that was mended while the server ran", async () => {
    const { commit, total, replace } = await partition(stores.memory!, moody)
    for (let i = 0; i < 5; i++) await commit({ query: "odd" })
    replace(defineMetric({ ...head, name: "bad", ...count() }))
    await commit({ query: "odd" })
    expect(await total("bad")).toBe(1)
  })

  test("opens for one that takes longer than it may, and the others are counted as before", async () => {
    const slow = untyped({
      add(state: number) {
        const until = performance.now() + 3
        while (performance.now() < until);
        return state + 1_000
      },
    })
    const { commit, breaker, total } = await partition(stores.memory!, slow)
    const results: RoundResult[] = []
    for (let i = 0; i < 4; i++) results.push(await commit(...views(20)))
    expect(results[0]!.failures.get("bad")).toMatch(/^took \d+\.\d ms for each event, and may take 1$/)
    expect([breaker.stateOf(slow), breaker.stateOf(good)]).toEqual(["open", "closed"])
    expect([await total("bad"), await total("good")]).toEqual([60, 80])
  })
})
