import { expect, test } from "bun:test"
import { itemsTotal } from "./amount.ts"

const product = { id: "p", price: 19.99 }

test("lines add up by price, else the product's, times quantity, less discounts", () => {
  expect(itemsTotal([{ product, quantity: 3 }], "USD")).toBe(59.97)
  expect(itemsTotal([{ product, price: 10, quantity: 2, discount: 5 }, { product }], "USD")).toBe(34.99)
})

test("the total is rounded to what the currency has", () => {
  expect(
    itemsTotal(
      [
        { product: { id: "p" }, price: 0.1 },
        { product: { id: "q" }, price: 0.2 },
      ],
      "EUR",
    ),
  ).toBe(0.3)
  expect(itemsTotal([{ product, price: 99.6 }], "JPY")).toBe(100)
  expect(itemsTotal([{ product, price: 1.2345 }], "KWD")).toBe(1.235)
})

test("without lines, or with one that has no price, there is no total", () => {
  expect(itemsTotal(undefined, "USD")).toBeUndefined()
  expect(itemsTotal([], "USD")).toBeUndefined()
  expect(itemsTotal([{ product }, { product: { id: "free?" } }], "USD")).toBeUndefined()
  expect(itemsTotal([{ product: { id: "free" }, price: 0 }], "USD")).toBe(0)
})
