import { join } from "node:path"
import type { Plugin } from "../../plugins/kit/plugin.ts"
import type { ShopEvent } from "../../sdk/event.ts"
import type { Principal } from "../access/principal.ts"
import { HotState } from "../pipeline/hot.ts"
import { createRegistry } from "../pipeline/registry.ts"
import { commitBatch, type RoundResult } from "../pipeline/round.ts"
import { loadPlugins } from "../plugins.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import type { Shop } from "../store/store.ts"
import type { MetricAnswer } from "./answer.ts"
import { createAnswers } from "./answers.ts"
import type { Rates } from "./rates.ts"
import { createEventTail } from "./tail.ts"

const { plugins: own } = await loadPlugins([join(import.meta.dir, "../../plugins")])

export const RETENTION = { rawDays: 30, minuteDays: 8, hourDays: 365, dayDays: 760 }

export interface TestShop {
  currency?: string
  timezone?: string
  /** Where the clock stands, ISO 8601. */
  now?: string
  /** Metrics beside ShopStream's own. */
  plugins?: readonly Plugin[]
  rates?: Rates
}

/** One shop with a store, a clock that stands still until it is set, and events that are folded as the pipeline folds. */
export async function testShop({
  currency = "USD",
  timezone = "UTC",
  now = "2025-01-15T10:30:20Z",
  plugins = [],
  rates,
}: TestShop = {}) {
  const shop: Shop = { id: "lamps", name: "Lamps", currency, timezone, browser_refunds: true }
  const store = memoryStore()
  await store.saveShop(shop)
  const registry = createRegistry([...own.map(({ plugin }) => plugin), ...plugins])
  const time = { now: Date.parse(now) }
  const clock = () => time.now
  const principal: Principal = { shop, kind: "read", origins: [] }
  const tail = createEventTail()
  const answers = createAnswers({ store, registry, clock, rev: () => "test:0", retention: RETENTION, rates, tail })
  const offsets = [0, 0, 0]
  let ids = 0

  /** Folds events in one transaction of one of three writers. Each needs only what the test is about. */
  async function add(
    events: readonly (Partial<ShopEvent> & { event_type: string })[],
    partition = 0,
  ): Promise<RoundResult> {
    const from = offsets[partition]!
    const records = events.map((event, i) => {
      const id = `event-${ids++}`
      const filled = { event_id: id, timestamp: new Date(clock()).toISOString(), session_id: id, currency, ...event }
      const received_at = new Date(clock()).toISOString()
      return { offset: from + i, value: { shop: shop.id, source: "browser" as const, received_at, event: filled } }
    })
    offsets[partition] = from + records.length
    const batch = { log: "test", partition, from, next: offsets[partition]!, records }
    const checkpoint = await store.checkpoint({ log: "test", partition })
    return commitBatch({ store, registry, currencyOf: () => currency, clock }, batch, checkpoint, new HotState())
  }

  /** Asks as REST and topics do: `ask("revenue?minutes=5")`. */
  async function ask(question: string, as: Principal = principal): Promise<MetricAnswer> {
    const [path = "", query] = question.split("?")
    return (await answers.answer(as, path, new URLSearchParams(query))) as MetricAnswer
  }

  return { shop, store, registry, answers, tail, principal, time, clock, add, ask }
}

/** A widget token's principal. */
export function widget(shop: Shop, limits: Partial<Principal>): Principal {
  return { shop, kind: "widget", origins: [], ...limits }
}
