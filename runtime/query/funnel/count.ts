import { visitorIdOf } from "../../../plugins/kit/visitor.ts"
import type { ShopEvent } from "../../../sdk/event.ts"
import { advance, type Progress } from "./progress.ts"
import { type FunnelStep, takes } from "./steps.ts"

/** Whose way through a funnel is followed. */
export const ACTORS = ["session", "visitor"] as const
export type Actor = (typeof ACTORS)[number]

export interface FunnelOptions {
  steps: readonly FunnelStep[]
  per: Actor
  /** ms from the first step to the last. */
  within: number
}

/** What came to each step. */
export interface StepCount {
  /** Events that take it, in whatever order. */
  events: number
  /** Sessions or visitors that took it after all before it. */
  reached: number
}

/** Counts the ways through one funnel. */
export interface FunnelCount {
  /** The next event, oldest first. */
  add(event: ShopEvent): void
  steps(): StepCount[]
}

export function createFunnelCount({ steps, per, within }: FunnelOptions): FunnelCount {
  const actorOf = per === "visitor" ? visitorIdOf : (event: ShopEvent) => event.session_id
  const types = new Set(steps.map(({ type }) => type))
  const events = steps.map(() => 0)
  const ways = new Map<string, Progress>()

  return {
    add(event) {
      if (!types.has(event.event_type)) return
      const taken = steps.map(step => takes(event, step))
      for (const [i, isTaken] of taken.entries()) if (isTaken) events[i]!++
      const actor = actorOf(event)
      if (actor === undefined) return
      const way = ways.get(actor) ?? []
      advance(way, Date.parse(event.timestamp), step => taken[step]!, steps.length, within)
      if (way.length > 0) ways.set(actor, way)
    },
    steps() {
      const lengths = [...ways.values()].map(way => way.length)
      return events.map((count, i) => ({ events: count, reached: lengths.filter(length => length > i).length }))
    },
  }
}
