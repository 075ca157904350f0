import { afterAll, beforeAll, expect, test } from "bun:test"
import { Elysia, t } from "elysia"
import { createAccess, type RunningAccess } from "../access/access.ts"
import { accessRoutes } from "../access/routes.ts"
import { accessStore, SECRET, SHOP } from "../access/testing.ts"
import { STOREFRONT_METRICS } from "../demo/storefront.ts"
import { refusals } from "../http/errors.ts"
import { createAssets } from "./assets.ts"
import { docsRoutes } from "./docs.ts"
import { pageRoutes } from "./routes.ts"
import { demoStorefront } from "./storefront.ts"

let access: RunningAccess
let url: string
let stop: () => Promise<unknown>

beforeAll(async () => {
  const store = accessStore()
  await store.saveShop(SHOP)
  access = await createAccess({ store, secret: SECRET })
  const assets = createAssets({ development: false })
  const storefront = demoStorefront(SECRET, SHOP.id, "wk_demo")
  const app = new Elysia()
    .use(refusals())
    .use(accessRoutes(access))
    .use(pageRoutes({ assets, access, storefront }))
    .use(docsRoutes("1.2.3"))
    .use(new Elysia().get("/api/metrics/revenue", () => ({ value: 1 }), { query: t.Object({ hours: t.Numeric() }) }))
    .listen({ port: 0, hostname: "127.0.0.1" })
  url = `http://127.0.0.1:${app.server!.port}`
  stop = () => app.stop(true)
})
afterAll(async () => {
  access.close()
  await stop()
})

const get = (path: string, init?: RequestInit) => fetch(url + path, { redirect: "manual", ...init })

test.each(["/shopstream.js", "/shopstream.core.js", "/widgets.js", "/widgets/shop-kpi.js"])(
  "%s is a script that any page may load",
  async path => {
    const response = await get(path)
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/javascript; charset=utf-8"])
    expect(response.headers.get("access-control-allow-origin")).toBe("*")
    expect(response.headers.get("x-content-type-options")).toBe("nosniff")
    expect((await response.text()).length).toBeGreaterThan(1000)
  },
)

test("the storefront script is a classic script: it leaves no names behind and imports nothing", async () => {
  const source = await (await get("/shopstream.js")).text()
  expect(source).toMatch(/^\(\(\)=>\{/)
  expect(source).not.toMatch(/^\s*(import|export)\b/m)
})

test("the dashboard is a page whose files all come from here and are kept forever", async () => {
  const response = await get("/")
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8")
  expect(response.headers.get("cache-control")).toBe("no-cache")
  const files = [...(await response.text()).matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, path]) => path!)
  expect(files.length).toBeGreaterThan(1)
  for (const path of files) {
    const file = await get(path)
    expect([path, file.status, file.headers.get("cache-control")]).toEqual([
      path,
      200,
      "public, max-age=31536000, immutable",
    ])
  }
})

test("pages run scripts of this server only, and nobody puts the dashboard in a frame", async () => {
  for (const path of ["/", "/demo", "/docs"]) {
    const policy = (await get(path)).headers.get("content-security-policy")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain(path === "/demo" ? "frame-ancestors 'self'" : "frame-ancestors 'none'")
  }
})

test("HEAD answers like GET, without using up a sign-in link", async () => {
  const token = access.signIns.mintLink(SHOP.id)
  for (const path of [`/?token=${token}`, "/shopstream.js", "/docs", "/demo"]) {
    const head = await get(path, { method: "HEAD" })
    expect([path, head.status, await head.text()]).toEqual([path, 200, ""])
  }
  expect((await get(`/?token=${token}`)).status).toBe(303)
})

test("a used link is answered by a page that says what to do", async () => {
  const response = await get("/?token=used")
  expect([response.status, response.headers.get("set-cookie")]).toEqual([401, null])
  expect(await response.text()).toContain("it prints a new link")
})

test("an unknown file is a 404 in the envelope", async () => {
  for (const path of ["/widgets/shop-nothing.js", "/assets/none.js", "/shopstream.js.map"]) {
    const response = await get(path)
    expect([path, response.status, (await response.json()).error.code]).toEqual([path, 404, "not_found"])
  }
})

test("development serves source maps, and scripts that are asked for every time", async () => {
  const assets = createAssets({ development: true })
  expect((await assets.find("/shopstream.js.map"))?.type).toBe("application/json; charset=utf-8")
  expect((await assets.find("/shopstream.js"))?.cacheControl).toBe("no-cache")
})

test("every address of the storefront without a file is its page, with a token that reads its numbers", async () => {
  for (const path of ["/demo", "/demo/p/lamp"]) {
    const page = await (await get(path)).text()
    expect(page).toContain('data-key="wk_demo"')
    const token = /name="shopstream-token" content="([^"]+)"/.exec(page)![1]!
    expect(await access.resolve(token)).toMatchObject({ kind: "widget", shop: SHOP, metrics: STOREFRONT_METRICS })
  }
})

test("the files of the storefront are there", async () => {
  expect((await get("/demo/style.css")).headers.get("content-type")).toBe("text/css; charset=utf-8")
  expect((await get("/demo/client.js")).headers.get("content-type")).toBe("text/javascript; charset=utf-8")
})

test("openapi.json describes the routes of every room, and none of the pages", async () => {
  const { info, paths } = await (await get("/openapi.json")).json()
  expect(info).toMatchObject({ title: "ShopStream", version: "1.2.3" })
  expect(Object.keys(paths).sort()).toEqual(["/api/metrics/revenue", "/api/session", "/api/session/end"])
  expect(paths["/api/metrics/revenue"].get.parameters[0]).toMatchObject({ name: "hours", in: "query", required: true })
})

test("the API page brings its own code", async () => {
  const page = await (await get("/docs")).text()
  expect(page).toContain('src="/docs/swagger-ui.js"')
  expect(await (await get("/docs/start.js")).text()).toContain('url: "/openapi.json"')
  expect(page).not.toMatch(/(src|href)="(https?:)?\/\//)
  expect((await get("/docs/swagger-ui.js")).status).toBe(200)
})
