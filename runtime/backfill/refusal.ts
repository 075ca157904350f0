import type { StoredMetric } from "../../plugins/kit/monoid.ts"
import type { Plugin } from "../../plugins/kit/plugin.ts"

/** A backfill that would not come to the right numbers; the message says why, and what to do. */
export class BackfillRefused extends Error {
  override name = "BackfillRefused"
}

/** @throws BackfillRefused where a metric has no cells of its own, or nothing that is kept tells its past */
export function assertHasPast(metric: Plugin): asserts metric is StoredMetric {
  const { name } = metric
  if (metric.kind === "derived") {
    throw new BackfillRefused(
      `${name} is computed from ${metric.of.join(" and ")} whenever it is read; backfill these instead`,
    )
  }
  if (metric.kind === "event" && metric.audience === "bots") {
    throw new BackfillRefused(
      `${name} counts bots, which raw events do not keep; it counts from when its plugin was added`,
    )
  }
}

export function tooManyCells(): BackfillRefused {
  return new BackfillRefused("the past has too many cells to be saved at once; take it in parts with --from and --to")
}
