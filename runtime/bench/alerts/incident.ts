import type { Random } from "../../demo/random.ts"

export const DAY = 1_440

export const KINDS = ["spike", "drop", "outage", "checkout broken", "trend", "drift"] as const

/** Something that really happens to a shop. */
export interface Incident {
  kind: (typeof KINDS)[number]
  /** Minutes since the beginning. */
  from: number
  to: number
  /** What becomes of visits; 1 where absent. */
  visits?(minute: number): number
  /** What becomes of orders among them; 1 where absent. */
  orders?: number
  /** A product that is looked at so many times as often as ever. */
  trend?: { product: number; times: number }
}

/** What may be expected of alerts for each kind. */
export const FITTING: Readonly<Record<Incident["kind"], readonly string[]>> = {
  spike: ["traffic_spike", "anomaly"],
  drop: ["traffic_drop", "anomaly"],
  outage: ["no_data", "traffic_drop", "anomaly"],
  "checkout broken": ["low_conversion", "high_cart_abandonment", "revenue_anomaly", "anomaly"],
  trend: ["trending_product"],
  drift: ["anomaly", "traffic_drop"],
}

/** What all incidents of a minute make of it together. */
export function now(incidents: readonly Incident[], minute: number) {
  const current = incidents.filter(({ from, to }) => from <= minute && minute < to)
  return {
    visits: current.reduce((product, { visits }) => product * (visits?.(minute) ?? 1), 1),
    orders: current.reduce((product, { orders = 1 }) => product * orders, 1),
    trend: current.find(({ trend }) => trend)?.trend,
  }
}

const SUDDEN: readonly Omit<Incident, "from" | "to">[] = [
  { kind: "spike", visits: () => 2.5 },
  { kind: "drop", visits: () => 0.4 },
  { kind: "outage", visits: () => 0 },
  { kind: "checkout broken", orders: 0.1 },
  { kind: "trend", trend: { product: 3, times: 6 } },
]
const LENGTHS: Partial<Record<Incident["kind"], number>> = { drop: 60, trend: 60, "checkout broken": 120 }
const USUAL_LENGTH = 30

/** Two of each sudden kind in one week, in an order and at hours between nine and nine of chance. @param start minute */
export function eventfulWeek(random: Random, start: number): Incident[] {
  const slots = Array.from({ length: 7 }, (_, day) => [day * DAY + 9 * 60, day * DAY + 17 * 60]).flat()
  const kinds = [...SUDDEN, ...SUDDEN]
  return random
    .shuffle(slots)
    .slice(0, kinds.length)
    .map((slot, i) => {
      const from = start + slot + random.int(0, 150)
      return { ...kinds[i]!, from, to: from + (LENGTHS[kinds[i]!.kind] ?? USUAL_LENGTH) }
    })
}

/** Three percent of the beginning less every day, for two weeks. */
export const driftFrom = (start: number): Incident => ({
  ...{ kind: "drift", from: start, to: start + 14 * DAY },
  visits: minute => 1 - (0.03 * (minute - start)) / DAY,
})
