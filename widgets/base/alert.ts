import { formatValue } from "./format.ts"
import type { Unit } from "./reading.ts"

export type Severity = "info" | "warning" | "critical"

/** One alert from its beginning to its end, as the topic `alerts` tells it. Times are ISO 8601. */
export interface Alert {
  id: string
  /** Name of the plugin, e.g. `traffic_drop`. */
  alert: string
  /** What it is about where the plugin watches several things, e.g. a product; else `""`. */
  subject: string
  title: string
  severity: Severity
  status: "firing" | "acknowledged" | "resolved"
  /** One sentence for people. */
  message: string
  metric: string
  unit: Unit
  currency?: string
  value: number | null
  /** What was to be expected. */
  baseline: number | null
  window: { from: string; to: string }
  started_at: string
  updated_at: string
  acknowledged_at?: string
  acknowledged_by?: string
  resolved_at?: string
}

export const isOver = ({ status }: Alert) => status === "resolved"

const SEVERITIES: readonly Severity[] = ["info", "warning", "critical"]

/** Higher is worse. */
export const rankOf = ({ severity }: Pick<Alert, "severity">) => SEVERITIES.indexOf(severity)

/** Address of the dashboard's chart of what an alert is about, the same that channels send. */
export function chartLink(server: string, { metric, window }: Pick<Alert, "metric" | "window">): string {
  return `${server}/#${new URLSearchParams({ metric, from: window.from, to: window.to })}`
}

/** Percent by which the value lies above its baseline; undefined where that says nothing. */
export function changeOf({ value, baseline }: Pick<Alert, "value" | "baseline">): number | undefined {
  return value === null || baseline === null || baseline === 0 ? undefined : (value / baseline - 1) * 100
}

/** The value against what was expected, in words. */
export function comparison(alert: Alert, locale?: string): { value: string; against?: string } {
  const { unit, currency, value, baseline } = alert
  const write = (number: number | null) => formatValue(number, { unit, currency, locale })
  if (baseline === null) return { value: write(value) }
  // What is expected is a mean; beyond a few, its fractions say nothing.
  const isWhole = unit === "count" && Math.abs(baseline) >= 10
  return { value: write(value), against: `against ${write(isWhole ? Math.round(baseline) : baseline)}` }
}
