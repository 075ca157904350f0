import type { Point, Question, Reading } from "../../../plugins/kit/index.ts"
import { type Minutes, SERIES, type SeriesName } from "./shop-series.ts"

export const MINUTE = 60_000
/** A Monday; minutes count from here. */
export const START = Date.parse("2025-01-06T00:00:00Z")

export type Recorded = (question: Question) => (minute: number) => Reading

/**
 * Answers what alerts ask as if it were a given minute. Sums and points are made beforehand, so that any window costs the
 * same, and what several alerts ask is answered once, as the engine does: in each minute, or hour where it asks for hours.
 */
export function recorded(minutes: Minutes): Recorded {
  const sums = Object.fromEntries(SERIES.map(name => [name, running(minutes[name])])) as Record<
    SeriesName,
    Float64Array
  >
  const products = minutes.products.map(running)
  const points = new Map<string, Point[]>()
  const between = (series: Float64Array, from: number, to: number): number =>
    series[Math.max(0, to)]! - series[Math.max(0, from)]!
  const total = (metric: string, from: number, to: number): number =>
    between(sums[metric === "active_users" ? "product_views" : (metric as SeriesName)], from, to)

  function pointsOf(metric: string, grain: number): Point[] {
    const key = `${metric} ${grain}`
    const known = points.get(key)
    if (known) return known
    const made = Array.from({ length: Math.floor(minutes.product_views.length / grain) }, (_, i) => ({
      t: START + i * grain * MINUTE,
      value: total(metric, i * grain, (i + 1) * grain),
    }))
    points.set(key, made)
    return made
  }

  function read({ metric, minutes: length, ago = 0, step, by }: Question, minute: number): Reading {
    const grain = step === "1h" ? 60 : 1
    const to = Math.floor(minute / grain) * grain - Math.ceil(ago / grain) * grain
    const from = Math.max(0, to - length)
    return {
      ...{ value: total(metric, from, to), from: START + from * MINUTE, to: START + to * MINUTE, elapsed: to - from },
      series: step ? pointsOf(metric, grain).slice(from / grain, to / grain) : [],
      top: by ? products.map((series, i) => ({ key: `product-${i}`, value: between(series, from, to) })) : [],
    }
  }

  const askers = new Map<string, (minute: number) => Reading>()
  return question => {
    const key = JSON.stringify(question)
    const known = askers.get(key)
    if (known) return known
    const grain = question.step === "1h" ? 60 : 1
    let last: { time: number; reading: Reading } | undefined
    const asker = (minute: number): Reading => {
      const time = Math.floor(minute / grain)
      if (last?.time !== time) last = { time, reading: read(question, minute) }
      return last.reading
    }
    askers.set(key, asker)
    return asker
  }
}

function running(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1)
  values.forEach((value, i) => {
    sums[i + 1] = sums[i]! + value
  })
  return sums
}
