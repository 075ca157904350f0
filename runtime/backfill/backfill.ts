import type { Plugin } from "../../plugins/kit/plugin.ts"
import type { Config } from "../config.ts"
import type { Store } from "../store/store.ts"
import { backfillEntities } from "./of-entities.ts"
import { backfillEvents } from "./of-events.ts"
import { assertHasPast } from "./refusal.ts"

export interface BackfillOptions {
  store: Store
  metric: Plugin
  /** Event times to compute, epoch ms, widened to whole minutes, or hours of a metric of entities; absent: all there are. */
  from?: number
  to?: number
  /** How long the installation keeps things: entities that may have been dropped tell nothing. */
  retention: Config["retention"]
  /** Epoch ms. */
  clock(): number
  /** ISO 4217 currency of a shop. */
  currencyOf(shop: string): string | undefined
  onProgress?(progress: BackfillProgress): void
}

export interface BackfillProgress {
  /** Raw events or entities read so far. */
  read: number
  /** Share of the past that is behind it, 0 to 1; absent where its end is not known. */
  share?: number
}

export interface BackfillReport {
  /** What the metric counts, and so what was read. */
  of: "event" | "session" | "order" | "visitor"
  /** Raw events or entities read, and those of them that count in the time asked for. */
  read: number
  counted: number
  /** Cells that changed. */
  cells: number
  /** The oldest event read, or the time from which on entities are kept, epoch ms. */
  since?: number
  /** Shops whose numbers changed. */
  shops: string[]
  /** The last error of the metric; it lost what it threw on, as it does when that comes in live. */
  failure?: string
}

/**
 * Computes the past of a metric beside live traffic, as a writer of its own, and saves all of it at once: a backfill that
 * was stopped has changed nothing, and one that is run again changes nothing more.
 * @throws BackfillRefused where the result could not be right
 */
export async function backfill(options: BackfillOptions): Promise<BackfillReport> {
  const { metric } = options
  assertHasPast(metric)
  return metric.kind === "event" ? backfillEvents(metric, options) : backfillEntities(metric, options)
}
