import { expect, expectTypeOf, test } from "bun:test"
import type { EventType, ShopEvent } from "../../sdk/event.ts"
import { type CheckedEvent, EventSchema, firstDeparture, isEvent } from "./schema.ts"
import { anEvent } from "./testing/collector.ts"

/** Without `?`, missing fields would go unnoticed: `{}` can be assigned to `{ a?: string }`. */
type Whole<T> = T extends EventType ? string : T extends object ? { [K in keyof T]-?: Whole<NonNullable<T[K]>> } : T

test("the schema is the wire type, field by field", () => {
  expectTypeOf<CheckedEvent>().toExtend<ShopEvent>()
  expectTypeOf<ShopEvent>().toExtend<CheckedEvent>()
  expectTypeOf<Whole<CheckedEvent>>().toExtend<Whole<ShopEvent>>()
  expectTypeOf<Whole<ShopEvent>>().toExtend<Whole<CheckedEvent>>()
  expectTypeOf<keyof CheckedEvent>().toEqualTypeOf<keyof ShopEvent>()
})

const wrong: [path: string[], changes: object][] = [
  [["event_id"], { event_id: "x".repeat(65) }],
  [["event_id"], { event_id: 7 }],
  [["event_type"], { event_type: "Purchase" }],
  [["event_type"], { event_type: `a${"b".repeat(63)}` }],
  [["timestamp"], { timestamp: 1735900200000 }],
  [["session_id"], { session_id: "x".repeat(129) }],
  [["product", "id"], { product: { name: "nameless" } }],
  [["product", "name"], { product: { id: "p", name: "x".repeat(513) } }],
  [["quantity"], { quantity: 0 }],
  [["quantity"], { quantity: 1.5 }],
  [["quantity"], { quantity: 1_000_001 }],
  [["total_amount"], { total_amount: "9.99" }],
  [["total_amount"], { total_amount: 1e13 }],
  [["tax"], { tax: Number.POSITIVE_INFINITY }],
  [["currency"], { currency: "EURO" }],
  [["items"], { items: Array.from({ length: 201 }, () => ({ product: { id: "p" } })) }],
  [["items"], { items: { product: { id: "p" } } }],
  [["items", "1", "price"], { items: [{ product: { id: "p" } }, { product: { id: "p" }, price: "1" }] }],
  [["results"], { results: -1 }],
  [["page", "url"], { page: { url: "x".repeat(4097) } }],
  [["campaign"], { campaign: "summer" }],
  [["properties"], { properties: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, i])) }],
  [["properties", "nested"], { properties: { nested: {} } }],
  [["properties", "__proto__"], { properties: JSON.parse('{"__proto__":1}') }],
  [["properties", ""], { properties: { "": 1 } }],
]

test.each(wrong)("an event that is wrong at %p is told so", (path, changes) => {
  const event = anEvent(changes)
  expect(isEvent(event)).toBe(false)
  expect(firstDeparture(event)).toMatchObject({ path })
  expect(firstDeparture(event)!.expected).not.toBe("nothing")
})

test("the largest values allowed are allowed", () => {
  const event = anEvent({
    event_id: "x".repeat(64),
    event_type: `a${"b".repeat(62)}`,
    quantity: 1_000_000,
    tax: -1e12,
    total_amount: 1e12,
    items: Array.from({ length: 200 }, () => ({ product: { id: "x".repeat(128) } })),
    properties: { a: "x".repeat(1024), b: 1.5, c: false, d: null, e: "", constructor: "mine" },
  })
  expect(firstDeparture(event)).toBeUndefined()
  expect(isEvent(event)).toBe(true)
})

test("every part of the schema says what is expected there", () => {
  const silent = (schema: Record<string, unknown>): boolean => schema.description === undefined
  expect(Object.entries(EventSchema.properties).filter(([, schema]) => silent(schema))).toEqual([])
})
