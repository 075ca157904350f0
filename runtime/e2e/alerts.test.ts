import { afterAll, beforeAll, expect, test } from "bun:test"
import type { Browser, BrowserContext, Page } from "puppeteer-core"
import { type ServerUnderTest, startServer } from "../testing/server.ts"
import { event, purchase, send } from "./testing/backend.ts"
import { describeInBrowser, newVisitor, openBrowser, openTab, type Tab } from "./testing/browser.ts"
import { mentions, shows, textOf } from "./testing/screen.ts"
import { becomes } from "./testing/until.ts"

const IN = "shop-dashboard >>> "
const PAGE = (name: string) => `${IN}shop-page-${name} >>> `
const NOW = `${PAGE("alerts")}shop-alerts[show=open] >>> `
const PAST = `${PAGE("alerts")}shop-alerts[show=past] >>> `

type Told = { title: string; body: string; tag: string }
declare global {
  var told: Told[]
}

/** Keeps what the page's notifications say: no script can look at them once they are shown. */
function listen() {
  const told: Told[] = []
  globalThis.told = told
  globalThis.Notification = class extends Notification {
    constructor(title: string, { body = "", tag = "" }: NotificationOptions = {}) {
      super(title, { body, tag })
      told.push({ title, body, tag })
    }
  }
}

describeInBrowser("alerts in the dashboard", () => {
  let browser: Browser
  let server: ServerUnderTest
  let owner: BrowserContext
  let tab: Tab
  let second: Tab
  let other: Tab

  // A tab behind another one draws nothing, and whoever waits for its frames waits in vain: elements are looked for from here.
  const stands = (page: Page, selector: string) => becomes(async () => (await page.$(selector)) !== null, true)

  const go = (page: Page, hash: string) =>
    page.evaluate(to => {
      location.hash = to
    }, hash)

  async function press(page: Page, selector: string): Promise<void> {
    await stands(page, selector)
    await page.$eval(selector, element => (element as HTMLElement).click())
  }

  async function fill(page: Page, selector: string, value: string): Promise<void> {
    await stands(page, selector)
    await page.$eval(selector, (input, text) => Object.assign(input, { value: text }), value)
  }

  const toldIn = (...tabs: Page[]) =>
    Promise.all(tabs.map(page => page.evaluate(() => globalThis.told))).then(all => all.flat())

  beforeAll(async () => {
    server = await startServer()
    browser = await openBrowser()
    owner = await newVisitor(browser)
    await owner.overridePermissions(server.url, ["notifications"])
    tab = await openTab(owner, server.signInUrl, listen)
    second = await openTab(owner, server.url, listen)
    other = await openTab(await newVisitor(browser), server.url)
    await shows(other, `${IN}.sign-in h1`, "Sign in to ShopStream")
    await fill(other, `${IN}input[name=key]`, server.keys.read)
    await press(other, `${IN}.primary`)
    await send(server, event({ event_type: "product_view", product: { id: "p1" } }))
  })
  afterAll(async () => {
    await browser?.close()
    await server?.dispose()
  })

  test("thresholds are changed in the dashboard, and a wrong one is refused with the reason", async () => {
    await go(tab, "thresholds")
    const form = `${PAGE("thresholds")}form[aria-labelledby="of-high_cart_abandonment"]`
    await fill(tab, `${form} input[name=threshold]`, "90")
    await press(tab, `${form} button`)
    await shows(tab, `${form} .outcome`, "Saved.")
    await tab.reload()
    await becomes(
      () => tab.$eval(`${form} input[name=threshold]`, input => (input as HTMLInputElement).value).catch(() => ""),
      "90",
    )
  })

  test("notifications are off until the bell is pressed", async () => {
    const bell = `${IN}.bell`
    await stands(tab, `${bell}[aria-pressed=false]`)
    await press(tab, bell)
    await stands(tab, `${bell}[aria-pressed=true]`)
    // Both tabs are the same reader's: what was wanted in one is wanted in the other from its next visit on.
    await second.reload()
    await stands(second, `${bell}[aria-pressed=true]`)
  })

  test("an alert that fires is listed in every dashboard, and told once by the browser", async () => {
    await go(tab, "alerts")
    await mentions(tab, `${NOW}[part=note]`, "All is well")
    await mentions(second, `${IN}.pill`, "Live")
    await mentions(other, `${IN}.pill`, "Live")
    await send(
      server,
      ...Array.from({ length: 300 }, () => event({ event_type: "add_to_cart", product: { id: "p1" } })),
    )
    await mentions(tab, `${NOW}[part=alert]`, "High cart abandonment")
    await mentions(tab, `${NOW}[part=alert]`, "100.0% against 90.0%")
    await mentions(second, `${IN}.count`, "1")
    await becomes(async () => (await toldIn(tab, second)).length, 1)
    const [told] = await toldIn(tab, second)
    expect(told?.title).toBe("Warning: High cart abandonment")
    expect(told?.body).toStartWith("100.0% against 90.0%.")
  })

  test("who wants no notifications sees a toast, which leads to the chart over the alert's window", async () => {
    await mentions(other, `${IN}.toast`, "High cart abandonment")
    await press(other, `${IN}.toast a`)
    await mentions(other, `${IN}shop-chart >>> .title`, "Cart abandonment")
    expect(other.url()).toContain("/#metric=cart_abandonment_rate&from=")
    await stands(other, `${IN}shop-chart >>> .mark`)
    expect(await other.$(`${IN}.toast`)).toBe(null)
  })

  test("a reader cannot act; the owner acknowledges by keyboard, and everybody sees it", async () => {
    await go(other, "alerts")
    await mentions(other, `${NOW}[part=alert]`, "High cart abandonment")
    expect(await other.$(`${NOW}button`)).toBe(null)
    await tab.focus(`${NOW}button[aria-label="Acknowledge High cart abandonment"]`)
    await tab.keyboard.press("Enter")
    await mentions(tab, `${NOW}[part=alert]`, "Acknowledged")
    await mentions(other, `${NOW}[part=alert]`, "Acknowledged")
  })

  test("it goes into the past when people buy again", async () => {
    await send(server, ...Array.from({ length: 250 }, () => purchase(10)))
    await mentions(tab, `${NOW}[part=note]`, "All is well")
    await mentions(tab, `${PAST}[part=alert]`, "Resolved")
    expect(await toldIn(tab, second)).toHaveLength(1)
  })

  test("the delivery log tells what was told, and a test goes through a channel now", async () => {
    await go(tab, "channels")
    await mentions(tab, `${PAGE("channels")}table`, "High cart abandonment firing")
    await press(tab, `${PAGE("channels")}form[aria-labelledby="of-log"] button[type=button]`)
    await shows(tab, `${PAGE("channels")}form[aria-labelledby="of-log"] .outcome`, "Sent.")
    await mentions(tab, `${PAGE("channels")}table`, "Test test")
  })

  test("the plugins page names every plugin with its file", async () => {
    await go(tab, "plugins")
    await mentions(tab, `${PAGE("plugins")}table`, "plugins/alerts/high_cart_abandonment.ts")
    expect(await textOf(tab, `${PAGE("plugins")}.hint`)).toMatch(/^\d+ plugins: \d+ ok/)
  })

  test("no script in any tab went wrong", () => {
    expect([...tab.troubles, ...second.troubles]).toEqual([])
  })
})
