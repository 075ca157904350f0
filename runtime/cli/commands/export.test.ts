import { afterAll, expect, test } from "bun:test"
import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { installationWith } from "../../history/testing/installation.ts"
import { loadPlugins, OWN_PLUGINS } from "../../plugins.ts"
import { sqliteStore } from "../../store/drivers/sqlite.ts"
import { shop } from "../../store/testing/rows.ts"
import { emptyFolder, runCli, spawnCli } from "../testing.ts"

const cwd = emptyFolder()
const store = await sqliteStore({ folder: join(cwd, "data") })
await store.saveShop(shop())
afterAll(async () => {
  await store.close()
  rmSync(cwd, { recursive: true })
})

const noon = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000
const { plugins } = await loadPlugins([OWN_PLUGINS])
const { log, fold } = installationWith(
  plugins.map(({ plugin }) => plugin),
  store,
)
await log.append(
  [1, 2, 3].map(i => ({
    ...{ shop: "demo", source: "browser" as const, received_at: new Date(noon).toISOString() },
    event: {
      ...{ event_id: `${i}`, event_type: "purchase", timestamp: new Date(noon + i).toISOString(), user_id: `u${i}` },
      ...{ total_amount: i, currency: "EUR", order_id: `o${i}`, location: { country: i === 1 ? "DE" : "FR" } },
    },
  })),
)
await fold()

const run = (...args: string[]) => runCli(["export", ...args], { cwd, env: { SHOPSTREAM_DATA: "data" } })

test("events go to standard output, with nothing beside them, while a server has the store open", async () => {
  const { code, stdout } = await run("events", "--shop", "demo")
  expect(code).toBe(0)
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map(line => JSON.parse(line))
  expect(lines.map(({ order_id, sent_by }) => [order_id, sent_by])).toEqual([
    ["o1", "browser"],
    ["o2", "browser"],
    ["o3", "browser"],
  ])
})

test("a file's name says how it is written, and the command says how much", async () => {
  const { code, stdout } = await run("events", "--shop", "demo", "--out", "events.csv.gz")
  expect([code, stdout]).toEqual([0, "  written  3 events to events.csv.gz\n"])
  const text = Buffer.from(Bun.gunzipSync(readFileSync(join(cwd, "events.csv.gz")))).toString()
  expect(text.split("\r\n")).toHaveLength(5)
  expect(text).toStartWith("event_id,event_type,timestamp,user_id,")
})

test("cells are what the API would answer", async () => {
  const asked = ["--metric", "revenue", "--by", "country", "--step", "1h", "--format", "csv"]
  const { stdout } = await run("cells", "--shop", "demo", ...asked)
  const t = new Date(noon).toISOString()
  expect(stdout.split("\r\n")).toEqual([
    "metric,t,by,key,value,currency",
    `revenue,${t},country,DE,1,EUR`,
    `revenue,${t},country,FR,5,EUR`,
    "",
  ])
})

test("all metrics are exported where none is named", async () => {
  const { stdout } = await run("cells", "--shop", "demo", "--step", "1m")
  const names = new Set(
    stdout
      .trimEnd()
      .split("\n")
      .map(line => JSON.parse(line).metric),
  )
  expect([...names]).toEqual(expect.arrayContaining(["gross_revenue", "orders", "revenue", "new_visitors"]))
})

test.each([
  [["events", "--shop", "nobody"], /^there is no shop "nobody"; there is demo\n$/],
  [
    ["events", "--shop", "demo", "--from", "2026-03-02", "--to", "2026-03-01"],
    /^expected --from to lie before --to\n$/,
  ],
  [["cells", "--shop", "demo", "--metric", "revenu"], /^there is no metric "revenu"; did you mean revenue\?/],
  [["cells", "--shop", "demo", "--metric", "conversion_rate"], /^conversion_rate is computed from .*; export these\n$/],
  [["cells", "--shop", "demo", "--metric", "tax", "--by", "colour"], /^tax has no dimension colour; it has .*\n$/],
  [
    ["cells", "--shop", "demo", "--step", "1m", "--from", "2001-01-01"],
    /^--from: expected .*Z or later, .* --step or a later --from\n$/,
  ],
  [["events", "--shop", "demo", "--out", "none/events.csv"], /no such file or directory.*none\/events.csv/],
])("export %j is answered by one clear line", async (args, line) => {
  const { code, stderr } = await run(...args)
  expect(code).toBe(1)
  expect(stderr).toMatch(line)
})

test("whoever reads no further, such as head, ends an export quietly", async () => {
  const child = spawnCli(["export", "cells", "--shop", "demo", "--step", "1h"], {
    cwd,
    env: { SHOPSTREAM_DATA: "data" },
  })
  await child.stdout.cancel()
  expect([await child.exited, await new Response(child.stderr).text()]).toEqual([0, expect.not.stringMatching(/EPIPE/)])
})
