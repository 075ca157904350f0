import type { Envelope } from "../log/log.ts"
import type { Entity } from "../store/store.ts"
import { Deltas, type Lost, minuteOf } from "./deltas.ts"
import { withEvent } from "./entities.ts"
import type { Registry } from "./registry.ts"
import type { Roster } from "./roster.ts"
import type { Slice } from "./slice.ts"

/** What a batch made of a session, an order or a visitor. */
export interface Change {
  /** Which batch of the round it is of, as the roster says. */
  part: number
  /** Absent: there was none. */
  before?: Entity
  now: Entity
}

export interface Folded {
  /** What the batch adds to cells: folded from zero, to be merged with whatever a cell holds. */
  slices: readonly Slice[]
  /** Sessions, orders and visitors that are not as they were. */
  changes: readonly Change[]
  /** The last error of each metric that threw; it lost those events, the others did not. */
  failures: ReadonlyMap<string, string>
  /** What each of those lost. */
  lost: ReadonlyMap<string, Lost>
}

/**
 * Folds a batch of admitted events. Pure: no clock, no I/O; the same events in any order and any split into batches
 * give the same cells, because states are commutative monoids and summaries do not depend on order.
 * @param roster the entities of these envelopes, of others too maybe
 */
export function fold(registry: Registry, roster: Roster, envelopes: readonly Envelope[]): Folded {
  const deltas = new Deltas()
  /** By the number of the member; a hole where nothing changed. */
  const after: Entity[] = new Array(roster.members.length)
  for (const envelope of envelopes) {
    const { shop, event, bot } = envelope
    const time = Date.parse(event.timestamp)
    const minute = deltas.at(shop, minuteOf(time))
    if (bot) for (const metric of registry.botMetrics) deltas.addEvent(metric, event, minute)
    if (bot?.excluded) continue
    for (const metric of registry.metricsOn(event.event_type)) deltas.addEvent(metric, event, minute)
    for (const member of roster.of(envelope)) {
      const known = after[member.number] ?? member.before
      const now = withEvent(member, known, envelope, time)
      if (now !== known) after[member.number] = now
    }
  }
  const changes = roster.members.flatMap(({ number, part, before }) => {
    const now = after[number]
    return now ? [{ part, before, now }] : []
  })
  for (const { before, now } of changes) {
    for (const metric of registry.entityMetrics[now.kind]) deltas.addChange(metric, now, before)
  }
  deltas.dropUnchanged()
  return { slices: deltas.slices, changes, failures: deltas.failures, lost: deltas.lost }
}
