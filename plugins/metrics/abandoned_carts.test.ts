import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import type { Envelope } from "../../runtime/log/log.ts"
import { EntityIndex } from "../../runtime/pipeline/entity-index.ts"
import { fold } from "../../runtime/pipeline/fold.ts"
import { createRegistry } from "../../runtime/pipeline/registry.ts"
import { Roster } from "../../runtime/pipeline/roster.ts"
import { cellsOf } from "../../runtime/pipeline/slice.ts"
import type { ShopEvent } from "../../sdk/event.ts"
import { additiveNumber } from "../kit/aggregate/additive.ts"
import abandoned from "./abandoned_carts.ts"
import carts from "./carts.ts"

const registry = createRegistry([carts, abandoned])
const MINUTE = 60_000
const MIDNIGHT = Date.UTC(2026, 2, 2)

/** Events of few visitors with few sessions and products each, from an hour before midnight to an hour after it. */
const event = fc
  .record(
    {
      event_id: fc.uuid(),
      event_type: fc.constantFrom("add_to_cart", "add_to_cart", "remove_from_cart", "purchase", "product_view"),
      timestamp: fc.integer({ min: -60, max: 60 }).map(minute => new Date(MIDNIGHT + minute * MINUTE).toISOString()),
      user_id: fc.constantFrom("ann", "bob"),
      session_id: fc.constantFrom("s1", "s2", "s3"),
      product: fc.record({ id: fc.constantFrom("hat", "shoe", "__proto__") }),
      quantity: fc.integer({ min: 1, max: 3 }),
      order_id: fc.constantFrom("", "A", "B", "C"),
      total_amount: fc.constant(10),
    },
    { requiredKeys: ["event_id", "event_type", "timestamp", "user_id", "session_id", "product", "total_amount"] },
  )
  .map((e): ShopEvent => e)
const historyOf = fc.uniqueArray(event, { selector: e => e.event_id, maxLength: 30 })

type Counts = Record<string, number>

/** What the shop would say that watched each visitor from the beginning, step by step: carts and abandoned ones by minute. */
function reference(events: readonly ShopEvent[]): Counts {
  const counts: Counts = {}
  const count = (metric: string, timestamp: string) => {
    const at = `${metric} ${timestamp}`
    counts[at] = (counts[at] ?? 0) + 1
  }
  for (const visitor of ["ann", "bob"]) {
    let held: string[] = []
    let touched = ""
    const paid = new Set<string>()
    const own = events.filter(e => e.user_id === visitor).sort(byTime)
    for (const e of own) {
      const id = e.product!.id
      if (e.event_type === "add_to_cart") held.push(...Array<string>(e.quantity ?? 1).fill(id))
      if (e.event_type === "remove_from_cart") held = without(held, id, e.quantity ?? held.length)
      if (e.event_type.endsWith("_cart")) touched = e.timestamp
      if (e.event_type !== "purchase" || paid.has(e.order_id || e.event_id)) continue
      paid.add(e.order_id || e.event_id)
      if (touched) count("carts", touched)
      held = []
      touched = ""
    }
    if (touched) count("carts", touched)
    if (touched && held.length > 0) count("abandoned_carts", touched)
  }
  return counts
}

/** By time; of one time, what goes into and out of a cart before what is bought; then by event id. */
function byTime(a: ShopEvent, b: ShopEvent): number {
  const rank = (e: ShopEvent) => `${e.timestamp} ${e.event_type === "purchase" ? 1 : 0} ${e.event_id}`
  return rank(a) < rank(b) ? -1 : 1
}

function without(held: string[], product: string, pieces: number): string[] {
  let left = pieces
  return held.filter(id => id !== product || left-- <= 0)
}

/** What the pipeline says after one batch after another. */
function folded(batches: readonly ShopEvent[][]): Counts {
  const entities = new EntityIndex()
  const states = new Map<string, number>()
  for (const batch of batches) {
    const envelopes = batch.map(
      (e): Envelope => ({ shop: "demo", source: "browser", received_at: e.timestamp, event: e }),
    )
    const { slices, changes } = fold(registry, new Roster(envelopes, entities), envelopes)
    for (const { now } of changes) entities.set(now)
    for (const { metric, minute, dim, state } of cellsOf(slices)) {
      if (dim !== "") continue
      const at = `${metric} ${new Date(minute * MINUTE).toISOString()}`
      states.set(at, (states.get(at) ?? 0) + (state as number))
    }
  }
  const counts = [...states].map(([at, state]) => [at, additiveNumber.read(state)] as const)
  return Object.fromEntries(counts.filter(([, n]) => n !== 0))
}

describe("carts and abandoned carts", () => {
  test("are what watching every visitor step by step would count, in whatever order the events arrive", () => {
    const shuffled = historyOf.chain(events =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
    )
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 1, max: 7 }), ([events, arriving], size) => {
        const batches = arriving.flatMap((_, i) => (i % size === 0 ? [arriving.slice(i, i + size)] : []))
        expect(folded(batches)).toEqual(reference(events))
      }),
      { numRuns: 500 },
    )
  })

  const at = (minute: number) => new Date(MIDNIGHT + minute * MINUTE).toISOString()
  const step = (event_type: string, minute: number, more: Partial<ShopEvent> = {}): ShopEvent => ({
    ...{ event_id: crypto.randomUUID(), event_type, timestamp: at(minute), user_id: "ann", session_id: "s1" },
    product: { id: "hat" },
    total_amount: 10,
    ...more,
  })

  test("a cart left before midnight and bought in another session next day was never abandoned", () => {
    const left = step("add_to_cart", -5)
    const bought = step("purchase", 600, { session_id: "s2" })
    expect(folded([[left]])).toEqual({ [`carts ${at(-5)}`]: 1, [`abandoned_carts ${at(-5)}`]: 1 })
    expect(folded([[left], [bought]])).toEqual({ [`carts ${at(-5)}`]: 1 })
  })
  test("an emptied cart is a cart and not an abandoned one", () => {
    const events = [step("add_to_cart", 1, { quantity: 3 }), step("remove_from_cart", 2)]
    expect(folded([events])).toEqual({ [`carts ${at(2)}`]: 1 })
  })
  test("opening an old thank-you page again does not buy the cart of today", () => {
    const events = [
      step("add_to_cart", 1),
      step("purchase", 2, { order_id: "A" }),
      step("add_to_cart", 3),
      step("purchase", 4, { order_id: "A" }),
    ]
    expect(folded([events])).toEqual({
      [`carts ${at(1)}`]: 1,
      [`carts ${at(3)}`]: 1,
      [`abandoned_carts ${at(3)}`]: 1,
    })
  })
})
