import type { Plugin } from "../../plugins/kit/plugin.ts"
import type { Principal } from "../access/principal.ts"
import type { Config } from "../config.ts"
import type { Registry } from "../pipeline/registry.ts"
import type { Store } from "../store/store.ts"
import type { Answer, CatalogueEntry, LiveAnswer, MetricAnswer } from "./answer.ts"
import { bucketStarts } from "./buckets.ts"
import { DEFAULT_WINDOW, entryOf, metricNamed, storedBehind } from "./catalogue.ts"
import { readCellsOnce } from "./cells.ts"
import { measure, measureKeys, type Scope } from "./measure.ts"
import { type Question, readNothing, readQuestion, readWindow } from "./question.ts"
import { assertMayRead, dimensionsFor, mayTell, rounded, sliceFor } from "./veil.ts"

/** The one place that answers: REST and WebSocket give what it gives. */
export interface Answers {
  /**
   * @param path what follows `/api/metrics/`: a metric's name, `live`, or `""` for the catalogue
   * @throws Refusal bad_parameter | unknown_metric | not_found | metric_not_allowed
   */
  answer(principal: Principal, path: string, params: URLSearchParams): Promise<Answer>
  /** Names of the metrics whose cells an answer is read from: other commits leave it as it is. */
  metricsBehind(path: string): ReadonlySet<string>
}

export interface AnswersOptions {
  store: Pick<Store, "read">
  registry: Registry
  /** Epoch ms. */
  clock(): number
  /** The committed state this process knows, `"<epoch>:<n>"`. */
  rev(): string
  retention: Config["retention"]
}

const LIVE = ["revenue", "orders", "active_users", "conversion_rate", "cart_abandonment_rate"] as const
/** Minutes that `live` looks back where none are named. */
const LIVE_WINDOW = 5

export function createAnswers({ store, registry, clock, rev, retention }: AnswersOptions): Answers {
  return {
    async answer(principal, path, params) {
      if (path === "") return catalogue(principal, params)
      return path === "live" ? live(principal, params) : metric(principal, metricNamed(registry, path), params)
    },

    metricsBehind(path) {
      const names = path === "live" ? LIVE.filter(name => registry.metrics.has(name)) : path === "" ? [] : [path]
      return new Set(names.flatMap(name => storedBehind(metricNamed(registry, name), registry)))
    },
  }

  function contextOf(principal: Principal, dimensions: readonly string[] = []) {
    return { now: clock(), zone: principal.shop.timezone, retention, dimensions }
  }

  function scopeOf(principal: Principal): Omit<Scope, "slice"> {
    const { shop } = principal
    return { shop, registry, read: readCellsOnce(store, shop), mayTell: mayTell.bind(undefined, principal) }
  }

  function catalogue(principal: Principal, params: URLSearchParams): CatalogueEntry[] {
    readNothing(params, contextOf(principal))
    return [...registry.metrics.values()]
      .filter(plugin => principal.metrics?.includes(plugin.name) ?? true)
      .map(plugin => entryOf(plugin, dimensionsFor(principal, plugin, registry)))
  }

  async function live(principal: Principal, params: URLSearchParams): Promise<LiveAnswer> {
    for (const name of LIVE) assertMayRead(principal, name)
    const context = contextOf(principal)
    const window = readWindow(params, context, LIVE_WINDOW)
    const scope = scopeOf(principal)
    const values = await Promise.all(
      LIVE.map(async name => {
        const plugin = registry.metrics.get(name)
        if (!plugin) return [name, null] as const
        const { value } = await measure(plugin, window, { ...scope, slice: sliceFor(principal, plugin, registry) })
        return [name, rounded(principal, plugin.unit, value)] as const
      }),
    )
    return {
      ...(Object.fromEntries(values) as Record<(typeof LIVE)[number], number | null>),
      currency: principal.shop.currency,
      as_of: iso(context.now),
    }
  }

  async function metric(principal: Principal, plugin: Plugin, params: URLSearchParams): Promise<MetricAnswer> {
    assertMayRead(principal, plugin.name)
    const scope = { ...scopeOf(principal), slice: sliceFor(principal, plugin, registry) }
    const context = contextOf(principal, dimensionsFor(principal, plugin, registry))
    const question = readQuestion(params, context, plugin.window ?? DEFAULT_WINDOW)
    // Taken before the cells are read: what commits meanwhile may be in them, what committed before surely is.
    const reflected = rev()
    return {
      metric: plugin.name,
      title: plugin.title,
      unit: plugin.unit,
      ...(plugin.unit === "money" ? { currency: principal.shop.currency } : {}),
      ...(await numbers(principal, plugin, question, scope)),
      as_of: iso(context.now),
      rev: reflected,
      source: "cells",
    }
  }
}

type Numbers = Pick<MetricAnswer, "value" | "previous" | "change" | "series" | "top" | "unconverted">

async function numbers(
  principal: Principal,
  plugin: Plugin,
  { window, step, by, limit, compare }: Question,
  scope: Scope,
): Promise<Numbers> {
  const round = <Value extends number | null>(value: Value) => rounded(principal, plugin.unit, value)
  const [now, before, keys] = await Promise.all([
    measure(plugin, window, scope, step),
    compare ? measure(plugin, window.previous, scope) : undefined,
    by === undefined ? undefined : measureKeys(plugin, window, scope, by),
  ])
  const value = round(now.value)
  const previous = before && round(before.value)
  const starts = step ? bucketStarts(window, step, scope.shop.timezone) : []
  const ranking = keys ? ranked(keys) : now.ranking
  const others = Object.entries(now.others).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    value,
    ...(previous === undefined ? {} : { previous, change: changeOf(value, previous) }),
    ...(step ? { series: starts.map((t, i) => ({ t: iso(t), value: round(now.series[i]!) })) } : {}),
    ...(ranking ? { top: ranking.slice(0, limit).map(entry => ({ ...entry, value: round(entry.value) })) } : {}),
    ...(others.length > 0
      ? { unconverted: others.map(([currency, amount]) => ({ currency, amount: round(amount) })) }
      : {}),
  }
}

function ranked(keys: ReadonlyMap<string, number>) {
  const entries = [...keys].map(([key, value]) => ({ key, value }))
  return entries.sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1))
}

/** Percent; null where there is nothing to compare with. Against the size of the base: −10 after −20 is a rise. */
function changeOf(value: number | null, previous: number | null): number | null {
  return value === null || previous === null || previous === 0 ? null : ((value - previous) / Math.abs(previous)) * 100
}

const iso = (at: number): string => new Date(at).toISOString()
