import { expect, test } from "bun:test"
import fc from "fast-check"
import { dayOf, HOUR, hourStart, MINUTE } from "../../calendar.ts"
import { memoryStore } from "../../drivers/memory.ts"
import type { Cell, Grain, Store } from "../../store.ts"
import type { Open } from "../rig.ts"
import { add, at, cell, save, shop, sums, writer } from "../rows.ts"

/** Four days around a change of clocks, in zones with days of 23, 24 and 25 hours and with midnight within an hour. */
const START = at("2025-03-28T00:00Z")
const END = at("2025-04-01T00:00Z")
const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"]

/** Something done to a store, as data, so that a failing sequence can be read. */
type Step =
  | { save: Cell[]; partition: number }
  | { rollUpBefore: number; limit: number }
  | { retain: Parameters<Store["retain"]>[0] }
  | { timezone: string }

const instant = fc.integer({ min: START / MINUTE, max: END / MINUTE }).map(minute => minute * MINUTE)

// Few minutes, so that steps meet: around midnights and full hours, where buckets are cut.
const minute = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.constantFrom(0, 14, 15, 59))
  .map(([hour, past]) => START / MINUTE + hour * 60 + past)

const aCell = fc
  .record({
    metric: fc.constantFrom("revenue", "orders"),
    minute,
    place: fc.constantFrom({ dim: "", key: "" }, { dim: "country", key: "DE" }, { dim: "country", key: "FR" }),
    sum: fc.integer({ min: -5, max: 100 }),
  })
  .map(({ metric, minute, place, sum }) => cell(sum, { metric, minute, ...place }))

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ save: fc.array(aCell, { minLength: 1, maxLength: 8 }), partition: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ rollUpBefore: instant, limit: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ retain: fc.record({ raw: fc.constant(0), minute: instant, hour: instant, day: instant }) }),
  fc.record({ timezone: fc.constantFrom(...ZONES) }),
)

async function take(step: Step, store: Store): Promise<void> {
  if ("save" in step) return save(store, step.save, writer(step.partition))
  if ("retain" in step) return store.retain(step.retain)
  if ("timezone" in step) return store.saveShop(shop(step))
  for (const bucket of await store.dirty(step.rollUpBefore, step.limit)) await store.rollUp(bucket, add)
}

async function answers(store: Store, zone: string, [a, b]: [number, number]): Promise<unknown[]> {
  const [from, to] = [Math.min(a, b), Math.max(a, b)]
  const spans: [Grain, number, number][] = [
    ["minute", from, to],
    ["hour", hourStart(from), hourStart(to) + HOUR],
    ["day", dayOf(zone, from).start, dayOf(zone, to).end],
  ]
  const results: unknown[] = []
  for (const [grain, from, to] of spans) {
    for (const query of [{ dim: "" }, { dim: "country" }, { dim: "country", key: "FR" }]) {
      const rows = await store.read({ shop: "demo", metric: "revenue", ...query, from, to }, grain)
      results.push({ grain, ...query, ...sums(rows, grain, zone) })
    }
  }
  return results
}

/** Whatever is done in whatever order, the driver answers as the reference model does. */
export function model(open: Open): void {
  test("after any changes, roll-ups, retentions and moves between zones, every grain reads as in the model", async () => {
    const sequence = fc.array(step, { minLength: 1, maxLength: 25 })
    await fc.assert(
      fc.asyncProperty(sequence, fc.tuple(instant, instant), async (sequence, span) => {
        const rig = await open()
        const reference = memoryStore()
        try {
          for (const step of sequence) {
            await take(step, reference)
            await take(step, rig.store)
            const zone = (await reference.shops())[0]?.timezone ?? "UTC"
            expect(await answers(rig.store, zone, span)).toEqual(await answers(reference, zone, span))
          }
        } finally {
          await rig.dispose()
        }
      }),
      { numRuns: 60 },
    )
  }, 120_000)
}
