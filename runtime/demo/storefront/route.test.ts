import { describe, expect, test } from "bun:test"
import { CATALOGUE } from "../catalogue.ts"
import {
  articlePath,
  CART,
  CHECKOUT,
  categoryPath,
  HOME,
  listPath,
  parseRoute,
  searchPath,
  thanksPath,
} from "./route.ts"

const route = (path: string) => parseRoute(new URL(path, "http://shop.example"))

describe("addresses of the storefront", () => {
  test("each path that the shop links to leads back to its page", () => {
    expect(route(HOME)).toMatchObject({ page: "list", sort: "loved" })
    expect(route(`${HOME}/`)).toEqual(route(HOME))
    expect(route(categoryPath("Bath"))).toMatchObject({ page: "list", category: "bath" })
    expect(route(articlePath(CATALOGUE[0]!))).toEqual({ page: "article", slug: CATALOGUE[0]!.slug })
    expect(route(searchPath("chef's knife & board"))).toEqual({ page: "search", query: "chef's knife & board" })
    expect(route(CART)).toEqual({ page: "cart" })
    expect(route(CHECKOUT)).toEqual({ page: "checkout" })
    expect(route(thanksPath("LN-1/2"))).toEqual({ page: "thanks", orderId: "LN-1/2" })
  })

  test("a list keeps its order and length in its address", () => {
    const list = { category: "audio", sort: "price-up", show: 48 } as const
    expect(route(listPath(list))).toEqual({ page: "list", ...list })
  })

  test("nonsense in a query falls back to what is usual", () => {
    expect(route("/demo?sort=__proto__&show=-3")).toEqual(route("/demo"))
    expect(route("/demo?show=999999")).toMatchObject({ show: 500 })
  })

  test("an unknown or broken address is the missing page, not an error", () => {
    for (const path of ["/demo/nowhere", "/demo/p", "/demo/p/a/b", "/demo/c/%E0%A4%A/x"]) {
      expect(route(path)).toEqual({ page: "missing" })
    }
  })
})
