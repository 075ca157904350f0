/** A funnel of one's own, as the address says it after `#`. */
export interface FunnelRoute {
  /** Event types, each with conditions in brackets if need be: `product_view[category:Lamps]`. */
  steps: readonly string[]
  /** Window: the N newest minutes. */
  minutes: number
}

export const FEWEST_STEPS = 2
export const MOST_STEPS = 8

/** A funnel is read from single events, so a busy shop needs short windows too. */
export const FUNNEL_WINDOWS: readonly { minutes: number; title: string }[] = [
  { minutes: 5, title: "Last 5 minutes" },
  { minutes: 15, title: "Last 15 minutes" },
  { minutes: 60, title: "Last hour" },
  { minutes: 1_440, title: "Last 24 hours" },
  { minutes: 10_080, title: "Last 7 days" },
]

/** What the page shows before anybody chose: from looking to buying. */
export const FIRST_FUNNEL: FunnelRoute = {
  steps: ["product_view", "add_to_cart", "begin_checkout", "purchase"],
  minutes: 15,
}

/** Reads `step=product_view&step=purchase&minutes=60`; undefined where it is no funnel. */
export function funnelOf(query: URLSearchParams): FunnelRoute | undefined {
  const steps = query.getAll("step").filter(Boolean)
  if (steps.length < FEWEST_STEPS) return undefined
  const minutes = Number(query.get("minutes"))
  return { steps, minutes: FUNNEL_WINDOWS.find(window => window.minutes === minutes)?.minutes ?? FIRST_FUNNEL.minutes }
}

export function funnelHash({ steps, minutes }: FunnelRoute): string {
  return `#${new URLSearchParams([...steps.map(step => ["step", step]), ["minutes", String(minutes)]])}`
}

/** The topic that answers it. */
export function funnelTopic({ steps, minutes }: FunnelRoute): string {
  return `funnel/custom?minutes=${minutes}&steps=${encodeURIComponent(steps.join(","))}`
}
