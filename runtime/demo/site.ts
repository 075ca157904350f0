import type { Page } from "../../sdk/event.ts"
import type { Article } from "./catalogue.ts"
import { CATEGORIES } from "./words.ts"

/** Where the simulated shop lives, and its pages as events tell of them. */
const SITE = "https://linnet.example"

const page = (path: string, title: string): Page => ({ url: `${SITE}${path}`, title: `${title} · Linnet` })

export const CATEGORY_PAGES: readonly Page[] = CATEGORIES.map(({ name }) => page(`/c/${name.toLowerCase()}`, name))
export const ENTRANCES: readonly Page[] = [page("/", "Home"), page("/", "Home"), ...CATEGORY_PAGES]
export const CHECKOUT_PAGE = page("/checkout", "Checkout")
export const THANKS_PAGE = page("/thanks", "Thank you")

export function articlePage({ slug, product }: Article): Page {
  return page(`/p/${slug}`, product.name)
}
