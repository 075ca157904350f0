import { expect } from "chai"
import { openRoom } from "./testing/collector.ts"
import { closeTabs, openTab } from "./testing/tab.ts"

const key = "wk_test"
const stored = () => Object.keys(localStorage).filter(name => name.startsWith("shopstream"))

describe("consent", () => {
  beforeEach(closeTabs)
  afterEach(closeTabs)

  it("is granted where the shop does not ask", async () => {
    const room = await openRoom()
    const { sdk } = await openTab()
    sdk.init({ key, host: room.host })
    sdk.track("page_view")
    expect(await sdk.flush()).to.equal(0)
    expect(await room.taken(1)).to.have.length(1)
  })

  it("denied wipes queue, identity and session, stores nothing more and sends nothing more", async () => {
    const room = await openRoom()
    await room.plan({ always: "offline" })
    const { sdk } = await openTab()
    sdk.init({ key, host: room.host })
    sdk.identify("customer-1")
    sdk.track("page_view")
    await sdk.flush()
    sdk.consent("denied")
    sdk.track("page_view")
    sdk.identify("customer-1")
    expect({ ...localStorage }, "only the choice itself").to.deep.equal({ "shopstream.consent": "denied" })

    await room.plan({ always: "ok" })
    expect(await sdk.flush()).to.equal(0)
    expect(await room.requests()).to.deep.equal([])
  })

  it("denied is respected on the next page and in other tabs, until granted again", async () => {
    const room = await openRoom()
    const other = await openTab()
    other.sdk.init({ key, host: room.host })
    const first = await openTab()
    first.sdk.init({ key, host: room.host })
    first.sdk.consent("denied")
    other.sdk.track("page_view")
    first.close()

    const next = await openTab()
    next.sdk.init({ key, host: room.host })
    next.sdk.track("page_view")
    expect(await next.sdk.flush()).to.equal(0)
    expect(await other.sdk.flush()).to.equal(0)
    expect(await room.requests()).to.deep.equal([])

    next.sdk.consent("granted")
    next.sdk.track("search", { query: "mug" })
    expect((await room.taken(1)).map(event => event.event_type)).to.deep.equal(["search"])
  })

  it("required: nothing is stored or sent before the answer; granted, the page's events follow with their own times", async () => {
    const room = await openRoom()
    const { sdk, window } = await openTab("?utm_source=mail")
    sdk.init({ key, host: room.host, consent: "required" })
    const product = { id: "mug" }
    sdk.track("product_view", { product })
    product.id = "changed by the page"
    await sdk.flush()
    expect(stored()).to.deep.equal([])
    expect(await room.requests()).to.deep.equal([])

    window.history.pushState(null, "", "?elsewhere")
    const answered = new Date().toISOString()
    sdk.consent("granted")
    const [event] = await room.taken(1)
    expect(event!.timestamp <= answered).to.equal(true)
    expect(event!.product).to.deep.equal({ id: "mug" })
    expect(event!.page!.url).to.contain("utm_source=mail")
    expect(event!.campaign).to.include({ source: "mail" })
  })

  it("required and denied leaves the storage empty, and the next page silent", async () => {
    const room = await openRoom()
    const first = await openTab()
    first.sdk.init({ key, host: room.host, consent: "required" })
    first.sdk.track("page_view")
    first.sdk.consent("denied")
    first.sdk.track("page_view")
    expect(stored()).to.deep.equal([])
    first.close()

    const next = await openTab()
    next.sdk.init({ key, host: room.host, consent: "required" })
    next.sdk.track("page_view")
    await next.sdk.flush()
    expect(stored()).to.deep.equal([])
    expect(await room.requests()).to.deep.equal([])
  })

  it("takes only its two words", async () => {
    const tab = await openTab()
    tab.sdk.init({ key, host: "http://localhost:1" })
    tab.sdk.consent("yes" as "granted")
    expect(tab.warnings.join()).to.contain('expected "granted" or "denied", came "yes"')
  })
})
