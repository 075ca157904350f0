import { expect, test } from "bun:test"
import { count, defineMetric, defineSessionMetric, sum } from "../../../plugins/kit/index.ts"
import type { StoredMetric } from "../../../plugins/kit/monoid.ts"
import type { ShopEvent } from "../../../sdk/event.ts"
import { shop } from "../../store/testing/rows.ts"
import { installationWith } from "../testing/installation.ts"
import { type CellExport, exportCells } from "./cells.ts"
import { keptSince, storedWith } from "./scope.ts"

const spent = defineMetric({
  ...{ name: "spent", title: "Spent", unit: "money", on: ["purchase"], by: { country: e => e.location?.country } },
  ...sum(e => e.total_amount),
})
const sales = defineMetric({ name: "sales", title: "Sales", unit: "count", on: ["purchase"], ...count() })
const visits = defineSessionMetric({
  ...{ name: "visits", title: "Visits", unit: "count" },
  contribute: session => [{ at: session.first, amount: 1 }],
})

let events = 0
const purchase = (timestamp: string, total_amount: number, country: string, currency = "EUR"): ShopEvent => ({
  ...{ event_id: `${events++}`, event_type: "purchase", timestamp, user_id: "ada", session_id: "s" },
  ...{ total_amount, currency, location: { country } },
})

/** Kathmandu is 5 h 45 min ahead: its days begin at 18:15Z. */
const zone = "Asia/Kathmandu"

async function exported(history: ShopEvent[], options: Partial<CellExport>): Promise<string> {
  const { log, store, fold } = installationWith([spent, sales, visits])
  const envelope = { shop: "demo", source: "server" as const, received_at: "2026-03-03T00:00:00Z" }
  await log.append(history.map(event => ({ ...envelope, event })))
  await fold()
  let text = ""
  for await (const piece of exportCells({
    ...{ store, shop: shop({ timezone: zone }), metrics: [spent], by: "", step: "1h", format: "csv" },
    ...{ from: Date.parse("2026-03-01T00:00Z"), to: Date.parse("2026-03-03T00:00Z") },
    ...options,
  })) {
    text += piece
  }
  return text
}

const history = [
  purchase("2026-03-01T18:14:59Z", 1, "NP"),
  purchase("2026-03-01T18:15:00Z", 2.5, "NP"),
  purchase("2026-03-01T18:15:30Z", 4, "DE"),
  purchase("2026-03-01T18:20:00Z", 300, "JP", "JPY"),
]

test.each<[CellExport["step"], string[]]>([
  ["1m", ["2026-03-01T18:14:00.000Z,1,EUR", "2026-03-01T18:15:00.000Z,6.5,EUR", "2026-03-01T18:20:00.000Z,300,JPY"]],
  ["1h", ["2026-03-01T18:00:00.000Z,7.5,EUR", "2026-03-01T18:00:00.000Z,300,JPY"]],
  ["1d", ["2026-02-28T18:15:00.000Z,1,EUR", "2026-03-01T18:15:00.000Z,6.5,EUR", "2026-03-01T18:15:00.000Z,300,JPY"]],
])("with step %s a bucket is a row, for each currency one, and days are the shop's own", async (step, rows) => {
  const wanted = ["metric,t,value,currency", ...rows.map(row => `spent,${row}`), ""]
  expect(await exported(history, { step })).toBe(wanted.join("\r\n"))
})

test("by a dimension every key has its row, in order of time and key", async () => {
  const lines = (await exported(history, { step: "1d", by: "country", format: "ndjson" })).trimEnd().split("\n")
  const day = { metric: "spent", t: "2026-03-01T18:15:00.000Z", by: "country" }
  expect(lines.map(line => JSON.parse(line))).toEqual([
    { ...day, t: "2026-02-28T18:15:00.000Z", key: "NP", value: 1, currency: "EUR" },
    { ...day, key: "DE", value: 4, currency: "EUR" },
    { ...day, key: "JP", value: 300, currency: "JPY" },
    { ...day, key: "NP", value: 2.5, currency: "EUR" },
  ])
})

test("a span is widened to whole steps, and progress rises to the whole over all metrics", async () => {
  const shares: number[] = []
  const onProgress = (_rows: number, share: number) => shares.push(share)
  const at = Date.parse("2026-03-01T18:30Z")
  const text = await exported(history, { metrics: [sales, visits], from: at, to: at + 1, onProgress })
  expect(text.split("\r\n").slice(1, -1)).toEqual([
    "sales,2026-03-01T18:00:00.000Z,4,",
    "visits,2026-03-01T18:00:00.000Z,1,",
  ])
  expect(shares).toEqual([0.5, 1])
})

test("what has no cells or not that dimension is refused by name, and left out of all", () => {
  const all: StoredMetric[] = [spent, sales, visits]
  expect(storedWith("", all)).toEqual(all)
  expect(storedWith("country", all)).toEqual([spent])
  expect(() => storedWith("country", all, [sales])).toThrow("sales has no dimension country; it has none")
  expect(() => storedWith("city", all, [spent])).toThrow("spent has no dimension city; it has country")
  expect(() => storedWith("city", all)).toThrow("no metric has the dimension city")
})

test("minutes are kept from the beginning of a day of the shop on", () => {
  const retention = { rawDays: 30, minuteDays: 8, hourDays: 365, dayDays: 760 }
  const since = (step: CellExport["step"]) =>
    new Date(keptSince(step, zone, retention, Date.parse("2026-03-10T12:34Z"))).toISOString()
  expect(since("1m")).toBe("2026-03-01T18:15:00.000Z")
  expect(since("1h")).toBe("2025-03-10T12:00:00.000Z")
  expect(since("1d")).toBe("2024-02-08T18:15:00.000Z")
})
