import { afterAll, beforeAll, expect, test } from "bun:test"
import { rmSync } from "node:fs"
import { join } from "node:path"
import { sqliteLog } from "../../log/drivers/sqlite.ts"
import type { Envelope } from "../../log/log.ts"
import { sqliteStore } from "../../store/drivers/sqlite.ts"
import { emptyFolder, runCli } from "../testing.ts"

const cwd = emptyFolder()
const folder = join(cwd, "data")
const run = (...args: string[]) => runCli(["dead-letters", ...args], { cwd, env: { SHOPSTREAM_DATA: "data" } })
afterAll(() => rmSync(cwd, { recursive: true }))

const envelope: Envelope = {
  shop: "lamps",
  source: "browser",
  received_at: "2025-01-03T10:30:00.000Z",
  event: { event_id: "evt_1", event_type: "page_view", timestamp: "2025-01-03T10:30:00.000Z", user_id: "ada" },
}

beforeAll(async () => {
  const store = await sqliteStore({ folder })
  await store.transact({ log: "a-log", partition: 0 }, async tx => {
    await tx.fence(undefined, 9)
    await tx.deadLetter([
      { offset: 7, shop: "lamps", poison: JSON.stringify(envelope), reason: "a plugin did not know it" },
      { offset: 8, poison: "{ half", reason: "no JSON" },
    ])
  })
  await store.close()
})

/** What the log holds now. */
async function logged(): Promise<unknown[]> {
  const log = await sqliteLog({ folder })
  const count = (await log.state()).reduce((sum, { end }) => sum + end, 0)
  const values: unknown[] = []
  const stop = new AbortController()
  if (count > 0) {
    for await (const round of log.consume(async () => undefined, stop.signal)) {
      values.push(...round.flatMap(({ records }) => records).map(({ value }) => value))
      if (values.length === count) break
    }
  }
  await log.close()
  return values
}

test("dead letters are listed newest first, with id, shop, reason and whether they wait", async () => {
  const { code, stdout } = await run("list")
  expect(code).toBe(0)
  const lines = stdout.trim().split("\n").slice(1)
  expect(lines[0]).toMatch(/a-log\/0\/8 +unknown +no JSON +waits/)
  expect(lines[1]).toMatch(/a-log\/0\/7 +lamps +a plugin did not know it +waits/)
  expect(JSON.parse((await run("list", "--limit", "1", "--json")).stdout)).toMatchObject([{ poison: "{ half" }])
})

test("all that are envelopes go to the log again with their own ids, once; the others stay and are counted", async () => {
  const first = JSON.parse((await run("resubmit", "--all", "--json")).stdout)
  expect(first).toEqual({ resubmitted: 1, unreadable: 1 })
  expect(JSON.parse((await run("resubmit", "--all", "--json")).stdout)).toEqual({ resubmitted: 0, unreadable: 1 })
  expect(await logged()).toEqual([envelope])
  expect((await run("list")).stdout).toMatch(/a-log\/0\/7 .* sent again \d{4}/)
})

test.each([
  [["--id", "a-log/0/7"], /^a-log\/0\/7 was sent again on .* already\n$/],
  [["--id", "a-log/0/8"], /^a-log\/0\/8 is no envelope that the log could take: no JSON\n$/],
  [["--id", "a-log/0/9"], /^there is no dead letter a-log\/0\/9; see: shopstream dead-letters list\n$/],
  [[], /^expected either --id or --all\n$/],
])("resubmit %j is answered by one clear line", async (args, line) => {
  const { code, stderr } = await run("resubmit", ...args)
  expect(code).toBe(1)
  expect(stderr).toMatch(line)
})
