import type { Alert, Finding, Question, Reading } from "../alert.ts"
import { NOW } from "./alert.ts"
import { configOf } from "./config.ts"

const MINUTE = 60_000

/** What a minute brings, by metric; `t` is its start, epoch ms. A metric that is not named brings nothing. */
export type Past = Readonly<Record<string, (t: number) => number>>

/**
 * Has an alert judge a made-up past that ends now: every question it asks is answered from what the minutes brought.
 * @param config what a shop set; the rest takes its defaults
 * @param tops what minutes bring of each key, for questions by a dimension
 * @throws Error where the settings do not allow it
 * @example const [finding] = await findingsIn(alert, { orders: t => (t < NOW - 3_600_000 ? 5 : 0) })
 */
export async function findingsIn<Config, Name extends string>(
  alert: Alert<Config, Name>,
  past: Past,
  config: object = {},
  tops: Past = {},
): Promise<readonly Finding[]> {
  const checked = await configOf(alert, config)
  const questions = Object.entries(alert.asks(checked)) as [Name, Question][]
  const readings = Object.fromEntries(questions.map(([name, question]) => [name, answer(question, past, tops)]))
  return alert.judge({ config: checked, now: NOW, readings: readings as Record<Name, Reading> })
}

function answer({ metric, minutes, ago = 0, step, by }: Question, past: Past, tops: Past): Reading {
  const grain = step === "1h" ? 60 : 1
  const to = NOW - Math.ceil(ago / grain) * grain * MINUTE
  const from = to - minutes * MINUTE
  const sum = (bring: ((t: number) => number) | undefined, first: number, count: number): number => {
    let total = 0
    for (let i = 0; bring && i < count; i++) total += bring(first + i * MINUTE)
    return total
  }
  return {
    ...{ value: sum(past[metric], from, minutes), from, to, elapsed: minutes },
    series: Array.from({ length: step ? minutes / grain : 0 }, (_, i) => {
      const t = from + i * grain * MINUTE
      return { t, value: sum(past[metric], t, grain) }
    }),
    top: by ? Object.entries(tops).map(([key, bring]) => ({ key, value: sum(bring, from, minutes) })) : [],
  }
}
