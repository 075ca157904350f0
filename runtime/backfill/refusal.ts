import type { Plugin } from "../../plugins/kit/plugin.ts"

/** A backfill that would not come to the right numbers; the message says why, and what to do. */
export class BackfillRefused extends Error {
  override name = "BackfillRefused"
}

type EventMetric = Extract<Plugin, { kind: "event" }>

/** @throws BackfillRefused where raw events alone do not tell the metric's past */
export function assertOfEvents(metric: Plugin): asserts metric is EventMetric {
  const { name, kind } = metric
  if (metric.kind === "derived") {
    throw new BackfillRefused(
      `${name} is computed from ${metric.of.join(" and ")} whenever it is read; backfill these instead`,
    )
  }
  if (metric.kind !== "event") {
    throw new BackfillRefused(
      `${name} counts ${kind}s, whose histories reach beyond the raw events; only metrics of single events ` +
        "(made by defineMetric) can be backfilled: count the event instead, or let it count from now on",
    )
  }
  if (metric.audience === "bots") {
    throw new BackfillRefused(
      `${name} counts bots, which raw events do not keep; it counts from when its plugin was added`,
    )
  }
}
