import { join } from "node:path"
import { type Alert, median } from "../../../plugins/kit/index.ts"
import { print, table } from "../../cli/terminal.ts"
import { Random } from "../../demo/random.ts"
import { loadPlugins } from "../../plugins.ts"
import { DAY, driftFrom, eventfulWeek, FITTING, type Incident, KINDS } from "./incident.ts"
import { recorded } from "./recorded.ts"
import { delayOf, type Fired, isEventful, replay } from "./replay.ts"
import { shopSeries } from "./shop-series.ts"

const LEARNING_DAYS = 28
const SHOPS = [
  { name: "large", views: 100 },
  { name: "medium", views: 20 },
  { name: "small", views: 2 },
] as const
/** Settings are chosen by the first, numbers are told of the second: whoever tunes does not see the questions. */
const SEEDS = { tuning: [1, 2, 3, 4, 5], reporting: [101, 102, 103, 104, 105] } as const
/** Metrics that an alert watches, where it is not one. */
const WATCHED: Readonly<Record<string, number>> = { anomaly: 3 }

/** What was seen of one shop over some days. */
interface Seen {
  shop: string
  incidents: readonly Incident[]
  fired: readonly Fired[]
  /** Weeks outside of incidents. */
  quietWeeks: number
}

/** Prints what the shipped alerts notice on made-up shops, how soon, and how often they are wrong. */
export async function onShops(seeds: keyof typeof SEEDS): Promise<void> {
  const loaded = await loadPlugins([join(import.meta.dir, "../../../plugins")])
  const alerts = loaded.alerts.map(({ plugin }) => plugin)
  const seen: Seen[] = []
  for (const { name, views } of SHOPS) {
    for (const seed of SEEDS[seeds]) seen.push(...(await yearOf(alerts, name, views, seed)))
  }
  const names = SHOPS.map(({ name, views }) => `${name} (${views} views/min)`)
  print(`made-up shops, ${SEEDS[seeds].length} ${seeds} seeds each; noticed, and minutes until then (median)\n`)
  print(
    table(
      ["incident", "by", ...names],
      KINDS.flatMap(kind => noticedRows(kind, seen)),
      "",
    ),
  )
  print("\nfalse alarms per metric-week, and the weeks watched\n")
  print(table(["alert", ...names], falseRows(alerts, seen), ""))
}

/** An eventful week, two quiet ones, and two that drift down; each after four weeks of learning. */
async function yearOf(alerts: readonly Alert[], shop: string, views: number, seed: number): Promise<Seen[]> {
  const start = LEARNING_DAYS * DAY
  const stories = [
    { incidents: eventfulWeek(new Random([seed, views, 0]), start), days: 7, every: 1 },
    { incidents: [], days: 14, every: 1 },
    // Nothing of a drift is a matter of minutes.
    { incidents: [driftFrom(start)], days: 14, every: 15 },
  ]
  const seen: Seen[] = []
  for (const [story, { incidents, days, every }] of stories.entries()) {
    const minutes = shopSeries(new Random([seed, views, story + 1]), LEARNING_DAYS + days, views, incidents)
    const [from, to] = [start, start + days * DAY]
    const fired = await replay({ alerts, ask: recorded(minutes), from, to, every })
    const quiet = Array.from({ length: days * DAY }, (_, i) => from + i).filter(at => !isEventful(at, incidents))
    seen.push({ shop, incidents, fired, quietWeeks: quiet.length / (7 * DAY) })
  }
  return seen
}

function noticedRows(kind: Incident["kind"], seen: readonly Seen[]): string[][] {
  const fitting = FITTING[kind]
  const row = (by: string, alerts: readonly string[]): string[] => [
    by === "any" ? kind : "",
    by,
    ...SHOPS.map(({ name }) => {
      const delays = seen
        .filter(({ shop }) => shop === name)
        .flatMap(({ incidents, fired }) =>
          incidents.filter(incident => incident.kind === kind).map(incident => delayOf(incident, fired, alerts)),
        )
      const known = delays.filter(delay => delay !== undefined)
      return `${known.length}/${delays.length}${known.length > 0 ? ` ${duration(median(known))}` : ""}`
    }),
  ]
  return [row("any", fitting), ...(fitting.length > 1 ? fitting.map(alert => row(alert, [alert])) : [])]
}

function falseRows(alerts: readonly Alert[], seen: readonly Seen[]): string[][] {
  return alerts.map(({ name: alert }) => [
    alert,
    ...SHOPS.map(({ name }) => {
      const own = seen.filter(({ shop }) => shop === name)
      const weeks = own.reduce((sum, { quietWeeks }) => sum + quietWeeks, 0) * (WATCHED[alert] ?? 1)
      const wrong = own.flatMap(({ fired, incidents }) =>
        fired.filter(each => each.alert === alert && !isEventful(each.minute, incidents)),
      )
      return `${(wrong.length / weeks).toFixed(2)} (${wrong.length} in ${weeks.toFixed(0)})`
    }),
  ])
}

const duration = (minutes: number): string =>
  minutes < DAY ? `${Math.round(minutes)} min` : `${(minutes / DAY).toFixed(1)} d`
