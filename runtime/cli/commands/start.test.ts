import { afterAll, afterEach, expect, test } from "bun:test"
import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import type { Subprocess } from "bun"
import { emptyFolder, runCli, spawnCli } from "../testing.ts"

const cwd = emptyFolder()
const children: Subprocess[] = []
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill("SIGKILL")
    await child.exited
  }
})
afterAll(() => rmSync(cwd, { recursive: true }))

/** Starts a server on any free port and reads what it prints until it says how to stop. */
async function open(args: string[], env: Record<string, string> = {}) {
  const child = spawnCli(args, { cwd, env: { PORT: "0", ...env } })
  children.push(child)
  let printed = ""
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader()
  while (!printed.includes("Ctrl-C")) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`ended early: ${printed}${await new Response(child.stderr).text()}`)
    printed += value
  }
  const rest = (async () => {
    let text = ""
    for (let next = await reader.read(); !next.done; next = await reader.read()) text += next.value
    return text
  })()
  const signIn = /Dashboard +(\S+)/.exec(printed)![1]!
  return { child, printed, rest, signIn, url: new URL(signIn).origin }
}

test("demo prints where to go and the keys, signs in by its link, and stops cleanly on SIGTERM", async () => {
  const { child, printed, rest, signIn, url } = await open(["demo", "--rate", "0"], { SHOPSTREAM_DATA: "demo" })
  const data = join(cwd, "demo")
  const { write, ingest, read, admin } = JSON.parse(readFileSync(join(data, "keys.json"), "utf8"))
  for (const text of [write, ingest, read, admin, `${url}/demo`, `${url}/docs`, data]) expect(printed).toContain(text)
  expect(printed).toMatch(/ShopStream \d+\.\d+\.\d+ +ready in \d+ ms/)
  expect(printed).not.toContain("\u001b")
  expect(
    Math.max(
      ...printed
        .split("\n")
        .filter(line => !line.includes(data))
        .map(line => line.length),
    ),
  ).toBeLessThanOrEqual(80)

  const signedIn = await fetch(signIn, { redirect: "manual" })
  const cookie = signedIn.headers.get("set-cookie")!.split(";")[0]!
  const session = await fetch(`${url}/api/session`, { headers: { cookie } })
  expect(await session.json()).toMatchObject({ data: { shop: { id: "demo" }, kind: "admin", write_key: write } })

  child.kill("SIGTERM")
  expect(await child.exited).toBe(0)
  expect(await rest).toContain("Stopped.")
})

test("the second start prints no keys, and one Ctrl-C that arrives twice still stops cleanly", async () => {
  const env = { SHOPSTREAM_DATA: "demo" }
  const { child, printed } = await open(["start"], env)
  expect(printed).not.toMatch(/[wsra]k_/)
  child.kill("SIGINT")
  child.kill("SIGINT")
  expect(await child.exited).toBe(0)
})

test("the doctor knows a running server and asks it how it is", async () => {
  const env = { SHOPSTREAM_DATA: "demo" }
  const { url } = await open(["start"], env)
  const { code, stdout } = await runCli(["doctor"], { cwd, env: { ...env, PORT: new URL(url).port } })
  expect(stdout).toContain(`✓ Server        running on ${url}, ok`)
  expect(stdout).toContain("✓ Log           embedded, in use by the running server")
  expect(code).toBe(0)
})

test("keys made beside the running server work at once, and revoked ones stop", async () => {
  const env = { SHOPSTREAM_DATA: "beside" }
  const { url } = await open(["start"], env)
  const run = async (...args: string[]) => JSON.parse((await runCli([...args, "--json"], { cwd, env })).stdout)
  const status = async (key: string) =>
    (await fetch(`${url}/api/session`, { headers: { authorization: `Bearer ${key}` } })).status

  const { read } = await run("shop", "create", "lamps")
  expect(await status(read)).toBe(200)
  await run("keys", "revoke", read)
  while ((await status(read)) === 200) await Bun.sleep(20)
  expect(await status(read)).toBe(401)
})

test("a port in use and a data folder in use are each one clear line", async () => {
  const { url } = await open(["start"], { SHOPSTREAM_DATA: "first" })
  const { port } = new URL(url)
  const taken = await runCli(["start"], { cwd, env: { SHOPSTREAM_DATA: "second", PORT: port } })
  expect([taken.code, taken.stderr]).toEqual([
    1,
    `PORT: ${port} on 127.0.0.1 is in use; stop what runs there, or set PORT to another, or to 0 for any\n`,
  ])
  const shared = await runCli(["start"], { cwd, env: { SHOPSTREAM_DATA: "first", PORT: "0" } })
  expect(shared.code).toBe(1)
  expect(shared.stderr).toMatch(
    /^the data folder \S+ is in use by another ShopStream: stop that one, or choose another folder\n$/,
  )
})
