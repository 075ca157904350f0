import { afterAll, beforeAll, expect, test } from "bun:test"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { PluginAnswer } from "../plugins/answer.ts"
import { makeFolder } from "../testing/folder.ts"
import { type ServerUnderTest, startServer } from "../testing/server.ts"
import { event, send } from "./testing/backend.ts"
import { numbers } from "./testing/numbers.ts"
import { becomes } from "./testing/until.ts"

const { folder, remove } = makeFolder()
const counting = (name: string, title: string): string => `import { count, defineMetric } from "@shopstream/plugins"
export default defineMetric({ name: "${name}", title: "${title}", unit: "count", on: ["*"], ...count() })`
const put = (name: string, source: string): void => writeFileSync(join(folder, `${name}.ts`), source)

let server: ServerUnderTest
beforeAll(async () => {
  put("seen", counting("seen", "Seen"))
  server = await startServer({ env: { SHOPSTREAM_PLUGINS: folder } })
})
afterAll(async () => {
  await server?.dispose()
  remove()
})

async function read<T>(path: string): Promise<T> {
  const response = await fetch(server.url + path, { headers: { authorization: `Bearer ${server.keys.read}` } })
  return (await response.json()).data
}
const titleOf = async (name: string) =>
  (await read<{ name: string; title: string }[]>("/api/metrics")).find(metric => metric.name === name)?.title
const health = async (name: string) => (await read<PluginAnswer[]>("/api/plugins")).find(plugin => plugin.name === name)
const stateOf = async (name: string) => (await health(name))?.state

/** Sends without a pause, from several sides, until it is told to stop. @returns how many were taken */
function traffic(): { stop(): Promise<number> } {
  let isOn = true
  let sent = 0
  const senders = Array.from({ length: 4 }, async (_, visitor) => {
    while (isOn) {
      await send(
        server,
        ...Array.from({ length: 25 }, () => event({ event_type: "page_view", user_id: `v${visitor}` })),
      )
      sent += 25
    }
  })
  return {
    async stop() {
      isOn = false
      await Promise.all(senders)
      return sent
    },
  }
}

test("plugins that change, come and break under load lose no event and count none twice", async () => {
  const load = traffic()
  put("seen", counting("seen", "Seen by people"))
  await becomes(() => titleOf("seen"), "Seen by people")
  put("late", counting("late", "Late"))
  await becomes(() => titleOf("late"), "Late")
  put("seen", "export default {")
  await becomes(() => stateOf("seen"), "outdated")
  put("seen", counting("seen", "Mended"))
  await becomes(() => titleOf("seen"), "Mended")
  const sent = await load.stop()

  await becomes(() => numbers(server, "seen"), { seen: sent })
  const { late } = await numbers(server, "late")
  expect(late).toBeGreaterThan(0)
  expect(late).toBeLessThan(sent)
  // What came before it began is what a backfill adds: together they are all, and none twice.
  await server.cli("backfill", "--metric", "late")
  await becomes(() => numbers(server, "late"), { late: sent })
})

test("a metric that fails on everything is left out, and once it is mended a backfill counts what it missed", async () => {
  const before = await numbers(server, "seen")
  const failing = `${counting("moody", "Moody")}`.replace("count()", `count(() => { throw new Error("not today") })`)
  put("moody", failing)
  await becomes(() => titleOf("moody"), "Moody")
  const load = traffic()
  await becomes(() => stateOf("moody"), "paused")
  expect((await health("moody"))?.last_error?.message).toBe("Error: not today")
  expect((await health("moody"))?.paused_until).toEqual(expect.any(String))
  // Where roles run apart, a worker has no other way to say so.
  const ready = await (await fetch(`${server.url}/ready`)).json()
  expect(ready).toMatchObject({ state: "degraded", components: { plugins: { paused: ["moody"] } } })
  put("moody", counting("moody", "Mended"))
  await becomes(() => titleOf("moody"), "Mended")
  const sent = await load.stop()

  const all = before.seen! + sent
  await becomes(() => numbers(server, "seen"), { seen: all })
  expect((await health("moody"))?.missed).toBeGreaterThan(0)
  expect((await numbers(server, "moody")).moody).toBeLessThan(all)
  await server.cli("backfill", "--metric", "moody")
  await becomes(() => numbers(server, "moody"), { moody: all })
})
