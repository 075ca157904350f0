import type { Fields } from "../fields.ts"
import type { Capture } from "./capture.ts"
import { whenReady } from "./ready.ts"
import { number, text } from "./text.ts"

type Node = Record<string, unknown>

const PRODUCT = /^(https?:\/\/schema\.org\/)?Product(Group)?$/
const many = (value: unknown): unknown[] => (Array.isArray(value) ? value : value ? [value] : [])
const isProduct = (node: Node) => many(node["@type"]).some(type => PRODUCT.test(String(type)))

/** The things a document describes on its top level. Products within lists or offers are not what the page is about. */
function topNodes(json: string): Node[] {
  try {
    return many(JSON.parse(json))
      .flatMap(node => many((node as Node)?.["@graph"] ?? node))
      .flatMap(node => [node, (node as Node)?.mainEntity])
      .filter((node): node is Node => typeof node === "object" && node !== null)
  } catch {
    // Broken markup on the shop's page is a matter between it and its search engines.
    return []
  }
}

function productOf(node: Node): (Fields & { product: { id: string } }) | undefined {
  const offer = (many(node.offers)[0] ?? {}) as Node
  const brand = many(node.brand)[0]
  const ids = [node.sku, node.productID, node.productGroupID, node.mpn, node.gtin13, node.gtin, node["@id"], node.url]
  const id = ids.map(text).find(Boolean)?.slice(0, 128)
  if (!id) return undefined
  const product = {
    id,
    name: text(node.name),
    category: text(node.category),
    brand: text((brand as Node | undefined)?.name ?? brand),
    price: number(offer.price ?? offer.lowPrice),
  }
  return { product, currency: text(offer.priceCurrency) }
}

/** The one product that this page is about; a page that describes several is a list. */
function pageProduct() {
  const scripts = [...document.querySelectorAll('script[type="application/ld+json"]')]
  const products = scripts.flatMap(script => topNodes(script.textContent ?? "")).filter(isProduct)
  const found = products.length === 1 ? products[0] : undefined
  return found && productOf(found)
}

/** `jsonld`: tracks `product_view` from the schema.org Product that the page describes, also one that comes later. */
export const jsonLd: Capture = track => {
  let seen = ""
  let due = false

  function look(): void {
    due = false
    const view = pageProduct()
    const here = view ? location.pathname + view.product.id : ""
    if (view && here !== seen) track("product_view", view)
    seen = here
  }

  whenReady(() => {
    look()
    new MutationObserver(() => {
      if (!due) setTimeout(look)
      due = true
    }).observe(document, { childList: true, subtree: true })
  })
}
