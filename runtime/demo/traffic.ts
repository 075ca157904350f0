import { Agenda } from "./agenda.ts"
import { Random } from "./random.ts"
import { flat, type Rhythm, schedule } from "./rhythm.ts"
import { Town } from "./town.ts"

export interface TrafficOptions {
  seed: string | number
  /** Epoch ms of the first event. A back-fill starts in the past: see `history`. */
  start: number
  /** Epoch ms; nothing is sent at or after it. Default: never ends. */
  end?: number
  /** Events per second, in the mean over a day. */
  rate: number
  /** Default `flat`. */
  rhythm?: Rhythm
}

/** One event on its way to the collector. */
export interface Emission {
  /** When it is to be sent, epoch ms. */
  at: number
  /** The event as JSON. A duplicate is the same bytes. */
  json: string
}

/** Shares of events that are sent twice, and that are sent only minutes after they happened. */
export const DUPLICATES = 0.005
export const LATECOMERS = 0.005

const HOUR_MS = 3_600_000
/** The collector refuses what is older than 7 days; an hour of margin lets a long back-fill finish. */
const LONGEST_HISTORY_HOURS = 7 * 24 - 1

/**
 * Endless shoppers, interleaved so that events leave at exactly `rate · rhythm`; a few leave twice or late. Pure: the
 * same options give the same bytes. Events happen in the order of their ids, which are UUIDv7.
 */
export function* traffic(options: TrafficOptions): Generator<Emission, void> {
  const { seed, start, end = Number.POSITIVE_INFINITY, rate, rhythm = flat } = options
  const random = new Random(`${seed}@${start}`)
  const town = new Town(random.fork(), rate * rhythm(start), start)
  const delayed = new Agenda<string>()
  for (const at of schedule(start, end, rate, rhythm)) {
    let json = delayed.take(at)
    while (json === undefined) {
      const event = JSON.stringify(town.act(at))
      const luck = random.next()
      if (luck < LATECOMERS) delayed.add(at + random.between(60_000, 240_000), event)
      else json = event
      if (luck > 1 - DUPLICATES) delayed.add(at + random.between(500, 30_000), event)
    }
    yield { at, json }
  }
}

/**
 * The `start` and `end` of a back-fill over the last hours.
 * @throws RangeError when it would reach beyond what the collector takes
 */
export function history(hours: number, now: number): { start: number; end: number } {
  if (!(hours > 0 && hours <= LONGEST_HISTORY_HOURS)) {
    throw new RangeError(
      `history: expected more than 0 and at most ${LONGEST_HISTORY_HOURS} hours (the collector refuses events older than 7 days), got ${hours}`,
    )
  }
  return { start: now - hours * HOUR_MS, end: now }
}
