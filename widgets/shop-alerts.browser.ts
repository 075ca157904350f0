import { expect } from "chai"
import "./define/shop-alerts.ts"
import { alertOf } from "./gallery/alerts.ts"
import type { ShopAlerts } from "./shop-alerts.ts"
import { clear, place, Room, textOf, until } from "./testing/room.ts"

const TOPIC = "alerts?limit=10"
const ADMIN = { shop: { id: "demo", name: "Nordlicht", currency: "EUR" }, kind: "admin" }

describe("<shop-alerts>", () => {
  let room: Room

  beforeEach(async () => {
    room = await Room.open()
    await room.tell({ do: "sign-in", session: ADMIN })
  })
  afterEach(clear)

  const alerts = (attributes = "") =>
    place<ShopAlerts>(`<shop-alerts lang="en" src="${room.src}" token="rk_right" ${attributes}></shop-alerts>`)
  const shows = (element: Element, words: string) => until(() => textOf(element).includes(words))
  const button = (element: Element, name: string) =>
    until(() => element.shadowRoot?.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`))
  const said = (element: Element) => element.shadowRoot?.querySelector("[role=status]")?.textContent

  it("shows alerts as they begin and end, and says each change once", async () => {
    await room.bring(TOPIC, [])
    const element = alerts()
    await shows(element, "No alerts so far.")
    expect(said(element)).to.equal("")
    const alert = alertOf()
    await room.bring(TOPIC, [alert])
    await shows(element, "312 against 640")
    expect(said(element)).to.equal(`critical alert: Traffic drop. ${alert.message}`)
    await room.bring(TOPIC, [{ ...alert, status: "resolved", resolved_at: new Date().toISOString() }])
    await shows(element, "Resolved")
    expect(said(element)).to.equal("Traffic drop is over.")
  })

  it("links to the chart of the metric over the alert's window", async () => {
    const { from, to } = alertOf().window
    await room.bring(TOPIC, [alertOf({ window: { from, to } })])
    const element = alerts()
    const link = await until(() => element.shadowRoot?.querySelector("a"))
    expect(link.href).to.equal(`${room.src}/#${new URLSearchParams({ metric: "product_views", from, to })}`)
  })

  it("lets an admin acknowledge, and shows what came of it", async () => {
    await room.bring(TOPIC, [alertOf({ id: "a1" })])
    await room.tell({ do: "answer", method: "POST", path: "/api/alerts/a1/acknowledge" })
    const element = alerts()
    ;(await button(element, "Acknowledge Traffic drop")).click()
    await until(async () => (await room.seen()).calls.some(({ path }) => path === "/api/alerts/a1/acknowledge"))
    await room.bring(TOPIC, [alertOf({ id: "a1", status: "acknowledged", acknowledged_by: "admin" })])
    await shows(element, "Acknowledged · began")
    expect(element.shadowRoot?.querySelector('[aria-label="Acknowledge Traffic drop"]')).to.equal(null)
  })

  it("silences an alert for as long as is chosen, and only its subject where it has one", async () => {
    await room.bring(TOPIC, [alertOf({ alert: "trending_product", subject: "p1", title: "Trending" })])
    await room.tell({ do: "answer", method: "POST", path: "/api/alerts/silences", data: {} })
    const element = alerts()
    const open = await button(element, "Silence Trending")
    open.focus()
    open.click()
    const choice = await until(() => element.shadowRoot?.querySelector<HTMLButtonElement>('[role="group"] button'))
    await until(() => element.shadowRoot?.activeElement === choice)
    choice.click()
    await shows(element, "Silenced for 1 hour")
    const { calls } = await room.seen()
    expect(calls.at(-1)?.body).to.deep.equal({ alert: "trending_product", subject: "p1", minutes: 60 })
  })

  it("says why something could not be done", async () => {
    await room.bring(TOPIC, [alertOf({ id: "a1" })])
    const error = { code: "unavailable", message: "the store is away" }
    await room.tell({ do: "answer", method: "POST", path: "/api/alerts/a1/acknowledge", status: 503, error })
    const element = alerts()
    ;(await button(element, "Acknowledge Traffic drop")).click()
    await shows(element, "The store is away")
  })

  it("offers nothing to do to readers", async () => {
    await room.tell({ do: "sign-in", session: { ...ADMIN, kind: "read" } })
    await room.bring(TOPIC, [alertOf()])
    const element = alerts()
    await until(() => element.actions === false)
    await element.updateComplete
    expect(element.shadowRoot?.querySelector("button")).to.equal(null)
  })

  it("says so where the token may not read alerts", async () => {
    await room.tell({ do: "fail", topic: TOPIC, code: "metric_not_allowed", message: "this token may not read alerts" })
    const element = alerts()
    await shows(element, "This token may not read alerts")
    expect(element.shadowRoot?.querySelector(".card")?.classList.contains("refused")).to.equal(true)
  })

  it("shows what is open worst first", async () => {
    const [mild, bad] = [alertOf({ id: "1", title: "Mild", severity: "info" }), alertOf({ id: "2", title: "Bad" })]
    await room.bring("alerts?limit=100", [mild, bad])
    const element = alerts('show="open"')
    await shows(element, "Mild")
    expect(textOf(element)).to.match(/Bad.*Mild/)
  })

  it("shows only what is open, or only what is over", async () => {
    const over = alertOf({
      id: "2",
      title: "Revenue anomaly",
      status: "resolved",
      resolved_at: new Date().toISOString(),
    })
    await room.bring("alerts?limit=100", [alertOf({ id: "1" }), over])
    const [open, past] = [alerts('show="open"'), alerts('show="past"')]
    await shows(open, "Traffic drop")
    await shows(past, "Revenue anomaly")
    expect(textOf(open)).to.not.include("Revenue anomaly")
    expect(textOf(past)).to.not.include("Traffic drop")
  })
})
