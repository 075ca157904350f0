import { expect, test } from "bun:test"
import { Elysia, t } from "elysia"
import { Refusal } from "../errors.ts"
import { StoreAway } from "../store/store.ts"
import { refusals } from "./errors.ts"

const reported: unknown[] = []
const app = new Elysia()
  .use(refusals(error => reported.push(error)))
  // A room that brings the plugin again must not make it work twice.
  .use(new Elysia().use(refusals()).get("/room", () => Promise.reject(new Error("password is hunter2"))))
  .get("/refused", () => Promise.reject(new Refusal("rate_limited", "too fast", { limit: 5 }, 7)))
  .get("/away", () => Promise.reject(new StoreAway("the database at db.internal:5432 cannot be reached")))
  .get("/locked", () => Promise.reject(new Refusal("missing_key", "expected a key")))
  .get("/number", ({ query }) => query.n, { query: t.Object({ n: t.Number() }) })
  .get("/ours", () => JSON.parse('"text"'), { response: t.Number() })
  .post("/json", ({ body }) => body)

const ask = async (path: string, init?: RequestInit) => {
  const response = await app.handle(new Request(`http://localhost${path}`, init))
  return { status: response.status, headers: response.headers, text: await response.text() }
}

test("a refusal is answered with its status, envelope and Retry-After", async () => {
  const { status, headers, text } = await ask("/refused")
  expect([status, headers.get("retry-after")]).toEqual([429, "7"])
  expect(JSON.parse(text)).toEqual({
    success: false,
    error: { code: "rate_limited", message: "too fast", details: { limit: 5 } },
  })
})

test("401 says how to sign in", async () => {
  expect((await ask("/locked")).headers.get("www-authenticate")).toBe("Bearer")
})

test("an unforeseen error is reported once and shows nothing", async () => {
  const { status, text } = await ask("/room")
  expect(status).toBe(500)
  expect(text).not.toContain("hunter2")
  expect(reported).toMatchObject([{ message: "password is hunter2" }])
})

test("a store that is away is unavailable, with Retry-After; where it was looked for is reported and not shown", async () => {
  const before = reported.length
  const { status, headers, text } = await ask("/away")
  expect([status, headers.get("retry-after"), JSON.parse(text).error.code]).toEqual([503, "2", "unavailable"])
  expect(text).toContain("try again")
  expect(text).not.toContain("db.internal")
  expect(reported.slice(before)).toMatchObject([{ name: "StoreAway" }])
})

test("an unknown path is not_found and named", async () => {
  const { status, text } = await ask("/nowhere?key=secret")
  expect([status, JSON.parse(text).error]).toEqual([
    404,
    { code: "not_found", message: "there is no GET /nowhere; see /docs" },
  ])
})

test("a bad parameter is named", async () => {
  const { status, text } = await ask("/number?n=nine")
  expect([status, JSON.parse(text).error.code, JSON.parse(text).error.details[0].parameter]).toEqual([
    400,
    "bad_parameter",
    "n",
  ])
})

test("an answer that breaks its own schema is our error", async () => {
  const { status, text } = await ask("/ours")
  expect([status, JSON.parse(text).error.code]).toEqual([500, "internal"])
})

test("a body that is no JSON is malformed_json", async () => {
  const { status, text } = await ask("/json", {
    method: "POST",
    body: "{",
    headers: { "content-type": "application/json" },
  })
  expect([status, JSON.parse(text).error.code]).toEqual([400, "malformed_json"])
})
