import { expect } from "chai"
import "./all.ts"
import type { ShopDashboard } from "./shop-dashboard.ts"
import { clear, place, Room, textOf, until } from "./testing/room.ts"

const SESSION = { shop: { id: "demo", name: "Nordlicht", currency: "EUR" }, kind: "admin", write_key: "wk_public" }
const VISITORS = "active_users?days=30"
const ORDERS = "orders?days=30"

describe("<shop-dashboard>", () => {
  let room: Room

  beforeEach(async () => {
    sessionStorage.clear()
    localStorage.clear()
    room = await Room.open()
    await room.tell({ do: "sign-in", session: SESSION })
  })
  afterEach(clear)

  const open = (attributes = "") =>
    place<ShopDashboard>(`<shop-dashboard lang="en" src="${room.src}" ${attributes}></shop-dashboard>`)
  const find = <E extends HTMLElement>(element: Element, selector: string) =>
    element.shadowRoot?.querySelector<E>(selector)
  const shows = (element: Element, words: string) => until(() => textOf(element).includes(words))

  async function signIn(dashboard: ShopDashboard, key: string) {
    const input = await until(() => find<HTMLInputElement>(dashboard, "input[name=key]"))
    input.value = key
    find<HTMLButtonElement>(dashboard, ".primary")?.click()
  }

  it("asks a stranger for a key, without blaming anybody", async () => {
    const dashboard = open()
    await shows(dashboard, "Sign in to ShopStream")
    expect(find(dashboard, "[role=alert]")?.textContent).to.equal("")
  })

  it("says why a key is not taken, and takes the right one", async () => {
    const dashboard = open()
    await signIn(dashboard, "rk_wrong")
    await shows(dashboard, "This key is not known here.")
    await signIn(dashboard, " rk_right ")
    await shows(dashboard, "Nordlicht")
    expect(Object.values({ ...sessionStorage })).to.deep.equal(["rk_right"])
    const frame = await until(async () => (await room.seen()).frames[0])
    expect(frame).to.deep.equal({ type: "auth", token: "rk_right" })
  })

  it("a key lasts as long as the tab, until one signs out", async () => {
    await signIn(open(), "rk_right")
    await until(() => sessionStorage.length === 1)
    clear()
    const dashboard = open()
    await shows(dashboard, "Nordlicht")
    find(dashboard, '[aria-label="Sign out"]')?.click()
    await shows(dashboard, "Sign in to ShopStream")
    expect(sessionStorage.length).to.equal(0)
  })

  it("goes back to the door when the key is revoked", async () => {
    await room.publish(VISITORS, { value: 1 })
    const dashboard = open('token="rk_right"')
    await until(async () => (await room.seen()).topics.length > 0)
    await room.tell({ do: "send", frame: { type: "error", code: "revoked_key", message: "This key was revoked." } })
    await shows(dashboard, "This key was revoked.")
    expect(find(dashboard, "input[name=key]")).to.not.equal(null)
  })

  for (const [sign, topic] of Object.entries({ "first visitor": VISITORS, "first order from a backend": ORDERS })) {
    it(`an empty shop sees how to install, and the board with its ${sign}`, async () => {
      await room.publish(VISITORS, { value: 0 })
      await room.publish(ORDERS, { value: 0 })
      const dashboard = open('token="rk_right"')
      await shows(dashboard, 'data-key="wk_public"')
      await shows(dashboard, `${room.src}/shopstream.js`)
      await room.publish(topic, { value: 1 })
      await until(() => find(dashboard, ".board"))
      await until(async () => !(await room.seen()).topics.some(name => name === VISITORS || name === ORDERS))
    })
  }

  it("all its numbers and charts share one socket, elements put inside it too", async () => {
    await room.publish(VISITORS, { value: 1 })
    const dashboard = open('token="rk_right"')
    dashboard.append(Object.assign(document.createElement("shop-kpi"), { metric: "items_per_order" }))
    const { opened } = await until(async () => {
      const seen = await room.seen()
      const isComplete = ["items_per_order", "session_conversion_rate", "active_users"].every(metric =>
        seen.topics.some(topic => topic.startsWith(metric)),
      )
      return isComplete && seen
    })
    expect(opened).to.equal(1)
  })

  it("another window is another question, remembered for the next visit", async () => {
    await room.publish(VISITORS, { value: 1 })
    const dashboard = open('token="rk_right"')
    const day = await until(() => find<HTMLInputElement>(dashboard, 'input[aria-label="Last 24 hours"]'))
    day.click()
    await until(async () => (await room.seen()).topics.includes("revenue?minutes=1440&step=1h"))
    const { topics } = await room.seen()
    expect(topics.some(topic => topic.includes("minutes=60"))).to.equal(false)
    clear()
    const next = open('token="rk_right"')
    const checked = await until(() => find(next, "input:checked"))
    expect(checked.getAttribute("aria-label")).to.equal("Last 24 hours")
  })

  it("a chosen theme reaches every element and is remembered", async () => {
    await room.publish(VISITORS, { value: 1 })
    const dashboard = open('token="rk_right"')
    const button = await until(() => find(dashboard, '[aria-label^="Theme: system"]'))
    button.click()
    await until(() => dashboard.getAttribute("theme") === "light")
    find(dashboard, '[aria-label^="Theme: light"]')?.click()
    await until(() => dashboard.getAttribute("theme") === "dark")
    const kpi = find(dashboard, "shop-kpi") as HTMLElement
    expect(getComputedStyle(kpi).colorScheme).to.equal("dark")
    clear()
    expect(open().theme).to.equal("dark")
  })

  it("says when there is no server, and tries again", async () => {
    const dashboard = place<ShopDashboard>('<shop-dashboard src="http://127.0.0.1:9"></shop-dashboard>')
    await shows(dashboard, "127.0.0.1:9 cannot be reached.")
    dashboard.src = room.src
    find(dashboard, ".secondary")?.click()
    await shows(dashboard, "Sign in to ShopStream")
  })
})
