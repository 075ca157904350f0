import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import type { ShopEvent } from "../../../sdk/event.ts"
import { defineMetric, type Metric } from "../metric.ts"
import { lawsOf } from "../testing/laws.ts"
import { count } from "./count.ts"
import { sum } from "./sum.ts"
import { top } from "./top.ts"
import { EXACT_LIMIT, RELATIVE_ERROR, uniques } from "./uniques.ts"

const event = (fields: Partial<ShopEvent>): ShopEvent => ({
  event_id: "e",
  event_type: "purchase",
  timestamp: "2026-03-01T12:00:00.000Z",
  ...fields,
})
const head = { title: "T", on: ["*"] }
const foldOf = <S, R>(metric: Metric<S, R>, events: Iterable<ShopEvent>): R => {
  let state = metric.zero()
  for (const e of events) state = metric.add(state, e)
  return metric.read(state)
}
function* visitors(n: number, from = 0) {
  for (let i = from; i < from + n; i++) yield event({ user_id: `visitor-${i}` })
}

const quantity = defineMetric({ name: "units", unit: "count", ...head, ...sum(e => e.quantity) })
const amount = defineMetric({ name: "amount", unit: "money", ...head, ...sum(e => e.total_amount) })
const visitorsSeen = defineMetric({ name: "visitors", unit: "count", ...head, ...uniques(e => e.user_id) })
const searches = defineMetric({ name: "searches", unit: "count", ...head, ...top(e => e.query, { k: 3 }) })

for (const metric of [quantity, amount, visitorsSeen, searches] as Metric[]) {
  describe(`the aggregator of ${metric.name}`, () => {
    for (const { law, check } of lawsOf(metric)) test(law, check)
  })
}

describe("sum", () => {
  test("adds decimals exactly, whatever their order", () => {
    const parts = [0.1, 0.2, 0.3, 1e9, -1e9].map(n => event({ quantity: n }))
    expect(foldOf(quantity, parts)).toBe(0.6)
    expect(foldOf(quantity, parts.toReversed())).toBe(0.6)
  })
  test("keeps money in minor units per currency and never mixes currencies", () => {
    const parts = [
      event({ total_amount: 0.1, currency: "USD" }),
      event({ total_amount: 0.2, currency: "USD" }),
      event({ total_amount: 1500, currency: "JPY" }),
      event({ total_amount: 1.005, currency: "KWD" }),
    ]
    expect(foldOf(amount as Metric, parts)).toEqual({ USD: 0.3, JPY: 1500, KWD: 1.005 })
  })
  test("takes an event without the field for nothing", () => {
    expect(foldOf(quantity, [event({})])).toBe(0)
    expect(foldOf(amount as Metric, [event({})])).toEqual({})
  })
})

describe("count", () => {
  test("counts the events for which the condition holds", () => {
    const big = defineMetric({ name: "big", unit: "count", ...head, ...count(e => (e.total_amount ?? 0) >= 100) })
    expect(
      foldOf(
        big,
        [99.99, 100, 250].map(total_amount => event({ total_amount })),
      ),
    ).toBe(2)
  })
})

describe("uniques", () => {
  test("is exact up to its limit", () => {
    expect(foldOf(visitorsSeen, [...visitors(EXACT_LIMIT), ...visitors(EXACT_LIMIT)])).toBe(EXACT_LIMIT)
  })
  test.each([2_048, 5_000, 50_000, 500_000])("of %d ids is within the stated bound", n => {
    expect(Math.abs(foldOf(visitorsSeen, visitors(n)) - n) / n).toBeLessThan(RELATIVE_ERROR)
  })
  test("is within its bound however its events are cut up and merged", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 6 })
    fc.assert(
      fc.property(sizes, fc.nat(1_000), (parts, overlap) => {
        let from = 0
        const states = parts.map(n => {
          const start = Math.max(0, from - overlap)
          from = Math.max(from, start + n)
          return [...visitors(n, start)].reduce(visitorsSeen.add, visitorsSeen.zero())
        })
        const said = visitorsSeen.read(states.reduce(visitorsSeen.merge, visitorsSeen.zero()))
        if (from <= EXACT_LIMIT) expect(said).toBe(from)
        else expect(Math.abs(said - from) / from).toBeLessThan(RELATIVE_ERROR)
      }),
      { numRuns: 20 },
    )
  })
  test("never takes more bytes than a sketch", () => {
    let state = visitorsSeen.zero()
    for (const e of visitors(5_000)) {
      state = visitorsSeen.add(state, e)
      expect(state.length).toBeLessThanOrEqual(16_384)
    }
  })
  test("gives the same bytes whether sets, sketches or one of each are merged", () => {
    const state = (events: Iterable<ShopEvent>) => [...events].reduce(visitorsSeen.add, visitorsSeen.zero())
    const whole = state(visitors(6_000))
    for (const cut of [10, 2_000, 3_000, 5_990]) {
      const [a, b] = [state(visitors(cut)), state(visitors(6_000 - cut, cut))]
      expect(visitorsSeen.merge(a, b)).toEqual(whole)
      expect(visitorsSeen.merge(b, a)).toEqual(whole)
    }
  })
  test("holds no id in readable form", () => {
    const bytes = Buffer.from(visitorsSeen.add(visitorsSeen.zero(), event({ user_id: "alice@example.com" })))
    expect(bytes.toString("latin1")).not.toContain("alice")
  })
})

describe("top", () => {
  const zipf = (n: number) =>
    Array.from({ length: n }, (_, i) =>
      Array.from({ length: Math.floor(n / (i + 1)) }, () => event({ query: `q${i}` })),
    ).flat()
  test("is exact while there are no more keys than counters", () => {
    expect(foldOf(searches, zipf(50)).map(e => e.value)).toEqual([50, 25, 16])
  })
  test("beyond that is never too high, and too low by at most what it says", () => {
    const tight = defineMetric({ name: "tight", unit: "count", ...head, ...top(e => e.query, { k: 3, capacity: 20 }) })
    const events = zipf(300)
    const state = events.reduce(tight.add, tight.zero())
    expect(state.missed).toBeLessThanOrEqual(events.length / 21)
    for (const { key, value } of tight.read(state)) {
      const truth = Math.floor(300 / (Number(key.slice(1)) + 1))
      expect(value).toBeLessThanOrEqual(truth)
      expect(value).toBeGreaterThanOrEqual(truth - state.missed)
    }
    expect(Object.keys(state.counts).length).toBeLessThanOrEqual(20)
  })
  test("keeps its bound however its events are cut up and merged", () => {
    const tight = defineMetric({ name: "tight", unit: "count", ...head, ...top(e => e.query, { k: 8, capacity: 8 }) })
    const parts = fc.array(fc.array(fc.integer({ min: 0, max: 40 }).map(i => `q${Math.floor(Math.sqrt(i * 9))}`)))
    fc.assert(
      fc.property(parts, cut => {
        const states = cut.map(part => part.reduce((s, query) => tight.add(s, event({ query })), tight.zero()))
        const state = states.reduce(tight.merge, tight.zero())
        const all = cut.flat()
        expect(state.missed).toBeLessThanOrEqual(all.length / 9)
        for (const query of new Set(all)) {
          const truth = all.filter(other => other === query).length
          const said = tight.read(state).find(({ key }) => key === query)?.value ?? 0
          expect(said).toBeLessThanOrEqual(truth)
          expect(said).toBeGreaterThanOrEqual(truth - state.missed)
        }
      }),
    )
  })
  test("takes a key named like an object's own property for any other key", () => {
    expect(foldOf(searches, [event({ query: "__proto__" }), event({ query: "constructor" })])).toHaveLength(2)
  })
})
