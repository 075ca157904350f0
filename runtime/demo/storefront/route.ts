import type { Article } from "../catalogue.ts"

export const SORTS = {
  loved: "Most loved",
  "price-up": "Price, low to high",
  "price-down": "Price, high to low",
  name: "Name",
} as const
export type Sort = keyof typeof SORTS

/** A page of the storefront, as its address tells. */
export type Route =
  /** `category` in small letters; absent = all. `show`: how many articles are listed. */
  | { page: "list"; category?: string; sort: Sort; show: number }
  | { page: "article"; slug: string }
  | { page: "search"; query: string }
  | { page: "cart" }
  | { page: "checkout" }
  | { page: "thanks"; orderId: string }
  | { page: "missing" }

/** Articles listed at first, and added by each "Show more". */
export const STEP = 24

/** Reads an address under `/demo`. Anything unknown is the missing page. */
export function parseRoute({ pathname, searchParams }: URL): Route {
  const [first = "", second = "", ...rest] = pathname
    .replace(/^\/demo\/?/, "")
    .replace(/\/$/, "")
    .split("/")
    .map(part => decode(part))
  if (rest.length > 0) return { page: "missing" }
  const list = { page: "list", sort: readSort(searchParams), show: readShow(searchParams) } as const
  switch (second ? `${first}/…` : first) {
    case "":
      return list
    case "c/…":
      return { ...list, category: second }
    case "p/…":
      return { page: "article", slug: second }
    case "search":
      return { page: "search", query: (searchParams.get("q") ?? "").trim() }
    case "cart":
    case "checkout":
      return { page: first as "cart" | "checkout" }
    case "thanks/…":
      return { page: "thanks", orderId: second }
    default:
      return { page: "missing" }
  }
}

export const HOME = "/demo"
export const CART = "/demo/cart"
export const CHECKOUT = "/demo/checkout"
export const categoryPath = (category: string): string => `/demo/c/${category.toLowerCase()}`
export const articlePath = ({ slug }: Article): string => `/demo/p/${slug}`
export const thanksPath = (orderId: string): string => `/demo/thanks/${encodeURIComponent(orderId)}`

export const searchPath = (query: string): string => `/demo/search?${new URLSearchParams({ q: query })}`

/** Address of a list; what is usual is left out of it. */
export function listPath({ category, sort, show }: Omit<Extract<Route, { page: "list" }>, "page">): string {
  const query = new URLSearchParams()
  if (sort !== "loved") query.set("sort", sort)
  if (show !== STEP) query.set("show", String(show))
  const path = category ? categoryPath(category) : HOME
  return query.size > 0 ? `${path}?${query}` : path
}

function readSort(query: URLSearchParams): Sort {
  const sort = query.get("sort") ?? ""
  return Object.hasOwn(SORTS, sort) ? (sort as Sort) : "loved"
}

function readShow(query: URLSearchParams): number {
  const show = Number(query.get("show"))
  return Number.isInteger(show) && show > STEP ? Math.min(show, 500) : STEP
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
