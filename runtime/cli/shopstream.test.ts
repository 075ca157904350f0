import { afterAll, expect, test } from "bun:test"
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Command } from "commander"
import { createProgram } from "./program.ts"
import { emptyFolder, runCli } from "./testing.ts"

const cwd = emptyFolder()
afterAll(() => rmSync(cwd, { recursive: true }))

function everyCommand(command: Command, path: string[] = []): [string, string[]][] {
  return command.commands.flatMap(child => {
    const own = [...path, child.name()]
    return child.commands.length > 0 ? everyCommand(child, own) : [[own.join(" "), own] as [string, string[]]]
  })
}

test("the commands are those of the contract that are built", () => {
  expect(everyCommand(createProgram()).map(([name]) => name)).toEqual([
    "start",
    "demo",
    "simulate",
    "shop create",
    "shop list",
    "keys create",
    "keys list",
    "keys revoke",
    "token create",
    "plugin new",
    "plugin check",
    "plugin list",
    "backfill",
    "import",
    "export events",
    "export cells",
    "migrate",
    "dead-letters list",
    "dead-letters resubmit",
    "doctor",
  ])
})

test.each(everyCommand(createProgram()))("%s --help shows an example of itself and succeeds", async (name, path) => {
  const { code, stdout, stderr } = await runCli([...path, "--help"], { cwd })
  expect([code, stderr]).toEqual([0, ""])
  expect(stdout).toMatch(new RegExp(`Examples?:\\n  \\$ (\\w+=\\S+ )?shopstream ${name}`))
})

test.each([
  [["strat"], "unknown command 'strat' (Did you mean start?); see shopstream --help\n"],
  [["keys", "lst"], "unknown command 'lst' (Did you mean list?); see shopstream --help\n"],
  [["shop", "list", "--jsn"], "unknown option '--jsn' (Did you mean --json?); see shopstream --help\n"],
  [["demo", "--rate", "fast"], /^option '--rate <events>' argument 'fast' is invalid\. Expected a whole number from 0/],
  [["keys", "create", "--shop", "x"], "required option '--kind <kind>' not specified; see shopstream --help\n"],
])("%j is answered by one clear line", async (args, line) => {
  const { code, stdout, stderr } = await runCli(args, { cwd })
  expect([code, stdout]).toEqual([1, ""])
  expect(stderr.trim().split("\n")).toHaveLength(1)
  if (typeof line === "string") expect(stderr).toBe(line)
  else expect(stderr).toMatch(line)
})

test("a command without its subcommand shows the help and fails", async () => {
  const { code, stderr } = await runCli(["keys"], { cwd })
  expect(code).toBe(1)
  expect(stderr).toStartWith("Usage: shopstream keys")
})

test("a bad setting is one line without a stack, and with one where DEBUG is set", async () => {
  const line = 'PORT: expected a whole number from 0 to 65535, got "abc"\n'
  const plain = await runCli(["shop", "list"], { cwd, env: { PORT: "abc" } })
  expect(plain).toEqual({ code: 1, stdout: "", stderr: line })
  const debug = await runCli(["shop", "list"], { cwd, env: { PORT: "abc", DEBUG: "1" } })
  expect(debug.stderr).toStartWith(line)
  expect(debug.stderr).toContain("at readConfig")
})

test(".env in the working directory is read", async () => {
  const folder = join(cwd, "with-env")
  mkdirSync(folder)
  writeFileSync(join(folder, ".env"), "EVENT_RATE=lots\n")
  const { stderr } = await runCli(["shop", "list"], { cwd: folder })
  expect(stderr).toStartWith("EVENT_RATE: expected a whole number")
})

test("the doctor finds a fresh folder well", async () => {
  const { code, stdout, stderr } = await runCli(["doctor"], { cwd, env: { PORT: "0" } })
  expect([code, stderr]).toEqual([0, ""])
  for (const name of ["Settings", "Data folder", "Disk space", "Secrets", "Server", "Store", "Log", "Plugins"]) {
    expect(stdout).toContain(`✓ ${name}`)
  }
  expect(stdout).toContain("All is well.")
})

test("the doctor says what is wrong and what to do", async () => {
  const env = { PORT: "0", SHOPSTREAM_DATA: "open" }
  await runCli(["shop", "list"], { cwd, env })
  chmodSync(join(cwd, "open/secret"), 0o644)
  const other = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("hello") })
  const { code, stdout } = await runCli(["doctor"], { cwd, env: { ...env, PORT: `${other.port}` } })
  await other.stop(true)
  expect(code).toBe(1)
  expect(stdout).toContain("✗ Secrets")
  expect(stdout).toContain(`chmod 600 ${join(cwd, "open/secret")}`)
  expect(stdout).toContain("belongs to another program\n")
})

test("the doctor says which setting is not valid", async () => {
  const { code, stdout } = await runCli(["doctor"], { cwd, env: { PORT: "abc", KAFKA_TOPICS: "x" } })
  expect(code).toBe(1)
  expect(stdout).toContain("PORT: expected a whole number")
  expect(stdout).toContain("KAFKA_TOPICS: no such variable; did you mean KAFKA_TOPIC?")
})

test("plugin list names what loads and, with the reason, what does not", async () => {
  const mine = join(cwd, "mine")
  mkdirSync(mine)
  writeFileSync(join(mine, "broken.ts"), "throw new Error('no good')\n")
  const env = { SHOPSTREAM_PLUGINS: "mine" }
  const { code, stdout } = await runCli(["plugin", "list"], { cwd, env })
  expect(code).toBe(1)
  expect(stdout).toMatch(/revenue +order +Revenue/)
  expect(stdout).toContain("✗ mine/broken.ts: no good")
  const json = JSON.parse((await runCli(["plugin", "list", "--json"], { cwd, env })).stdout)
  expect(json.failures).toEqual([{ path: join(mine, "broken.ts"), message: "no good" }])
})
