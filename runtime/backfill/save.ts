import type { Offset } from "../log/log.ts"
import { backfillWriter } from "../pipeline/aside.ts"
import { HotCells } from "../pipeline/hot-cells.ts"
import { type MergeContext, merged } from "../pipeline/merge.ts"
import type { Slice } from "../pipeline/slice.ts"
import type { Span } from "../store/calendar.ts"
import { Fenced, type Tx } from "../store/store.ts"
import type { BackfillOptions } from "./backfill.ts"
import { BackfillRefused } from "./refusal.ts"

/** The last instant that JavaScript knows. */
const LAST = 8_640_000_000_000_000

/** A cell takes some 500 bytes while it waits for the others. */
export const MOST_CELLS = 2_000_000

const SLICES_AT_ONCE = 500

/** The event times asked for, in whole minutes or hours. */
export function widened({ from = 0, to = LAST }: Pick<BackfillOptions, "from" | "to">, length: number): Span {
  return { start: Math.floor(from / length) * length, end: Math.min(Math.ceil(to / length) * length, LAST) }
}

/** Adds to what the writer has. */
export async function saveSlices(tx: Tx, slices: readonly Slice[], options: MergeContext): Promise<void> {
  for (let i = 0; i < slices.length; i += SLICES_AT_ONCE) {
    await tx.saveCells(await merged(tx, slices.slice(i, i + SLICES_AT_ONCE), new HotCells(), options))
  }
}

/**
 * Saves all that a backfill has computed in one transaction, so a reader sees the old past or the new one.
 * @param number how many backfills of the metric there were when this one began to look: another since is one too many
 */
export async function saveAtOnce(
  { store, metric }: Pick<BackfillOptions, "store" | "metric">,
  number: Offset | undefined,
  save: (tx: Tx, next: Offset) => Promise<void>,
): Promise<void> {
  const next = (number ?? 0) + 1
  try {
    await store.transact(backfillWriter(metric.name), async tx => {
      await tx.fence(number, next)
      await save(tx, next)
    })
  } catch (error) {
    if (!(error instanceof Fenced)) throw error
    throw new BackfillRefused(`another backfill of ${metric.name} finished meanwhile; nothing was changed by this one`)
  }
}
