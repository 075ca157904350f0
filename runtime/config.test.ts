import { afterAll, expect, test } from "bun:test"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { envExample } from "./config/example.ts"
import { nearest } from "./config/nearest.ts"
import { VARIABLES } from "./config/variables.ts"
import { ConfigError, readConfig } from "./config.ts"

const cwd = mkdtempSync(join(tmpdir(), "shopstream-config-"))
afterAll(() => rmSync(cwd, { recursive: true }))

const STRONG = "q7Zt0sJm3vYcWn8RbKx2LpUe5HdAfGi9"
const read = (env: Record<string, string>) => readConfig({ SHOPSTREAM_SECRET: STRONG, ...env }, { cwd })

function problems(env: Record<string, string>): readonly string[] {
  try {
    read(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

test("an empty environment gives the defaults of the contract", () => {
  expect(read({})).toEqual({
    environment: "development",
    port: 8000,
    host: "127.0.0.1",
    data: join(cwd, ".shopstream"),
    databaseUrl: "",
    kafka: undefined,
    eventRate: 100,
    frontendUrls: [],
    secret: STRONG,
    plugins: [],
    pluginsRequired: [],
    retention: { rawDays: 30, minuteDays: 8, hourDays: 365, dayDays: 760 },
    rateLimit: { key: 0, address: 0 },
    trustedProxies: [],
    currencyRatesFile: "",
    webhookNetworks: [],
    smtpUrl: undefined,
    notes: [],
  })
})

test("production turns the rate limits on, and they can still be set", () => {
  expect(read({ ENVIRONMENT: "production" }).rateLimit).toEqual({ key: 20_000, address: 1000 })
  expect(read({ ENVIRONMENT: "production", RATE_LIMIT_ADDRESS: "0" }).rateLimit).toEqual({ key: 20_000, address: 0 })
})

test("an empty value is an unset one", () => {
  expect(read({ PORT: "", DATABASE_URL: "", EVENT_RATE: "  " })).toMatchObject({ port: 8000, eventRate: 100 })
})

test("a package of plugins is found where npm installed it, and one that is not is named", () => {
  const shop = join(cwd, "apps/shop")
  const installed = join(cwd, "node_modules/@acme/shopstream-plugin-vat")
  for (const made of [shop, installed]) mkdirSync(made, { recursive: true })
  const at = (name: string) => readConfig({ SHOPSTREAM_SECRET: STRONG, SHOPSTREAM_PLUGINS: name }, { cwd: shop })
  expect(at("@acme/shopstream-plugin-vat").plugins).toEqual([installed])
  expect(() => at("shopstream-plugin-none")).toThrow("an installed package such as shopstream-plugin-baskets")
})

test("lists and paths are read relative to the working directory", () => {
  expect(
    read({
      SHOPSTREAM_PLUGINS: "mine:/opt/theirs:",
      FRONTEND_URL: "https://a.example/, http://localhost:3000",
      TRUSTED_PROXIES: "10.0.0.0/8, ::1",
    }),
  ).toMatchObject({
    plugins: [join(cwd, "mine"), "/opt/theirs"],
    frontendUrls: ["https://a.example", "http://localhost:3000"],
    trustedProxies: ["10.0.0.0/8", "::1"],
  })
})

test.each([
  ["PORT", "abc", 'PORT: expected a whole number from 0 to 65535, got "abc"'],
  ["PORT", "70000", 'PORT: expected a whole number from 0 to 65535, got "70000"'],
  ["EVENT_RATE", "-1", 'EVENT_RATE: expected a whole number of events per second from 0 to 100000, got "-1"'],
  ["ENVIRONMENT", "staging", 'ENVIRONMENT: expected development or production, got "staging"'],
  ["HOST", "a b", 'HOST: expected a host name or an IP address without a port, got "a b"'],
  ["RETENTION_RAW_DAYS", "0", 'RETENTION_RAW_DAYS: expected a whole number of days from 1 to 36500, got "0"'],
])("%s=%s is answered by one line that names variable, expected and came", (name, value, line) => {
  expect(problems({ [name]: value })).toEqual([line])
})

test("every bad variable gets its line, not only the first", () => {
  expect(problems({ PORT: "x", EVENT_RATE: "y", TRUSTED_PROXIES: "10.0.0.0/40" })).toHaveLength(3)
})

test("a password in a bad address is not repeated", () => {
  const [line] = problems({ DATABASE_URL: "mysql://me:hunter2@db/shop" })
  expect(line).toBe(
    'DATABASE_URL: expected an address that starts with postgres:// or postgresql://, got "mysql://…@db/shop"',
  )
})

test("a misspelt setting of ours is refused and the nearest one suggested", () => {
  expect(problems({ SHOPSTREAM_SECERT: "x" })).toEqual([
    "SHOPSTREAM_SECERT: no such variable; did you mean SHOPSTREAM_SECRET?",
  ])
  expect(problems({ RATE_LIMIT_PER_SHOP_AND_HOUR: "1" })[0]).toContain("see .env.example")
})

test("other programs' variables and Kubernetes service links are left alone", () => {
  expect(problems({ HOME: "/", KAFKA_SERVICE_HOST: "10.1.2.3", SHOPSTREAM_PORT_8000_TCP_ADDR: "10.1.2.4" })).toEqual([])
})

test("brokers bring the settings of the topic along, and who logs in", () => {
  const kafka = {
    brokers: ["a:9092", "b:9092"],
    topic: "ecommerce-events",
    partitions: 3,
    retentionHours: 168,
    ssl: false,
  }
  expect(read({ KAFKA_BOOTSTRAP_SERVERS: "a:9092,b:9092" }).kafka).toEqual({ ...kafka, sasl: undefined })
  const login = { KAFKA_SASL_MECHANISM: "scram-sha-512", KAFKA_SASL_USERNAME: "me" }
  const secured = read({
    KAFKA_BOOTSTRAP_SERVERS: "a:9092",
    KAFKA_SSL: "true",
    ...login,
    KAFKA_SASL_PASSWORD: "hunter2",
  })
  expect(secured.kafka).toMatchObject({
    ssl: true,
    sasl: { mechanism: "scram-sha-512", username: "me", password: "hunter2" },
  })
  expect(problems({ KAFKA_BOOTSTRAP_SERVERS: "a:9092", ...login })).toEqual([
    "KAFKA_SASL_PASSWORD: expected text beside KAFKA_SASL_MECHANISM, got nothing",
  ])
})

test("what is not built yet is noted", () => {
  const pending = Object.entries<{ pending?: string }>(VARIABLES).find(([, variable]) => variable.pending)
  if (!pending) return
  const [name, { pending: what }] = pending
  expect(read({ [name]: name.endsWith("URL") ? "smtp://mail" : "a-file" }).notes).toEqual([
    `${name} has no effect yet: ${what} is not built`,
  ])
})

test.each([
  ["missing", "", "expected at least 32 bytes in production, got nothing"],
  ["short", "tooshort", "expected at least 32 bytes, got 8"],
  ["well-known", "change-me-change-me-change-me-change-me", "got a well-known one"],
  ["monotonous", "a".repeat(64), "got a well-known one"],
])("production refuses a %s secret without repeating it", (_, secret, expected) => {
  const [line = ""] = problems({ ENVIRONMENT: "production", SHOPSTREAM_SECRET: secret })
  expect(line).toStartWith("SHOPSTREAM_SECRET: ")
  expect(line).toContain(expected)
  if (secret) expect(line).not.toContain(secret)
})

test("development makes a secret once, keeps it with mode 0600 and finds it again", () => {
  const env = { SHOPSTREAM_DATA: "kept" }
  const first = readConfig(env, { cwd }).secret
  expect(Buffer.byteLength(first)).toBeGreaterThanOrEqual(32)
  expect(statSync(join(cwd, "kept/secret")).mode & 0o777).toBe(0o600)
  expect(readConfig(env, { cwd }).secret).toBe(first)
})

test("a damaged kept secret is named, not silently replaced", () => {
  readConfig({ SHOPSTREAM_DATA: "damaged" }, { cwd })
  writeFileSync(join(cwd, "damaged/secret"), "short")
  expect(() => readConfig({ SHOPSTREAM_DATA: "damaged" }, { cwd })).toThrow(
    /damaged\/secret: expected at least 32 bytes/,
  )
})

test("a data folder that cannot be made is one clear line", () => {
  writeFileSync(join(cwd, "a-file"), "")
  expect(() => readConfig({ SHOPSTREAM_DATA: "a-file/data" }, { cwd })).toThrow(
    /^SHOPSTREAM_DATA: expected a folder that can be written, got /,
  )
})

test("the example file lists every variable exactly as the table has it", () => {
  const file = readFileSync(join(import.meta.dir, "../.env.example"), "utf8")
  expect(file).toBe(envExample())
  for (const name of Object.keys(VARIABLES)) expect(file).toContain(`\n#${name}=`)
})

test("the example file, uncommented, is a valid environment", () => {
  const lines = envExample().matchAll(/^#([A-Z_]+)=(.*)$/gm)
  const env = Object.fromEntries([...lines].map(([, name, value]) => [name!, value!]))
  expect(problems(env)).toEqual([])
})

test("nearest suggests near words only", () => {
  expect(nearest("strat", ["start", "demo"])).toBe("start")
  expect(nearest("zebra", ["start", "demo"])).toBeUndefined()
})
