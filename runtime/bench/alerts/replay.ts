import type { Alert, Question, Reading } from "../../../plugins/kit/index.ts"
import { nextSteps } from "../../alerts/life.ts"
import { checked } from "../../alerts/settings.ts"
import type { AlertRecord } from "../../store/alerts.ts"
import { FITTING, type Incident, type Minutes, SERIES, type SeriesName } from "./shop-series.ts"

const MINUTE = 60_000
const DEFAULT_COOLDOWN = 30
const EVERY_MINUTES = 2
/** An alert that begins within this long after an incident is still of its making. */
const AFTERMATH_MINUTES = 180
/** A Monday; minutes count from here. */
const START = Date.parse("2025-01-06T00:00:00Z")

export interface Outcome {
  incidents: { kind: Incident["kind"]; delayMinutes: number | undefined }[]
  falseAlarms: string[]
  /** Watched metrics times weeks. */
  metricWeeks: number
}

/** Lets the alerts watch a made-up shop every other minute from `from` on, and holds what they say against the incidents. */
export async function replay(
  alerts: readonly Alert[],
  minutes: Minutes,
  from: number,
  incidents: readonly Incident[],
): Promise<Outcome> {
  const ask = readerOf(minutes)
  const configs = await Promise.all(alerts.map(async plugin => ({ plugin, config: await checked(plugin, {}) })))
  const known = new Map<string, AlertRecord[]>()
  const fired: { alert: string; minute: number }[] = []
  const end = minutes.product_views.length
  const shop = { id: "bench", name: "Bench", currency: "EUR", timezone: "UTC", browser_refunds: true }
  for (let minute = from; minute < end; minute += EVERY_MINUTES) {
    const now = START + minute * MINUTE
    for (const { plugin, config } of configs) {
      const readings = Object.fromEntries(
        Object.entries(plugin.asks(config)).map(([name, question]) => [name, ask(question, minute)]),
      )
      const records = known.get(plugin.name) ?? []
      const steps = nextSteps({
        ...{ shop, plugin, cooldown: plugin.cooldown ?? DEFAULT_COOLDOWN, readings, now, known: records },
        findings: plugin.judge({ config, now, readings }),
        mint: Bun.randomUUIDv7,
      })
      if (steps.length === 0) continue
      const changed = new Map([...records, ...steps.map(({ record }) => record)].map(record => [record.id, record]))
      known.set(plugin.name, [...changed.values()].slice(-50))
      for (const { event } of steps) if (event === "firing") fired.push({ alert: plugin.name, minute })
    }
  }
  const watched = new Set(alerts.map(({ metric }) => metric)).size
  return {
    incidents: incidents.map(incident => ({ kind: incident.kind, delayMinutes: delayOf(incident, fired) })),
    falseAlarms: fired.filter(({ minute }) => !incidents.some(incident => isOf(incident, minute))).map(f => f.alert),
    metricWeeks: (watched * (end - from)) / 10_080,
  }
}

const isOf = ({ from, to }: Incident, minute: number): boolean => minute >= from && minute < to + AFTERMATH_MINUTES

function delayOf(incident: Incident, fired: readonly { alert: string; minute: number }[]): number | undefined {
  const first = fired.find(
    ({ alert, minute }) => minute >= incident.from && minute < incident.to && FITTING[incident.kind].includes(alert),
  )
  return first && first.minute - incident.from
}

/** Answers what alerts ask from sums that were made beforehand, so that any window costs the same. */
function readerOf(minutes: Minutes): (question: Question, minute: number) => Reading {
  const sums = Object.fromEntries(SERIES.map(name => [name, running(minutes[name])])) as Record<
    SeriesName,
    Float64Array
  >
  const sum = (name: SeriesName, from: number, to: number): number =>
    sums[name][Math.max(0, to)]! - sums[name][Math.max(0, from)]!

  function value(metric: string, from: number, to: number): number | null {
    const views = sum("product_views", from, to)
    if (metric === "conversion_rate") return views === 0 ? null : (100 * sum("orders", from, to)) / views
    if (metric === "cart_abandonment_rate") {
      const carts = sum("add_to_cart", from, to)
      return carts === 0 ? null : 100 * Math.max(0, 1 - sum("orders", from, to) / carts)
    }
    if (metric === "active_users") return views
    return sum(metric as SeriesName, from, to)
  }

  function read({ metric, minutes: length, ago = 0, step }: Question, minute: number): Reading {
    const grain = step === "1h" ? 60 : 1
    const to = Math.floor(minute / grain) * grain - ago
    const from = Math.max(0, to - length)
    const buckets = step ? Math.floor((to - from) / grain) : 0
    return {
      ...{
        value: value(metric, from, to),
        from: START + from * MINUTE,
        to: START + to * MINUTE,
        elapsed: to - from,
        top: [],
      },
      series: Array.from({ length: buckets }, (_, i) => ({
        t: START + (from + i * grain) * MINUTE,
        value: value(metric, from + i * grain, from + (i + 1) * grain) ?? 0,
      })),
    }
  }

  /** As the engine does, hours are read once for as long as they stay the same. */
  const hours = new Map<string, { hour: number; reading: Reading }>()
  return (question, minute) => {
    if (question.step !== "1h") return read(question, minute)
    const key = JSON.stringify(question)
    const hour = Math.floor(minute / 60)
    const known = hours.get(key)
    if (known?.hour === hour) return known.reading
    const reading = read(question, minute)
    hours.set(key, { hour, reading })
    return reading
  }
}

function running(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1)
  values.forEach((value, i) => {
    sums[i + 1] = sums[i]! + value
  })
  return sums
}
