import type { ShopEvent } from "../../../sdk/event.ts"
import type { Aggregator } from "../metric.ts"

const MINUTE = 60_000

/** A text and the minute it was last seen in, by its start, epoch ms; null before the first. */
export type LatestState = { readonly at: number; readonly text: string } | null

/**
 * The newest text of a field, to the minute; of two in the same minute the greater, so that any order gives the same and
 * a text that is seen again in its minute changes nothing.
 * @example defineMetric({ name: "product_names", …, by: { product: e => e.product?.id }, ...latest(e => e.product?.name) })
 */
export function latest(text: (e: ShopEvent) => string | undefined): Aggregator<LatestState, string | null> {
  return {
    zero: () => null,
    add(state, e) {
      const value = text(e)
      return value === undefined ? state : newer(state, { at: minuteOf(e.timestamp), text: value })
    },
    merge: newer,
    read: state => state?.text ?? null,
  }
}

const minuteOf = (timestamp: string): number => Math.floor(Date.parse(timestamp) / MINUTE) * MINUTE

function newer(a: LatestState, b: LatestState): LatestState {
  if (!a || !b) return a ?? b
  if (a.at !== b.at) return a.at > b.at ? a : b
  return a.text >= b.text ? a : b
}
