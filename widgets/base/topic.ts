/** A metric and its window, as attributes name them. */
export interface Question {
  metric: string
  /** The N newest minutes, the running one included; absent = the metric's own window. */
  minutes?: number
  /** In place of `minutes`: ISO 8601, until `to` or now. */
  from?: string
  to?: string
  step?: string
  /** Ask for the equal length just before, too. */
  compare?: boolean
}

/**
 * The topic of a question: its REST path under `/api/metrics/`. Equal questions make equal strings, so that elements
 * asking the same share one subscription.
 *
 * @example topicOf({ metric: "revenue", minutes: 60, step: "1m" }) // "revenue?minutes=60&step=1m"
 */
export function topicOf({ metric, minutes, from, to, step, compare }: Question): string {
  const query = [
    minutes && `minutes=${minutes}`,
    from && `from=${encodeURIComponent(from)}`,
    to && `to=${encodeURIComponent(to)}`,
    step && `step=${step}`,
    compare && "compare=previous",
  ].filter(Boolean)
  return encodeURIComponent(metric) + (query.length > 0 ? `?${query.join("&")}` : "")
}

/** "The last 5 minutes" is part of what active users means; every other metric takes the window it is given. */
const OWN_WINDOW: Record<string, number> = { active_users: 5 }

/** The window a metric is read over when the page names none, in minutes. */
export const defaultMinutes = (metric: string) => OWN_WINDOW[metric] ?? 60

/** The step that gives a series between a handful and a few hundred points. */
export function stepFor(minutes: number): string {
  if (minutes <= 180) return "1m"
  return minutes <= 14 * 1440 ? "1h" : "1d"
}

/** Length of a step in milliseconds, e.g. `1m`, `15m`, `1h`, `1d`; a minute when it is none of these. */
export function stepLength(step: string): number {
  const match = /^(\d+)([mhd])$/.exec(step)
  const unit = { m: 60_000, h: 3_600_000, d: 86_400_000 }[match?.[2] as "m"] ?? 60_000
  return match ? Number(match[1]) * unit : 60_000
}
