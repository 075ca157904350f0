import { expect, test } from "bun:test"
import fc from "fast-check"
import { anEvent } from "./testing/collector.ts"
import { tidy } from "./tidy.ts"

test("an event of known fields is returned as it is", () => {
  const event = anEvent({ items: [{ product: { id: "p" } }], properties: { anything: null, goes: "" } })
  expect(tidy(event)).toBe(event)
})

test("unknown fields are dropped at every level, an IP among them", () => {
  const event = anEvent({
    junk: { deep: 1 },
    location: { city: "Berlin", ip: "192.0.2.1" },
    items: [{ product: { id: "p", sku: "s" }, gift: true }],
  })
  expect(tidy(event)).toEqual(anEvent({ location: { city: "Berlin" }, items: [{ product: { id: "p" } }] }))
})

test("null and the empty string mean that a field is absent", () => {
  expect(tidy(anEvent({ order_id: "", customer_id: null, product: { id: "p", brand: "" } }))).toEqual(
    anEvent({ product: { id: "p" } }),
  )
})

test("a field named __proto__ changes nothing", () => {
  const tidied = tidy(JSON.parse('{"event_id":"e","__proto__":{"order_id":"x"},"constructor":{"prototype":{}}}'))
  expect(tidied).toEqual({ event_id: "e" })
  expect(Object.getPrototypeOf(tidied)).toBe(Object.prototype)
  expect((tidied as { order_id?: string }).order_id).toBeUndefined()
})

test("any object is tidied, and tidying again changes nothing", () => {
  fc.assert(
    fc.property(
      fc.object({
        key: fc.constantFrom("product", "items", "location", "id", "properties", "x"),
        withNullPrototype: false,
      }),
      value => {
        const once = tidy(JSON.parse(JSON.stringify(value)))
        expect(tidy(once)).toBe(once)
      },
    ),
  )
})
