import { describe, expect, test } from "bun:test"
import { art } from "./art/art.ts"
import { CATALOGUE } from "./catalogue.ts"
import { list } from "./storefront/pages/list.ts"
import { search } from "./storefront/pages/search.ts"
import { parseRoute } from "./storefront/route.ts"
import { STOREFRONT_CLIENT, STOREFRONT_METRICS, STOREFRONT_STYLE, storefrontPage } from "./storefront.ts"
import { CATEGORIES } from "./words.ts"

const page = storefrontPage({ writeKey: "wk_1", widgetToken: "wt_1" })

describe("the storefront's page", () => {
  test("is instrumented with the public script tag and this shop's write key", () => {
    expect(page).toContain(`<script defer src="/shopstream.js" data-key="wk_1" data-capture="page"></script>`)
  })

  test("shows each of its metrics in a widget with the token", () => {
    const widgets = [...page.matchAll(/<shop-kpi metric="(\w+)" [^>]*token="wt_1">/g)].map(([, metric]) => metric!)
    expect(widgets).toEqual([...STOREFRONT_METRICS])
  })

  test("asks nothing of any other host", () => {
    const addresses = [...page.matchAll(/ (?:src|href|action)="([^"]+)"/g)].map(([, address]) => address!)
    for (const address of addresses) expect(address).toMatch(/^(\/(?!\/)|#|data:)/)
  })

  test("escapes what the server puts in", () => {
    expect(storefrontPage({ writeKey: `"><b>`, widgetToken: `"><b>` })).not.toContain("<b>")
  })

  test("its script and its style are bundled for the browser without a warning", async () => {
    const { success, logs } = await Bun.build({ entrypoints: [STOREFRONT_CLIENT, STOREFRONT_STYLE], target: "browser" })
    expect(logs).toEqual([])
    expect(success).toBe(true)
  })
})

describe("what it shows", () => {
  const cards = (markup: { text: string }) => [...markup.text.matchAll(/data-product="(\w+)"/g)].map(([, id]) => id!)
  const listed = (path: string) => {
    const route = parseRoute(new URL(path, "http://shop.example"))
    return route.page === "list" ? cards(list(route).body) : []
  }
  const price = (id: string) => CATALOGUE.find(({ product }) => product.id === id)!.cents

  test("every form of thing has a drawing, and a form without one is an error that says where to draw it", () => {
    for (const { form } of CATEGORIES.flatMap(({ nouns }) => nouns)) expect(art(form)).toStartWith("<svg")
    expect(() => art("spaceship")).toThrow(`got "spaceship"`)
  })

  test("a list is filtered and sorted by its address", () => {
    const bath = listed("/demo/c/bath?sort=price-up&show=100")
    expect(bath).toHaveLength(50)
    expect(bath.map(price)).toEqual(bath.map(price).toSorted((a, b) => a - b))
    expect(listed("/demo")).toEqual(CATALOGUE.slice(0, 24).map(({ product }) => product.id))
  })

  test("a category that does not exist is not found", () => {
    const route = parseRoute(new URL("/demo/c/rockets", "http://shop.example"))
    expect(route.page === "list" && list(route).title).toBe("Not found")
  })

  test("a search says how many it found, and a fruitless one shows what is well liked instead", () => {
    expect(search("table lamp").body.text).toContain("10 things found")
    const fruitless = search("<img src=x>")
    expect(fruitless.body.text).toContain("We have nothing like it")
    expect(fruitless.body.text).not.toContain("<img")
    expect(cards(fruitless.body)).toHaveLength(8)
  })
})
