import type { Metric } from "../../plugins/kit/metric.ts"
import type { OrderMetric } from "../../plugins/kit/order.ts"
import type { Plugin } from "../../plugins/kit/plugin.ts"
import type { SessionMetric } from "../../plugins/kit/session.ts"
import type { VisitorMetric } from "../../plugins/kit/visitor.ts"
import type { EventType } from "../../sdk/event.ts"

/** The loaded metrics, laid out the way the fold and the queries ask for them. */
export interface Registry {
  /** Every metric by name, in name order: the catalogue. */
  readonly metrics: ReadonlyMap<string, Plugin>
  /** Event metrics that look at shoppers' events of a type. */
  metricsOn(type: EventType): readonly Metric[]
  /** Event metrics that look at what was told to be no shopper's, of any type. */
  readonly botMetrics: readonly Metric[]
  readonly entityMetrics: {
    readonly session: readonly SessionMetric[]
    readonly order: readonly OrderMetric[]
    readonly visitor: readonly VisitorMetric[]
  }
}

const EVERY_TYPE = "*"

export function createRegistry(plugins: readonly Plugin[]): Registry {
  const sorted = [...plugins].sort((a, b) => (a.name < b.name ? -1 : 1))
  const ofEvents = sorted.filter(plugin => plugin.kind === "event")
  const eventMetrics = ofEvents.filter(({ audience }) => audience !== "bots")
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
    botMetrics: ofEvents.filter(({ audience }) => audience === "bots"),
    entityMetrics: {
      session: sorted.filter(plugin => plugin.kind === "session"),
      order: sorted.filter(plugin => plugin.kind === "order"),
      visitor: sorted.filter(plugin => plugin.kind === "visitor"),
    },
  }
}
