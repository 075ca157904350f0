import { print, table, thousands } from "../cli/terminal.ts"
import { traffic } from "../demo/traffic.ts"
import type { LogRecord } from "../log/log.ts"
import { type BatchContext, commitBatch } from "../pipeline/batch.ts"
import { HotState } from "../pipeline/hot.ts"
import { rollUps } from "../pipeline/upkeep.ts"
import { createAnswers } from "../query/answers.ts"
import { createInvestigate } from "../query/investigate/investigate.ts"
import { sqliteStore } from "../store/drivers/sqlite.ts"
import { withFolder } from "../testing/folder.ts"
import { type Bench, percentile } from "./bench.ts"
import { shippedMetrics } from "./registry.ts"

/** What a dashboard and its reader ask. */
const QUESTIONS = [
  "live?minutes=5",
  "revenue?minutes=60&step=1m",
  "revenue?days=1&step=1h&compare=previous",
  "revenue?days=1&by=country&limit=10",
  "revenue?hours=1&filter=country:DE",
  "active_users?hours=1",
  "products/trending?minutes=5",
  "funnel?hours=1",
  "geographic?hours=1",
  "alerts",
  "events?limit=50",
]
const SIZES = [10_000, 1_000_000]
const TIMES = 100
const BATCH = 1_000
/** All sizes fill the same stretch of time, so only the number of events differs. */
const SPAN_MS = 6 * 3_600_000
const RETENTION = { rawDays: 30, minuteDays: 8, hourDays: 365, dayDays: 760 }
const SHOP = { id: "demo", name: "Demo", currency: "USD", timezone: "UTC", browser_refunds: true }

const bench: Bench = {
  name: "query",
  about:
    "answers from the SQLite store with few and with many stored events; --events 10000000 for one size of your own",
  async run({ events }) {
    const sizes = events === undefined ? SIZES : [events]
    const columns: string[][] = []
    for (const size of sizes) columns.push(await withFolder(folder => answersOver(folder, size)))
    const names = [...QUESTIONS, "orders/reconciliation", "sessions/{id}", "orders/{id}"]
    const rows = names.map((name, i) => [name, ...columns.map(column => column[i]!)])
    print(table(["p50 and p99 of the answer", ...sizes.map(size => `${thousands(size)} events`)], rows, ""))
  },
}

export default bench

async function answersOver(folder: string, events: number): Promise<string[]> {
  const registry = await shippedMetrics()
  const store = await sqliteStore({ folder })
  await store.saveShop(SHOP)
  const clock = Date.now
  const context = { store, registry, clock, currencyOf: () => SHOP.currency }
  await fill(context, events)
  await rollUpAll(context)

  const principal = { shop: SHOP, kind: "read" as const, origins: [] }
  const answers = createAnswers({ store, registry, clock, rev: () => "bench:0", retention: RETENTION })
  const investigate = createInvestigate({ store, registry, clock, retention: RETENTION })
  const [session] = await store.recentEntities(SHOP.id, "session", 1)
  const [order] = await store.recentEntities(SHOP.id, "order", 1)
  const asks = [
    ...QUESTIONS.map(question => () => {
      const [path = "", query] = question.split("?")
      return answers.answer(principal, path, new URLSearchParams(query))
    }),
    () => investigate.reconciliation(principal, new URLSearchParams("hours=1")),
    () => investigate.session(principal, session!.id),
    () => investigate.order(principal, order!.id.slice("order:".length)),
  ]
  const spreads: string[] = []
  for (const ask of asks) spreads.push(await spread(ask))
  await store.close()
  return spreads
}

async function fill(context: BatchContext, events: number): Promise<void> {
  const start = Date.now() - SPAN_MS
  const received_at = new Date().toISOString()
  const hot = new HotState()
  let [from, records]: [number | undefined, LogRecord[]] = [undefined, []]
  let offset = 0
  for (const { json } of traffic({ seed: "bench", start, rate: (events / SPAN_MS) * 1_000 })) {
    const event = { currency: SHOP.currency, ...JSON.parse(json) }
    records.push({ offset: offset++, value: { shop: SHOP.id, source: "browser", received_at, event } })
    if (records.length < BATCH && offset < events) continue
    await commitBatch(context, { log: "bench", partition: 0, from: from ?? 0, next: offset, records }, from, hot)
    from = offset
    records = []
    if (offset >= events) break
  }
}

async function rollUpAll(context: BatchContext): Promise<void> {
  const behind = () => context.store.dirty(context.clock(), 1, [...context.registry.metrics.keys()])
  while ((await behind()).length > 0) await rollUps(context)
}

async function spread(ask: () => Promise<unknown>): Promise<string> {
  const took: number[] = []
  for (let i = 0; i < TIMES; i++) {
    const began = performance.now()
    await ask()
    took.push(performance.now() - began)
  }
  took.sort((a, b) => a - b)
  return `${percentile(took, 0.5).toFixed(1)} and ${percentile(took, 0.99).toFixed(1)} ms`
}
