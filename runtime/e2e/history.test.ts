import { afterAll, beforeAll, expect, test } from "bun:test"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { type ServerUnderTest, startServer } from "../testing/server.ts"
import { becomes } from "./testing/until.ts"

/** A shop brings its history, looks at it, and takes it elsewhere. */

const ORDERS = 3_000
const COUNTRIES = ["DE", "FR", "NP"]
const today = new Date().setUTCHours(0, 0, 0, 0)

/** Orders over five days that are all kept to the minute, the newest from yesterday. */
const orders = Array.from({ length: ORDERS }, (_, i) => ({
  number: `A-${i}`,
  created: new Date(today - 5 * 86_400_000 + i * 2 * 60_000).toISOString(),
  customer: `customer ${i % 400}`,
  cents: (i * 7_919) % 20_000,
  country: COUNTRIES[i % 3]!,
}))
const csvOf = (rows: typeof orders) =>
  ["number,created,customer,sum,country"]
    .concat(rows.map(o => `${o.number},${o.created},${o.customer},${o.cents / 100},${o.country}`))
    .join("\n")

const from = new Date(today - 6 * 86_400_000).toISOString()
const MAPPING = "number=order_id,created=timestamp,customer=user_id,sum=total_amount,country=location.country"

const totalOf = (rows: typeof orders) => rows.reduce((sum, { cents }) => sum + cents, 0) / 100

const wanted = {
  revenue: totalOf(orders),
  orders: ORDERS,
  byCountry: Object.fromEntries(COUNTRIES.map(c => [c, totalOf(orders.filter(({ country }) => country === c))])),
}

let here: ServerUnderTest
let there: ServerUnderTest
beforeAll(async () => {
  ;[here, there] = await Promise.all([startServer(), startServer()])
})
afterAll(() => Promise.all([here?.dispose(), there?.dispose()]))

/** The embedded log belongs to one process: the server makes room for the import, then counts all of it. */
async function bringIn(server: ServerUnderTest, file: string, ...options: string[]): Promise<unknown> {
  await server.drain()
  const report = await server.cli("import", file, "--shop", "demo", "--json", ...options)
  await server.restart()
  await becomes(async () => ((await (await fetch(`${server.url}/ready`)).json()) as { lag: number }).lag, 0)
  return JSON.parse(report)
}

async function ask({ url, keys }: ServerUnderTest, path: string) {
  const headers = { authorization: `Bearer ${keys.read}` }
  const answer = await fetch(`${url}/api/metrics/${path}`, { headers })
  return ((await answer.json()) as { data: { value: number; top?: { key: string; value: number }[] } }).data
}

/** What a server answers of all the time there is. */
async function numbers(server: ServerUnderTest): Promise<typeof wanted> {
  const { value: revenue, top = [] } = await ask(server, `revenue?from=${from}&by=country`)
  const { value: count } = await ask(server, `orders?from=${from}`)
  return { revenue, orders: count, byCountry: Object.fromEntries(top.map(({ key, value }) => [key, value])) }
}

test("a CSV file of a shop's orders comes in with its totals, right to the cent", async () => {
  const file = join(here.data, "orders.csv")
  writeFileSync(file, csvOf(orders))
  const report = await bringIn(here, file, "--set", "event_type=purchase", "--map", MAPPING)
  expect(report).toEqual({ imported: ORDERS, bad: 0, before: 0 })
  expect(await numbers(here)).toEqual(wanted)
})

test("cells exported beside the running server add up to the same", async () => {
  const lines = await here.cli("export", "cells", "--shop", "demo", "--metric", "revenue", "--step", "1d")
  const days = lines
    .trimEnd()
    .split("\n")
    .map(line => JSON.parse(line))
  expect(new Set(days.map(({ currency }) => currency)).size).toBe(1)
  const cents = days.reduce((sum, { value }) => sum + Math.round(value * 100), 0)
  expect(cents / 100).toBe(wanted.revenue)
})

test("events exported beside the running server give the same numbers elsewhere, and change none where they are", async () => {
  const file = join(here.data, "events.ndjson.gz")
  await here.cli("export", "events", "--shop", "demo", "--out", file)
  expect(await bringIn(there, file)).toEqual({ imported: ORDERS, bad: 0, before: 0 })
  expect(await numbers(there)).toEqual(wanted)
  expect(await bringIn(here, file)).toEqual({ imported: ORDERS, bad: 0, before: 0 })
  expect(await numbers(here)).toEqual(wanted)
})
