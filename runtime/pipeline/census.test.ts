import { expect, test } from "bun:test"
import { count, defineMetric, defineOrderMetric } from "../../plugins/kit/index.ts"
import type { Envelope } from "../log/log.ts"
import { bound, Census, MOST_KEYS, OTHER } from "./census.ts"
import { fold } from "./fold.ts"
import { createRegistry } from "./registry.ts"
import { Roster } from "./roster.ts"
import { cellsOf } from "./slice.ts"

const head = { title: "Views", unit: "count" } as const
const registry = createRegistry([
  defineMetric({ ...head, name: "views", on: ["product_view"], by: { product: e => e.product?.id }, ...count() }),
])
const NOON = Date.UTC(2026, 2, 1, 12)

const view = (product: string, at = NOON): Envelope => ({
  ...{ shop: "demo", source: "browser", received_at: "2026-03-01T12:00:00.000Z" },
  event: {
    ...{ event_id: product, event_type: "product_view", timestamp: new Date(at).toISOString() },
    product: { id: product },
  },
})

/** What stands in the cells after batch after batch, by dimension and key, and how many cells that takes. */
function viewsAfter(batches: readonly Envelope[][]) {
  const census = new Census()
  const views = new Map<string, number>()
  for (const batch of batches) {
    const { slices } = fold(registry, new Roster(batch), batch)
    bound(slices, census)
    for (const { dim, key, state } of cellsOf(slices)) {
      const name = `${dim}=${key}`
      views.set(name, (views.get(name) ?? 0) + (state as number) / 1000)
    }
  }
  return views
}

test("a million made-up products make ten thousand cells an hour, and the rest are counted as other", () => {
  const census = new Census()
  const id = { shop: "demo", metric: "views", dim: "product" }
  let admitted = 0
  for (let i = 0; i < 1_000_000; i++) if (census.admits({ ...id, minute: i % 60 }, `p${i}`)) admitted++
  expect(admitted).toBe(MOST_KEYS)
  expect(census.admits({ ...id, minute: 60 }, "p999999")).toBe(true)
})

test("a flood leaves totals exact, and takes from a known key nothing at all", () => {
  const flood = Array.from({ length: 15 }, (_, batch) => [
    view("hat"),
    ...Array.from({ length: 1_000 }, (_, i) => view(`p${batch * 1_000 + i}`)),
  ])
  const views = viewsAfter(flood)
  expect(views.get("=")).toBe(15_015)
  expect(views.get("product=hat")).toBe(15)
  expect(views.get(`product=${OTHER}`)).toBe(15_000 - (MOST_KEYS - 1))
  expect(views.size).toBe(MOST_KEYS + 2)
})

test("fewer keys than there is room for are left as they are", () => {
  const views = [view("hat"), view("shoe")]
  const { slices } = fold(registry, new Roster(views), views)
  const before = structuredClone([...cellsOf(slices)].map(({ plugin, ...cell }) => cell))
  bound(slices, new Census())
  expect([...cellsOf(slices)].map(({ plugin, ...cell }) => cell)).toEqual(before)
})

test("what orders contribute keeps its keys, so that it can be taken back", () => {
  const orders = defineOrderMetric({
    ...{ ...head, name: "orders", by: ["product"] },
    contribute: order =>
      (order.browser?.lines ?? []).map(({ product }) => ({ at: NOON, amount: 1, dim: "product", key: product })),
  })
  const items = Array.from({ length: MOST_KEYS + 1 }, (_, i) => ({ product: { id: `p${i}` } }))
  const purchase = view("x")
  purchase.event = { ...purchase.event, event_type: "purchase", items, order_id: "A" }
  const { slices } = fold(createRegistry([orders]), new Roster([purchase]), [purchase])
  bound(slices, new Census())
  expect([...cellsOf(slices)].length).toBe(MOST_KEYS + 1)
})
