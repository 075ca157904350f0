import type { Principal } from "../access/principal.ts"
import type { Store } from "../store/store.ts"
import type { CatalogueEntry, MetricAnswer } from "./answer.ts"
import { contextOf, type Sources, scopeOf } from "./ask.ts"
import { entryOf, metricNamed, storedBehind } from "./catalogue.ts"
import { answerMetric } from "./metric.ts"
import type { Panel } from "./panels/panel.ts"
import { createPanels } from "./panels/panels.ts"
import { readTable } from "./parameter.ts"
import { readNothing } from "./question.ts"
import { NO_RATES } from "./rates.ts"
import type { Restriction } from "./restriction.ts"
import { createEventTail, type EventTail } from "./tail.ts"
import { assertMayRead, dimensionsFor, lockOf, rounded } from "./veil.ts"

/** A panel's answer has its own schema. */
export type Answer = MetricAnswer | CatalogueEntry[] | Panel["schema"]["static"]

/** The one place that answers: REST and WebSocket give what it gives. */
export interface Answers {
  /**
   * @param path what follows `/api/metrics/`: a metric's name, a panel's path, or `""` for the catalogue
   * @throws Refusal bad_parameter | unknown_metric | metric_not_allowed | too_much_to_read
   */
  answer(principal: Principal, path: string, params: URLSearchParams): Promise<Answer>
  /** Names of the metrics whose cells an answer is read from: other commits leave it as it is. */
  metricsBehind(path: string): ReadonlySet<string>
  readonly panels: readonly Panel[]
}

export interface AnswersOptions extends Omit<Sources, "rates" | "store"> {
  store: Sources["store"] & Pick<Store, "alerts" | "memos" | "recentRaw">
  /** Default none: money of other currencies than the shop's stays unconverted. */
  rates?: Sources["rates"]
  /** What the collector of this process saw; default nothing. */
  tail?: EventTail
}

export function createAnswers({ rates = NO_RATES, tail = createEventTail(), ...options }: AnswersOptions): Answers {
  const sources = { ...options, rates }
  const { registry, store, clock } = options
  const panels = createPanels({ store, tail, clock })
  const byPath = new Map(panels.map(panel => [panel.path, panel]))

  return {
    panels,
    async answer(principal, path, params) {
      if (path === "") return catalogue(principal, params)
      const panel = byPath.get(path)
      if (panel) return answerPanel(principal, panel, params)
      return answerMetric(sources, principal, metricNamed(registry, path), params)
    },

    metricsBehind(path) {
      if (path === "") return new Set()
      const panel = byPath.get(path)
      const names = panel ? [...panel.of, ...(panel.beside ?? [])] : [path]
      return new Set(
        names.flatMap(name => {
          // A panel may stand on what is no metric, such as alerts, or on a metric that is not loaded.
          const plugin = panel ? registry.metrics.get(name) : metricNamed(registry, name)
          return plugin ? storedBehind(plugin, registry) : [name]
        }),
      )
    },
  }

  function catalogue(principal: Principal, params: URLSearchParams): CatalogueEntry[] {
    readNothing(params, contextOf(sources, principal))
    return [...registry.metrics.values()]
      .filter(plugin => principal.metrics?.includes(plugin.name) ?? true)
      .map(plugin => entryOf(plugin, dimensionsFor(principal, plugin, registry)))
  }

  async function answerPanel(principal: Principal, panel: Panel, params: URLSearchParams): Promise<Answer> {
    if (!principal.metrics?.includes(panel.path)) for (const name of panel.of) assertMayRead(principal, name)
    const plugins = panel.of.flatMap(name => registry.metrics.get(name) ?? [])
    const locks = plugins.map(plugin => lockOf(principal, plugin, registry))
    const context = contextOf(sources, principal, plugins)
    const values = readTable(panel.parameters, params, context)
    const only = locks[0] ?? (values.filter as Restriction | undefined)
    return panel.read({
      ...{ principal, values, context, only },
      scope: scopeOf(sources, principal, context.now, only),
      unrestricted: () => scopeOf(sources, principal, context.now),
      metric: name => registry.metrics.get(name),
      round: (unit, value) => rounded(principal, unit, value),
    })
  }
}
