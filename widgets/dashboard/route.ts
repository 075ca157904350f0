import { type FunnelRoute, funnelOf } from "./funnel-route.ts"

/** What the dashboard shows, as the address says it after `#`. */
export type Route =
  | { page: "overview" | "alerts" | "thresholds" | "channels" | "goals" | "notes" | "plugins" }
  | { page: "funnels"; funnel?: FunnelRoute }
  | { page: "chart"; chart: ChartRoute }

/** The chart of a metric over a span: where alerts link to. */
export interface ChartRoute {
  metric: string
  /** ISO 8601. */
  from: string
  to: string
  /** How many times as much is shown around the span as at first; a power of two. */
  wider: number
}

const PAGES = ["alerts", "thresholds", "channels", "goals", "notes", "funnels", "plugins"] as const
const WIDEST = 64

/** Reads `location.hash`: `#alerts`, `#metric=revenue&from=…&to=…` or `#step=…&step=…&minutes=60`. Anything else is the overview. */
export function routeOf(hash: string): Route {
  const words = hash.replace(/^#/, "")
  const page = PAGES.find(name => name === words)
  if (page) return { page }
  const query = new URLSearchParams(words)
  const funnel = funnelOf(query)
  if (funnel) return { page: "funnels", funnel }
  const [metric, from, to] = ["metric", "from", "to"].map(name => query.get(name) ?? "") as [string, string, string]
  if (!metric || !isTime(from) || !isTime(to)) return { page: "overview" }
  const wider = Math.min(WIDEST, Math.max(1, Number(query.get("wider")) || 1))
  return { page: "chart", chart: { metric, from, to, wider } }
}

export function chartHash({ metric, from, to, wider }: ChartRoute): string {
  const query = new URLSearchParams({ metric, from, to })
  if (wider > 1) query.set("wider", String(wider))
  return `#${query}`
}

const MINUTE = 60_000
/** Shown at either side of a span at first: as long as itself, and never too little to see what is usual. */
const LEAST_AROUND = 30 * MINUTE

/** What a chart shows of the time around a span, ISO 8601. @param now epoch ms; nothing is shown of the time ahead */
export function around({ from, to, wider }: ChartRoute, now: number): { from: string; to: string } {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const room = Math.max(LEAST_AROUND, end - start) * wider
  // To whole minutes, so that the question stays the same while it is looked at.
  const floor = (time: number) => new Date(Math.floor(time / MINUTE) * MINUTE).toISOString()
  return { from: floor(start - room), to: floor(Math.max(end, Math.min(now, end + room)) + MINUTE) }
}

const isTime = (text: string) => !Number.isNaN(Date.parse(text))
