import { join } from "node:path"
import { median } from "../../plugins/kit/index.ts"
import { print, table } from "../cli/terminal.ts"
import { Random } from "../demo/random.ts"
import { loadPlugins } from "../plugins.ts"
import { onNab } from "./alerts/nab.ts"
import { type Outcome, replay } from "./alerts/replay.ts"
import { type Incident, shopSeries } from "./alerts/shop-series.ts"
import type { Bench } from "./bench.ts"

const DAY = 1_440
const LEARNING_DAYS = 21
const WATCHED_DAYS = 7
const SHOPS = [
  { name: "large, 100 views a minute", views: 100 },
  { name: "medium, 20 views a minute", views: 20 },
  { name: "small, 2 views a minute", views: 2 },
]

const bench: Bench = {
  name: "alerts",
  about: "what alerts notice and how soon on made-up shops; with --nab FOLDER, the Numenta benchmark's score",
  async run({ nab }) {
    await onShops()
    if (nab) onNab(nab)
  },
}

export default bench

async function onShops(): Promise<void> {
  const loaded = await loadPlugins([join(import.meta.dir, "../../plugins")])
  // Nobody's products are told apart in these series.
  const alerts = loaded.alerts.map(({ plugin }) => plugin).filter(({ name }) => name !== "trending_product")
  const rows: string[][] = []
  for (const [seed, { name, views }] of SHOPS.entries()) {
    for (const isDrifting of [false, true]) {
      const random = new Random([2025, seed, Number(isDrifting)])
      const incidents = isDrifting ? [drifting] : sudden
      const days = LEARNING_DAYS + WATCHED_DAYS
      const minutes = shopSeries(random, days, views, incidents)
      const outcome = await replay(alerts, minutes, LEARNING_DAYS * DAY, incidents)
      rows.push(...rowsOf(isDrifting ? `${name}, drifting` : name, outcome))
    }
  }
  const heading = ["shop", "incident", "noticed", "after", "false alarms a metric-week"]
  print(table(heading, rows, ""))
}

function rowsOf(name: string, { incidents, falseAlarms, metricWeeks }: Outcome): string[][] {
  const kinds = [...new Set(incidents.map(({ kind }) => kind))]
  const alarms = (falseAlarms.length / metricWeeks).toFixed(2)
  const named = falseAlarms.length > 0 ? ` (${[...new Set(falseAlarms)].join(", ")})` : ""
  return kinds.map((kind, i) => {
    const those = incidents.filter(incident => incident.kind === kind)
    const delays = those.flatMap(({ delayMinutes }) => delayMinutes ?? [])
    const after = delays.length > 0 ? duration(median(delays)) : "–"
    return [i === 0 ? name : "", kind, `${delays.length} of ${those.length}`, after, i === 0 ? alarms + named : ""]
  })
}

const duration = (minutes: number): string => (minutes < DAY ? `${minutes} min` : `${(minutes / DAY).toFixed(1)} days`)

const at = (day: number, hour: number): number => (LEARNING_DAYS + day) * DAY + hour * 60
const steadily = (factor: number) => () => factor
const incident = (kind: Incident["kind"], from: number, length: number, visits: number, orders = 1): Incident => ({
  ...{ kind, from, to: from + length, visits: steadily(visits), orders },
})

const sudden: readonly Incident[] = [
  incident("spike", at(0, 11), 30, 2.5),
  incident("drop", at(0, 19), 60, 0.4),
  incident("checkout broken", at(1, 12), 120, 1, 0.1),
  incident("outage", at(1, 20), 30, 0),
  incident("spike", at(2, 20), 30, 2.5),
  incident("outage", at(3, 10), 30, 0),
  incident("drop", at(4, 13), 60, 0.4),
  incident("checkout broken", at(5, 17), 120, 1, 0.1),
]

/** Three percent less every day, from a week before the watch on. */
const drifting: Incident = {
  ...{ kind: "drift", from: at(-7, 0), to: at(WATCHED_DAYS, 0), orders: 1 },
  visits: minute => 1 - (0.03 * (minute - at(-7, 0))) / DAY,
}
