import type { Plugin } from "../../plugins/kit/plugin.ts"
import type { Config } from "../config.ts"
import type { Store } from "../store/store.ts"
import { mendEvents } from "./mend.ts"
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
 * Computes the past of a metric, and what it missed while it failed, beside live traffic, as a writer of its own. Either
 * is saved at once: a backfill that was stopped has changed nothing of it, and one that is run again changes nothing more.
 * @throws BackfillRefused where the result could not be right
 */
export async function backfill(options: BackfillOptions): Promise<BackfillReport> {
  const { metric } = options
  assertHasPast(metric)
  if (metric.kind !== "event") return backfillEntities(metric, options)
  const past = await backfillEvents(metric, options)
  // What it missed is known by where it stands in the log, not by time: it is mended as a whole.
  if (options.from !== undefined || options.to !== undefined) return past
  return together(past, await mendEvents(metric, options))
}

function together(a: BackfillReport, b: BackfillReport): BackfillReport {
  return {
    ...a,
    read: a.read + b.read,
    counted: a.counted + b.counted,
    cells: a.cells + b.cells,
    since: [a.since, b.since].filter(since => since !== undefined).sort((one, other) => one - other)[0],
    shops: [...new Set([...a.shops, ...b.shops])],
  }
}
