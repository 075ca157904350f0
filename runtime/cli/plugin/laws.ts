import type { Alert } from "../../../plugins/kit/alert.ts"
import { configOf } from "../../../plugins/kit/testing/config.ts"
import { entityLawsOf, type Law, lawsOf, NOW, reading } from "../../../plugins/kit/testing/index.ts"
import type { AnyPlugin } from "../../plugins.ts"
import { type CheckVerdict, verdictOf } from "./verdict.ts"

const VERDICTS = ["breach", "between", "normal", "unknown"]

/** Holds a plugin to the laws of its kind. @param metrics names of all metrics there are */
export async function checkLaws(plugin: AnyPlugin, metrics: ReadonlySet<string>): Promise<CheckVerdict[]> {
  if (plugin.kind === "alert") return checkAlert(plugin, metrics)
  const laws = metricLaws(plugin)
  return Promise.all(laws.map(({ law, check }) => verdictOf(`${plugin.name}: ${law}`, check)))
}

function metricLaws(plugin: Exclude<AnyPlugin, Alert>): Law[] {
  if (plugin.kind === "event") return lawsOf(plugin)
  if (plugin.kind === "channel") return []
  if (plugin.kind !== "derived") return entityLawsOf(plugin)
  return [{ law: "reads null or a number where its parts have no value", check: () => assertReadsNothing(plugin) }]
}

function assertReadsNothing({ of, read }: Extract<AnyPlugin, { kind: "derived" }>): void {
  const value: unknown = read(Object.fromEntries(of.map(name => [name, null])))
  if (value === null || Number.isFinite(value)) return
  throw new Error(`expected null or a number, got ${String(value)}; divide with ratio()`)
}

/** What must be so before anything has happened in a shop. */
async function checkAlert(alert: Alert, metrics: ReadonlySet<string>): Promise<CheckVerdict[]> {
  const config = await configOf(alert, {}).catch((error: Error) => error)
  if (config instanceof Error) {
    return [{ name: `${alert.name}: judges with its defaults`, outcome: "skipped", detail: config.message }]
  }
  const questions = () => Object.entries(alert.asks(config))
  const judge = () => {
    const readings = Object.fromEntries(questions().map(([name]) => [name, reading(null)]))
    return alert.judge({ config, now: NOW, readings })
  }
  return Promise.all([
    verdictOf(`${alert.name}: shows and asks for metrics that there are`, () => {
      const unknown = [alert.metric, ...questions().map(([, { metric }]) => metric)].find(name => !metrics.has(name))
      if (unknown !== undefined) throw new Error(`there is no metric "${unknown}"`)
    }),
    verdictOf(`${alert.name}: judges a shop without a past`, () => {
      const odd = judge().find(({ verdict }) => !VERDICTS.includes(verdict))
      if (odd) throw new Error(`verdict: expected one of ${VERDICTS.join(", ")}, got ${JSON.stringify(odd.verdict)}`)
    }),
    verdictOf(`${alert.name}: the same readings give the same findings`, () => {
      if (!Bun.deepEquals(judge(), judge())) throw new Error("judged twice, found two things; it must be pure")
    }),
  ])
}
