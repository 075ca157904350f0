import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "bun:test"
import type { Browser, BrowserContext } from "puppeteer-core"
import { type ServerUnderTest, startServer } from "../testing/server.ts"
import { describeInBrowser, newVisitor, openBrowser, openTab, type Tab } from "./testing/browser.ts"
import { loseNextAnswer } from "./testing/network.ts"
import { numbers } from "./testing/numbers.ts"
import { countTypes, rawEvents } from "./testing/raw-events.ts"
import { addToCart, click, openProduct, order } from "./testing/shopper.ts"
import { becomes } from "./testing/until.ts"

/** Whatever becomes of network, server and tabs: what a shopper does is counted, and counted once. */
describeInBrowser("every event arrives once, though", () => {
  let browser: Browser
  let server: ServerUnderTest
  let visitor: BrowserContext

  beforeAll(async () => {
    browser = await openBrowser()
  })
  beforeEach(async () => {
    server = await startServer()
    visitor = await newVisitor(browser)
  })
  afterEach(async () => {
    await visitor.close()
    await server.dispose()
  })
  afterAll(() => browser?.close())

  const visit = (): Promise<Tab> => openTab(visitor, `${server.url}/demo`)

  const stored = () => countTypes(rawEvents(server))
  const arrived = (expected: Record<string, number>) => becomes(stored, expected)

  /** Waits for events of these types and numbers; then nothing else may be in the store, not even after a drain. */
  async function arriveOnce(expected: Record<string, number>): Promise<void> {
    await arrived(expected)
    expect(await numbers(server, "product_views", "add_to_cart", "orders", "sessions", "active_users")).toEqual({
      product_views: expected.product_view ?? 0,
      add_to_cart: expected.add_to_cart ?? 0,
      orders: expected.purchase ?? 0,
      sessions: 1,
      active_users: 1,
    })
    expect(await server.drain()).toBe(0)
    const events = rawEvents(server)
    expect(countTypes(events)).toEqual(expected)
    expect(new Set(events.map(event => event.event_id)).size).toBe(events.length)
  }

  test("the network goes away for a while", async () => {
    const tab = await visit()
    await arrived({ page_view: 1 })
    await tab.setOfflineMode(true)
    await openProduct(tab)
    await addToCart(tab)
    await order(tab)
    expect(stored()).toEqual({ page_view: 1 })
    await tab.setOfflineMode(false)
    await arriveOnce({ page_view: 5, product_view: 1, add_to_cart: 1, begin_checkout: 1, purchase: 1 })
  })

  test("the server took them and its answer was lost on the way", async () => {
    const tab = await visit()
    await arrived({ page_view: 1 })
    const { lost } = await loseNextAnswer(tab, "/v1/events")
    await openProduct(tab)
    await addToCart(tab)
    await lost
    await arriveOnce({ page_view: 2, product_view: 1, add_to_cart: 1 })
  })

  test("the tab is closed right after a click", async () => {
    const tab = await visit()
    await openProduct(tab)
    await addToCart(tab)
    await tab.close()
    await arriveOnce({ page_view: 2, product_view: 1, add_to_cart: 1 })
  })

  test("the tab is closed while offline: the next visit brings them along", async () => {
    const tab = await visit()
    await openProduct(tab)
    await arrived({ page_view: 2, product_view: 1 })
    await tab.setOfflineMode(true)
    await addToCart(tab)
    await tab.close()
    expect(stored()).toEqual({ page_view: 2, product_view: 1 })
    await visit()
    await arriveOnce({ page_view: 3, product_view: 1, add_to_cart: 1 })
  })

  test("the server is killed while the shopper goes on", async () => {
    const tab = await visit()
    await openProduct(tab)
    await server.kill()
    await addToCart(tab)
    await click(tab, "cart-link")
    await server.restart()
    await click(tab, "checkout")
    await click(tab, "place-order")
    await arriveOnce({ page_view: 5, product_view: 1, add_to_cart: 1, begin_checkout: 1, purchase: 1 })
  })

  test("two tabs of one shopper send at the same time", async () => {
    // One after the other: browsers let two tabs of a first visit, opened in the same moment, each mint a visitor.
    const tabs = [await visit(), await visit()]
    await Promise.all(
      tabs.map(tab =>
        tab.evaluate(() => {
          for (let i = 0; i < 200; i++) window.shopstream!.track("product_view", { product: { id: `p${i}` } })
        }),
      ),
    )
    await arriveOnce({ page_view: 2, product_view: 400 })
  })
})
