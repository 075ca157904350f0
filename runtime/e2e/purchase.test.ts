import { afterAll, beforeAll, expect, test } from "bun:test"
import type { Browser } from "puppeteer-core"
import { type ServerUnderTest, startServer } from "../testing/server.ts"
import { purchase, send } from "./testing/backend.ts"
import { describeInBrowser, newVisitor, openBrowser, openTab, type Tab } from "./testing/browser.ts"
import { numbers } from "./testing/numbers.ts"
import { countTypes, rawEvents } from "./testing/raw-events.ts"
import { dollars, mentions, noteOf, numberOf, shows, textOf } from "./testing/screen.ts"
import { addToCart, on, openProduct, order, search } from "./testing/shopper.ts"
import { type Site, serveSite } from "./testing/site.ts"
import { becomes } from "./testing/until.ts"

/** One purchase, seen from everywhere: what a shop owner would try first. */
describeInBrowser("a purchase in the demo storefront", () => {
  let server: ServerUnderTest
  let browser: Browser
  let blog: Site
  let token: string
  let shopper: Tab
  let reader: Tab
  /** What the shopper's order brings: goods, without tax and shipping. */
  let goods: number

  beforeAll(async () => {
    server = await startServer()
    browser = await openBrowser()
    blog = serveSite(
      () => `<script type="module" src="${server.url}/widgets.js"></script>
        <shop-kpi metric="revenue" minutes="60" token="${token}"></shop-kpi>
        <shop-kpi metric="orders" minutes="60" token="${token}"></shop-kpi>`,
    )
    token = await tokenFor(blog.origin)
    reader = await openTab(await newVisitor(browser), blog.origin)
    shopper = await openTab(await newVisitor(browser), `${server.url}/demo`)
  })

  afterAll(async () => {
    await browser?.close()
    await blog?.stop()
    await server?.dispose()
  })

  async function tokenFor(origin: string): Promise<string> {
    const asked = ["--shop", "demo", "--metrics", "revenue,orders", "--origin", origin, "--json"]
    return JSON.parse(await server.cli("token", "create", ...asked)).token
  }

  const readerSees = async (revenue: number, orders: number) => {
    await shows(reader, numberOf("revenue"), dollars(revenue))
    await shows(reader, numberOf("orders"), String(orders))
  }

  test("a widget on another site shows the shop's numbers before it", async () => {
    await readerSees(0, 0)
  })

  test("moves that widget by what was sold, and REST agrees", async () => {
    await search(shopper, "lamp")
    expect(await textOf(shopper, on("search-count"))).toMatch(/^\d+ things found\.$/)
    goods = 2 * (await openProduct(shopper))
    await addToCart(shopper, 2)
    expect(await order(shopper)).toMatch(/^LN-/)
    expect(await textOf(shopper, on("order-goods"))).toBe(dollars(goods))
    await readerSees(goods, 1)
    expect(await numbers(server, "revenue", "orders", "product_views", "add_to_cart")).toEqual({
      revenue: goods,
      orders: 1,
      product_views: 1,
      add_to_cart: 1,
    })
  })

  test("is not changed by reloads of the thank-you page, each of which reports it again", async () => {
    for (let i = 0; i < 3; i++) await shopper.reload()
    await becomes(() => countTypes(rawEvents(server)).purchase, 4)
    expect(await numbers(server, "revenue", "orders")).toEqual({ revenue: goods, orders: 1 })
  })

  test("is the last that the widget heard of: another order moves it from there", async () => {
    await send(server, purchase(10))
    await readerSees(goods + 10, 2)
  })

  test("left no error on either page", () => {
    expect([shopper.troubles, reader.troubles]).toEqual([[], []])
  })

  test("stays hidden from a site that the token does not name", async () => {
    token = await tokenFor("https://elsewhere.example")
    const stranger = await openTab(await newVisitor(browser), blog.origin)
    await mentions(stranger, noteOf("revenue"), "https://elsewhere.example, not from")
    expect(await textOf(stranger, numberOf("revenue"))).toBe("—")
  })
})
