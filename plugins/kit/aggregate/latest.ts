import type { ShopEvent } from "../../../sdk/event.ts"
import type { Aggregator } from "../metric.ts"

/** A text and the event time it was last seen at, epoch ms; null before the first. */
export type LatestState = { readonly at: number; readonly text: string } | null

/**
 * The newest text of a field, by event time; of two at the same time the greater, so that any order gives the same.
 * @example defineMetric({ name: "product_names", …, by: { product: e => e.product?.id }, ...latest(e => e.product?.name) })
 */
export function latest(text: (e: ShopEvent) => string | undefined): Aggregator<LatestState, string | null> {
  return {
    zero: () => null,
    add(state, e) {
      const value = text(e)
      return value === undefined ? state : newer(state, { at: Date.parse(e.timestamp), text: value })
    },
    merge: newer,
    read: state => state?.text ?? null,
  }
}

function newer(a: LatestState, b: LatestState): LatestState {
  if (!a || !b) return a ?? b
  if (a.at !== b.at) return a.at > b.at ? a : b
  return a.text >= b.text ? a : b
}
