import { afterAll, beforeAll, expect, test } from "bun:test"
import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Elysia } from "elysia"
import { collect } from "../../collect/route.ts"
import { fixedAccess } from "../../collect/testing/collector.ts"
import { memoryLog } from "../../log/drivers/memory.ts"
import type { Log } from "../../log/log.ts"
import { emptyFolder, runCli, spawnCli } from "../testing.ts"

const cwd = emptyFolder()
let log: Log
let url: string
let stop: () => Promise<unknown>

beforeAll(() => {
  log = memoryLog()
  const app = new Elysia().use(collect({ log, access: fixedAccess() })).listen({ port: 0, hostname: "127.0.0.1" })
  url = `http://127.0.0.1:${app.server!.port}`
  stop = () => app.stop(true)
})
afterAll(async () => {
  await stop()
  await log.close()
  rmSync(cwd, { recursive: true })
})

const taken = async () => (await log.state()).reduce((sum, { end }) => sum + end, 0)

test("it sends at the rate for as long as it was told, and says what became of the events", async () => {
  const before = await taken()
  const args = ["--url", `${url}/`, "--key", "wk_any", "--rate", "100", "--seconds", "1", "--seed", "7"]
  const { code, stdout, stderr } = await runCli(["simulate", ...args], { cwd })
  expect([code, stderr]).toEqual([0, ""])
  const accepted = Number(/accepted +(\d+)$/m.exec(stdout)?.[1])
  expect(accepted).toBe((await taken()) - before)
  expect(accepted).toBeGreaterThan(50)
  expect(stdout).toMatch(/rejected +0$/m)
  expect(stdout).not.toContain("\u001b")
})

test("the key and the address default to those of this folder's installation", async () => {
  const env = { SHOPSTREAM_DATA: cwd, PORT: new URL(url).port }
  const args = ["simulate", "--rate", "50", "--seconds", "1"]
  const without = await runCli(args, { cwd, env })
  expect([without.code, without.stderr]).toEqual([
    1,
    `--key: expected a write or ingest key, as ${cwd} has no keys.json with one\n`,
  ])
  writeFileSync(join(cwd, "keys.json"), JSON.stringify({ shop: "demo", write: "wk_any" }))
  const before = await taken()
  expect((await runCli(args, { cwd, env })).code).toBe(0)
  expect(await taken()).toBeGreaterThan(before)
})

test("a key that is not accepted is one clear line", async () => {
  const args = ["simulate", "--url", url, "--key", "wk_gone", "--rate", "10", "--seconds", "1"]
  const { code, stderr } = await runCli(args, { cwd })
  expect(code).toBe(1)
  expect(stderr.trim().split("\n")).toHaveLength(1)
  expect(stderr).toContain("revoked")
})

test("Ctrl-C ends it with the sums so far", async () => {
  const before = await taken()
  const child = spawnCli(["simulate", "--url", url, "--key", "wk_any", "--rate", "200"], { cwd })
  while ((await taken()) === before) await Bun.sleep(5)
  child.kill("SIGINT")
  expect(await new Response(child.stdout).text()).toMatch(/sent +\d+/)
  expect(await child.exited).toBe(0)
})
