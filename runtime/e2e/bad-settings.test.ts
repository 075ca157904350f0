import { afterAll, expect, test } from "bun:test"
import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { emptyFolder, runCli } from "../cli/testing.ts"

const cwd = emptyFolder()
writeFileSync(join(cwd, "a-file"), "")
const taken = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() })
afterAll(async () => {
  await taken.stop(true)
  rmSync(cwd, { recursive: true })
})

test.concurrent.each<[string, string, Record<string, string>?]>([
  ["PORT", "abc"],
  ["PORT", "70000"],
  ["PORT", `${taken.port}`],
  ["HOST", "a b"],
  ["EVENT_RATE", "-1"],
  ["ENVIRONMENT", "staging"],
  ["SHOPSTREAM_DATA", "a-file"],
  ["SHOPSTREAM_SECRET", "short"],
  ["SHOPSTREAM_SECRET", "", { ENVIRONMENT: "production" }],
  ["SHOPSTREAM_SECRET", "change-me-change-me-change-me-change-me", { ENVIRONMENT: "production" }],
  ["SHOPSTREAM_SECERT", "misspelt"],
  ["FRONTEND_URL", "dashboard.example/path"],
  ["RETENTION_RAW_DAYS", "0"],
  ["RATE_LIMIT_KEY", "many"],
  ["TRUSTED_PROXIES", "10.0.0.0/40"],
  ["DATABASE_URL", "mysql://db/shop"],
  ["KAFKA_BOOTSTRAP_SERVERS", "broker-without-port"],
  ["KAFKA_SSL", "perhaps"],
])("%s=%s is answered by one clear line, and the server does not start", async (name, value, others = {}) => {
  const env = { PORT: "0", SHOPSTREAM_DATA: "data", ...others, [name]: value }
  const { code, stdout, stderr } = await runCli(["start"], { cwd, env })
  expect([code, stdout]).toEqual([1, ""])
  expect(stderr).toMatch(new RegExp(`^${name}: [^\n]{10,}\n$`))
})

test("several wrong settings are all named, a line each", async () => {
  const { code, stderr } = await runCli(["start"], { cwd, env: { PORT: "abc", EVENT_RATE: "lots", HOST: "a b" } })
  expect(code).toBe(1)
  expect(stderr.match(/^\w+(?=: )/gm)).toEqual(["PORT", "HOST", "EVENT_RATE"])
})

test.each(["collector", "worker", "api"])("--role %s on what is embedded is answered by one clear line", async role => {
  const { code, stdout, stderr } = await runCli(["start", "--role", role], { cwd, env: { PORT: "0" } })
  expect([code, stdout]).toEqual([1, ""])
  expect(stderr).toMatch(new RegExp(`^--role ${role}: expected [^\n]*DATABASE_URL to be set, because [^\n]+\n$`))
})
