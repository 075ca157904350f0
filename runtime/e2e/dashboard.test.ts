import { afterAll, beforeAll, expect, test } from "bun:test"
import type { Browser, Page } from "puppeteer-core"
import { type ServerUnderTest, startServer } from "../testing/server.ts"
import { event, purchase, send } from "./testing/backend.ts"
import { describeInBrowser, newVisitor, openBrowser, openTab, type Tab } from "./testing/browser.ts"
import { dollars, mentions, numberOf, shows, textOf } from "./testing/screen.ts"

const IN = "shop-dashboard >>> "
const SIGN_IN = `${IN}.sign-in h1`

describeInBrowser("the dashboard", () => {
  let browser: Browser
  let server: ServerUnderTest
  let owner: Tab

  beforeAll(async () => {
    server = await startServer()
    browser = await openBrowser()
    owner = await openTab(await newVisitor(browser), server.signInUrl)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.dispose()
  })

  /** A browser that nobody is signed in with. */
  const stranger = async (url = server.url): Promise<Tab> => openTab(await newVisitor(browser), url)
  const asksForKey = (page: Page) => shows(page, SIGN_IN, "Sign in to ShopStream")
  const isOpen = (page: Page) => shows(page, `${IN}header h1`, "Demo shop")

  async function paste(page: Page, key: string): Promise<void> {
    await asksForKey(page)
    await page.locator(`${IN}input[name=key]`).fill(key)
    await page.keyboard.press("Enter")
  }

  test("opens by the link that the server printed, which then leaves the address", async () => {
    await isOpen(owner)
    expect(owner.url()).toBe(`${server.url}/`)
  })

  test("that link opens it in one browser only", async () => {
    const tab = await stranger(server.signInUrl)
    expect(await textOf(tab, "h1")).toBe("This sign-in link is used up.")
    await tab.goto(server.url)
    await asksForKey(tab)
  })

  test("tells a shop without events how to begin, and shows its numbers from the first event on", async () => {
    await mentions(owner, `${IN}.snippet`, server.keys.write)
    await send(server, event({ event_type: "product_view", product: { id: "p1" } }), purchase(249.5))
    await shows(owner, numberOf("revenue", IN), dollars(249.5))
    await shows(owner, numberOf("orders", IN), "1")
    await shows(owner, numberOf("active_users", IN), "1")
    await shows(owner, numberOf("conversion_rate", IN), "100.0%")
  })

  test("moves with every commit", async () => {
    await send(server, purchase(0.5), { ...purchase(50), user_id: "another" })
    await shows(owner, numberOf("revenue", IN), dollars(300))
    await shows(owner, numberOf("orders", IN), "3")
    await shows(owner, numberOf("active_users", IN), "2")
  })

  test("opens by a pasted read key, which the tab remembers", async () => {
    const tab = await stranger()
    await paste(tab, server.keys.read)
    await isOpen(tab)
    await tab.reload()
    await isOpen(tab)
    await shows(tab, numberOf("revenue", IN), dollars(300))
  })

  test("says why it does not open by a key that sends events, or by none at all", async () => {
    const tab = await stranger()
    await paste(tab, server.keys.write)
    await mentions(tab, `${IN}.why`, "Expected a read key (rk_)")
    await paste(tab, "hello")
    await mentions(tab, `${IN}.why`, "got something else")
  })

  test("closes within moments when its key is revoked by the command line", async () => {
    const { key } = JSON.parse(await server.cli("keys", "create", "--shop", "demo", "--kind", "read", "--json"))
    const tab = await stranger()
    await paste(tab, key)
    await isOpen(tab)
    await server.cli("keys", "revoke", key)
    await asksForKey(tab)
    await mentions(tab, `${IN}.why`, "revoked")
    const { status } = await fetch(`${server.url}/api/metrics/revenue`, { headers: { authorization: `Bearer ${key}` } })
    expect(status).toBe(401)
  })

  test("stays closed after signing out", async () => {
    await owner.locator(`${IN}button[aria-label="Sign out"]`).click()
    await asksForKey(owner)
    await owner.reload()
    await asksForKey(owner)
  })

  test("opens again by the link of the next start", async () => {
    await server.drain()
    await server.restart()
    await owner.goto(server.signInUrl)
    await isOpen(owner)
    await shows(owner, numberOf("revenue", IN), dollars(300))
  })
})
