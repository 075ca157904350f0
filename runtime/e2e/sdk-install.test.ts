import { afterAll, beforeAll, expect, test } from "bun:test"
import type { Browser } from "puppeteer-core"
import { type ServerUnderTest, startServer } from "../testing/server.ts"
import { describeInBrowser, newVisitor, openBrowser, openTab } from "./testing/browser.ts"
import { numbers } from "./testing/numbers.ts"
import { countTypes, rawEvents } from "./testing/raw-events.ts"
import { dollars, numberOf, shows } from "./testing/screen.ts"
import { type Site, serveSite } from "./testing/site.ts"
import { becomes, settled } from "./testing/until.ts"

/** A product page as shops have it: described for search engines, and telling its tag manager what happens. */
const PRODUCT_PAGE = `
  <script type="application/ld+json">
    { "@context": "https://schema.org", "@type": "Product", "sku": "mug-7", "name": "Mug", "category": "Kitchen",
      "offers": { "@type": "Offer", "price": "12.50", "priceCurrency": "USD" } }
  </script>
  <script>
    window.dataLayer = window.dataLayer || []
    function gtag() { dataLayer.push(arguments) }
    gtag("event", "search", { search_term: "mug" })
  </script>`

const ITEMS = [{ item_id: "mug-7", item_name: "Mug", item_category: "Kitchen", price: 12.5, quantity: 2 }]
/** What the shop's own pages push later on. */
const PUSHES = [
  { event: "add_to_cart", ecommerce: { currency: "USD", value: 25, items: ITEMS } },
  { event: "begin_checkout", ecommerce: { currency: "USD", value: 25, items: ITEMS } },
  {
    event: "purchase",
    ecommerce: { transaction_id: "T-1", currency: "USD", value: 25, tax: 2, shipping: 5.95, items: ITEMS },
  },
]

describeInBrowser("a shop that adds the script tags to its pages", () => {
  let browser: Browser
  let server: ServerUnderTest
  let shop: Site
  let tags = ""

  beforeAll(async () => {
    server = await startServer()
    browser = await openBrowser()
    shop = serveSite(() => PRODUCT_PAGE + tags)
  })
  afterAll(async () => {
    await browser?.close()
    await shop?.stop()
    await server?.dispose()
  })

  const scriptTag = (key: string) =>
    `<script defer src="${server.url}/shopstream.js" data-key="${key}" data-capture="page ga4 jsonld"></script>`
  const cli = async (...args: string[]) => JSON.parse(await server.cli(...args, "--shop", "demo", "--json"))

  test("counts its pages, its GA4 events and the product it describes, and shows what it sold", async () => {
    const { token } = await cli("token", "create", "--metrics", "revenue", "--origin", shop.origin)
    tags = `${scriptTag(server.keys.write)}
      <script type="module" src="${server.url}/widgets.js"></script>
      <shop-kpi metric="revenue" minutes="60" token="${token}"></shop-kpi>`
    const tab = await openTab(await newVisitor(browser), `${shop.origin}/p/mug?utm_source=newsletter`)
    await tab.evaluate(pushes => (window as Window & { dataLayer?: object[] }).dataLayer!.push(...pushes), PUSHES)
    await shows(tab, numberOf("revenue"), dollars(25))
    await becomes(() => countTypes(rawEvents(server)), {
      page_view: 1,
      product_view: 1,
      search: 1,
      add_to_cart: 1,
      begin_checkout: 1,
      purchase: 1,
    })
    expect(await numbers(server, "revenue", "orders", "product_views", "conversion_rate")).toEqual({
      revenue: 25,
      orders: 1,
      product_views: 1,
      conversion_rate: 100,
    })
    expect(tab.troubles).toEqual([])
  })

  test("gets the fields of its events right", () => {
    const events = rawEvents(server)
    const of = (type: string) => events.find(event => event.event_type === type)
    expect(of("product_view")?.product).toEqual({ id: "mug-7", name: "Mug", category: "Kitchen", price: 12.5 })
    expect(of("purchase")).toMatchObject({ order_id: "T-1", total_amount: 25, tax: 2, shipping: 5.95, currency: "USD" })
    expect(of("search")?.query).toBe("mug")
    for (const { campaign, page, session_id, user_id } of events) {
      expect(campaign?.source).toBe("newsletter")
      expect(page?.url).toStartWith(`${shop.origin}/p/mug`)
      expect([session_id, user_id]).toEqual([events[0]!.session_id, events[0]!.user_id])
    }
  })

  test("is told on its console when the key is not for this origin, and nothing is counted", async () => {
    const before = rawEvents(server)
    const { key } = await cli("keys", "create", "--kind", "write", "--origin", "https://elsewhere.example")
    tags = scriptTag(key)
    const tab = await openTab(await newVisitor(browser), shop.origin)
    const look = () => tab.troubles.join("\n")
    expect(await settled(look, text => text.includes("elsewhere.example"))).toContain("check the key and the origins")
    expect(rawEvents(server)).toEqual(before)
  })
})
