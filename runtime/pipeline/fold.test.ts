import { describe, expect, test } from "bun:test"
import { join } from "node:path"
import fc from "fast-check"
import { count, defineMetric, defineOrderMetric, defineSessionMetric } from "../../plugins/kit/index.ts"
import { monoidOf } from "../../plugins/kit/monoid.ts"
import { history } from "../../plugins/kit/testing/arbitrary.ts"
import type { Envelope } from "../log/log.ts"
import { loadPlugins } from "../plugins.ts"
import { EntityIndex } from "./entity-index.ts"
import { fold } from "./fold.ts"
import { createRegistry, type Registry } from "./registry.ts"
import { Roster } from "./roster.ts"
import { cellKey, cellsOf } from "./slice.ts"

const { plugins } = await loadPlugins([join(import.meta.dir, "../../plugins")])
const registry = createRegistry(plugins.map(({ plugin }) => plugin))

/** Folds batch after batch as the pipeline does, and returns what every cell then reads. */
function cellsAfter(batches: Envelope[][], using: Registry = registry): Map<string, unknown> {
  const states = new Map<string, { state: unknown; read(): unknown }>()
  const entities = new EntityIndex()
  for (const batch of batches) {
    const folded = fold(using, new Roster(batch, entities), batch)
    for (const { now } of folded.changes) entities.set(now)
    for (const delta of cellsOf(folded.slices)) {
      const monoid = monoidOf(delta.plugin)
      const before = states.get(cellKey(delta))
      const state = before ? monoid.merge(before.state, delta.state) : delta.state
      states.set(cellKey(delta), { state, read: () => monoid.read(state) })
    }
  }
  const nothing = new Set(["0", "{}"])
  return new Map(
    [...states]
      .map(([key, { read }]) => [key, read()] as const)
      .filter(([, reading]) => !nothing.has(JSON.stringify(reading)))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

const envelopes: fc.Arbitrary<Envelope[]> = history().chain(events =>
  fc
    .array(fc.constantFrom("browser" as const, "server" as const), {
      minLength: events.length,
      maxLength: events.length,
    })
    .map(sources =>
      events.map((event, i) => ({
        shop: "demo",
        source: sources[i]!,
        received_at: event.timestamp,
        event: { currency: "USD", ...event },
      })),
    ),
)

describe("the fold of every metric", () => {
  test("gives the same cells however the events are cut into batches", () => {
    fc.assert(
      fc.property(envelopes, fc.array(fc.nat(40)), (all, cuts) => {
        const edges = [0, ...cuts.filter(cut => cut < all.length).sort((a, b) => a - b), all.length]
        const batches = edges.slice(1).map((edge, i) => all.slice(edges[i], edge))
        expect(cellsAfter(batches)).toEqual(cellsAfter([all]))
      }),
    )
  })
  test("gives the same cells in whatever order the events arrive", () => {
    fc.assert(
      fc.property(
        envelopes.chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => expect(cellsAfter(shuffled.map(one => [one]))).toEqual(cellsAfter([all])),
      ),
    )
  })
  test("changes none of the entities it was given", () => {
    fc.assert(
      fc.property(envelopes, all => {
        const before = fold(registry, new Roster(all), all).changes.map(({ now }) => now)
        const copy = structuredClone(before)
        const known = new EntityIndex()
        for (const entity of before) known.set(entity)
        fold(registry, new Roster(all, known), all)
        expect(before).toEqual(copy)
      }),
    )
  })
})

const one = (fields: Partial<Envelope["event"]>): Envelope => ({
  shop: "demo",
  source: "browser",
  received_at: "2026-03-01T12:00:00.000Z",
  event: {
    event_id: crypto.randomUUID(),
    event_type: "purchase",
    timestamp: "2026-03-01T12:00:00.000Z",
    session_id: "s",
    currency: "USD",
    ...fields,
  },
})
const total = (cells: Map<string, unknown>, metric: string): unknown =>
  [...cells].find(([key]) => key.startsWith(`demo\0${metric}\0`) && key.endsWith("\0\0"))?.[1]

describe("an order", () => {
  test("counts once however often its thank-you page is reloaded", () => {
    const reloads = [1, 2, 3].map(() => [one({ order_id: "A", total_amount: 10 })])
    const cells = cellsAfter(reloads)
    expect(total(cells, "orders")).toBe(1)
    expect(total(cells, "revenue")).toEqual({ USD: 10 })
  })
  test("without an id counts each time", () => {
    expect(total(cellsAfter([[one({ total_amount: 10 }), one({ total_amount: 10 })]]), "orders")).toBe(2)
  })
  test("corrected by the server moves its revenue, and leaves no trace of the first amount", () => {
    const corrected: Envelope = { ...one({ order_id: "A", total_amount: 7.5 }), source: "server" }
    expect(total(cellsAfter([[one({ order_id: "A", total_amount: 10 })], [corrected]]), "revenue")).toEqual({
      USD: 7.5,
    })
  })
})

describe("a metric that throws", () => {
  const explode = (): never => {
    throw new Error("boom")
  }
  const head = { title: "Bad", unit: "count" } as const
  const bad = createRegistry([
    ...registry.metrics.values(),
    defineMetric({ ...head, name: "bad_event", on: ["*"], ...count(explode) }),
    defineMetric({ ...head, name: "bad_dimension", on: ["*"], by: { x: explode }, ...count() }),
    defineSessionMetric({ ...head, name: "bad_session", contribute: explode }),
    defineOrderMetric({ ...head, name: "bad_order", contribute: explode }),
  ])
  test("is named, and every other number stays right", () => {
    const batch = [one({ order_id: "A", total_amount: 10 })]
    expect([...fold(bad, new Roster(batch), batch).failures.keys()].sort()).toEqual([
      "bad_dimension",
      "bad_event",
      "bad_order",
      "bad_session",
    ])
    const cells = cellsAfter([batch], bad)
    expect(total(cells, "revenue")).toEqual({ USD: 10 })
    expect(total(cells, "orders")).toBe(1)
  })
})
