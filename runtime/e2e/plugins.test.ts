import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { cp, mkdir } from "node:fs/promises"
import { join } from "node:path"
import { runCli } from "../cli/testing.ts"
import { makeFolder } from "../testing/folder.ts"
import { type ServerUnderTest, startServer } from "../testing/server.ts"
import { event, purchase, send } from "./testing/backend.ts"
import { describeInBrowser, newVisitor, openBrowser, openTab } from "./testing/browser.ts"
import { numbers } from "./testing/numbers.ts"
import { numberOf, shows } from "./testing/screen.ts"
import { serveSite } from "./testing/site.ts"
import { becomes } from "./testing/until.ts"

const EXAMPLES = join(import.meta.dir, "../../docs/examples")
const BASKETS = join(EXAMPLES, "shopstream-plugin-baskets")
const NTFY = join(EXAMPLES, "shopstream-plugin-ntfy")

test.each([
  ["shopstream-plugin-baskets", BASKETS],
  ["shopstream-plugin-ntfy", NTFY],
])("the example %s passes every check of its kind", async (_name, folder) => {
  const { code, stdout, stderr } = await runCli(["plugin", "check", folder], { cwd: EXAMPLES })
  expect([code, stderr]).toEqual([0, ""])
  expect(stdout).toContain("✓ tests: 1 file")
})

describe("a server with plugins of other people", () => {
  const told: { path: string; body: string; priority: string | null }[] = []
  const ntfy = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname } = new URL(request.url)
      told.push({ path: pathname, body: await request.text(), priority: request.headers.get("priority") })
      return new Response("ok")
    },
  })
  const lamp = { id: "lamp", price: 10 }
  let server: ServerUnderTest

  beforeAll(async () => {
    const env = { SHOPSTREAM_PLUGINS: `${BASKETS}:${NTFY}`, SHOPSTREAM_PLUGINS_REQUIRED: "large_baskets,ntfy" }
    server = await startServer({ env: { ...env, WEBHOOK_PRIVATE_NETWORKS: "127.0.0.1" } })
  })
  afterAll(async () => {
    await server?.dispose()
    await ntfy.stop(true)
  })

  const api = async (path: string, method = "GET", body?: object) => {
    const headers = { authorization: `Bearer ${server.keys.admin}`, "content-type": "application/json" }
    const response = await fetch(server.url + path, { method, headers, body: body && JSON.stringify(body) })
    return (await response.json()).data
  }

  test("counts by the metric from its first event on", async () => {
    const large = event({ event_type: "purchase", order_id: "large", items: [{ product: lamp, quantity: 3 }] })
    await send(server, large, { ...large, event_id: "reported-again" }, purchase(10))
    await becomes(() => numbers(server, "large_baskets", "orders"), { large_baskets: 1, orders: 2 })
  })

  describeInBrowser("on a page that has shipped elements too", () => {
    test("the metric's own widget shows its numbers, and both share one socket", async () => {
      const site = serveSite(() => {
        const scripts = ["widgets.js", "widgets/plugins/large_baskets.js"]
        const meta = `<meta name="shopstream-token" content="${token}">`
        const tags = scripts.map(name => `<script type="module" src="${server.url}/${name}"></script>`).join("")
        return `${meta}${tags}<shop-large-baskets></shop-large-baskets><shop-kpi metric="orders"></shop-kpi>`
      })
      const scope = ["--metrics", "large_baskets,orders", "--origin", site.origin]
      const { token } = JSON.parse(await server.cli("token", "create", "--shop", "demo", ...scope, "--json"))
      const browser = await openBrowser()
      try {
        const tab = await openTab(await newVisitor(browser), site.origin)
        const sentence = `shop-large-baskets >>> [part="text"]`
        await shows(tab, sentence, "1 of 2 orders are large")
        await shows(tab, numberOf("orders"), "2")
        await send(server, event({ event_type: "purchase", order_id: "next", items: [{ product: lamp, quantity: 4 }] }))
        await shows(tab, sentence, "2 of 3 orders are large")
        expect(tab.troubles).toEqual([])
        expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/^shopstream_sockets 1$/m)
      } finally {
        await browser.close()
        await site.stop()
      }
    })
  })

  test("tells of alerts through the channel", async () => {
    const config = { topic: "lamps", server: `http://127.0.0.1:${ntfy.port}` }
    await api("/api/alerts/settings/channels/ntfy", "PUT", { config })
    expect(await api("/api/alerts/channels/ntfy/test", "POST")).toEqual({ status: "delivered" })
    expect(told).toEqual([{ path: "/lamps", body: expect.stringContaining("This is a test"), priority: "low" }])
  })

  test("serves the widget of the metric, listed beside it", async () => {
    const plugins = (await api("/api/plugins")) as { name: string; widget: object | null }[]
    const script = "/widgets/plugins/large_baskets.js"
    expect(plugins.find(({ name }) => name === "large_baskets")?.widget).toEqual({ script, error: null })
    expect(plugins.find(({ name }) => name === "ntfy")?.widget).toBeNull()
    const served = await fetch(server.url + script)
    expect([served.status, served.headers.get("access-control-allow-origin")]).toEqual([200, "*"])
  })

  test("says that they are well", async () => {
    const plugins = (await api("/api/plugins")) as { name: string; state: string; path: string }[]
    expect(plugins.filter(({ path }) => path.startsWith("shopstream-plugin-"))).toMatchObject([
      { name: "large_baskets", state: "ok", path: "shopstream-plugin-baskets/metrics/large_baskets.ts" },
      { name: "ntfy", state: "ok", path: "shopstream-plugin-ntfy/channels/ntfy.ts" },
    ])
  })
})

test("a package of plugins that npm installed is loaded by its name", async () => {
  const { folder, remove } = makeFolder()
  try {
    await mkdir(join(folder, "node_modules"))
    await cp(BASKETS, join(folder, "node_modules/shopstream-plugin-baskets"), { recursive: true })
    const env = { SHOPSTREAM_PLUGINS: "shopstream-plugin-baskets" }
    const { code, stdout } = await runCli(["plugin", "list"], { cwd: folder, env })
    expect([code, stdout]).toEqual([0, expect.stringMatching(/large_baskets +order +Large baskets/)])
  } finally {
    remove()
  }
})

test("a required plugin that does not load stops the start with one clear line", async () => {
  const { folder, remove } = makeFolder()
  try {
    const env = { PORT: "0", SHOPSTREAM_PLUGINS_REQUIRED: "large_baskets" }
    const { code, stdout, stderr } = await runCli(["start"], { cwd: folder, env })
    expect([code, stdout]).toEqual([1, ""])
    expect(stderr).toMatch(/^SHOPSTREAM_PLUGINS_REQUIRED: expected large_baskets to load; [^\n]+\n$/)
  } finally {
    remove()
  }
})
