import { afterAll, expect, test } from "bun:test"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { count } from "../../../plugins/kit/index.ts"
import { memoryLog } from "../../log/drivers/memory.ts"
import type { Envelope } from "../../log/log.ts"
import { startPipeline } from "../../pipeline/pipeline.ts"
import { createRegistry } from "../../pipeline/registry.ts"
import { loadPlugins } from "../../plugins.ts"
import { sqliteStore } from "../../store/drivers/sqlite.ts"
import { eventually } from "../../store/testing/eventually.ts"
import { emptyFolder, runCli } from "../testing.ts"

const cwd = emptyFolder()
const folder = join(cwd, "data")
const mine = join(cwd, "mine")
afterAll(() => rmSync(cwd, { recursive: true }))

mkdirSync(mine)
const plugin = (name: string) => `import { count, defineMetric } from "@shopstream/plugins"
export default defineMetric({ apiVersion: 1, name: "${name}", title: "Mine", unit: "count", on: ["page_view"], ...count() })`
writeFileSync(join(mine, "views_before.ts"), plugin("views_before"))
const visitsPlugin = `import { contribute, defineSessionMetric } from "@shopstream/plugins"
export default defineSessionMetric({
  name: "visits_after", title: "Visits", unit: "count", contribute: session => contribute(session.first, 1),
})`

const today = new Date(Date.now() - 60_000).toISOString()

const view = (i: number): Envelope => ({
  shop: "demo",
  source: "browser",
  received_at: today,
  event: { event_id: `${i}`, event_type: "page_view", timestamp: today, user_id: "ada", session_id: `s${i}` },
})

const run = (...args: string[]) =>
  runCli(["backfill", ...args], { cwd, env: { SHOPSTREAM_DATA: "data", SHOPSTREAM_PLUGINS: "mine" } })

test("the past of new plugins is computed beside a server that has the store open, once", async () => {
  const store = await sqliteStore({ folder })
  const log = memoryLog()
  async function serve() {
    const { plugins } = await loadPlugins([mine])
    return startPipeline({
      ...{ log, store, registry: createRegistry(plugins.map(({ plugin }) => plugin)), currencyOf: () => "USD" },
      ...{ clock: Date.now, onCommit: () => {}, onTrouble: console.error },
    })
  }
  async function counted(metric: string): Promise<number> {
    const rows = await store.read({ shop: "demo", metric, dim: "", from: 0, to: Date.now() }, "minute")
    const { zero, merge, read } = count()
    return Number(read(rows.map(({ state }) => state as number).reduce(merge, zero())))
  }

  const before = await serve()
  await log.append([1, 2, 3].map(view))
  await eventually(async () => (await counted("views_before")) === 3)
  await before.stop()

  writeFileSync(join(mine, "views_after.ts"), plugin("views_after"))
  writeFileSync(join(mine, "visits_after.ts"), visitsPlugin)
  expect((await run("--metric", "views_after")).stderr).toMatch(/no server has counted views_after yet/)

  const server = await serve()
  await log.append([4, 5].map(view))
  await eventually(async () => (await counted("views_after")) === 2)
  const { code, stdout } = await run("--metric", "views_after", "--json")
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ metric: "views_after", read: 3, counted: 3, shops: ["demo"] })
  expect(await counted("views_after")).toBe(5)

  const ofSessions = await run("--metric", "visits_after", "--json")
  expect(ofSessions.stderr).toBe("")
  expect(JSON.parse(ofSessions.stdout)).toMatchObject({ of: "session", read: 5, counted: 5, cells: 1, shops: ["demo"] })

  expect((await run("--metric", "views_after")).stdout).toMatch(/Nothing to do: it was counted from the start/)
  expect((await run("--metric", "visits_after")).stdout).toMatch(
    /Nothing to do: .* what all sessions that are kept make/,
  )
  await server.stop()
  await store.close()
})

test.each([
  [["--metric", "revenu"], /^there is no metric "revenu"; did you mean revenue\?; see: shopstream plugin list\n$/],
  [["--metric", "conversion_rate"], /^conversion_rate is computed from .* backfill these instead\n$/],
  [["--metric", "views_before", "--from", "yesterday"], /Expected a time such as 2026-03-01/],
  [
    ["--metric", "views_before", "--from", "2026-03-02", "--to", "2026-03-01"],
    /^expected --from to lie before --to\n$/,
  ],
  [[], /required option '--metric <name>' not specified; see shopstream --help\n$/],
])("backfill %j is answered by one clear line", async (args, line) => {
  const { code, stderr } = await run(...args)
  expect(code).toBe(1)
  expect(stderr).toMatch(line)
})
