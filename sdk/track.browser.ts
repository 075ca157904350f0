import { expect } from "chai"
import { openRoom } from "./testing/collector.ts"
import { closeTabs, openTab } from "./testing/tab.ts"

const key = "wk_test"

describe("track", () => {
  beforeEach(closeTabs)
  afterEach(closeTabs)

  it("mints who, when and where from beside what the shop says", async () => {
    const room = await openRoom()
    const { sdk, window } = await openTab("?utm_source=mail&utm_campaign=may&token=secret")
    sdk.init({ key, host: room.host })
    const before = Date.now()
    sdk.track("add_to_cart", { product: { id: "mug", price: 9.5 }, quantity: 2, page: { title: "Mugs" } })
    const [event] = await room.taken(1)
    expect(event!.event_id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    expect(Date.parse(event!.timestamp)).to.be.within(before, Date.now())
    expect(event!.user_id).to.be.a("string")
    expect(event!.session_id).to.be.a("string")
    expect(event!.campaign).to.deep.equal({ source: "mail", name: "may" })
    expect(event!.page).to.deep.equal({
      url: window.location.href.replace("secret", "***"),
      title: "Mugs",
      referrer: window.document.referrer,
    })
    expect(event!.product).to.deep.equal({ id: "mug", price: 9.5 })
    expect(event!.quantity).to.equal(2)
  })

  it("has stored the event when it returns", async () => {
    const { sdk } = await openTab()
    sdk.init({ key, host: "http://127.0.0.1:1" })
    sdk.track("page_view")
    expect(Object.keys(localStorage).filter(name => name.startsWith("shopstream.event."))).to.have.length(1)
  })

  it("keeps one visitor through sign-in and logout", async () => {
    const room = await openRoom()
    const { sdk } = await openTab()
    sdk.init({ key, host: room.host })
    sdk.track("page_view")
    sdk.identify("customer-1")
    sdk.track("page_view")
    sdk.identify(null)
    sdk.track("page_view")
    const events = await room.taken(3)
    expect(new Set(events.map(event => event.user_id)).size).to.equal(1)
    expect(events.map(event => event.customer_id)).to.deep.equal([undefined, "customer-1", undefined])
  })

  it("never lets the page's fields pose as the SDK's own", async () => {
    const room = await openRoom()
    const { sdk } = await openTab()
    sdk.init({ key, host: room.host })
    const forged = { event_id: "mine", user_id: "me", session_id: "s", timestamp: "1999", event_type: "refund" }
    sdk.track("page_view", forged as object)
    const [event] = await room.taken(1)
    for (const [name, value] of Object.entries(forged)) expect(event).not.to.have.property(name, value)
  })

  it("never throws into the page: bad calls are warned about and dropped", async () => {
    const room = await openRoom()
    const tab = await openTab()
    tab.sdk.init({ key, host: room.host })
    const track = tab.sdk.track as (...given: unknown[]) => void
    const circular: Record<string, unknown> = {}
    circular.self = circular
    track()
    track("Purchase", {})
    track("purchase", { order_id: "1" })
    track("page_view", circular)
    track("page_view", { properties: { big: 1n } })
    track("page_view", { properties: { long: "x".repeat(31 * 1024) } })
    expect(tab.warnings).to.have.length(6)
    for (const warning of tab.warnings) expect(warning).to.match(/^\[shopstream\] track.*: expected .+, came .+; .+/)
    expect(await tab.sdk.flush()).to.equal(0)
    expect(await room.requests()).to.deep.equal([])
  })

  it("warns about calls before init and about an init that cannot work, and does nothing", async () => {
    const tab = await openTab()
    tab.sdk.track("page_view")
    tab.sdk.identify("c")
    expect(await tab.sdk.flush()).to.equal(0)
    tab.sdk.init({ key: "sk_secret", host: "https://stats.shop.example" })
    tab.sdk.init({ key, host: "stats.shop.example" })
    expect(tab.warnings).to.have.length(5)
    expect(localStorage).to.have.length(0)
  })
})
