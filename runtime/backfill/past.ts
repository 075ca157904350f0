import type { Offset } from "../log/log.ts"
import { isAside } from "../pipeline/aside.ts"
import { sinceOf } from "../pipeline/since.ts"
import type { RawEvent, Store, Writer } from "../store/store.ts"
import { BackfillRefused } from "./refusal.ts"

/** What one writer took before it knew the metric: all below `below`. */
export interface Past extends Writer {
  below: Offset
}

const AT_ONCE = 2_000

/**
 * The part of the raw events that no writer has folded with this metric. A log that was replaced before the metric came
 * is past from end to end.
 * @throws BackfillRefused where a writer does not fold the metric yet
 */
export async function pastOf(store: Store, metric: string): Promise<Past[]> {
  const begun = await writersBegun(store, metric)
  return begun.flatMap(({ log, partition, below }) => (below > 0 ? [{ log, partition, below }] : []))
}

/**
 * Every writer, and below which offset it did not fold the metric.
 * @throws BackfillRefused where one does not fold it yet: the past has not ended
 */
export async function writersBegun(store: Store, metric: string): Promise<Past[]> {
  const notes = await sinceOf(store, metric)
  const logs = new Set(notes.map(({ log }) => log))
  if (logs.size === 0) {
    throw new BackfillRefused(
      `no server has counted ${metric} yet, so its past has not ended; restart the server with the plugin, then backfill`,
    )
  }
  const writers = (await store.sync()).filter(writer => !isAside(writer))
  return writers.map(({ log, partition, offset }) => {
    const note = notes.find(note => note.log === log && note.partition === partition)
    if (!note && logs.has(log)) {
      throw new BackfillRefused(
        `partition ${partition} of log ${log} is not counted with ${metric} yet; restart every worker with the plugin`,
      )
    }
    return { log, partition, below: note?.offset ?? offset }
  })
}

/** The raw events of a writer in `[from, next)` that are still kept, in log order, some at a time. */
export async function* eventsBetween(
  store: Store,
  { log, partition }: Writer,
  from: Offset,
  next: Offset,
): AsyncIterable<RawEvent[]> {
  while (from < next) {
    const events = await store.scanRaw({ log, partition }, from, Math.min(AT_ONCE, next - from))
    if (events.length > 0) yield events.filter(({ offset }) => offset < next)
    const last = events.at(-1)
    if (!last) return
    from = last.offset + 1
  }
}
