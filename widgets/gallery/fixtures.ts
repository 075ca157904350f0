import type { Reading, SeriesPoint } from "../base/reading.ts"
import { stepLength } from "../base/topic.ts"
import type { TopicState } from "../base/topics.ts"
import { alerts } from "./alerts.ts"
import { AS_OF } from "./as-of.ts"
import { panels } from "./panels.ts"

interface Sketch extends Pick<Reading, "title" | "unit" | "currency" | "change"> {
  value: number
  /** Height of a minute's point, and how far it sways around it. */
  mean: number
  sway: number
  whole?: boolean
}

const SKETCHES: Record<string, Sketch> = {
  revenue: { title: "Revenue", unit: "money", currency: "USD", value: 45234.5, change: 12.34, mean: 754, sway: 0.45 },
  orders: { title: "Orders", unit: "count", value: 412, change: 8.1, mean: 7, sway: 0.7, whole: true },
  active_users: { title: "Active users", unit: "count", value: 1284, change: -3.2, mean: 640, sway: 0.12, whole: true },
  conversion_rate: { title: "Conversion rate", unit: "percent", value: 3.42, change: 0.6, mean: 3.4, sway: 0.4 },
  product_views: {
    title: "Product views",
    unit: "count",
    value: 12046,
    change: 7.5,
    mean: 200,
    sway: 0.2,
    whole: true,
  },
  add_to_cart: { title: "Add to cart", unit: "count", value: 1376, change: 4, mean: 23, sway: 0.35, whole: true },
  cart_abandonment_rate: {
    title: "Cart abandonment rate",
    unit: "percent",
    value: 70.06,
    change: 2.8,
    mean: 70,
    sway: 0.08,
  },
  session_conversion_rate: {
    title: "Session conversion rate",
    unit: "percent",
    value: 5.87,
    change: 0,
    mean: 5.9,
    sway: 0.25,
  },
  sessions: { title: "Sessions", unit: "count", value: 7021, mean: 117, sway: 0.2, whole: true },
}

/** Smooth, restless and the same every time. */
const wave = (x: number) => 0.5 * Math.sin(x / 5.3) + 0.3 * Math.sin(x / 1.7 + 2) + 0.4 * Math.sin(x * 12.9898) ** 3

function series({ unit, mean, sway, whole }: Sketch, count: number, step: number, asOf: string): SeriesPoint[] {
  const running = Math.floor(Date.parse(asOf) / step) * step
  return Array.from({ length: count }, (_, index) => {
    // Rates do not add up over time: an hour's is of the same size as a minute's.
    const elapsed = index === count - 1 ? Date.parse(asOf) - running : step
    const minutes = unit === "percent" ? 1 : elapsed / 60_000
    const value = Math.max(0, mean * minutes * (1 + sway * wave(index)))
    const t = new Date(running - (count - 1 - index) * step).toISOString()
    return { t, value: whole ? Math.round(value) : Math.round(value * 100) / 100 }
  })
}

const UNKNOWN: Sketch = { unit: "count", value: 12, mean: 1, sway: 0.5, whole: true }

/** What a server would answer a topic, e.g. `revenue?minutes=60&step=1m`. */
export function reading(topic: string, change: Partial<Reading> = {}): Reading {
  const [metric = "", query] = topic.split("?")
  const params = new URLSearchParams(query)
  const sketch = SKETCHES[metric] ?? UNKNOWN
  const asOf = change.as_of ?? AS_OF
  const step = params.get("step")
  const count = step ? (Number(params.get("minutes") ?? 60) * 60_000) / stepLength(step) : 0
  return {
    metric,
    title: sketch.title,
    unit: sketch.unit,
    currency: sketch.currency,
    value: sketch.value,
    ...(params.has("compare") && {
      change: sketch.change,
      previous: sketch.value / (1 + (sketch.change ?? 0) / 100),
    }),
    ...(step && { series: series(sketch, count, stepLength(step), asOf) }),
    as_of: asOf,
    rev: "fixture:1",
    source: "cells",
    ...change,
  }
}

/** Answers every topic, each reading changed alike. */
export const answers =
  (change: Partial<Reading> = {}) =>
  (topic: string): TopicState => {
    const [path = ""] = topic.split("?")
    const data = path === "alerts" ? alerts : (panels[path] ?? reading(topic, change))
    return { data, rev: "fixture:1" }
  }
