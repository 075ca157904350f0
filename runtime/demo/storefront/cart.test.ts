import { beforeEach, describe, expect, test } from "bun:test"
import { CATALOGUE } from "../catalogue.ts"
import { quote } from "../pricing.ts"
import { createStorage } from "../testing/storage.ts"
import { Cart } from "./cart.ts"
import { Orders } from "./orders.ts"

const [lamp, mug] = [CATALOGUE[0]!, CATALOGUE[1]!]
let storage: Storage

beforeEach(() => {
  storage = createStorage()
})

describe("the cart", () => {
  test("says how many more or fewer of a thing lie in it: what add_to_cart and remove_from_cart tell", () => {
    const cart = new Cart(storage)
    expect(cart.set(lamp, 2)).toBe(2)
    expect(cart.set(lamp, 3)).toBe(1)
    expect(cart.set(mug, 1)).toBe(1)
    expect(cart.set(lamp, 0)).toBe(-3)
    expect(cart.lines).toEqual([{ article: mug, quantity: 1 }])
  })

  test("holds at most nine of a thing, and never less than none", () => {
    const cart = new Cart(storage)
    expect(cart.set(lamp, 50)).toBe(9)
    expect(cart.set(lamp, -2)).toBe(-9)
    expect(cart.set(lamp, Number.NaN)).toBe(0)
  })

  test("is there again on the next visit, coupon included", () => {
    const cart = new Cart(storage)
    cart.set(lamp, 2)
    cart.use("WELCOME10")
    const again = new Cart(storage)
    expect(again.lines).toEqual([{ article: lamp, quantity: 2 }])
    expect(again.coupon).toBe("WELCOME10")
    again.empty()
    expect(new Cart(storage).count).toBe(0)
  })

  test("begins empty where something else was stored, and drops what is no longer sold", () => {
    for (const text of ["not json", "42", '{"lines":5}', '{"lines":[{"id":"prod_999","quantity":1}]}']) {
      storage.setItem("linnet.cart", text)
      expect(new Cart(storage).count).toBe(0)
    }
  })
})

describe("orders", () => {
  test("an order is found again as it was placed, so that a reload of the thank-you page tells the same purchase", () => {
    const { purchase } = new Orders(storage).place(quote([{ article: lamp, quantity: 2 }]), "Ada", "paypal")
    expect(new Orders(storage).find(purchase.order_id)?.purchase).toEqual(purchase)
    expect(purchase).toMatchObject({ total_amount: (2 * lamp.cents) / 100, currency: "USD", payment_method: "paypal" })
  })

  test("each has a number of its own; an unknown number is no order", () => {
    const orders = new Orders(storage)
    const place = () => orders.place(quote([{ article: mug, quantity: 1 }]), "Ada", "paypal").purchase.order_id
    const ids = [place(), place(), place()]
    expect(new Set(ids).size).toBe(3)
    for (const id of ids) expect(id).toMatch(/^LN-[2-9A-Z]{4}-[2-9A-Z]{4}$/)
    expect(orders.find("LN-0000-0000")).toBeUndefined()
  })
})
