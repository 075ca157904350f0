import type { Plugin } from "../../plugins/kit/plugin.ts"
import type { Principal } from "../access/principal.ts"
import { iso, type MetricAnswer } from "./answer.ts"
import { contextOf, type Sources, scopeOf } from "./ask.ts"
import { bucketStarts } from "./buckets.ts"
import { DEFAULT_WINDOW } from "./catalogue.ts"
import { changeOf } from "./change.ts"
import { measure, measureKeys, type Scope } from "./measure.ts"
import { type Question, readQuestion } from "./question.ts"
import { assertMayRead, lockOf, rounded } from "./veil.ts"

/** One metric as it was asked for. @throws Refusal bad_parameter | metric_not_allowed | too_much_to_read */
export async function answerMetric(
  sources: Sources,
  principal: Principal,
  plugin: Plugin,
  params: URLSearchParams,
): Promise<MetricAnswer> {
  assertMayRead(principal, plugin.name)
  const lock = lockOf(principal, plugin, sources.registry)
  const context = contextOf(sources, principal, [plugin])
  const question = readQuestion(params, context, plugin.window ?? DEFAULT_WINDOW)
  const scope = scopeOf(sources, principal, context.now, lock ?? question.filter)
  // Taken before the cells are read: what commits meanwhile may be in them, what committed before surely is.
  const rev = sources.rev()
  const told = await numbers(principal, plugin, question, scope)
  return {
    metric: plugin.name,
    title: plugin.title,
    unit: plugin.unit,
    ...(plugin.unit === "money" ? { currency: principal.shop.currency } : {}),
    ...told,
    as_of: iso(context.now),
    rev,
    source: scope.rows.source(),
  }
}

type Numbers = Pick<MetricAnswer, "value" | "previous" | "change" | "series" | "top" | "converted" | "unconverted">

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
  const amounts = (list: Readonly<Record<string, number>>) =>
    Object.entries(list)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, amount]) => ({ currency, amount: round(amount) }))
  const [converted, unconverted] = [amounts(now.converted), amounts(now.unconverted)]
  return {
    value,
    ...(previous === undefined ? {} : { previous, change: changeOf(value, previous) }),
    ...(step ? { series: starts.map((t, i) => ({ t: iso(t), value: round(now.series[i]!) })) } : {}),
    ...(ranking ? { top: ranking.slice(0, limit).map(entry => ({ ...entry, value: round(entry.value) })) } : {}),
    ...(converted.length > 0 ? { converted } : {}),
    ...(unconverted.length > 0 ? { unconverted } : {}),
  }
}

function ranked(keys: ReadonlyMap<string, number>) {
  const entries = [...keys].map(([key, value]) => ({ key, value }))
  return entries.sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1))
}
