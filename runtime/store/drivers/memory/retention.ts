import { HOUR, hourStart } from "../../calendar.ts"
import type { Store } from "../../store.ts"
import type { Contents, Kept } from "./contents.ts"

const time = (iso: string): number => Date.parse(iso)

/** Drops what is older than the limits; minutes leave what they add to their hour and their day. */
export function retain(draft: Contents, limits: Parameters<Store["retain"]>[0]): void {
  draft.deadLetters = draft.deadLetters.filter(({ at }) => at >= limits.raw)
  draft.raw = draft.raw.filter(({ event }) => time(event.timestamp) >= limits.raw)
  const oldest = { session: limits.raw, visitor: limits.hour, order: limits.day }
  for (const [key, { kind, updated }] of draft.entities) {
    if (updated < oldest[kind]) draft.entities.delete(key)
  }
  for (const [key, cell] of draft.cells) {
    if (!droppable(draft, cell, limits.minute)) continue
    draft.cells.delete(key)
    const day = draft.bucket(cell.shop, "day", cell.t).start
    draft.hours.push({ ...cell, t: Math.max(hourStart(cell.t), day) })
    draft.days.push({ ...cell, t: day })
  }
  draft.hours = draft.hours.filter(({ t }) => t >= hourStart(limits.hour))
  draft.days = draft.days.filter(({ t }) => t >= limits.day)
}

/** Minutes go by whole days of the shop, and only once the day and all its hours are rolled up. */
function droppable(draft: Contents, { shop, metric, t }: Kept, limit: number): boolean {
  const day = draft.bucket(shop, "day", t)
  if (day.end > limit) return false
  return ![...draft.dirty.values()].some(
    mark =>
      mark.shop === shop &&
      mark.metric === metric &&
      mark.t < day.end &&
      (mark.grain === "hour" ? mark.t + HOUR > day.start : mark.t >= day.start),
  )
}
