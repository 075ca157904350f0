import type { Alert } from "../../../plugins/kit/index.ts"
import { nextSteps } from "../../alerts/life.ts"
import { checked } from "../../alerts/settings.ts"
import type { AlertRecord } from "../../store/alerts.ts"
import { FITTING, type Incident } from "./incident.ts"
import { MINUTE, type Recorded, START } from "./recorded.ts"

const DEFAULT_COOLDOWN = 30
/** Resolved alerts that may still be cooling. */
const LATELY = 100
/** An alert that begins within this long after an incident is still of its making. */
const AFTERMATH_MINUTES = 180

export interface Watch {
  alerts: readonly Alert[]
  ask: Recorded
  /** Minutes from the beginning. */
  from: number
  to: number
  /** Minutes between two looks. */
  every: number
}

/** An alert that began to fire. */
export interface Fired {
  alert: string
  minute: number
}

/** Lets the alerts look at a made-up shop as the engine would, and says which of them fired when. */
export async function replay({ alerts, ask, from, to, every }: Watch): Promise<Fired[]> {
  const watchers = await Promise.all(
    alerts.map(async plugin => {
      const config = await checked(plugin, {})
      const askers = Object.entries(plugin.asks(config)).map(([name, question]) => [name, ask(question)] as const)
      return { plugin, config, askers }
    }),
  )
  const known = new Map<string, AlertRecord[]>()
  const fired: Fired[] = []
  const shop = { id: "bench", name: "Bench", currency: "EUR", timezone: "UTC", browser_refunds: true }
  for (let minute = from; minute < to; minute += every) {
    const now = START + minute * MINUTE
    for (const { plugin, config, askers } of watchers) {
      const readings = Object.fromEntries(askers.map(([name, ask]) => [name, ask(minute)]))
      const records = known.get(plugin.name) ?? []
      const steps = nextSteps({
        ...{ shop, plugin, cooldown: plugin.cooldown ?? DEFAULT_COOLDOWN, readings, now, known: records },
        findings: plugin.judge({ config, now, readings }),
        mint: Bun.randomUUIDv7,
      })
      if (steps.length === 0) continue
      const changed = new Map([...records, ...steps.map(({ record }) => record)].map(record => [record.id, record]))
      known.set(plugin.name, [...changed.values()].slice(-LATELY))
      for (const { event } of steps) if (event === "firing") fired.push({ alert: plugin.name, minute })
    }
  }
  return fired
}

/** Minutes until one of these alerts noticed the incident; undefined where none did while it lasted. */
export function delayOf(incident: Incident, fired: readonly Fired[], alerts = FITTING[incident.kind]) {
  const first = fired.find(
    ({ alert, minute }) => minute >= incident.from && minute < incident.to && alerts.includes(alert),
  )
  return first && first.minute - incident.from
}

/** Whether a minute is of an incident, or soon after it. */
export const isEventful = (minute: number, incidents: readonly Incident[]): boolean =>
  incidents.some(({ from, to }) => minute >= from && minute < to + AFTERMATH_MINUTES)
