import { expect } from "chai"
import { recorder } from "../testing/recorder.ts"
import { dataAttributes } from "./data-attributes.ts"

const { track, calls } = recorder()
dataAttributes(track)

function show(html: string): HTMLElement {
  document.body.innerHTML = html
  for (const form of document.forms) form.addEventListener("submit", event => event.preventDefault())
  return document.body
}

const click = (selector: string) => document.querySelector<HTMLElement>(selector)!.click()

describe("attributes capture", () => {
  beforeEach(() => calls.splice(0))
  afterEach(() => show(""))

  it("tracks a click on an element, or on what lies in it", () => {
    show(`<button data-shopstream="add_to_cart" data-product-id="p1" data-product-name="Mug" data-product-price="9.5"
      data-product-category="Kitchen" data-product-brand="Kiln" data-product-variant="blue" data-quantity="2"
      data-currency="EUR"><b>Add</b></button>`)
    click("b")
    const product = { id: "p1", name: "Mug", category: "Kitchen", brand: "Kiln", variant: "blue", price: 9.5 }
    expect(calls).to.deep.equal([["add_to_cart", { product, quantity: 2, currency: "EUR" }]])
  })

  it("takes the product from the card around the button", () => {
    show(
      `<article data-product-id="p1" data-product-name="Mug"><button data-shopstream="product_view"></button></article>`,
    )
    click("button")
    expect(calls).to.deep.equal([["product_view", { product: { id: "p1", name: "Mug" } }]])
  })

  it("tracks a form when it is submitted, not when it is clicked, with what the visitor typed", () => {
    show(
      `<form data-shopstream="add_to_cart" data-product-id="p1"><input name="quantity" value="3"><button></button></form>`,
    )
    click("input")
    expect(calls).to.deep.equal([])
    click("button")
    expect(calls).to.deep.equal([["add_to_cart", { product: { id: "p1" }, quantity: 3 }]])

    show(`<form data-shopstream="search"><input name="q" value=" mug "><button></button></form>`)
    click("button")
    expect(calls[1]).to.deep.equal(["search", { query: "mug" }])
  })

  it("hears clicks that the page stops on their way up", () => {
    show(`<button data-shopstream="begin_checkout" data-total-amount="19"></button>`)
    document.querySelector("button")!.addEventListener("click", event => event.stopImmediatePropagation())
    click("button")
    expect(calls).to.deep.equal([["begin_checkout", { total_amount: 19 }]])
  })

  it("leaves other clicks alone", () => {
    show("<button>Plain</button>")
    click("button")
    expect(calls).to.deep.equal([])
  })
})
