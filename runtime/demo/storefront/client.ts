import { actions } from "./actions.ts"
import { Cart } from "./cart.ts"
import { Orders } from "./orders.ts"
import { article } from "./pages/article.ts"
import { cart } from "./pages/cart.ts"
import { checkout } from "./pages/checkout.ts"
import { list } from "./pages/list.ts"
import { missing } from "./pages/missing.ts"
import { search } from "./pages/search.ts"
import { thanks } from "./pages/thanks.ts"
import { parseRoute } from "./route.ts"
import type { Shop, View } from "./view.ts"

/** The storefront in the browser: an address makes a view, the view fills `<main>`, links and forms change the address. */
const shop: Shop = { cart: new Cart(localStorage), orders: new Orders(localStorage) }
const main = document.querySelector("main")!
const basket = document.querySelector("[data-cart-count]")!

function view(): View {
  const route = parseRoute(new URL(location.href))
  switch (route.page) {
    case "list":
      return list(route)
    case "article":
      return article(route.slug, shop)
    case "search":
      return search(route.query)
    case "cart":
      return cart(shop)
    case "checkout":
      return checkout(shop)
    case "thanks":
      return thanks(route.orderId, shop)
    case "missing":
      return missing()
  }
}

/** Draws the page of the present address. */
function draw(): View {
  const drawn = view()
  document.title = `${drawn.title} · Linnet`
  main.innerHTML = drawn.body.text
  basket.textContent = shop.cart.count > 0 ? String(shop.cart.count) : ""
  return drawn
}

function visit(): void {
  draw().visited?.()
}

function go(path: string, { keepScroll = false } = {}): void {
  history.pushState(null, "", path)
  visit()
  if (keepScroll) return
  scrollTo({ top: 0, behavior: "instant" })
  main.focus({ preventScroll: true })
}

actions(document, { shop, go, draw })
addEventListener("popstate", visit)
visit()
