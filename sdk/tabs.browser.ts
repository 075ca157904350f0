import { expect } from "chai"
import { batchOf, openRoom } from "./testing/collector.ts"
import { closeTabs, openTab } from "./testing/tab.ts"
import { until } from "./testing/wait.ts"

const key = "wk_test"
const waiting = () => Object.keys(localStorage).filter(name => name.startsWith("shopstream.event."))

describe("pages and tabs", () => {
  beforeEach(closeTabs)
  afterEach(closeTabs)

  it("a page that is closed right after track delivers while it goes", async () => {
    const room = await openRoom()
    const tab = await openTab()
    tab.sdk.init({ key, host: room.host })
    tab.sdk.track("add_to_cart", { product: { id: "mug" } })
    tab.close()
    expect((await room.taken(1))[0]!.product).to.deep.equal({ id: "mug" })
  })

  it("what a closed page could not deliver, the next page does, unchanged", async () => {
    const room = await openRoom()
    await room.plan({ always: "offline" })
    const tab = await openTab()
    tab.sdk.init({ key, host: room.host })
    tab.sdk.track("add_to_cart", { product: { id: "mug" } })
    const [stored] = waiting().map(name => localStorage.getItem(name)!)
    tab.close()

    await room.plan({ always: "ok" })
    const next = await openTab("?next")
    next.sdk.init({ key, host: room.host })
    const [event] = await room.taken(1)
    expect(event).to.deep.equal(JSON.parse(stored!))
    await until(() => waiting().length === 0)
  })

  it("a page whose answer comes too late is resent by the next page with the same ids", async () => {
    const room = await openRoom()
    await room.plan({ next: ["drop"] })
    const tab = await openTab()
    tab.sdk.init({ key, host: room.host })
    tab.sdk.track("purchase", { total_amount: 9 })
    tab.close()
    await room.requested(1)

    const next = await openTab()
    next.sdk.init({ key, host: room.host })
    const ids = (await room.requested(2)).flatMap(request => batchOf(request).events.map(event => event.event_id))
    expect(new Set(ids).size).to.equal(1)
  })

  const departures: Record<string, (page: Window) => void> = {
    "hiding a page": ({ document }) => {
      Object.defineProperty(document, "visibilityState", { value: "hidden" })
      document.dispatchEvent(new Event("visibilitychange"))
    },
    "leaving a page": page => page.dispatchEvent(new PageTransitionEvent("pagehide")),
  }
  for (const [name, leave] of Object.entries(departures)) {
    it(`${name} sends at once, without waiting for company`, async () => {
      const room = await openRoom()
      const { sdk, window } = await openTab()
      window.setTimeout = (() => 0) as unknown as typeof window.setTimeout
      sdk.init({ key, host: room.host })
      sdk.track("page_view")
      leave(window)
      expect(await room.taken(1)).to.have.length(1)
    })
  }

  it("a browser without keepalive says goodbye by beacon, and keeps the events until a page hears the answer", async () => {
    const room = await openRoom()
    const tab = await openTab()
    Reflect.deleteProperty(tab.window.Request.prototype, "keepalive")
    tab.sdk.init({ key, host: room.host })
    tab.sdk.track("page_view")
    tab.close()
    await room.requested(1)
    expect(waiting()).to.have.length(1)

    const next = await openTab()
    next.sdk.init({ key, host: room.host })
    expect(await next.sdk.flush()).to.equal(0)
    expect(await room.taken(1)).to.have.length(1)
  })

  for (const [name, without] of [
    ["take turns", false],
    ["may overlap without locks", true],
  ] as const) {
    it(`two tabs ${name}: no event is lost, none counts twice`, async () => {
      const room = await openRoom()
      await room.plan({ next: ["ok", "drop", "unavailable", "offline", "drop"] })
      const tabs = [await openTab(), await openTab()]
      for (const { sdk, window } of tabs) {
        if (without) Object.defineProperty(window.navigator, "locks", { value: undefined })
        sdk.init({ key, host: room.host })
      }
      for (let n = 0; n < 40; n++) {
        for (const [tab, { sdk }] of tabs.entries()) sdk.track("search", { query: `${tab}-${n}` })
        if (n % 10 === 0) await Promise.all(tabs.map(({ sdk }) => sdk.flush()))
      }
      await until(async () => (await Promise.all(tabs.map(({ sdk }) => sdk.flush()))).every(left => left === 0))
      const queries = (await room.taken(80)).map(event => event.query)
      expect(queries).to.have.length(80)
      expect(new Set(queries).size).to.equal(80)
      expect(waiting()).to.deep.equal([])
    })
  }

  it("tabs share the visitor and the session", async () => {
    const room = await openRoom()
    for (const { sdk } of [await openTab(), await openTab()]) {
      sdk.init({ key, host: room.host })
      sdk.track("page_view")
    }
    const [a, b] = await room.taken(2)
    expect(a!.user_id).to.equal(b!.user_id)
    expect(a!.session_id).to.equal(b!.session_id)
  })
})
