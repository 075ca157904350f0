import { expect } from "chai"
import "./all.ts"
import { alertOf } from "./gallery/alerts.ts"
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
  afterEach(() => {
    clear()
    history.replaceState(null, "", "#")
  })

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

  describe("its pages", () => {
    const ALERTS = "alerts?limit=100"
    const SETTINGS = {
      alerts: [
        {
          ...{
            name: "traffic_drop",
            title: "Traffic drop",
            settings: { enabled: true, cooldown: 30, config: { threshold: 30 } },
          },
          form: [{ name: "threshold", title: "Percent below normal", type: "number", min: 1, default: 30 }],
        },
      ],
      channels: [
        {
          ...{ name: "webhook", title: "Webhook", settings: null },
          form: [{ name: "secret", title: "Secret", type: "text", secret: true }],
        },
        {
          name: "browser",
          title: "Browser notification",
          settings: { enabled: true, minimum: "info", config: {} },
          form: [],
        },
      ],
    }
    const delivery = (alert: string, event = "firing") => ({
      ...{
        id: `d-${alert}`,
        alert,
        channel: "browser",
        event,
        title: "Traffic drop",
        status: "delivered",
        attempts: 1,
      },
      created_at: new Date().toISOString(),
    })
    const page = (dashboard: Element, name: string) => until(() => find(dashboard, `shop-page-${name}`))
    const answer = (path: string, data: unknown = null, method = "GET") =>
      room.tell({ do: "answer", path: `/api/${path}`, data, method })
    const called = async (method: string, path: string) =>
      until(async () => (await room.seen()).calls.find(call => call.method === method && call.path === `/api/${path}`))

    beforeEach(async () => {
      await room.publish(VISITORS, { value: 1 })
      await room.bring(ALERTS, [])
      await answer("alerts/settings", SETTINGS)
      await answer("alerts/silences", [])
      await answer("alerts/deliveries?limit=100", [])
      await answer("plugins", [])
    })

    it("each has an address of its own, and says in the navigation that it is shown", async () => {
      const dashboard = open('token="rk_right"')
      for (const [hash, words] of [
        ["#alerts", "History"],
        ["#thresholds", "Percent below normal"],
        ["#channels", "Delivery log"],
        ["#plugins", "Per event"],
      ] as const) {
        location.hash = hash
        await shows(dashboard, words)
        expect(find(dashboard, '[aria-current="page"]')).to.not.equal(null)
      }
      location.hash = ""
      await until(() => find(dashboard, ".board"))
    })

    it("a link of an alert opens the chart of its metric, with the time around it", async () => {
      location.hash = "#metric=product_views&from=2025-01-03T10:00:00.000Z&to=2025-01-03T10:10:00.000Z"
      open('token="rk_right"')
      const topic = await until(async () => (await room.seen()).topics.find(name => name.startsWith("product_views")))
      const query = new URLSearchParams(topic.split("?")[1])
      expect(query.get("from")).to.equal("2025-01-03T09:30:00.000Z")
      expect(query.get("to")).to.equal("2025-01-03T10:41:00.000Z")
    })

    it("thresholds are saved as numbers, and a refusal is told where it belongs", async () => {
      await answer("alerts/settings/alerts/traffic_drop", {}, "PUT")
      location.hash = "#thresholds"
      const thresholds = await page(open('token="rk_right"'), "thresholds")
      const input = await until(() => find<HTMLInputElement>(thresholds, "input[name=threshold]"))
      input.value = "45"
      find<HTMLButtonElement>(thresholds, "button")?.click()
      const { body } = await called("PUT", "alerts/settings/alerts/traffic_drop")
      expect(body).to.deep.equal({ enabled: true, cooldown: 30, config: { threshold: 45 } })
      await shows(thresholds, "Saved.")
      const error = { code: "bad_parameter", message: "config.threshold: expected a number from 1" }
      await room.tell({ do: "answer", method: "PUT", path: "/api/alerts/settings/alerts/traffic_drop", error })
      find<HTMLButtonElement>(thresholds, "button")?.click()
      await shows(thresholds, "Config.threshold: expected a number from 1")
    })

    it("a reader sees thresholds and can change nothing", async () => {
      await room.tell({ do: "sign-in", session: { ...SESSION, kind: "read" } })
      location.hash = "#thresholds"
      const thresholds = await page(open('token="rk_right"'), "thresholds")
      await shows(thresholds, "changing takes an admin key")
      expect(find(thresholds, "fieldset:disabled")).to.not.equal(null)
      expect(find(thresholds, "button")).to.equal(null)
    })

    it("a channel is set up, and its secret is typed unseen", async () => {
      await answer("alerts/settings/channels/webhook", {}, "PUT")
      location.hash = "#channels"
      const channels = await page(open('token="rk_right"'), "channels")
      const secret = await until(() => find<HTMLInputElement>(channels, "input[name=secret]"))
      expect(secret.type).to.equal("password")
      secret.value = "sixteen characters"
      find<HTMLButtonElement>(channels, "button:not([type])")?.click()
      const { body } = await called("PUT", "alerts/settings/channels/webhook")
      expect(body).to.deep.equal({ enabled: true, minimum: "info", config: { secret: "sixteen characters" } })
    })

    it("silences are made, listed and ended", async () => {
      const silence = { id: "s1", alert: "traffic_drop", until: new Date(Date.now() + 3_600_000).toISOString() }
      await answer("alerts/silences", silence, "POST")
      await answer("alerts/silences/s1", null, "DELETE")
      location.hash = "#alerts"
      const alerts = await page(open('token="rk_right"'), "alerts")
      await shows(alerts, "Nothing is silenced.")
      const select = await until(() => find<HTMLSelectElement>(alerts, '#alert:has([value="traffic_drop"])'))
      select.value = "traffic_drop"
      await answer("alerts/silences", [silence])
      find<HTMLButtonElement>(alerts, "form button")?.click()
      expect((await called("POST", "alerts/silences")).body).to.deep.equal({ alert: "traffic_drop", minutes: 60 })
      const end = await until(() => find(alerts, '[aria-label="End the silence of Traffic drop"]'))
      await answer("alerts/silences", [])
      end.click()
      await called("DELETE", "alerts/silences/s1")
      await shows(alerts, "Nothing is silenced.")
    })

    it("what went wrong in plugins comes first", async () => {
      const plugin = {
        kind: "event",
        path: "p/metrics/x.ts",
        errors: 0,
        last_error: null,
        microseconds_per_event: 0.5,
        paused_until: null,
        missed: 0,
        widget: null,
      }
      await answer("plugins", [
        { ...plugin, name: "orders", title: "Orders", state: "ok" },
        { ...plugin, name: "weak", title: "Weak", state: "paused", paused_until: "2025-01-03T10:00:00Z", missed: 40 },
        {
          ...{ ...plugin, name: "broken", kind: undefined, path: "mine/broken.ts", state: "refused", errors: 1 },
          last_error: { message: "expected apiVersion 1, got 2", at: null },
        },
      ])
      location.hash = "#plugins"
      const plugins = await page(open('token="rk_right"'), "plugins")
      await shows(plugins, "expected apiVersion 1, got 2")
      expect(textOf(plugins)).to.include("40 records not counted")
      expect(textOf(plugins)).to.match(/3 plugins: 1 ok, 1 paused, 1 did not load.*mine\/broken.ts.*Weak.*Orders/)
    })

    describe("alerts that begin", () => {
      const toast = (dashboard: Element) => until(() => find(dashboard, ".toast"))

      it("are told in a toast with value and link, which goes away when they end", async () => {
        const dashboard = open('token="rk_right"')
        await until(async () => (await room.seen()).topics.includes(ALERTS))
        await answer("alerts/deliveries?limit=100", [delivery("n1")])
        const alert = alertOf({ id: "n1" })
        await room.bring(ALERTS, [alert])
        const shown = await toast(dashboard)
        expect(textOf(shown)).to.include("Critical: Traffic drop").and.include("312 against 640")
        const { from, to } = alert.window
        const link = `${room.src}/#${new URLSearchParams({ metric: "product_views", from, to })}`
        expect(shown.querySelector("a")?.href).to.equal(link)
        await room.bring(ALERTS, [{ ...alert, status: "resolved" }])
        await until(() => !find(dashboard, ".toast"))
      })

      it("are told once, though the dashboard is open twice", async () => {
        const [one, other] = [open('token="rk_right"'), open('token="rk_right"')]
        await until(async () => (await room.seen()).topics.includes(ALERTS))
        await until(() => find(one, ".board") && find(other, ".board"))
        await answer("alerts/deliveries?limit=100", [delivery("n2"), delivery("n3")])
        await room.bring(ALERTS, [alertOf({ id: "n2" }), alertOf({ id: "n3" })])
        const shown = () =>
          [one, other].flatMap(dashboard => [...(dashboard.shadowRoot?.querySelectorAll(".toast") ?? [])])
        await until(() => shown().length === 2)
        await answer("alerts/deliveries?limit=100", [delivery("n4")])
        await room.bring(ALERTS, [alertOf({ id: "n4" }), alertOf({ id: "n2" }), alertOf({ id: "n3" })])
        await until(() => shown().length > 2)
        await until(
          async () => (await room.seen()).calls.filter(({ path }) => path.includes("deliveries")).length === 4,
        )
        expect(shown()).to.have.length(3)
      })

      it("are not told where the shop's channel did not tell them, nor when they had begun before", async () => {
        await room.bring(ALERTS, [alertOf({ id: "old" })])
        const dashboard = open('token="rk_right"')
        await until(() => find(dashboard, ".count"))
        await answer("alerts/deliveries?limit=100", [delivery("old"), delivery("n5")])
        await room.bring(ALERTS, [alertOf({ id: "silenced" }), alertOf({ id: "old" })])
        await called("GET", "alerts/deliveries?limit=100")
        await room.bring(ALERTS, [
          alertOf({ id: "n5", title: "Told" }),
          alertOf({ id: "silenced" }),
          alertOf({ id: "old" }),
        ])
        expect(textOf(await toast(dashboard))).to.include("Told")
        expect(dashboard.shadowRoot?.querySelectorAll(".toast")).to.have.length(1)
      })
    })
  })

  it("says when there is no server, and tries again", async () => {
    const dashboard = place<ShopDashboard>('<shop-dashboard src="http://127.0.0.1:9"></shop-dashboard>')
    await shows(dashboard, "127.0.0.1:9 cannot be reached.")
    dashboard.src = room.src
    find(dashboard, ".secondary")?.click()
    await shows(dashboard, "Sign in to ShopStream")
  })
})
