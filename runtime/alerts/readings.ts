import type { Question, Reading } from "../../plugins/kit/index.ts"
import type { Principal } from "../access/principal.ts"
import type { MetricAnswer } from "../query/answer.ts"
import type { Answers } from "../query/answers.ts"
import { HOUR, MINUTE } from "../store/calendar.ts"
import type { Shop } from "../store/store.ts"

/** How long an answer about whole hours, weeks of them, is good for: late events still change it a little. */
const PAST_MS = 10_000
const MOST_KEYS = 1_000

export interface ReadingsOptions {
  answers: Pick<Answers, "answer">
  /** Epoch ms. */
  clock(): number
  /** How many days back hours are kept; questions that reach further are cut there. */
  hourDays: number
}

/** Asks what alerts want to know, of the same answers that widgets get. */
export type Ask = (question: Question) => Promise<Reading>

/**
 * Opens a round of questions for one shop: the same question is asked once in it, and one about whole hours once in
 * ten seconds, so that a shop is watched every second at little cost.
 */
export function createReadings({ answers, clock, hourDays }: ReadingsOptions): (shop: Shop) => Ask {
  const past = new Map<string, { reading: Promise<Reading>; until: number }>()

  async function read(shop: Shop, question: Question, now: number): Promise<Reading> {
    const { from, to } = windowOf(question, now, hourDays)
    const principal: Principal = { shop, kind: "read", origins: [] }
    const params = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })
    if (question.step) params.set("step", question.step)
    if (question.by) params.set("by", question.by)
    if (question.by) params.set("limit", String(MOST_KEYS))
    const { value, series = [], top = [] } = (await answers.answer(principal, question.metric, params)) as MetricAnswer
    return {
      ...{ value, from, to, top },
      elapsed: (Math.min(to, now) - from) / MINUTE,
      series: series.flatMap(({ t, value }) => (value === null ? [] : [{ t: Date.parse(t), value }])),
    }
  }

  function ofPast(shop: Shop, question: Question, now: number): Promise<Reading> {
    const key = JSON.stringify([shop.id, question])
    const known = past.get(key)
    if (known && known.until > now) return known.reading
    const reading = read(shop, question, now)
    for (const [old, { until }] of past) if (until <= now) past.delete(old)
    past.set(key, { reading, until: now + PAST_MS })
    reading.catch(() => past.delete(key))
    return reading
  }

  return shop => {
    const now = clock()
    const asked = new Map<string, Promise<Reading>>()
    return question => {
      if (question.step === "1h") return ofPast(shop, question, now)
      const key = JSON.stringify(question)
      const reading = asked.get(key) ?? read(shop, question, now)
      asked.set(key, reading)
      return reading
    }
  }
}

function windowOf({ minutes, ago = 0, step }: Question, now: number, hourDays: number): { from: number; to: number } {
  const grain = step === "1h" ? HOUR : MINUTE
  const newest = step === "1h" ? Math.floor(now / HOUR) * HOUR : (Math.floor(now / MINUTE) + 1) * MINUTE
  const to = newest - Math.ceil((ago * MINUTE) / grain) * grain
  const from = to - Math.ceil((minutes * MINUTE) / grain) * grain
  const oldest = Math.ceil((now - hourDays * 24 * HOUR) / HOUR + 1) * HOUR
  return { from: Math.min(Math.max(from, oldest), to - grain), to }
}
