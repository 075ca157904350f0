import { type Article, CATALOGUE } from "../catalogue.ts"
import { quote } from "../pricing.ts"
import { searchPath, thanksPath } from "./route.ts"
import { tellCart } from "./tracking.ts"
import type { Shop } from "./view.ts"

export interface Stage {
  shop: Shop
  /** Goes to an address of the storefront. */
  go(path: string, options?: { keepScroll?: boolean }): void
  /** Draws the page again after something in it changed. */
  draw(): void
}

/** Listens once for the whole document: links by their address, forms and controls by their `data-action`. */
export function actions(root: Document, stage: Stage): void {
  root.addEventListener("click", event => {
    const target = event.target as Element
    const remove = target.closest<HTMLElement>("button[data-action=remove]")
    if (remove) change(remove, 0, stage)
    const link = target.closest<HTMLAnchorElement>("a[href]")
    if (!link || !isOurs(link) || event.button !== 0 || opensElsewhere(event)) return
    event.preventDefault()
    stage.go(link.pathname + link.search, { keepScroll: "keepScroll" in link.dataset })
  })

  root.addEventListener("change", event => {
    const select = event.target as HTMLSelectElement
    if (select.dataset.action === "sort") stage.go(select.value, { keepScroll: true })
    if (select.dataset.action === "quantity") change(select, Number(select.value), stage)
  })

  root.addEventListener("submit", event => {
    const form = event.target as HTMLFormElement
    const data = new FormData(form)
    event.preventDefault()
    SUBMITS[form.dataset.action ?? ""]?.(stage, name => String(data.get(name) ?? "").trim(), form)
  })
}

type Submit = (stage: Stage, text: (name: string) => string, form: HTMLFormElement) => void

/** What each form does, by its `data-action`. */
const SUBMITS: Readonly<Record<string, Submit>> = {
  search({ go }, text) {
    go(searchPath(text("q")))
  },

  add(stage, text, form) {
    change(form, stage.shop.cart.quantityOf(articleOf(form)) + Number(text("quantity")), stage)
  },

  coupon({ shop, draw }, text) {
    shop.cart.use(text("coupon").toUpperCase() || undefined)
    draw()
  },

  order({ shop: { cart, orders }, go }, text) {
    const { purchase } = orders.place(quote(cart.lines, cart.coupon), text("name"), text("payment"))
    cart.empty()
    go(thanksPath(purchase.order_id))
  },
}

/** Sets how many of the article that `element` stands for lie in the cart, and tells of the difference. */
function change(element: HTMLElement, quantity: number, { shop, draw }: Stage): void {
  const article = articleOf(element)
  tellCart(article, shop.cart.set(article, quantity))
  draw()
}

function articleOf(element: HTMLElement): Article {
  return CATALOGUE.find(({ product }) => product.id === element.dataset.product)!
}

function isOurs({ origin, pathname, target }: HTMLAnchorElement): boolean {
  return origin === location.origin && /^\/demo(\/|$)/.test(pathname) && !target
}

function opensElsewhere({ metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return metaKey || ctrlKey || shiftKey || altKey
}
