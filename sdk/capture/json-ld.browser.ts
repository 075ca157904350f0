import { expect } from "chai"
import { recorder } from "../testing/recorder.ts"
import { until } from "../testing/wait.ts"
import { jsonLd } from "./json-ld.ts"

const mug = {
  "@context": "https://schema.org",
  "@type": "Product",
  sku: "SKU-1",
  name: "Mug",
  category: "Kitchen",
  brand: { "@type": "Brand", name: "Kiln" },
  offers: { "@type": "Offer", price: "9.50", priceCurrency: "EUR" },
}
const view = {
  product: { id: "SKU-1", name: "Mug", category: "Kitchen", brand: "Kiln", price: 9.5 },
  currency: "EUR",
}

function describePage(...documents: unknown[]): void {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) script.remove()
  for (const content of documents) {
    const script = document.createElement("script")
    script.type = "application/ld+json"
    script.textContent = typeof content === "string" ? content : JSON.stringify(content)
    document.head.append(script)
  }
}

/** What the capture finds on a page as it loads. */
function found(...documents: unknown[]) {
  describePage(...documents)
  const { track, calls } = recorder()
  jsonLd(track)
  return calls
}

describe("jsonld capture", () => {
  afterEach(() => describePage())

  it("views the product that the page describes", () => {
    expect(found({ "@type": "BreadcrumbList" }, mug)).to.deep.equal([["product_view", view]])
  })

  it("finds it in a graph, in an array, as main entity, with several types, by another id", () => {
    expect(found({ "@graph": [{ "@type": "WebSite" }, mug] })).to.deep.equal([["product_view", view]])
    expect(found([mug])).to.deep.equal([["product_view", view]])
    expect(found({ "@type": "ItemPage", mainEntity: mug })).to.deep.equal([["product_view", view]])
    expect(found({ ...mug, "@type": ["Product", "Book"] })).to.deep.equal([["product_view", view]])
    const range = { ...mug, sku: undefined, mpn: 77, brand: "Kiln", offers: [{ lowPrice: 9.5, priceCurrency: "EUR" }] }
    expect(found(range)).to.deep.equal([["product_view", { ...view, product: { ...view.product, id: "77" } }]])
  })

  it("does not take a list, a product without an id, or broken markup for a view", () => {
    expect(found(mug, { ...mug, sku: "SKU-2" })).to.deep.equal([])
    expect(found({ "@type": "ItemList", itemListElement: [{ "@type": "ListItem", item: mug }] })).to.deep.equal([])
    expect(found({ "@type": "Product", name: "Mug" })).to.deep.equal([])
    expect(found("{ broken", "null", "7", [null])).to.deep.equal([])
  })

  it("follows a single-page shop: each product once, and again when the visitor comes back to it", async () => {
    const calls = found(mug)
    const ids = () => calls.map(([, fields]) => (fields.product as { id: string }).id)
    describePage(mug, { "@type": "WebSite" })
    describePage({ ...mug, sku: "SKU-2" })
    await until(() => calls.length === 2)
    describePage(mug)
    await until(() => calls.length === 3)
    expect(ids()).to.deep.equal(["SKU-1", "SKU-2", "SKU-1"])
  })
})
