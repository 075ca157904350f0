import { expect, test } from "bun:test"
import type { Track } from "./fields.ts"

// `tsc --noEmit` judges this file: a call below that wrongly passes is an unused @ts-expect-error, thus an error.
const calls: unknown[] = []
const track: Track = (type, ...fields) => {
  calls.push([type, ...fields])
}

test("each event type asks for what it needs", () => {
  track("page_view")
  track("gift_wrapped", { properties: { ribbon: true } })
  track("product_view", { product: { id: "mug" } })
  track("search", { query: "mug", results: 3 })
  track("purchase", { total_amount: 9, order_id: "1" })
  track("purchase", { items: [{ product: { id: "mug" }, quantity: 2, price: 4.5 }] })
  track("refund", { order_id: "1", total_amount: 4.5 })

  // @ts-expect-error a product view has a product
  track("product_view")
  // @ts-expect-error a product has an id
  track("add_to_cart", { product: { name: "Mug" } })
  // @ts-expect-error a search has a query
  track("search", { results: 3 })
  // @ts-expect-error a purchase has an amount or items
  track("purchase", { order_id: "1" })
  // @ts-expect-error a refund names its order
  track("refund", { total_amount: 4.5 })
  // @ts-expect-error ids are minted, never passed
  track("page_view", { event_id: "mine" })
  // @ts-expect-error properties are flat
  track("gift_wrapped", { properties: { ribbon: { colour: "red" } } })

  expect(calls.length).toBe(14)
})
