import { expect } from "chai"
import { recorder } from "../testing/recorder.ts"
import { dataLayer } from "./ga4-datalayer.ts"

const mug = {
  item_id: "SKU-1",
  item_name: "Mug",
  item_brand: "Kiln",
  item_category: "Kitchen",
  item_variant: "blue",
  price: 8.5,
  discount: 1.5,
  quantity: 2,
}
const product = { id: "SKU-1", name: "Mug", brand: "Kiln", category: "Kitchen", variant: "blue", price: 10 }
const line = { product, price: 10, quantity: 2, discount: 3 }

const page: Window & { dataLayer?: unknown[] } = window

describe("ga4 capture", () => {
  let calls: ReturnType<typeof recorder>["calls"]
  const push = (...entries: unknown[]) => page.dataLayer!.push(...entries)

  beforeEach(() => {
    page.dataLayer = undefined
    const recording = recorder()
    calls = recording.calls
    dataLayer(recording.track)
  })

  it("maps a tag manager's ecommerce pushes", () => {
    const cart = { currency: "USD", value: 17, items: [mug] }
    push({ event: "view_item", ecommerce: cart })
    push({ event: "add_to_cart", ecommerce: cart })
    push({ event: "remove_from_cart", ecommerce: cart })
    push({ event: "begin_checkout", ecommerce: { ...cart, coupon: "MAY" } })
    push({ event: "purchase", ecommerce: { ...cart, transaction_id: "T1", tax: 1.2, shipping: "4.90" } })
    push({ event: "refund", ecommerce: { currency: "USD", value: 8.5, transaction_id: "T1" } })
    push({ event: "search", search_term: "mug" })

    const order = { currency: "USD", total_amount: 17, items: [line] }
    expect(calls).to.deep.equal([
      ["product_view", { product, currency: "USD" }],
      ["add_to_cart", { product, currency: "USD", quantity: 2 }],
      ["remove_from_cart", { product, currency: "USD", quantity: 2 }],
      ["begin_checkout", { ...order, coupon: "MAY" }],
      ["purchase", { ...order, order_id: "T1", tax: 1.2, shipping: 4.9 }],
      ["refund", { currency: "USD", total_amount: 8.5, order_id: "T1" }],
      ["search", { query: "mug" }],
    ])
  })

  it("maps gtag calls, which push their arguments", () => {
    function gtag(..._given: unknown[]) {
      // biome-ignore lint/complexity/noArguments: gtag.js is defined to push this very object
      push(arguments)
    }
    gtag("config", "G-1")
    gtag("event", "purchase", { transaction_id: 7, value: "17.00", items: [{ item_name: "Mug", price: "8.50" }] })
    const item = { product: { id: "Mug", name: "Mug", price: 8.5 }, quantity: 1, price: 8.5 }
    expect(calls).to.deep.equal([["purchase", { order_id: "7", total_amount: 17, items: [item] }]])
  })

  it("makes one event of each item put into the cart", () => {
    push({ event: "add_to_cart", ecommerce: { items: [mug, { ...mug, item_id: "SKU-2" }] } })
    expect(calls.map(([, fields]) => (fields.product as { id: string }).id)).to.deep.equal(["SKU-1", "SKU-2"])
  })

  it("reads what was pushed before it, and passes all pushes on", () => {
    const passed: unknown[] = []
    page.dataLayer = [{ event: "search", search_term: "early" }]
    page.dataLayer.push = (...entries) => passed.push(...entries)
    const { track, calls } = recorder()
    dataLayer(track)
    const late = { event: "search", search_term: "late" }
    push(late)
    expect(calls.map(([, fields]) => fields.query)).to.deep.equal(["early", "late"])
    expect(passed).to.deep.equal([late])
  })

  it("lets pass what it does not know, however odd", () => {
    push(null, undefined, "text", 7, [], {}, { ecommerce: null }, { event: "gtm.js" }, { event: "add_to_cart" })
    push({ event: "view_item", ecommerce: { items: [null, {}, { item_id: "" }] } }, { event: "scroll", items: "none" })
    expect(calls).to.deep.equal([])
  })
})
