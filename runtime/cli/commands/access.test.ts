import { afterAll, beforeAll, expect, test } from "bun:test"
import { rmSync } from "node:fs"
import { join } from "node:path"
import { createAccess, type RunningAccess } from "../../access/access.ts"
import { hashKey } from "../../access/keys.ts"
import { readConfig } from "../../config.ts"
import { sqliteStore } from "../../store/drivers/sqlite.ts"
import type { Store } from "../../store/store.ts"
import { emptyFolder, runCli } from "../testing.ts"

/** The part of a running server that these commands are about: the store, open, and access over it. */
const cwd = emptyFolder()
let store: Store
let access: RunningAccess

beforeAll(async () => {
  const { data, secret } = readConfig({}, { cwd })
  store = await sqliteStore({ folder: data })
  access = await createAccess({ store, secret, pollMs: 20 })
})
afterAll(async () => {
  access.close()
  await store.close()
  rmSync(cwd, { recursive: true })
})

const run = (...args: string[]) => runCli(args, { cwd })
const json = async (...args: string[]) => JSON.parse((await run(...args, "--json")).stdout)

test("a shop made beside a running server has one working key of each kind at once", async () => {
  const made = await json("shop", "create", "Lämps & Light", "--currency", "eur", "--timezone", "Europe/Berlin")
  expect(Object.keys(made)).toEqual(["shop", "write", "ingest", "read", "admin"])
  for (const kind of ["write", "ingest", "read", "admin"] as const) {
    expect(await access.resolve(made[kind])).toMatchObject({
      kind,
      shop: { id: "lamps-light", name: "Lämps & Light", currency: "EUR", timezone: "Europe/Berlin" },
    })
  }
  expect(await json("shop", "list")).toMatchObject([{ id: "lamps-light", browser_refunds: false }])
})

test("for a person, secrets are shown with a warning, in columns, without escape codes in a pipe", async () => {
  const { code, stdout } = await run("shop", "create", "plain")
  expect(code).toBe(0)
  expect(stdout).toContain("not shown again")
  expect(stdout).not.toContain("\u001b")
  const starts = stdout
    .split("\n")
    .filter(line => /^ {2}(write|ingest|read|admin) /.test(line))
    .map(line => line.search(/\w\w_/))
  expect(new Set(starts).size).toBe(1)
})

test.each([
  [["shop", "create", "plain"], 'there is a shop "plain" already'],
  [["shop", "create", "…"], "expected a name of 1 to 200 characters"],
  [["shop", "create", "x", "--currency", "pebbles"], "Expected a currency such as EUR"],
  [["shop", "create", "x", "--timezone", "Mars/Olympus"], "Expected a time zone such as Europe/Berlin"],
  [["keys", "create", "--shop", "none", "--kind", "read"], 'there is no shop "none"; there is '],
  [["keys", "create", "--shop", "plain", "--kind", "read", "--origin", "https://a.example"], "--kind write only"],
  [["keys", "list", "--shop", "none"], 'there is no shop "none"'],
  [["keys", "revoke", "rk_nothing"], "there is no such key"],
  [
    ["token", "create", "--shop", "plain", "--metrics", "revenue", "--origin", "a.example"],
    "Expected an origin such as",
  ],
  [
    ["token", "create", "--shop", "plain", "--metrics", "Revenue!", "--origin", "https://a.example"],
    "Expected names as in",
  ],
])("%j is one clear line and changes nothing", async (args, line) => {
  const before = await store.accessRev()
  const { code, stdout, stderr } = await run(...args)
  expect([code, stdout]).toEqual([1, ""])
  expect(stderr.trim().split("\n")).toHaveLength(1)
  expect(stderr).toContain(line)
  expect(await store.accessRev()).toBe(before)
})

test("a write key carries the origins it was made with, as browsers send them", async () => {
  const origins = ["--origin", "https://A.example/,https://b.example", "--origin", "http://localhost:3000"]
  const { key } = await json("keys", "create", "--shop", "plain", "--kind", "write", ...origins)
  expect((await access.resolve(key)).origins).toEqual([
    "https://a.example",
    "https://b.example",
    "http://localhost:3000",
  ])
})

test("revoking a key is noticed by a running server, and can be said twice", async () => {
  const { key } = await json("keys", "create", "--shop", "plain", "--kind", "read")
  await access.resolve(key)
  const told = new Promise<ReadonlySet<string>>(resolve => access.onRevoked(resolve))
  const first = await json("keys", "revoke", key)
  expect(await told).toEqual(new Set([hashKey(key)]))
  await expect(access.resolve(key)).rejects.toMatchObject({ code: "revoked_key" })
  expect(await json("keys", "revoke", key)).toEqual(first)
})

test("a key is revoked by what keys list shows of it, and then listed as revoked", async () => {
  const { key } = await json("keys", "create", "--shop", "plain", "--kind", "admin")
  const label = `${key.slice(0, 9)}…`
  expect((await run("keys", "revoke", label)).code).toBe(0)
  await expect(access.refresh().then(() => access.resolve(key))).rejects.toMatchObject({ code: "revoked_key" })
  const listed = await json("keys", "list", "--shop", "plain")
  expect(listed.find((row: { label: string }) => row.label === label)).toHaveProperty("revoked_at")
  const table = (await run("keys", "list")).stdout
  expect(table).toContain("revoked ")
  expect(table).not.toContain(key)
})

test("a widget token grants what was asked for, and no more", async () => {
  const args = ["--shop", "plain", "--metrics", "revenue,orders", "--origin", "https://a.example", "--expires", "12h"]
  const { token, expires } = await json("token", "create", ...args, "--round", "10", "--filter", "country=DE")
  const principal = await access.resolve(token)
  expect(principal).toMatchObject({
    kind: "widget",
    shop: { id: "plain" },
    metrics: ["revenue", "orders"],
    origins: ["https://a.example"],
    round: 10,
    filters: { country: "DE" },
  })
  expect(Math.abs(principal.expires! - Date.parse(expires))).toBeLessThan(1000)
  const hours = (principal.expires! - Date.now()) / 3_600_000
  expect(hours).toBeGreaterThan(11.9)
  expect(hours).toBeLessThanOrEqual(12)
})

test("everything is where the data folder is", async () => {
  expect((await run("shop", "list")).stdout).toContain("lamps-light")
  const elsewhere = await runCli(["shop", "list"], { cwd, env: { SHOPSTREAM_DATA: join(cwd, "elsewhere") } })
  expect(elsewhere.stdout).toContain("No shops yet")
})
