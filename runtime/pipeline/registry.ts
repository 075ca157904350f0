import type { Metric } from "../../plugins/kit/metric.ts"
import type { OrderMetric } from "../../plugins/kit/order.ts"
import type { Plugin } from "../../plugins/kit/plugin.ts"
import type { SessionMetric } from "../../plugins/kit/session.ts"
import type { EventType } from "../../sdk/event.ts"

/** The loaded metrics, laid out the way the fold and the queries ask for them. */
export interface Registry {
  /** Every metric by name, in name order: the catalogue. */
  readonly metrics: ReadonlyMap<string, Plugin>
  /** Event metrics that look at a type of event. */
  metricsOn(type: EventType): readonly Metric[]
  readonly sessionMetrics: readonly SessionMetric[]
  readonly orderMetrics: readonly OrderMetric[]
}

const EVERY_TYPE = "*"

export function createRegistry(plugins: readonly Plugin[]): Registry {
  const sorted = [...plugins].sort((a, b) => (a.name < b.name ? -1 : 1))
  const eventMetrics = sorted.filter(plugin => plugin.kind === "event")
  const byType = new Map<EventType, Metric[]>()
  for (const type of new Set(eventMetrics.flatMap(metric => metric.on))) {
    byType.set(
      type,
      eventMetrics.filter(({ on }) => on.includes(type) || on.includes(EVERY_TYPE)),
    )
  }
  const onEvery = byType.get(EVERY_TYPE) ?? []
  return {
    metrics: new Map(sorted.map(plugin => [plugin.name, plugin])),
    metricsOn: type => byType.get(type) ?? onEvery,
    sessionMetrics: sorted.filter(plugin => plugin.kind === "session"),
    orderMetrics: sorted.filter(plugin => plugin.kind === "order"),
  }
}
