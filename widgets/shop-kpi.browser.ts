import { emulateMedia } from "@web/test-runner-commands"
import { expect } from "chai"
import "./define/shop-kpi.ts"
import type { ShopKpi } from "./shop-kpi.ts"
import { clear, place, Room, textOf, until } from "./testing/room.ts"

const TOPIC = "revenue?minutes=60&step=1m"

describe("<shop-kpi>", () => {
  let room: Room

  beforeEach(async () => {
    room = await Room.open()
    await emulateMedia({ reducedMotion: "reduce" })
  })
  afterEach(clear)

  const kpi = (attributes = "") =>
    place<ShopKpi>(`<shop-kpi metric="revenue" lang="en" src="${room.src}" token="rk_right" ${attributes}></shop-kpi>`)
  const shows = (element: Element, words: string) => until(() => textOf(element).includes(words))
  const numberOf = (element: ShopKpi) => element.shadowRoot?.querySelector(".number")?.textContent

  it("shows the snapshot, then every update", async () => {
    await room.publish(TOPIC, { value: 45234.5 })
    const element = kpi()
    await until(() => numberOf(element) === "$45,234.50")
    await room.publish(TOPIC, { value: 45334.5 })
    await until(() => numberOf(element) === "$45,334.50")
    expect(textOf(element)).to.include("Revenue")
  })

  it("moves softly to a new number, through whole ones only", async () => {
    await emulateMedia({ reducedMotion: "no-preference" })
    await room.publish("orders?minutes=60&step=1m", { value: 100 })
    const element = kpi()
    element.metric = "orders"
    await until(() => numberOf(element) === "100")
    const passed = new Set<string>()
    const observer = new MutationObserver(() => passed.add(numberOf(element) ?? ""))
    observer.observe(element.shadowRoot as ShadowRoot, { subtree: true, childList: true, characterData: true })
    await room.publish("orders?minutes=60&step=1m", { value: 200 })
    await until(() => numberOf(element) === "200")
    observer.disconnect()
    expect([...passed].every(text => /^\d+$/.test(text))).to.equal(true)
  })

  it("writes money as its currency and the page's language have it", async () => {
    await room.publish(TOPIC, { value: 1234.5, currency: "EUR" })
    const element = kpi()
    element.lang = "de"
    await shows(element, "1.234,50 €")
    await room.publish(TOPIC, { value: 1234, currency: "JPY" })
    await until(() => /1\.234 ¥/.test(textOf(element)))
    await room.publish(TOPIC, { value: 1.234, currency: "KWD" })
    await shows(element, "1,234 KWD")
  })

  it("tells the change, and whether it is welcome", async () => {
    await room.publish(`${TOPIC}&compare=previous`, { value: 5, change: 12.34 })
    const element = kpi("compare")
    await shows(element, "+12.3% vs previous hour")
    expect(element.shadowRoot?.querySelector(".good")).to.not.equal(null)
    element.better = "lower"
    await element.updateComplete
    expect(element.shadowRoot?.querySelector(".bad")).to.not.equal(null)
  })

  it("no answer is a dash, not a zero", async () => {
    await room.publish(TOPIC, { value: null, series: [] })
    const element = kpi()
    await until(() => numberOf(element) === "—")
  })

  it("says when its numbers grow old, and keeps showing them", async () => {
    await room.publish(TOPIC, { value: 7, as_of: new Date(Date.now() - 3 * 60_000).toISOString() })
    const element = kpi()
    await shows(element, "$7.00")
    await room.tell({ do: "mute" })
    await room.tell({ do: "drop" })
    await shows(element, "Updated 3 min. ago")
    expect(numberOf(element)).to.equal("$7.00")
  })

  it("a refused token shows why", async () => {
    await room.tell({ do: "refuse", code: "expired_token", message: "The token expired yesterday." })
    await shows(kpi(), "The token expired yesterday.")
  })

  it("an unknown metric shows why, and the number when it is put right", async () => {
    await room.tell({
      do: "fail",
      topic: "revenu?minutes=60&step=1m",
      code: "unknown_metric",
      message: "No revenu here.",
    })
    await room.publish(TOPIC, { value: 5 })
    const element = kpi()
    element.metric = "revenu"
    await shows(element, "No revenu here.")
    element.metric = "revenue"
    await until(() => numberOf(element) === "$5.00")
  })

  it("keeps its height from the first paint on", async () => {
    const element = kpi()
    await element.updateComplete
    const { height } = element.getBoundingClientRect()
    await room.publish(TOPIC, { value: 5 })
    await shows(element, "$5.00")
    expect(element.getBoundingClientRect().height).to.equal(height)
  })

  it("tells a screen reader the first number at once and does not chatter after it", async () => {
    await room.publish(TOPIC, { value: 1 })
    const element = kpi()
    const said = () => element.shadowRoot?.querySelector('[aria-live="polite"]')?.textContent
    await until(() => said() === "Revenue: $1.00")
    await room.publish(TOPIC, { value: 2 })
    await until(() => numberOf(element) === "$2.00")
    expect(said()).to.equal("Revenue: $1.00")
  })

  it("removing the last element closes the topic", async () => {
    const [first, second] = [kpi(), kpi()]
    await until(async () => (await room.seen()).topics.join() === TOPIC)
    first.remove()
    second.remove()
    await until(async () => (await room.seen()).topics.length === 0)
  })

  it("takes its token from the page where it has none of its own", async () => {
    const meta = document.createElement("meta")
    meta.name = "shopstream-token"
    meta.content = "wt_of_the_page"
    document.head.append(meta)
    place(`<shop-kpi metric="revenue" src="${room.src}"></shop-kpi>`)
    const frame = await until(async () => (await room.seen()).frames[0])
    meta.remove()
    expect(frame).to.deep.equal({ type: "auth", token: "wt_of_the_page" })
  })
})
