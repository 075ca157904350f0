import { expect } from "chai"
import { openRoom, type Room } from "../testing/collector.ts"
import { closeTabs, openTab, type Tab } from "../testing/tab.ts"

describe("page capture", () => {
  let room: Room
  let tab: Tab

  beforeEach(async () => {
    closeTabs()
    room = await openRoom()
    tab = await openTab("?home")
    tab.sdk.init({ key: "wk_test", host: room.host, captures: [tab.sdk.pageViews] })
  })
  afterEach(closeTabs)

  const urls = async (count: number) =>
    (await room.taken(count)).map(({ page }) => page!.url!.slice(page!.url!.indexOf("?")))

  it("tracks the page that loads", async () => {
    const [event] = await room.taken(1)
    expect(event).to.include({ event_type: "page_view" })
    expect(event!.page).to.include({ title: "A shop's page", referrer: document.location.href })
  })

  it("tracks where a single-page shop moves on and back, with the page before as referrer", async () => {
    await room.taken(1)
    const { history } = tab.window
    history.pushState(null, "", "?mugs")
    await room.taken(2)
    history.back()
    expect(await urls(3)).to.deep.equal(["?home", "?mugs", "?home"])
    const referrers = (await room.taken(3)).map(({ page }) => page!.referrer!)
    expect(referrers[1]).to.match(/\?home$/)
    expect(referrers[2]).to.match(/\?mugs$/)
  })

  it("does not take a changed hash for a new page", async () => {
    await room.taken(1)
    tab.window.history.pushState(null, "", "#reviews")
    await new Promise(next => tab.window.setTimeout(next))
    tab.window.history.pushState(null, "", "?next")
    expect(await urls(2)).to.deep.equal(["?home", "?next"])
  })

  it("tracks a page that the browser brings back from its cache", async () => {
    await room.taken(1)
    tab.window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))
    expect(await urls(2)).to.deep.equal(["?home", "?home"])
  })
})
