import { join } from "node:path"
import type { Alert, AlertNotice, Channel } from "../../plugins/kit/index.ts"
import { ManualTimer } from "../live/testing/timer.ts"
import type { Committed } from "../pipeline/committed.ts"
import { loadPlugins } from "../plugins.ts"
import { testShop } from "../query/testing.ts"
import { type EngineOptions, runAlerts } from "./engine.ts"

const own = await loadPlugins([join(import.meta.dir, "../../plugins")])
export const OWN_ALERTS: readonly Alert[] = own.alerts.map(({ plugin }) => plugin)
export const OWN_CHANNELS: readonly Channel[] = own.channels.map(({ plugin }) => plugin)

const MINUTE = 60_000

/** A shop that is watched, with a time that stands still until it is moved. */
export async function watchedShop(more: Partial<EngineOptions> = {}) {
  const house = await testShop({ now: "2025-01-15T12:00:00Z" })
  const timer = new ManualTimer(house.time.now)
  const told: AlertNotice[] = []
  const troubles: string[] = []
  const listeners = new Set<(committed: Committed) => void>()
  const ear: Channel = {
    ...OWN_CHANNELS.find(({ name }) => name === "log")!,
    name: "ear",
    deliver: async notice => void told.push(notice),
  }
  let engine: { abort: AbortController; done: Promise<void> } | undefined
  const options: EngineOptions = {
    ...{ store: house.store, answers: house.answers, alerts: OWN_ALERTS, channels: [ear] },
    ...{ hourDays: 365, keepDays: 365, dashboard: "https://stats.example", timer },
    reach: { post: async () => {}, mail: async () => {}, log: () => {} },
    commits(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    onTrouble: error => void troubles.push(String(error)),
    ...more,
  }

  async function advance(ms: number): Promise<void> {
    // The answers' clock goes with the engine's, in steps as fine as its looks.
    for (let left = ms; left > 0; left -= 500) {
      house.time.now += Math.min(500, left)
      await timer.advance(Math.min(500, left))
    }
  }

  return {
    ...house,
    ...{ timer, told, troubles, options, ear, advance },
    start() {
      const abort = new AbortController()
      engine = { abort, done: runAlerts(options, abort.signal) }
    },
    async stop() {
      engine?.abort.abort()
      await engine?.done
    },
    /** `count` events of a type, at so many minutes before now, and the commit told. */
    async happen(event_type: string, count: number, minutesAgo = 0, more: object = {}): Promise<void> {
      const timestamp = new Date(house.time.now - minutesAgo * MINUTE).toISOString()
      const { metrics } = await house.add(Array.from({ length: count }, () => ({ event_type, timestamp, ...more })))
      for (const listener of listeners) listener({ metrics, at: house.time.now })
    },
    open: () => house.store.alerts({ shop: house.shop.id, open: true, limit: 100 }),
    all: () => house.store.alerts({ shop: house.shop.id, limit: 100 }),
  }
}
