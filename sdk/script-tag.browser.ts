import { expect } from "chai"
import type { ShopEvent } from "./event.ts"
import { collectorOrigin, openRoom } from "./testing/collector.ts"
import { closeTabs, openBlank, type Tab } from "./testing/tab.ts"
import { until } from "./testing/wait.ts"

/** Puts a script tag on the page, as a shop's HTML does, and waits until it ran. */
async function addScript(tab: Tab, name: string, data: Record<string, string>, attribute = "defer"): Promise<void> {
  const script = tab.window.document.createElement("script")
  script.toggleAttribute(attribute, true)
  script.async = attribute === "async"
  script.src = `${await collectorOrigin()}/${name}`
  Object.assign(script.dataset, data)
  const loaded = new Promise(done => script.addEventListener("load", done, { once: true }))
  tab.window.document.head.append(script)
  await loaded
}

const types = (events: ShopEvent[]) => events.map(event => event.event_type)

describe("script tag", () => {
  beforeEach(closeTabs)
  afterEach(closeTabs)

  it("finds its server by its own URL, and gives the page window.shopstream", async () => {
    const room = await openRoom("")
    const tab = await openBlank()
    await addScript(tab, "shopstream.js", { key: "wk_tag" })
    const { shopstream } = tab.window
    expect(Object.keys(shopstream!).sort()).to.deep.equal(["consent", "flush", "identify", "init", "track"])
    shopstream!.track("search", { query: "mug" })
    expect(await shopstream!.flush()).to.equal(0)
    expect(types(await room.taken(1))).to.deep.equal(["search"])
  })

  for (const attribute of ["defer", "async"]) {
    it(`works with ${attribute}, captures what it is told to, and nothing else`, async () => {
      const room = await openRoom()
      const tab = await openBlank()
      Object.assign(tab.window, { dataLayer: [{ event: "search", search_term: "mug" }] })
      tab.window.document.body.innerHTML = `<button data-shopstream="add_to_cart" data-product-id="p1"></button>`
      await addScript(tab, "shopstream.js", { key: "wk_tag", host: room.host, capture: "page attributes" }, attribute)
      tab.window.document.querySelector("button")!.click()
      expect(types(await room.taken(2))).to.deep.equal(["page_view", "add_to_cart"])
      expect(await tab.window.shopstream!.flush()).to.equal(0)
      expect(await room.taken(2)).to.have.length(2)
    })
  }

  it("reads all four captures of a page as it stands", async () => {
    const room = await openRoom()
    const tab = await openBlank()
    Object.assign(tab.window, { dataLayer: [{ event: "search", search_term: "mug" }] })
    tab.window.document.body.innerHTML = `<button data-shopstream="begin_checkout"></button>
      <script type="application/ld+json">{"@type": "Product", "sku": "p1"}</script>`
    await addScript(tab, "shopstream.js", { key: "wk_tag", host: room.host, capture: "page ga4 jsonld attributes" })
    tab.window.document.querySelector("button")!.click()
    const events = await room.taken(4)
    expect(types(events)).to.deep.equal(["page_view", "search", "product_view", "begin_checkout"])
    expect(tab.warnings).to.deep.equal([])
  })

  const stubs: Record<string, (calls: unknown[][]) => unknown> = {
    "an object with q": calls => ({ q: calls }),
    "an array": calls => calls,
  }
  for (const [name, stub] of Object.entries(stubs)) {
    it(`makes up for calls that came before it to ${name}, ahead of its captures`, async () => {
      const room = await openRoom()
      const tab = await openBlank()
      const calls = [["identify", "customer-1"], ["track", "search", { query: "early" }], ["nonsense"]]
      Object.assign(tab.window, { shopstream: stub(calls) })
      await addScript(tab, "shopstream.js", { key: "wk_tag", host: room.host, capture: "page" })
      const events = await room.taken(2)
      expect(types(events)).to.deep.equal(["search", "page_view"])
      expect(events.map(event => event.customer_id)).to.deep.equal(["customer-1", "customer-1"])
      expect(tab.warnings).to.have.length(1)
      expect(tab.warnings[0]).to.contain('"nonsense"')
    })
  }

  for (const word of ["required", "requird", ""]) {
    it(`waits for consent when data-consent is "${word}"`, async () => {
      const room = await openRoom()
      const tab = await openBlank()
      await addScript(tab, "shopstream.js", { key: "wk_tag", host: room.host, capture: "page", consent: word })
      expect(await tab.window.shopstream!.flush()).to.equal(0)
      expect(localStorage).to.have.length(0)
      tab.window.shopstream!.consent("granted")
      expect(types(await room.taken(1))).to.deep.equal(["page_view"])
      expect(await room.requests()).to.have.length(1)
    })
  }

  it("tells the console what it does when data-debug is set", async () => {
    const room = await openRoom()
    const tab = await openBlank()
    const told: unknown[] = []
    tab.window.console.info = (...words: unknown[]) => told.push(words[1])
    await addScript(tab, "shopstream.js", { key: "wk_tag", host: room.host, debug: "" })
    tab.window.shopstream!.track("poisoned", { properties: { poison: true } })
    await until(() => tab.warnings.length === 1)
    expect(tab.warnings[0]).to.contain("invalid_field")
    expect(told).to.deep.equal(["poisoned"])
  })

  it("may be core: it tracks, and says that captures need the other script", async () => {
    const room = await openRoom()
    const tab = await openBlank()
    await addScript(tab, "shopstream.core.js", { key: "wk_tag", host: room.host, capture: "page" })
    expect(tab.warnings.join()).to.contain("expected shopstream.js")
    tab.window.shopstream!.track("page_view")
    expect(await room.taken(1)).to.have.length(1)
  })

  it("warns about an unknown capture, a missing key and a second tag", async () => {
    const tab = await openBlank()
    await addScript(tab, "shopstream.js", { capture: "page" })
    expect(tab.warnings).to.have.length(1)
    expect(tab.warnings[0]).to.contain('expected data-key="wk_…", came none')
    await addScript(tab, "shopstream.js", { key: "wk_tag" })
    expect(tab.warnings[1]).to.contain("one tag")

    const other = await openBlank()
    await addScript(other, "shopstream.js", { key: "wk_tag", host: (await openRoom()).host, capture: "pages" })
    expect(other.warnings).to.have.length(1)
    expect(other.warnings[0]).to.contain('expected page ga4 jsonld attributes, came "pages"')
  })
})
