import { expect, test } from "bun:test"
import { departure } from "./check.ts"

const mug = { id: "mug" }

test("events that the server would take pass", () => {
  const good: [string, object][] = [
    ["page_view", {}],
    ["gift_wrapped", { properties: { ribbon: true } }],
    ["product_view", { product: mug }],
    ["search", { query: "mug", results: 0 }],
    ["purchase", { total_amount: 0 }],
    ["purchase", { items: [{ product: mug, price: 9 }] }],
    ["refund", { order_id: "1" }],
  ]
  for (const [type, fields] of good) expect(departure(type, fields)).toBeUndefined()
})

test("events that cannot be right are named with what was expected and what came", () => {
  const bad: [unknown, unknown, unknown][] = [
    ["Add To Cart", {}, "Add To Cart"],
    [undefined, {}, undefined],
    ["page_view", "home", "home"],
    ["page_view", null, null],
    ["add_to_cart", {}, undefined],
    ["product_view", { product: { id: 7 } }, { id: 7 }],
    ["search", { query: "" }, ""],
    ["purchase", { order_id: "1" }, undefined],
    ["purchase", { total_amount: "9.00" }, "9.00"],
    ["purchase", { total_amount: -1 }, -1],
  ]
  for (const [type, fields, came] of bad) expect(departure(type, fields)?.[1]).toEqual(came)
})
